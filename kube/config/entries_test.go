package config

import (
	"errors"
	"strings"
	"testing"

	v1 "k8s.io/client-go/tools/clientcmd/api/v1"

	"kubeid/model"
)

var (
	deleteB = Delete{Kind: model.ContextKind, Name: "b"}
	addB    = Add{model.ContextKind, "b", ContextBody(v1.Context{Cluster: "c", AuthInfo: "u"})}
)

// afterwards carries operations out and returns the file, which client-go agrees to.
func afterwards(t *testing.T, before string, ops ...Operation) string {
	t.Helper()
	f, err := Read([]byte(before))
	if err != nil {
		t.Fatal(err)
	}
	e, err := f.Edit(ops...)
	if err != nil {
		t.Fatal(err)
	}
	return string(e.Next())
}

func TestAnEntryGoesWithItsOwnLinesAndTheCommentAbove(t *testing.T) {
	for name, c := range map[string]struct{ before, after string }{
		"a comment between two entries":            {"contexts:\n- name: a\n  context: {}\n# of b\n# more\n- name: b\n  context: {}\n# of c\n- name: c\n  context: {}\n", "contexts:\n- name: a\n  context: {}\n# of c\n- name: c\n  context: {}\n"},
		"a blank line cuts a comment off":          {"contexts:\n- name: a\n\n# heading\n\n# of b\n- name: b\n", "contexts:\n- name: a\n\n# heading\n\n"},
		"a comment below it stays":                 {"contexts:\n- name: a\n- name: b\n# below\nkind: Config\n", "contexts:\n- name: a\n# below\nkind: Config\n"},
		"a comment inside of its end goes":         {"contexts:\n- name: b\n  context: {}\n  # inside\n- name: c\n", "contexts:\n- name: c\n"},
		"one behind a blank line goes":             {"contexts:\n- name: b\n  context: {}\n\n    # namespace: x\n\n- name: c\n", "contexts:\n\n- name: c\n"},
		"one at the end of the list goes":          {"contexts:\n- name: a\n- name: b\n\n  # inside\nkind: Config\n", "contexts:\n- name: a\nkind: Config\n"},
		"one directly above the next stays":        {"contexts:\n- name: b\n\n  # of c\n- name: c\n", "contexts:\n\n  # of c\n- name: c\n"},
		"one of the entry above stays":             {"contexts:\n- name: a\n\n  # of a\n\n- name: b\n", "contexts:\n- name: a\n\n  # of a\n\n"},
		"a comment inside of the one above stays":  {"contexts:\n- name: a\n  context: {}\n  # inside a\n- name: b\n", "contexts:\n- name: a\n  context: {}\n  # inside a\n"},
		"the first one's comment under the key":    {"contexts: # all\n  # of b\n- name: b\n- name: c\n", "contexts: # all\n- name: c\n"},
		"the last one leaves an empty list":        {"contexts: # all\n# of b\n- name: b\n  context:\n    user: u\nkind: Config\n", "contexts: [] # all\nkind: Config\n"},
		"at the end without a line break":          {"contexts:\n- name: a\n- name: b\n  context:\n    user: u", "contexts:\n- name: a"},
		"all, at the end without a line break":     {"kind: Config\ncontexts:\n- name: b", "kind: Config\ncontexts: []"},
		"a dash on a line of its own":              {"contexts:\n-\n  # inside\n  name: b\n-\n  name: c\n", "contexts:\n-\n  name: c\n"},
		"a block scalar at its end":                {"contexts:\n- context: {}\n  name: |-\n    b\n  # no scalar\n- name: c\n", "contexts:\n- name: c\n"},
		"a scalar that looks like a comment":       {"contexts:\n- name: a\n  x: |\n    # text\n- name: b\n", "contexts:\n- name: a\n  x: |\n    # text\n"},
		"braces over lines that stand to the left": {"contexts:\n- {name: a}\n- {name: b,\ncontext: {}}\n- {name: c}\n", "contexts:\n- {name: a}\n- {name: c}\n"},
		"in brackets, the first":                   {"contexts: [{name: b}, {name: c}]\n", "contexts: [{name: c}]\n"},
		"in brackets, the last":                    {"contexts: [ {name: a}, {name: b} ]\n", "contexts: [ {name: a} ]\n"},
		"in brackets, the only one":                {"contexts: [ {name: b} ]\n", "contexts: []\n"},
		"in brackets, with a comma at the end":     {"contexts: [\n  {name: a},\n  {name: b},\n]\n", "contexts: [\n  {name: a},\n]\n"},
		"in brackets, with comments":               {"contexts: [\n  {name: a}, # of a\n  # of b\n  {name: b}, # still of b\n  {name: c}\n]\n", "contexts: [\n  {name: a}, # of a\n  {name: c}\n]\n"},
		"an alias of another one":                  {"x: &x {name: b}\ncontexts:\n- name: a\n- *x\n", "x: &x {name: b}\ncontexts:\n- name: a\n"},
		"line breaks of Windows":                   {"contexts:\r\n# of b\r\n- name: b\r\n- name: c\r\n", "contexts:\r\n- name: c\r\n"},
		"a byte order mark":                        {"\ufeffcontexts:\n- name: b\n", "\ufeffcontexts: []\n"},
		"an explicit value":                        {"? contexts\n: - name: b\n  - name: c\n", "? contexts\n: - name: c\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := afterwards(t, c.before, deleteB); got != c.after {
				t.Errorf("got\n%q\nwant\n%q", got, c.after)
			}
		})
	}
}

func TestAnEntryComesInTheStyleOfItsNeighbours(t *testing.T) {
	for name, c := range map[string]struct{ before, after string }{
		"an empty file":            {"", "apiVersion: v1\nkind: Config\ncontexts:\n- context:\n    cluster: c\n    user: u\n  name: b\n"},
		"a file of Windows":        {"# mine\r\n", "# mine\r\napiVersion: v1\r\nkind: Config\r\ncontexts:\r\n- context:\r\n    cluster: c\r\n    user: u\r\n  name: b\r\n"},
		"no list":                  {"kind: Config\nclusters:\n  - name: c\n    cluster: {}\n# end\n", "kind: Config\nclusters:\n  - name: c\n    cluster: {}\ncontexts:\n  - name: b\n    context:\n      cluster: c\n      user: u\n# end\n"},
		"an empty list":            {"contexts: []  # none yet\nkind: Config\n", "contexts:  # none yet\n- context:\n    cluster: c\n    user: u\n  name: b\nkind: Config\n"},
		"null":                     {"contexts: ~\n", "contexts:\n- context:\n    cluster: c\n    user: u\n  name: b\n"},
		"nothing":                  {"contexts:\nkind: Config\n", "contexts:\n- context:\n    cluster: c\n    user: u\n  name: b\nkind: Config\n"},
		"a dash with three blanks": {"contexts:\n  -   name: a\n      context:\n          user: x\n", "contexts:\n  -   name: a\n      context:\n          user: x\n  -   name: b\n      context:\n          cluster: c\n          user: u\n"},
		"braces":                   {"contexts:\n- { name: a, context: { user: x } }\n", "contexts:\n- { name: a, context: { user: x } }\n- { name: b, context: { cluster: c, user: u } }\n"},
		"JSON without anything":    {"{}", `{"contexts": [{"context": {"cluster": "c", "user": "u"}, "name": "b"}]}`},
		"JSON with an empty list":  {"{\n  \"kind\": \"Config\",\n  \"contexts\": []\n}\n", "{\n  \"kind\": \"Config\",\n  \"contexts\": [\n    {\n      \"context\": {\n        \"cluster\": \"c\",\n        \"user\": \"u\"\n      },\n      \"name\": \"b\"\n    }\n  ]\n}\n"},
		"JSON without a list":      {"{\n\t\"kind\": \"Config\"\n}\n", "{\n\t\"kind\": \"Config\",\n\t\"contexts\": [\n\t\t{\n\t\t\t\"context\": {\n\t\t\t\t\"cluster\": \"c\",\n\t\t\t\t\"user\": \"u\"\n\t\t\t},\n\t\t\t\"name\": \"b\"\n\t\t}\n\t]\n}\n"},
		"blank lines between":      {"contexts:\n- name: a\n\n- name: z\n\nkind: Config\n", "contexts:\n- name: a\n\n- name: z\n\n- name: b\n  context:\n    cluster: c\n    user: u\n\nkind: Config\n"},
		"a comment of the last":    {"contexts:\n- name: a\n\n  # of a\n\nkind: Config\n", "contexts:\n- name: a\n\n  # of a\n- name: b\n  context:\n    cluster: c\n    user: u\n\nkind: Config\n"},
		"the end of a document":    {"---\ncontexts:\n- name: a\n...\n", "---\ncontexts:\n- name: a\n- name: b\n  context:\n    cluster: c\n    user: u\n...\n"},
		"no line break at the end": {"contexts:\n- name: a", "contexts:\n- name: a\n- name: b\n  context:\n    cluster: c\n    user: u"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := afterwards(t, c.before, addB); got != c.after {
				t.Errorf("got\n%s\nwant\n%s", got, c.after)
			}
		})
	}
}

func TestOddFormsAreEdited(t *testing.T) {
	token := SetField{model.UserKind, "x", "token", "t", false}
	renew := Replace{model.UserKind, "x", UserBody(renewed)}
	const lines = "\n    client-certificate-data: YSBuZXcgY2VydGlmaWNhdGU=\n    client-key-data: YSBuZXcga2V5"
	for name, c := range map[string]struct {
		before string
		op     Operation
		after  string
	}{
		"an entry without a name":          {"contexts:\n- context:\n    user: u\n", Rename{Kind: model.ContextKind, New: "c"}, "contexts:\n- context:\n    user: u\n  name: c\n"},
		"an entry that is nothing":         {"contexts:\n-\n- name: x\n", Delete{Kind: model.ContextKind}, "contexts:\n- name: x\n"},
		"no body":                          {"users:\n- name: x\n", token, "users:\n- name: x\n  user:\n    token: t\n"},
		"a body behind a mark":             {"users:\n- ? name\n  : x\n  ? user\n  : tokenFile: f\n", token, "users:\n- ? name\n  : x\n  ? user\n  : tokenFile: f\n    token: t\n"},
		"a letter that needs an escape":    {"contexts: []\n", Add{model.ContextKind, "\x7f\u0085", Body{}}, "contexts:\n- context: {}\n  name: \"\\u007f\\u0085\"\n"},
		"a body that is nothing":           {"users:\n- name: x\n  user:\n- name: z\n", token, "users:\n- name: x\n  user:\n    token: t\n- name: z\n"},
		"an empty body":                    {"users:\n- name: x\n  user: {} # c\n", token, "users:\n- name: x\n  user: {token: t} # c\n"},
		"an empty body, replaced":          {"users:\n- name: x\n  user: {} # c\n", renew, "users:\n- name: x\n  user: # c" + lines + "\n"},
		"a body with comments, renewed":    {"users:\n- name: x\n  user:\n    client-certificate-data: eA== # c\n    # k\n    client-key-data: eA==\n", renew, "users:\n- name: x\n  user:\n    client-certificate-data: YSBuZXcgY2VydGlmaWNhdGU= # c\n    # k\n    client-key-data: YSBuZXcga2V5\n"},
		"the only field goes":              {"users:\n- name: x\n  user:\n    token: t # c\n", SetField{model.UserKind, "x", "token", "", true}, "users:\n- name: x\n  user: {}\n"},
		"a field of several lines goes":    {"users:\n- name: x\n  user:\n    exec:\n      command: a\n      args:\n      - b\n    # after\n    token: t\n", SetField{model.UserKind, "x", "exec", "", true}, "users:\n- name: x\n  user:\n    # after\n    token: t\n"},
		"the last of two equal keys":       {"current-context: a\ncontexts: []\ncurrent-context: a\n", SetCurrent{"b"}, "current-context: a\ncontexts: []\ncurrent-context: b\n"},
		"blanks in front of colons":        {"contexts :\n- name : b\ncurrent-context : \n", deleteB, "contexts : []\ncurrent-context : \n"},
		"nothing behind blanks and colons": {"contexts : []\ncurrent-context :\n", SetCurrent{"b"}, "contexts : []\ncurrent-context : b\n"},
		"a name as a block scalar":         {"contexts:\n- name: >-\n    b\n  context: {}\n", Rename{Kind: model.ContextKind, Old: "b", New: "c"}, "contexts:\n- name: c\n  context: {}\n"},
		"braces over lines with comments":  {"contexts: [{name: b, # n\n  context: {\n    user: u, # u\n    namespace: x # x\n  }}]\n", SetNamespace{"b", ""}, "contexts: [{name: b, # n\n  context: {\n    user: u, # u\n  }}]\n"},
		"braces with a comment at the end": {"contexts: [{name: b,\n  context: {\n    cluster: c,\n    user: u # u\n  }}]\n", SetNamespace{"b", "x"}, "contexts: [{name: b,\n  context: {\n    cluster: c,\n    user: u, # u\n    namespace: x\n  }}]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := afterwards(t, c.before, c.op); got != c.after {
				t.Errorf("got\n%q\nwant\n%q", got, c.after)
			}
		})
	}
}

func TestSeveralOperationsAreOneEdit(t *testing.T) {
	const before = "contexts:\n- name: a\n  context: {cluster: c, user: u}\ncurrent-context: a\n"
	got := afterwards(t, before,
		Rename{Kind: model.ContextKind, Old: "a", New: "tmp"}, addB, SetNamespace{"b", "shop"}, Rename{Kind: model.ContextKind, Old: "b", New: "a"},
		Rename{Kind: model.ContextKind, Old: "tmp", New: "b"}, SetCurrent{"b"}, Delete{Kind: model.ContextKind, Name: "a"},
	)
	if want := "contexts:\n- name: b\n  context: {cluster: c, user: u}\ncurrent-context: b\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := afterwards(t, before, SetNamespace{"a", "x"}, SetNamespace{"a", ""}); got != before {
		t.Errorf("there and back is\n%s", got)
	}
}

func TestWhatIsRefusedHasAReason(t *testing.T) {
	twins := "users:\n- name: u\n  user: {token: a}\n- name: u\n  user: {token: %}\n"
	for name, c := range map[string]struct {
		before string
		op     Operation
		reason error
		words  string
	}{
		"a name that is taken":           {"contexts: [{name: a}, {name: b}]", Rename{Kind: model.ContextKind, Old: "a", New: "b"}, ErrEntryExists, `context "b"`},
		"an entry that is not there":     {"contexts: [{name: a}]", deleteB, ErrNoEntry, `context "b"`},
		"an entry more of that name":     {"contexts: [{name: b}]", addB, ErrEntryExists, `context "b"`},
		"twins that differ":              {strings.ReplaceAll(twins, "%", "b"), Delete{Kind: model.UserKind, Name: "u"}, ErrNotEditable, "they differ"},
		"an edit that mends nothing":     {strings.ReplaceAll(twins, "%", "a"), SetCurrent{"x"}, ErrNotLoadable, "two users"},
		"an anchor that others use":      {"contexts:\n- &b {name: b}\n- *b\nx: *b\n", SetNamespace{"b", "x"}, ErrNotEditable, "anchor"},
		"a secret is not in the reason":  {"users: [{name: u, user: &x {token: hush}}]\ny: *x\n", SetField{model.UserKind, "u", "token", "hush2", false}, ErrNotEditable, "anchor"},
		"a name that YAML cannot hold":   {"contexts: [{name: b}]", Rename{Kind: model.ContextKind, Old: "b", New: "\xff"}, ErrNotEditable, "UTF-8"},
		"a file in UTF-16":               {"\xff\xfe" + strings.Join(strings.Split("contexts: []", ""), "\x00") + "\x00", SetCurrent{"b"}, ErrNotEditable, "UTF-16"},
		"data that is not base64":        {"clusters: [{name: c, cluster: {}}]", SetField{model.ClusterKind, "c", "certificate-authority-data", "!", false}, ErrNotEditable, ""},
		"a second document is no target": {"contexts: []\n---\ncontexts: [{name: b}]\n", deleteB, ErrNoEntry, ""},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := Read([]byte(c.before))
			if err != nil {
				t.Fatal(err)
			}
			e, err := f.Edit(c.op)
			if !errors.Is(err, c.reason) || !strings.Contains(err.Error(), c.words) || strings.Contains(err.Error(), "hush") {
				t.Errorf("refused because %v, made %d patches", err, len(e.Patches))
			}
		})
	}
}

func TestTwinsAreMended(t *testing.T) {
	const twins = "users:\n- name: u\n  user: {token: a}\n- name: u\n  user: {token: %}\n"
	const alone = "users:\n- name: u\n  user: {token: a}\n"
	for name, c := range map[string]struct {
		token string
		op    Operation
		after string
	}{
		"the same twice, one goes":     {"a", Delete{Kind: model.UserKind, Name: "u"}, alone},
		"the one on a line goes":       {"b", Delete{Kind: model.UserKind, Name: "u", Line: 4}, alone},
		"the one on a line is renamed": {"b", Rename{Kind: model.UserKind, Old: "u", New: "v", Line: 4}, alone + "- name: v\n  user: {token: b}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := afterwards(t, strings.ReplaceAll(twins, "%", c.token), c.op); got != c.after {
				t.Errorf("got\n%s\nwant\n%s", got, c.after)
			}
		})
	}
}
