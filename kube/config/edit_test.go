package config

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"

	"kubeid/model"
)

// onlyValue fails the test unless next is data with nothing changed but the bytes
// of the patches, and client-go sees just that change.
func onlyValue(t *testing.T, data []byte, e Edits, want func(*api.Config)) {
	t.Helper()
	if err := Check(data, e.Patches...); err != nil {
		t.Fatal(err)
	}
	if back := Join(Pieces(e.Next(), Reverse(e.Patches...)...)); !bytes.Equal(back, data) {
		t.Fatalf("the way back leads elsewhere:\n%q\n%q", data, back)
	}
	was, err := clientcmd.Load(data)
	if err != nil {
		was = api.NewConfig()
	}
	is, err := clientcmd.Load(e.Next())
	if err != nil {
		t.Fatalf("client-go does not load the result: %v\n%s", err, e.Next())
	}
	want(was)
	for name, c := range is.Contexts {
		w := was.Contexts[name]
		if w == nil || w.Cluster != c.Cluster || w.AuthInfo != c.AuthInfo || w.Namespace != c.Namespace {
			t.Fatalf("context %q is %+v, want %+v\n%s", name, c, w, e.Next())
		}
	}
	if is.CurrentContext != was.CurrentContext || len(is.Contexts) != len(was.Contexts) || len(is.AuthInfos) != len(was.AuthInfos) {
		t.Fatalf("current-context %q, want %q\n%s", is.CurrentContext, was.CurrentContext, e.Next())
	}
}

var someNames = []string{
	"staging", "prod-eu", "yes", "0123", "1e3", "a: b # c", "it's", `say "hi"`, "tab\tnew\nline \x1b[31m \u202e", "東京", "münchen-🏭",
	"arn:aws:eks:eu-central-1:123456789012:cluster/prod", "-", "*x", "&x", "{", "null", "~", " lead", "trail ", "", "0x1F", "1_000", "2001-01-01", "a,b", "x]", "\u0085\ufeff\u2028", strings.Repeat("long", 100),
}

func TestSwitchingTouchesOneValue(t *testing.T) {
	heavy(t)
	for file, data := range corpus(t) {
		for _, name := range someNames {
			f, err := Read(data)
			if err != nil {
				t.Fatal(file, err)
			}
			e, err := f.Edit(SetCurrent{name})
			if err != nil {
				t.Errorf("%s: switch to %q: %v", file, name, err)
				continue
			}
			onlyValue(t, data, e, func(c *api.Config) { c.CurrentContext = name })
		}
	}
}

func TestThereAndBackIsTheSameFile(t *testing.T) {
	heavy(t)
	for file, data := range corpus(t) {
		for _, name := range someNames {
			f, _ := Read(data)
			home := f.Current.Raw()
			if home == "" || file == "alias-current.yaml" || file == "explicit-keys.yaml" && false {
				continue
			}
			there, err := f.Edit(SetCurrent{name})
			if err != nil {
				t.Fatal(file, err)
			}
			g, err := Read(there.Next())
			if err != nil {
				t.Fatal(file, err)
			}
			back, err := g.Edit(SetCurrent{home})
			if err != nil {
				t.Fatal(file, err)
			}
			if !bytes.Equal(back.Next(), data) {
				t.Errorf("%s: to %q and back changed the file:\n%s\n%s", file, name, there.Next(), back.Next())
			}
		}
	}
}

func TestNamespaceTouchesOneValue(t *testing.T) {
	for file, data := range corpus(t) {
		f, err := Read(data)
		if err != nil {
			t.Fatal(file, err)
		}
		for _, c := range f.Contexts {
			for _, ns := range []string{"kube-system", "0123", "on"} {
				e, err := f.Edit(SetNamespace{c.Name.Raw(), ns})
				if err != nil {
					if errors.Is(err, ErrNotEditable) && c.Name.Raw() == "shared" {
						continue // the whole context is an alias
					}
					t.Errorf("%s: namespace of %q: %v", file, c.Name, err)
					continue
				}
				onlyValue(t, data, e, func(k *api.Config) { k.Contexts[c.Name.Raw()].Namespace = ns })
			}
		}
	}
}

func TestNamespaceThereAndBackIsTheSameFile(t *testing.T) {
	for file, data := range corpus(t) {
		f, _ := Read(data)
		for _, c := range f.Contexts {
			if file == "merge-only.yaml" && c.Name.Raw() == "prod-eu" {
				continue // its namespace stands in the mapping that is merged in, and goes back to a line of its own
			}
			there, err := f.Edit(SetNamespace{c.Name.Raw(), "kube-system"})
			if err != nil {
				continue // told by the test above
			}
			g, err := Read(there.Next())
			if err != nil {
				t.Fatal(file, err)
			}
			back, err := g.Edit(SetNamespace{c.Name.Raw(), c.Namespace.Raw()})
			if err != nil {
				if file == "anchors.yaml" {
					continue
				}
				t.Errorf("%s: namespace of %s: back: %v", file, c.Name, err)
				continue
			}
			if !bytes.Equal(back.Next(), data) {
				t.Errorf("%s: namespace of %s there and back changed the file:\n%s\n%s", file, c.Name, there.Next(), back.Next())
			}
		}
	}
}

func TestUnsetLeavesAnEmptyText(t *testing.T) {
	for file, data := range corpus(t) {
		f, _ := Read(data)
		e, err := f.Edit(SetCurrent{})
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		onlyValue(t, data, e, func(c *api.Config) { c.CurrentContext = "" })
	}
}

func TestAFileThatKubectlRefusesIsNotWritten(t *testing.T) {
	data := []byte("apiVersion: v1\nkind: Config\nclusters:\n- name: a\n  cluster: {certificate-authority-data: '!!'}\ncontexts: [{name: x, context: {}}]\n")
	f, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	if want := `cluster "a": certificate-authority-data is not base64`; f.Refused != want {
		t.Errorf("Refused = %q, want %q", f.Refused, want)
	}
	if e, err := f.Edit(SetCurrent{"x"}); err == nil {
		t.Errorf("the edit was made:\n%s", e.Next())
	}
}

func TestAnEditThatMendsIsMade(t *testing.T) {
	data := []byte("apiVersion: v1\nkind: Config\ncontexts: [{name: x, context: {}}]\ncurrent-context: 123\n")
	f, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	e, err := f.Edit(SetCurrent{"x"})
	if err != nil {
		t.Fatal(err)
	}
	if got := string(e.Next()); !strings.HasSuffix(got, "\ncurrent-context: x\n") {
		t.Errorf("got %q", got)
	}
}

func TestEditsAreTold(t *testing.T) {
	f, err := Read([]byte("apiVersion: v1\nkind: Config\n# here\ncurrent-context: a\n"))
	if err != nil {
		t.Fatal(err)
	}
	e, err := f.Edit(SetCurrent{"b"})
	if err != nil {
		t.Fatal(err)
	}
	want := Value{Line: 4, Path: "current-context", Before: model.Value{Text: model.NewText("a")}, After: model.Value{Text: model.NewText("b")}}
	if len(e.Values) != 1 || e.Values[0] != want {
		t.Errorf("told as %+v", e.Values)
	}
}

func TestLargeFilesAreVerifiedSectionBySection(t *testing.T) {
	for name, text := range map[string]string{
		"the value is there":   string(large(30)),
		"the value is missing": strings.Replace(string(large(30)), "current-context: context-00000\n", "", 1),
		"it stands at the end": strings.Replace(string(large(30)), "current-context: context-00000\n", "", 1) + "current-context: x",
	} {
		t.Run(name, func(t *testing.T) {
			data := []byte(text)
			if len(data) < judgeLimit {
				t.Fatalf("%d bytes are not large", len(data))
			}
			f, err := Read(data)
			if err != nil || !f.fast {
				t.Fatal("the scanner does not take it", err)
			}
			for _, name := range someNames {
				e, err := f.Edit(SetCurrent{name})
				if err != nil {
					t.Fatal(err)
				}
				onlyValue(t, data, e, func(c *api.Config) { c.CurrentContext = name })
			}
			e, err := f.Edit(SetNamespace{"context-00020", "kube-system"})
			if err != nil {
				t.Fatal(err)
			}
			onlyValue(t, data, e, func(c *api.Config) { c.Contexts["context-00020"].Namespace = "kube-system" })
			e, err = f.Edit(SetNamespace{"context-00029", ""})
			if err != nil {
				t.Fatal(err)
			}
			onlyValue(t, data, e, func(c *api.Config) { c.Contexts["context-00029"].Namespace = "" })
		})
	}
}

func TestValuesOverSeveralLinesAreReplaced(t *testing.T) {
	const rest = "contexts:\n- name: prod\n  context:\n    cluster: c\n    namespace: %s\n    user: u\n"
	for name, c := range map[string]struct{ current, want string }{
		"literal":            {"|-\n  prod", "dev"},
		"folded, with a gap": {">\n\n  prod\n\n", "dev\n\n"},
		"kept":               {"|+\n  prod\n  us\n", "dev\n"},
		"plain":              {"prod\n  us # not me", "dev"},
		"double quotes":      {"\"prod\\\n  us\"", "\"dev\""},
	} {
		t.Run(name, func(t *testing.T) {
			data := []byte("current-context: " + c.current + "\n" + fmt.Sprintf(rest, "web"))
			f, err := Read(data)
			if err != nil {
				t.Fatal(err)
			}
			e, err := f.Edit(SetCurrent{"dev"})
			if err != nil {
				t.Fatal(err)
			}
			onlyValue(t, data, e, func(k *api.Config) { k.CurrentContext = "dev" })
			if got, want := string(e.Next()), "current-context: "+c.want+"\n"+fmt.Sprintf(rest, "web"); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
	data := []byte(fmt.Sprintf(rest, "|-\n      web") + "# end\n")
	f, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	e, err := f.Edit(SetNamespace{"prod", "shop"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(e.Next()), fmt.Sprintf(rest, "shop")+"# end\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
