package kube

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"
	"k8s.io/client-go/tools/clientcmd"

	"kubeid/crypto"
	"kubeid/kube/store"
	"kubeid/model"
)

func TestEveryFormOfAResultIsWhatItSays(t *testing.T) {
	o := newOffice(t, "")
	secret := crypto.NewSecret([]byte("p12 pass"))
	u := o.jane()
	u.Result, u.Out = model.AsPKCS12, filepath.Join(o.dir, "jane.p12")
	if _, _, err := o.add(t, u, model.AddWith{}); !errors.Is(err, crypto.ErrPassphraseNeeded) {
		t.Errorf("PKCS#12 without a passphrase: %v", err)
	}
	if _, err := os.Stat(u.Out); err == nil {
		t.Error("something was written")
	}
	a, _, err := o.add(t, u, model.AddWith{Output: secret})
	if err != nil {
		t.Fatal(err)
	}
	data, _ := os.ReadFile(a.Files[0].Path)
	bundle, err := crypto.ParsePKCS12(data, secret)
	if err != nil || len(bundle.Certificates) != 2 || !crypto.KeyMatches(bundle.Certificates[0], bundle.Key) {
		t.Errorf("%v, %v", bundle.Certificates, err)
	}
	u = o.jane()
	u.Result, u.Out = model.AsPEM, filepath.Join(o.dir, "pem")
	if a, _, err = o.add(t, u, model.AddWith{}); err != nil {
		t.Fatal(err)
	}
	config, err := clientcmd.LoadFromFile(filepath.Join(u.Out, "jane.kubeconfig"))
	if err != nil || len(a.Files) != 4 {
		t.Fatal(err, a.Files)
	}
	if err := clientcmd.ResolveLocalPaths(config); err != nil {
		t.Fatal(err)
	}
	if err := clientcmd.ConfirmUsable(*config, ""); err != nil {
		t.Error(err)
	}
	if got := config.AuthInfos["jane@prod"]; got.ClientKey != filepath.Join(u.Out, "jane.key") || config.Clusters["prod"].CertificateAuthority != filepath.Join(u.Out, "ca.crt") {
		t.Errorf("refers to %s", got.ClientKey)
	}
	if !strings.Contains(a.Curl, "--cacert "+filepath.Join(u.Out, "ca.crt")) || !strings.Contains(a.Curl, "https://10.1.1.1:6443/api") {
		t.Errorf("curl line %s", a.Curl)
	}
}

func TestAResultIsEncryptedToItsRecipient(t *testing.T) {
	o := newOffice(t, "")
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	u := o.jane()
	u.For = identity.Recipient().String()
	a, _, err := o.add(t, u, model.AddWith{})
	if err != nil {
		t.Fatal(err)
	}
	data, _ := os.ReadFile(a.Files[0].Path)
	if !strings.HasSuffix(a.Files[0].Path, ".kubeconfig.age") || bytes.Contains(data, []byte("client-key-data")) {
		t.Error("it is not encrypted")
	}
	r, err := age.Decrypt(armor.NewReader(bytes.NewReader(data)), identity)
	if err != nil {
		t.Fatal(err)
	}
	var plain bytes.Buffer
	plain.ReadFrom(r)
	if _, err := clientcmd.Load(plain.Bytes()); err != nil || !strings.Contains(plain.String(), "client-key-data") {
		t.Errorf("what comes out is no kubeconfig: %v", err)
	}
	u.For = "age1nobody"
	if _, _, err := o.add(t, u, model.AddWith{}); model.ExitCode(err) != model.ExitUsage {
		t.Errorf("to nobody: %v", err)
	}
}

func TestNothingIsOverwritten(t *testing.T) {
	o := newOffice(t, "")
	u := o.jane()
	u.Out = filepath.Join(o.dir, "taken")
	put(t, u.Out, "mine")
	if _, _, err := o.add(t, u, model.AddWith{}); model.ExitCode(err) != model.ExitRefused {
		t.Errorf("over a file: %v", err)
	}
	os.Remove(u.Out)
	r, err := o.ReviewUser(t.Context(), u, model.AddWith{})
	if err != nil {
		t.Fatal(err)
	}
	put(t, u.Out, "mine") // between the review and the work
	if _, err := o.AddUser(t.Context(), r, model.AddWith{}, func(model.Event) {}); err == nil {
		t.Error("it was done all the same")
	}
	if err := store.NewFile(u.Out, []byte("x")); model.ExitCode(err) != model.ExitRefused {
		t.Errorf("at the last moment: %v", err)
	}
	if got := string(must(os.ReadFile(u.Out))); got != "mine" {
		t.Errorf("it is %q now", got)
	}
	u.Out = ""
	first, _, err := o.add(t, u, model.AddWith{})
	second, _, err2 := o.add(t, u, model.AddWith{})
	if err != nil || err2 != nil || second.Files[0].Path != strings.TrimSuffix(first.Files[0].Path, ".kubeconfig")+"-2.kubeconfig" {
		t.Errorf("%v, %v: %v and %v", err, err2, first.Files, second.Files)
	}
}

func TestSeveralContextsAreOneKubeconfigWithACertificateEach(t *testing.T) {
	o := newOffice(t, "")
	u := o.jane()
	u.Contexts = append(u.Contexts, o.ref("lab"))
	a, _, err := o.add(t, u, model.AddWith{})
	if err != nil {
		t.Fatal(err)
	}
	config, err := clientcmd.LoadFromFile(a.Files[0].Path)
	if err != nil || len(config.Contexts) != 2 || len(config.AuthInfos) != 2 || a.Places[0].Issued.Fingerprint == a.Places[1].Issued.Fingerprint {
		t.Errorf("%v: %v", err, config)
	}
	if config.Clusters["lab"].ProxyURL != "" {
		t.Error("the local proxy was carried over")
	}
	worries := ""
	for _, w := range a.Review.Worries {
		worries += w.ID + " "
	}
	if worries != "address-loopback address-proxy " {
		t.Errorf("worries %s", worries)
	}
	u.Contexts = []model.Ref{o.ref("plain")}
	if _, _, err := o.add(t, u, model.AddWith{}); err == nil || !strings.Contains(err.Error(), "no certificate is sent") {
		t.Errorf("over http: %v", err)
	}
}

func TestARequestOfSomebodyElseIsSignedAndOnlyTheCertificateIsWritten(t *testing.T) {
	o := newOffice(t, "")
	key, err := crypto.GenerateKey(crypto.RSA2048)
	if err != nil {
		t.Fatal(err)
	}
	r, err := crypto.NewRequest(crypto.Subject{User: "bob", Groups: []string{"ops"}}, key)
	if err != nil {
		t.Fatal(err)
	}
	u := o.jane()
	u.Request = filepath.Join(o.dir, "bob.csr")
	put(t, u.Request, string(r.PEM()))
	if _, _, err := o.add(t, u, model.AddWith{}); model.ExitCode(err) != model.ExitRefused {
		t.Errorf("for somebody else than the request says: %v", err)
	}
	u.Subject = crypto.Subject{}
	a, _, err := o.add(t, u, model.AddWith{})
	if err != nil {
		t.Fatal(err)
	}
	certs, _ := crypto.ParseCertificates(must(os.ReadFile(a.Files[0].Path)))
	if len(a.Files) != 1 || !crypto.KeyMatches(certs[0], key) || crypto.LoginOf(certs[0]).User != "bob" {
		t.Errorf("wrote %v", a.Files)
	}
}
