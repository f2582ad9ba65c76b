package kube

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"filippo.io/age/armor"
	"k8s.io/client-go/tools/clientcmd"

	"kubeid/crypto"
	"kubeid/kube/store"
	"kubeid/model"
)

// An office is where users are added without any server: a kubeconfig with the
// contexts prod and lab, and an authority.
type office struct {
	*Service
	dir, ca, key string
	authority    *crypto.Certificate
}

func newOffice(t *testing.T, passphrase string) office {
	t.Helper()
	dir := t.TempDir()
	o := office{dir: dir, ca: filepath.Join(dir, "ca.crt"), key: filepath.Join(dir, "ca.key")}
	key, err := crypto.GenerateKey(crypto.ECDSAP256)
	if err != nil {
		t.Fatal(err)
	}
	o.authority = officeCA(t, key, time.Now().Add(30*24*time.Hour))
	text, err := key.PEM()
	if passphrase != "" {
		text, err = key.EncryptedPEM(crypto.NewSecret([]byte(passphrase)))
	}
	if err != nil {
		t.Fatal(err)
	}
	put(t, o.ca, string(o.authority.PEM()))
	put(t, o.key, string(text.Reveal()))
	put(t, filepath.Join(dir, "config"), `apiVersion: v1
kind: Config
current-context: prod
clusters:
- name: prod
  cluster: {server: "https://10.1.1.1:6443", certificate-authority: ca.crt, tls-server-name: kubernetes}
- name: lab
  cluster: {server: "https://127.0.0.1:1", proxy-url: "socks5://localhost:9"}
- name: plain
  cluster: {server: "http://10.1.1.1"}
contexts:
- name: prod
  context: {cluster: prod, user: admin}
- name: lab
  context: {cluster: lab, user: gone}
- name: plain
  context: {cluster: plain, user: admin}
users:
- name: admin
  user: {token: t}
`)
	o.Service = New(Options{Kubeconfig: filepath.Join(dir, "config"), StateDir: filepath.Join(dir, "state")})
	return o
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// officeCA makes the certificate of an authority.
func officeCA(t *testing.T, key crypto.Key, end time.Time) *crypto.Certificate {
	return makeCA(t, key, "office-ca", end)
}

// namedCA makes the certificate of an authority of this name.
func namedCA(t *testing.T, key crypto.Key, name string) *crypto.Certificate {
	return makeCA(t, key, name, time.Now().Add(time.Hour))
}

func makeCA(t *testing.T, key crypto.Key, name string, end time.Time) *crypto.Certificate {
	t.Helper()
	tmpl := &x509.Certificate{
		SerialNumber: one, NotBefore: time.Now().Add(-time.Hour), NotAfter: end,
		Subject: subject(name), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(nil, tmpl, tmpl, key.Signer().Public(), key.Signer())
	if err != nil {
		t.Fatal(err)
	}
	certs, _ := crypto.ParseCertificates(der)
	return certs[0]
}

// jane is a user to add, to prod, without talking to any server.
func (o office) jane() model.NewUser {
	return model.NewUser{
		Contexts: []model.Ref{o.ref("prod")}, Subject: crypto.Subject{User: "jane", Groups: []string{"devs"}},
		By: model.ByAuthority, CA: o.ca, Key: o.key, Offline: true,
	}
}

func (o office) ref(name string) model.Ref {
	return model.Ref{File: filepath.Join(o.dir, "config"), Kind: model.ContextKind, Name: model.NewText(name)}
}

// add adds a user, and returns what came of it and the steps.
func (o office) add(t *testing.T, u model.NewUser, with model.AddWith) (model.AddedUser, []model.Progress, error) {
	t.Helper()
	r, err := o.ReviewUser(t.Context(), u, with)
	if err != nil {
		return model.AddedUser{}, nil, err
	}
	var steps []model.Progress
	a, err := o.AddUser(t.Context(), r, with, func(e model.Event) { steps = e.(model.Progress).Record(steps) })
	return a, steps, err
}

func TestALocalAuthorityMakesAKubeconfigThatIsForTheOwnerAlone(t *testing.T) {
	o := newOffice(t, "")
	a, steps, err := o.add(t, o.jane(), model.AddWith{})
	if err != nil {
		t.Fatal(err)
	}
	if len(steps) != 3 || steps[2].State != model.StepDone {
		t.Errorf("steps %+v", steps)
	}
	path := a.Files[0].Path
	if path != filepath.Join(o.dir, "state", "handover", "jane@prod.kubeconfig") {
		t.Errorf("written to %s", path)
	}
	for path, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700, filepath.Join(o.dir, "state", "ledger.jsonl"): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has %v, %v", path, info.Mode(), err)
		}
	}
	config, err := clientcmd.LoadFromFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := clientcmd.ConfirmUsable(*config, "jane@prod"); err != nil {
		t.Error(err)
	}
	cluster, user := config.Clusters["prod"], config.AuthInfos["jane@prod"]
	if cluster.Server != "https://10.1.1.1:6443" || cluster.TLSServerName != "kubernetes" || !bytes.Equal(cluster.CertificateAuthorityData, o.authority.PEM()) || config.CurrentContext != "jane@prod" {
		t.Errorf("cluster %+v, current %q", cluster, config.CurrentContext)
	}
	certs, _ := crypto.ParseCertificates(user.ClientCertificateData)
	key, err := crypto.ParseKey(user.ClientKeyData, crypto.Secret{})
	if err != nil || !crypto.KeyMatches(certs[0], key) {
		t.Errorf("the key does not fit: %v", err)
	}
	if got := a.Places[0]; !got.Cut || !got.Issued.Until.Equal(o.authority.NotAfter.UTC()) {
		t.Errorf("90 days under an authority of 30: %+v", got)
	}
	issued, err := o.Issued(t.Context())
	if err != nil || len(issued) != 1 || issued[0].Fingerprint != certs[0].Fingerprint() || issued[0].Written[0] != path || issued[0].Subject.User != "jane" || issued[0].Server != "https://10.1.1.1:6443" {
		t.Errorf("the ledger says %+v, %v", issued, err)
	}
}

// TestNothingOfTheKeyIsAnywhereElse looks for the key's bytes in everything that a run
// has left behind and said.
func TestNothingOfTheKeyIsAnywhereElse(t *testing.T) {
	o := newOffice(t, "")
	r, err := o.ReviewUser(t.Context(), o.jane(), model.AddWith{})
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	a, err := o.AddUser(t.Context(), r, model.AddWith{}, func(e model.Event) { said.WriteString(verbose(e)) })
	if err != nil {
		t.Fatal(err)
	}
	said.WriteString(verbose(r) + verbose(a))
	data, err := os.ReadFile(a.Files[0].Path)
	if err != nil {
		t.Fatal(err)
	}
	secrets := keyBytes(t, data)
	for _, secret := range secrets {
		if strings.Contains(said.String(), secret) {
			t.Error("the key was told")
		}
	}
	filepath.WalkDir(o.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || path == a.Files[0].Path {
			return err
		}
		text, err := os.ReadFile(path)
		for _, secret := range secrets {
			if bytes.Contains(text, []byte(secret)) {
				t.Errorf("the key stands in %s", path)
			}
		}
		return err
	})
}

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

func TestWhatAnAuthorityCannotSignIsRefusedBeforeAnythingIsMade(t *testing.T) {
	o, locked := newOffice(t, ""), newOffice(t, "sesame")
	other := newOffice(t, "")
	gone := filepath.Join(o.dir, "gone.crt")
	key, err := crypto.ParseKey(must(os.ReadFile(o.key)), crypto.Secret{})
	if err != nil {
		t.Fatal(err)
	}
	put(t, gone, string(officeCA(t, key, time.Now().Add(-time.Minute)).PEM()))
	for name, test := range map[string]struct {
		ca, key, pass string
		want          error
	}{
		"a key of another":         {o.ca, other.key, "", crypto.ErrForeignKey},
		"no passphrase":            {locked.ca, locked.key, "", crypto.ErrPassphraseNeeded},
		"a wrong passphrase":       {locked.ca, locked.key, "x", crypto.ErrPassphraseWrong},
		"an authority that ended":  {gone, o.key, "", crypto.ErrTooOld},
		"no file":                  {o.ca + "x", o.key, "", os.ErrNotExist},
		"the key is a certificate": {o.ca, o.ca, "", crypto.ErrNothing},
	} {
		u := o.jane()
		u.CA, u.Key = test.ca, test.key
		_, err := o.ReviewUser(t.Context(), u, model.AddWith{Authority: crypto.NewSecret([]byte(test.pass))})
		if err == nil || !errors.Is(err, test.want) && !errors.Is(test.want, os.ErrNotExist) || model.Hint(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	u := locked.jane()
	if _, _, err := locked.add(t, u, model.AddWith{Authority: crypto.NewSecret([]byte("sesame"))}); err != nil {
		t.Errorf("with the passphrase: %v", err)
	}
	if _, err := os.Stat(filepath.Join(o.dir, "state")); err == nil {
		t.Error("something was made")
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

func TestWorkStopsBetweenTwoSteps(t *testing.T) {
	for at := range 3 {
		o := newOffice(t, "")
		r, err := o.ReviewUser(t.Context(), o.jane(), model.AddWith{})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		done := 0
		_, err = o.AddUser(ctx, r, model.AddWith{}, func(e model.Event) {
			if e.(model.Progress).State == model.StepDone {
				if done++; done == at {
					cancel()
				}
			}
		})
		if at == 0 {
			cancel()
			continue
		}
		issued, _ := o.Issued(t.Context())
		_, written := os.Stat(r.Files[0].Path)
		if !errors.Is(err, context.Canceled) || written == nil || len(issued) != at-1 {
			t.Errorf("cancelled after step %d: %v, %d in the ledger, written: %v", at, err, len(issued), written == nil)
		}
	}
}

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

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// keyBytes returns the key of a kubeconfig in the forms in which it could leak.
func keyBytes(t *testing.T, kubeconfig []byte) []string {
	t.Helper()
	config, err := clientcmd.Load(kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range config.AuthInfos {
		block, _ := pem.Decode(u.ClientKeyData)
		return secretForms(u.ClientKeyData, block.Bytes)
	}
	return nil
}
