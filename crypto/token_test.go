package crypto

import (
	"encoding/base64"
	"testing"
)

func TestAccountOf(t *testing.T) {
	jwt := func(claims string) string {
		part := base64.RawURLEncoding.EncodeToString
		return part([]byte(`{"alg":"RS256"}`)) + "." + part([]byte(claims)) + "." + part([]byte("signature"))
	}
	for name, c := range map[string]struct{ token, want string }{
		"a legacy token of a Secret":         {jwt(`{"iss":"kubernetes/serviceaccount","sub":"system:serviceaccount:ci:deployer"}`), "ci/deployer"},
		"a bound token":                      {jwt(`{"aud":["x"],"exp":1,"sub":"system:serviceaccount:kube-system:a.b-c"}`), "kube-system/a.b-c"},
		"with a line break behind it":        {jwt(`{"sub":"system:serviceaccount:a:b"}`) + "\n", "a/b"},
		"an OIDC token":                      {jwt(`{"iss":"https://dex","sub":"jane"}`), ""},
		"a subject with a part too many":     {jwt(`{"sub":"system:serviceaccount:a:b:c"}`), ""},
		"a subject with a part too few":      {jwt(`{"sub":"system:serviceaccount:a"}`), ""},
		"a name that is missing":             {jwt(`{"sub":"system:serviceaccount:a:"}`), ""},
		"claims that are not JSON":           {jwt(`{`), ""},
		"a subject that is a number":         {jwt(`{"sub":1}`), ""},
		"a static token":                     {"abc", ""},
		"two dots and nothing else":          {"..", ""},
		"a payload that is not base64":       {"a.!.c", ""},
		"nothing":                            {"", ""},
		"a bootstrap token, which has a dot": {"07401b.f395accd246ae52d", ""},
	} {
		t.Run(name, func(t *testing.T) {
			namespace, account, ok := AccountOf(NewSecret([]byte(c.token)))
			got := ""
			if ok {
				got = namespace + "/" + account
			}
			if got != c.want {
				t.Errorf("AccountOf() = %q, want %q", got, c.want)
			}
		})
	}
}

func FuzzAccountOf(f *testing.F) {
	f.Add("a.e30.c")
	f.Fuzz(func(t *testing.T, token string) {
		if namespace, name, ok := AccountOf(NewSecret([]byte(token))); ok != (namespace != "" && name != "") {
			t.Errorf("AccountOf(%q) = %q, %q, %v", token, namespace, name, ok)
		}
	})
}
