package kube

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/client-go/tools/clientcmd"

	"kubeid/crypto"
	"kubeid/model"
	"kubeid/testdata/cluster"
)

// TestTheSameWithOpenSSLAndKubectl runs the commands of the review in a real shell and
// compares what comes out.
func TestTheSameWithOpenSSLAndKubectl(t *testing.T) {
	for _, program := range []string{"sh", "openssl", "kubectl", "base64"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(err)
		}
	}
	for _, subject := range []crypto.Subject{
		{User: "jane", Groups: []string{"devs", "ops"}},
		{User: "a/b+c=d, \"e\" 'f' $HOME `id`;\\", Groups: []string{"x/y", "größe & co", "#1"}, UID: "u/1"},
	} {
		for _, kind := range []crypto.KeyType{crypto.ECDSAP384, crypto.RSA2048, crypto.Ed25519} {
			o := newOffice(t, "")
			u := o.jane()
			u.Subject, u.KeyType, u.Life = subject, kind, 10*24*time.Hour
			r, err := o.ReviewUser(t.Context(), u, model.AddWith{})
			if err != nil {
				t.Fatal(err)
			}
			desk := t.TempDir()
			shell := exec.Command("sh", "-e", "-c", strings.Join(r.Equivalent(0), "\n"))
			shell.Dir, shell.Env = desk, append(os.Environ(), "HOME="+desk, "KUBECONFIG="+filepath.Join(o.dir, "config"))
			if out, err := shell.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s\n%s", err, strings.Join(r.Equivalent(0), "\n"), out)
			}
			base := filepath.Join(desk, model.FileName(r.Places[0].Entry))
			config, err := clientcmd.LoadFromFile(base + ".kubeconfig")
			if err != nil {
				t.Fatal(err)
			}
			user := config.AuthInfos[r.Places[0].Entry]
			certs, _ := crypto.ParseCertificates(user.ClientCertificateData)
			got, err := certs[0].Subject().Subject()
			if err != nil || !got.Same(subject) {
				t.Errorf("%s: openssl made it out to %+v, %v", kind, got, err)
			}
			if key, err := crypto.ParseKey(user.ClientKeyData, crypto.Secret{}); err != nil || !crypto.KeyMatches(certs[0], key) || key.Public.String() != kind.String() {
				t.Errorf("%s: %v, %v", kind, key, err)
			}
			if _, err := crypto.Chain(certs[0], nil, []*crypto.Certificate{o.authority}, time.Now(), crypto.ClientAuth); err != nil {
				t.Error(err)
			}
			if life := certs[0].NotAfter.Sub(certs[0].NotBefore); life != u.Life {
				t.Errorf("life %v, want %v", life, u.Life)
			}
			if err := clientcmd.ConfirmUsable(*config, ""); err != nil || config.Clusters[r.Places[0].Entry].Server != "https://10.1.1.1:6443" {
				t.Errorf("%v: %+v", err, config.Clusters)
			}
		}
	}
}

// TestRealTheSameWithOpenSSLAndKubectl pastes the commands that a review shows into a
// shell, and logs in with what comes of them.
func TestRealTheSameWithOpenSSLAndKubectl(t *testing.T) {
	c := cluster.Shared(t)
	for _, program := range []string{"sh", "openssl", "base64"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(err)
		}
	}
	o := openOffice(t, c, c.Admin())
	paste := func(t *testing.T, r model.Review) string {
		t.Helper()
		desk := t.TempDir()
		shell := exec.Command("sh", "-e", "-c", strings.Join(r.Equivalent(0), "\n"))
		shell.Dir, shell.Env = desk, []string{"HOME=" + desk, "KUBECONFIG=" + c.Admin(), "KUBERC=off", "PATH=" + c.Bin + ":" + os.Getenv("PATH")}
		if out, err := shell.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s\n%s", err, strings.Join(r.Equivalent(0), "\n"), out)
		}
		return filepath.Join(desk, model.FileName(r.Places[0].Entry)+".kubeconfig")
	}
	for name, change := range map[string]func(model.NewUser) model.NewUser{
		"the cluster signs":         func(u model.NewUser) model.NewUser { return u },
		"the cluster signs for RSA": func(u model.NewUser) model.NewUser { u.KeyType, u.Life = crypto.RSA2048, time.Hour; return u },
		"odd names": func(u model.NewUser) model.NewUser {
			u.Subject.User += `/b+c=d, "e" 'f' $HOME;\`
			u.Subject.Groups = []string{"x/y", "größe & co", "#1"}
			return u
		},
		"an authority signs": func(u model.NewUser) model.NewUser { return o.by(u, "client-ca") },
		"a role in the whole cluster": func(u model.NewUser) model.NewUser {
			u.Role.Namespaces = nil
			return u
		},
	} {
		t.Run(name, func(t *testing.T) {
			u := o.user(t, "devs", "a b")
			u.Role = model.RoleWish{Name: "view", Namespaces: []string{"default", "kube-system"}}
			u = change(u)
			r, err := o.ReviewUser(t.Context(), u, model.AddWith{})
			if err != nil {
				t.Fatal(err)
			}
			file := paste(t, r)
			who, groups, _ := o.whoami(t, file)
			if want := append([]string{"system:authenticated"}, u.Subject.Groups...); who != u.Subject.User || !sameNames(groups, want) {
				t.Errorf("it logs in as %q %q, want %q %q", who, groups, u.Subject.User, want)
			}
			if out, complaints, err := o.Kubectl(t, file, "", "get", "pods", "-n", "kube-system"); err != nil {
				t.Errorf("%s%s", out, complaints)
			}
		})
	}
	t.Run("renewed", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "it's mine")
		put(t, file, string(must(os.ReadFile(c.Admin()))))
		o := openOffice(t, c, file)
		u := o.user(t, "devs")
		u.Result, u.Out = model.AsMerged, file
		a, err := o.add(t, u)
		if err != nil {
			t.Fatal(err)
		}
		entry := model.NewText(a.Places[0].Entry)
		renewal, err := o.Renewal(t.Context(), model.Ref{File: file, Kind: model.UserKind, Name: entry}, u.Contexts[0])
		if err != nil {
			t.Fatal(err)
		}
		r, err := o.ReviewUser(t.Context(), renewal, model.AddWith{})
		if err != nil {
			t.Fatal(err)
		}
		paste(t, r)
		out, complaints, err := c.Kubectl(t, file, "", "--context", entry.Raw(), "auth", "whoami", "-o", "jsonpath={.status.userInfo.username} {.status.userInfo.extra}")
		if err != nil || !strings.HasPrefix(out, u.Subject.User+" ") || strings.Contains(out, a.Places[0].Issued.Fingerprint) {
			t.Errorf("it logs in as %s: %s", out, complaints)
		}
	})
}

// sameNames compares names as a set.
func sameNames(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}
