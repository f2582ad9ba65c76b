package crypto

import "testing"

func TestSubjectAccount(t *testing.T) {
	for subject, want := range map[string]string{
		"system:serviceaccount:ci:deployer":       "ci/deployer",
		"system:serviceaccount:kube-system:a.b-c": "kube-system/a.b-c",
		"system:serviceaccount:a:b:c":             "",
		"system:serviceaccount:a":                 "",
		"system:serviceaccount:a:":                "",
		"system:serviceaccount::b":                "",
		"system:serviceaccounts:ci":               "",
		"jane":                                    "",
		"":                                        "",
	} {
		namespace, name, ok := SubjectAccount(subject)
		got := ""
		if ok {
			got = namespace + "/" + name
		}
		if got != want {
			t.Errorf("SubjectAccount(%q) = %q, want %q", subject, got, want)
		}
	}
}
