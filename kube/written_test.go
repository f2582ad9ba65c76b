package kube

import (
	"path/filepath"
	"testing"

	"sigs.k8s.io/yaml"

	"kubeid/model"
)

func TestThereAndBackKeepsHowTheContextWasWritten(t *testing.T) {
	const lists = "contexts:\n- {name: &n prod, context: {cluster: c, user: u}}\n- {name: \"yes\", context: {cluster: c, user: u}}\n- {name: dev, context: {cluster: c, user: u}}\n"
	for name, current := range map[string]string{
		"an alias":               "*n",
		"escapes":                `"pr\u006fd"`,
		"a block":                "|-\n  prod",
		"quotes over two lines":  "\"pr\\\n  od\"",
		"quotes unlike the rest": `"prod"`,
		"plain":                  "prod",
	} {
		t.Run(name, func(t *testing.T) {
			before := lists + "current-context: " + current + "\n# the end\n"
			h := newHome(t, before)
			for _, to := range []string{"yes", "prod", "dev", "yes", "prod"} {
				if _, err := h.use(to); err != nil {
					t.Fatal(err)
				}
			}
			if got := h.text("a.yaml"); got != before {
				t.Errorf("got:\n%s\nwant:\n%s", got, before)
			}
		})
	}
}

func TestThereAndBackKeepsHowTheNamespaceWasWritten(t *testing.T) {
	const before = `{"contexts":[{"name":"prod","context":{"namespace":"w\u0065b"}}]}`
	h := newHome(t, before)
	context := model.Ref{File: filepath.Join(h.dir, "a.yaml"), Kind: model.ContextKind, Name: model.NewText("prod")}
	for _, to := range []string{"shop", "web"} {
		if _, err := h.do(model.SetNamespace{Context: context, Namespace: model.NewText(to)}); err != nil {
			t.Fatal(err)
		}
	}
	if got := h.text("a.yaml"); got != before {
		t.Errorf("got  %s\nwant %s", got, before)
	}
}

func TestAWayToWriteThatMeansSomethingElseByNowIsForgotten(t *testing.T) {
	h := newHome(t, "contexts:\n- {name: &n prod, context: {}}\n- {name: dev, context: {}}\ncurrent-context: *n\n")
	if _, err := h.use("dev"); err != nil {
		t.Fatal(err)
	}
	h.write("a.yaml", "contexts:\n- {name: prod, context: {}}\n- {name: &n dev, context: {}}\ncurrent-context: dev\n")
	if _, err := h.use("prod"); err != nil {
		t.Fatal(err)
	}
	if got, want := h.text("a.yaml"), "contexts:\n- {name: prod, context: {}}\n- {name: &n dev, context: {}}\ncurrent-context: prod\n"; got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestAPlainWordMeansWhatYAMLSays(t *testing.T) {
	for _, written := range []string{
		"prod-eu", "production", `"prod"`, `"yes"`, `"0x1f"`, `""`, "falsely", "a.b/c_d@e", // usual
		"yes", "null", "false", "0x1F", "1e3", "12_34_56", ".inf", "~", `"a\tb"`, `"a`, `a"`, "'prod'", "pro d", "*prod", "prod:", "größe", "-", "",
	} {
		word, ok := plainWord(written)
		var read string
		if err := yaml.Unmarshal([]byte(written), &read); ok && (err != nil || read != word) {
			t.Errorf("%s means %q (%v), not %q", written, read, err, word)
		}
	}
	if word, ok := plainWord("prod-eu"); !ok || word != "prod-eu" {
		t.Errorf("plainWord(prod-eu) = %q, %v", word, ok)
	}
}
