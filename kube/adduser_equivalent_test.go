package kube

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"k8s.io/client-go/tools/clientcmd"

	"kubeid/crypto"
	"kubeid/model"
)

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
