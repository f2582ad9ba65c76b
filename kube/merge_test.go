package kube

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/client-go/tools/clientcmd"

	"kubeid/model"
)

// corpus returns the kubeconfigs of the repository.
func corpus(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob("../testdata/kubeconfigs/*")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no kubeconfigs found: %v", err)
	}
	return paths
}

// TestListsAreMergedAsClientGoDoes compares every pair of kubeconfigs, in both
// orders, and longer lists with missing and empty names in them.
func TestListsAreMergedAsClientGoDoes(t *testing.T) {
	files := corpus(t)
	for i, a := range files {
		for _, b := range files {
			compareList(t, a, b)
		}
		compareList(t, "", filepath.Join(t.TempDir(), "missing"), files[(i+7)%len(files)], a, "", files[(i+3)%len(files)])
	}
}

func compareList(t *testing.T, paths ...string) {
	t.Helper()
	for i, p := range paths {
		if p != "" {
			paths[i], _ = filepath.Abs(p)
		}
	}
	rules := clientcmd.ClientConfigLoadingRules{Precedence: paths}
	want, err := rules.Load()
	loaded, ourErr := New(Options{List: strings.Join(paths, string(os.PathListSeparator)), StateDir: t.TempDir()}).Load(t.Context())
	if ourErr != nil {
		t.Fatal(ourErr)
	}
	k := loaded.Config
	if (err == nil) != k.Loadable() {
		t.Errorf("%v: loadable is %v, client-go says %v", paths, k.Loadable(), err)
	}
	if now, _ := k.Current(); now.Raw() != want.CurrentContext {
		t.Errorf("%v: current-context %q, client-go has %q", paths, now, want.CurrentContext)
	}
	if got := len(k.Names(model.ContextKind)) + len(k.Names(model.ClusterKind)) + len(k.Names(model.UserKind)); got != len(want.Contexts)+len(want.Clusters)+len(want.AuthInfos) {
		t.Errorf("%v: %d names, client-go has %d, %d and %d", paths, got, len(want.Contexts), len(want.Clusters), len(want.AuthInfos))
	}
	for name, w := range want.Clusters {
		i := k.Effective(model.ClusterKind, model.NewText(name))
		if i < 0 || k.Clusters[i].Server.Raw() != w.Server || k.Clusters[i].CA.File.Raw() != w.CertificateAuthority || k.Files[k.Clusters[i].File].Path != w.LocationOfOrigin {
			t.Errorf("%v: cluster %q differs from client-go's", paths, name)
		}
	}
	for name, w := range want.AuthInfos {
		i := k.Effective(model.UserKind, model.NewText(name))
		if i < 0 || k.Users[i].Certificate.File.Raw() != w.ClientCertificate || k.Users[i].Token.File.Raw() != w.TokenFile || k.Files[k.Users[i].File].Path != w.LocationOfOrigin {
			t.Errorf("%v: user %q differs from client-go's", paths, name)
		}
	}
	for name, w := range want.Contexts {
		i := k.Effective(model.ContextKind, model.NewText(name))
		if i < 0 || k.Contexts[i].Cluster.Raw() != w.Cluster || k.Contexts[i].User.Raw() != w.AuthInfo || k.Contexts[i].Namespace.Raw() != w.Namespace || k.Files[k.Contexts[i].File].Path != w.LocationOfOrigin {
			t.Errorf("%v: context %q differs from client-go's", paths, name)
		}
	}
}

// TestPathsAreResolvedAsClientGoDoes: against the folder of the file that has them.
func TestPathsAreResolvedAsClientGoDoes(t *testing.T) {
	h := newHome(t, `clusters:
- {name: a, cluster: {server: "https://a", certificate-authority: pki/ca.crt}}
- {name: b, cluster: {server: "https://a", certificate-authority: ../ca.crt}}
users:
- {name: a, user: {client-certificate: pki/a.crt, client-key: /abs/a.key, tokenFile: ./token}}
- {name: b, user: {exec: {apiVersion: v1, command: bin/login, interactiveMode: Never}}}
- {name: c, user: {exec: {apiVersion: v1, command: login, interactiveMode: Never}}}
- {name: d, user: {exec: {apiVersion: v1, command: ./login, interactiveMode: Never}}}
`)
	want, err := (&clientcmd.ClientConfigLoadingRules{ExplicitPath: h.opts.List}).Load()
	if err != nil {
		t.Fatal(err)
	}
	k := h.load().Config
	for _, c := range k.Clusters {
		if got, want := c.CA.File.Raw(), want.Clusters[c.Name.Raw()].CertificateAuthority; got != want {
			t.Errorf("cluster %s: %q, client-go has %q", c.Name, got, want)
		}
	}
	for _, u := range k.Users {
		w := want.AuthInfos[u.Name.Raw()]
		if u.Certificate.File.Raw() != w.ClientCertificate || u.Key.File.Raw() != w.ClientKey || u.Token.File.Raw() != w.TokenFile {
			t.Errorf("user %s: %+v, client-go has %+v", u.Name, u, w)
		}
		if u.Exec != nil && u.Exec.Command.Raw() != w.Exec.Command {
			t.Errorf("user %s: command %q, client-go has %q", u.Name, u.Exec.Command, w.Exec.Command)
		}
	}
}
