package cli

import (
	"strings"
	"testing"
)

func TestExplainTellsAWordInPlainLanguage(t *testing.T) {
	s := sound()
	for line, want := range map[string]string{
		"kubeid explain cn":           "every O is a group.\n\nCN stands for",
		"kubeid explain Bearer Token": "whoever has it is its owner",
		"kubeid explain":              "\nchoosing         Certificate, token",
		"kubeid explain -o name":      "\nledger\n",
		"kubeid explain csr -o json":  `"name": "request"`,
		"kubeid explain exec -o yaml": "kind: TopicList",
		"kubeid explain rbac":         "See also: binding, serviceaccount, impersonation\n",
	} {
		if got := run(t, s, line).ends(0).silent().out; !strings.Contains(got, want) {
			t.Errorf("%s printed\n%s\nwant in it\n%s", line, got, want)
		}
	}
	run(t, s, "kubeid explain certifcate").ends(3).prints("").says(`hint: did you mean certificate`)
	run(t, s, "kubeid explain zzzzzzzz").ends(3).says("see kubeid explain for all words")
}
