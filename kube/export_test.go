package kube

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"kubeid/model"
)

const withExtras = `apiVersion: v1
kind: Config
preferences:
  colors: true
  extensions:
  - name: pe
    extension: {a: 1, apiKey: hush-1}
extensions:
- name: top
  extension: {z: "x", idToken: {deep: hush-2}, list: [1, 2.50, null], at: "https://jane:hush-3@proxy", jwt: eyJhbGciOiJub25lIn0.e30.hush4}
- name: dup
  extension: from the first
- name: none
- name: empty
  extension: {}
clusters:
- {name: c, cluster: {server: "https://a:1", extensions: [{name: mine, extension: {provider: minikube, token: hush-5}}]}}
contexts:
- {name: x, context: {cluster: c, user: u}}
users:
- {name: u, user: {token: hush-6}}
current-context: x
`

const moreExtras = `preferences: {unknown: 1, extensions: [{name: pe, extension: {a: 2}}, {name: qe, extension: [5]}]}
extensions: [{name: other, extension: 5}, {name: dup, extension: from the second}]
`

// kubectlView is what client-go makes of the files.
func kubectlView(t *testing.T, files []string) *clientcmdapi.Config {
	t.Helper()
	c, err := (&clientcmd.ClientConfigLoadingRules{Precedence: files}).Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAViewKeepsWhatKubectlKeepsBesideTheEntries(t *testing.T) {
	long := withExtras + strings.Repeat("# a long comment that is in the way\n", 4)
	for name, texts := range map[string][]string{
		"one file": {withExtras}, "two": {withExtras, moreExtras}, "the other way round": {moreExtras, withExtras}, "comments": {long},
		"JSON": {`{"extensions":[{"name":"a","extension":{"b":[true,null,1e3]}}],"preferences":{"colors":true}}`},
		"none": {"apiVersion: v1\nkind: Config\npreferences: {}\n"}, "nothing of it": {"preferences: {colors: false, extensions: []}\nextensions: []\nclusters: []\n"},
	} {
		h := newHome(t, texts...)
		for _, json := range []bool{false, true} {
			for _, minify := range []bool{false, true} {
				s := h.service()
				loaded, err := s.Load(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				v := Viewing{JSON: json}
				if i := loaded.Config.CurrentContext(); minify && i >= 0 {
					v.Contexts = []model.Ref{loaded.Config.Ref(model.ContextKind, i)}
				}
				got, err := s.View(t.Context(), v)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				path := filepath.Join(t.TempDir(), "config")
				if err := os.WriteFile(path, got.Reveal(), 0o600); err != nil {
					t.Fatal(err)
				}
				is, want := kubectlView(t, []string{path}), kubectlView(t, filepath.SplitList(h.opts.List))
				if !reflect.DeepEqual(is.Preferences, want.Preferences) || !reflect.DeepEqual(is.Extensions, want.Extensions) {
					t.Errorf("%s: json %v, minify %v: shown\n%s\nwant %+v and %+v", name, json, minify, got.Reveal(), want.Preferences, want.Extensions)
				}
			}
		}
	}
}

func TestWhatCouldBeASecretInExtensionsIsNotShown(t *testing.T) {
	h := newHome(t, withExtras)
	s := h.service()
	loaded, err := s.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	prod := []model.Ref{loaded.Config.Ref(model.ContextKind, 0)}
	for name, c := range map[string]struct {
		v    Viewing
		hush int // how many secrets are shown
	}{
		"view": {Viewing{Show: ShowShort}, 0}, "without credentials": {Viewing{Show: ShowNoSecrets, Contexts: prod}, 0},
		"raw": {Viewing{}, 6}, "export": {Viewing{Contexts: prod, Handed: true}, 2}, // the user's token, and what stands in the cluster
	} {
		text, err := s.View(t.Context(), c.v)
		if err != nil {
			t.Fatal(err)
		}
		got := string(text.Reveal())
		if n := strings.Count(got, "hush"); n != c.hush {
			t.Errorf("%s shows %d secrets, want %d:\n%s", name, n, c.hush, got)
		}
		for _, want := range []string{"from the first", "minikube", "provider", "colors: true", "z: x", "name: empty"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s does not show %q:\n%s", name, want, got)
			}
		}
	}
}
