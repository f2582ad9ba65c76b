package kube

import (
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"kubeid/crypto"
	"kubeid/model"
)

// inspects inspects a file or folder below the home folder, and returns what was found
// by its place there.
func (h *home) inspects(what string, passphrase ...string) (model.Inspection, map[string]model.Inspected) {
	h.t.Helper()
	secret := crypto.NewSecret([]byte(strings.Join(passphrase, "")))
	found, err := h.service().Inspect(h.t.Context(), filepath.Join(h.dir, what), secret)
	if err != nil {
		h.t.Fatal(err)
	}
	by := map[string]model.Inspected{}
	for _, i := range found.Items {
		by[strings.TrimPrefix(i.Place.Raw(), "~/")] = i
	}
	return found, by
}

func relations(i model.Inspected) string { return fmt.Sprint(i.Relations) }

func TestAFolderTellsWhatBelongsTogether(t *testing.T) {
	h := newHome(t)
	ca, other := signed(t, "kubernetes", nil), signed(t, "kubernetes", nil)
	server, jane := signed(t, "kube-apiserver", &ca, x509.ExtKeyUsageServerAuth), signed(t, "jane", &ca, x509.ExtKeyUsageClientAuth)
	stray, lost := signed(t, "stray", &other), signed(t, "lost", nil)
	nobodys := signed(t, "nobody", &lost)
	sa := signed(t, "sa", nil)
	for name, text := range map[string]string{
		"ca.crt": ca.crt(), "ca.key": ca.pem(t), "apiserver.crt": server.crt(), "apiserver.key": jane.pem(t), "jane.crt": jane.crt(), "stray.crt": stray.crt(),
		"nobody.crt": nobodys.crt(), "alone.key": other.pem(t), "sa.key": sa.pem(t), "sa.pub": sa.pub(t), "etcd/ca.crt": lost.crt(),
	} {
		h.write("pki/"+name, text)
	}
	_, by := h.inspects("pki")
	for name, want := range map[string]struct{ role, signedBy, relations string }{
		"ca.crt":        {"cluster CA", "itself", "[it has signed itself its private key is ~/pki/ca.key]"},
		"ca.key":        {"cluster CA (key)", "", "[belongs to the certificate ~/pki/ca.crt]"},
		"apiserver.crt": {"API server", "ca.crt", "[signed by ~/pki/ca.crt the key ~/pki/apiserver.key does not belong to it]"},
		"apiserver.key": {"API server (key)", "", "[belongs to the certificate ~/pki/jane.crt does not belong to the certificate ~/pki/apiserver.crt beside it]"},
		"jane.crt":      {"", "ca.crt", "[signed by ~/pki/ca.crt its private key is ~/pki/apiserver.key]"},
		"stray.crt":     {"", "another key", "[not signed by ~/pki/ca.crt, which has the issuer's name but another key]"},
		"nobody.crt":    {"", "~/pki/etcd/ca.crt", "[signed by ~/pki/etcd/ca.crt]"},
		"etcd/ca.crt":   {"etcd CA", "itself", "[it has signed itself]"},
		"alone.key":     {"", "", "[nothing here belongs to it]"},
		"sa.key":        {signingRole, "", "[" + signingNote + " belongs to the public key ~/pki/sa.pub]"},
		"sa.pub":        {signingRole + " (public half)", "", "[" + signingNote + " its private key is ~/pki/sa.key]"},
	} {
		got := by["pki/"+name]
		if got.Role.Raw() != want.role || got.SignedBy.Raw() != want.signedBy || relations(got) != want.relations {
			t.Errorf("%s: %q, %q, %s\nwant %+v", name, got.Role, got.SignedBy, relations(got), want)
		}
	}
	if len(by) != 11 {
		t.Errorf("%d things were found", len(by))
	}
}

func TestASigningKeyOfAnotherPairIsSaid(t *testing.T) {
	h := newHome(t)
	h.write("sa.key", signed(t, "a", nil).pem(t))
	h.write("sa.pub", signed(t, "b", nil).pub(t))
	_, by := h.inspects(".")
	if got := relations(by["sa.key"]); got != "["+signingNote+" ~/sa.pub is of another key]" {
		t.Errorf("sa.key: %s", got)
	}
}

func TestAnAuthorityWithTheNameOfASigningKeyIsNone(t *testing.T) {
	h := newHome(t)
	ca := signed(t, "service", nil)
	h.write("service.key", ca.pem(t))
	h.write("service.crt", ca.crt())
	_, by := h.inspects(".")
	if got := by["service.key"]; strings.Contains(got.Role.Raw(), "ServiceAccount") || relations(got) != "[belongs to the certificate ~/service.crt]" {
		t.Errorf("it is %q, %s", got.Role, relations(got))
	}
}

func TestAKubeconfigIsInspectedEntryByEntry(t *testing.T) {
	h := newHome(t)
	ca := signed(t, "kubernetes", nil)
	jane, bob := signed(t, "jane", &ca, x509.ExtKeyUsageClientAuth), signed(t, "bob", &ca, x509.ExtKeyUsageClientAuth)
	encode := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	h.write("admin.conf", fmt.Sprintf(`apiVersion: v1
kind: Config
clusters:
- name: c
  cluster: {server: https://127.0.0.1:1, certificate-authority: ca.crt}
users:
- name: fits
  user: {client-certificate-data: %s, client-key-data: %s}
- name: foreign
  user: {client-certificate-data: %s, client-key-data: %s}
- name: both
  user: {client-certificate: both.pem, client-key: both.pem}
- name: plugin
  user: {exec: {apiVersion: v1, command: aws, args: [CANARY], interactiveMode: Never}}
- name: token
  user: {token: CANARY}
- name: gone
  user: {tokenFile: nowhere}
`, encode(jane.crt()), encode(jane.pem(t)), encode(jane.crt()), encode(bob.pem(t))))
	h.write("ca.crt", ca.crt())
	h.write("both.pem", bob.crt()+bob.pem(t))
	found, _ := h.inspects("admin.conf")
	var got []string
	for _, i := range found.Items {
		got = append(got, fmt.Sprintf("%d %s|%s|%s|%s", i.Line, i.Role, i.Kind, relations(i), strings.ReplaceAll(i.Trouble.String(), h.dir, "")))
	}
	whose := ", kubeconfig of the administrator|"
	want := []string{
		"7 user fits" + whose + "certificate|[key fits signed by ~/admin.conf:4 (CN=kubernetes)]|",
		"9 user foreign" + whose + "certificate|[key belongs to another certificate signed by ~/admin.conf:4 (CN=kubernetes)]|",
		"11 user both" + whose + "certificate|[key fits signed by ~/admin.conf:4 (CN=kubernetes)]|",
		"13 user plugin" + whose + "user|[plugin aws, 1 argument]|",
		"15 user token" + whose + "static token|[]|",
		"17 user gone" + whose + "user|[]|/nowhere does not exist",
		"4 cluster c" + whose + "authority|[it has signed itself]|",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if text := fmt.Sprintf("%+v", found); strings.Contains(text, "CANARY") || strings.Contains(text, "PRIVATE KEY") {
		t.Errorf("something secret was found: %s", text)
	}
}

func TestThroughAPipeNoOtherFileIsOpened(t *testing.T) {
	h := newHome(t)
	found, err := h.service().InspectBytes(t.Context(), []byte("clusters:\n- name: c\n  cluster: {server: x, certificate-authority: /etc/hosts}\nusers:\n- name: u\n  user: {tokenFile: /etc/hosts}\n"), crypto.Secret{})
	if err != nil || len(found.Items) != 2 {
		t.Fatalf("%+v, %v", found, err)
	}
	for _, i := range found.Items {
		if i.Trouble.Raw() != "not opened: /etc/hosts" {
			t.Errorf("%s: %s", i.Role, i.Trouble)
		}
	}
}

func TestWhatCannotBeReadIsAThingWithTheReason(t *testing.T) {
	h := newHome(t)
	for name, text := range map[string]string{
		"empty": "", "words.txt": "hello world\n", "cut.crt": "-----BEGIN CERTIFICATE-----\nAAAA\n", "config": "kind: Config\nclusters: [\n", "zeros": string(make([]byte, 1000)),
	} {
		h.write("x/"+name, text)
	}
	if err := os.Symlink("/dev/zero", filepath.Join(h.dir, "x", "zero")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(h.dir, filepath.Join(h.dir, "x", "round")); err != nil {
		t.Fatal(err)
	}
	h.write("x/large", strings.Repeat("x", 1<<20+1))
	found, by := h.inspects("x")
	for name, want := range map[string]string{
		"empty": "nothing in it", "words.txt": "nothing in it", "cut.crt": "cut off", "zero": "a file of the system", "large": "larger than 1 MiB", "zeros": "",
	} {
		if got := by["x/"+name]; got.Trouble.Empty() || !strings.Contains(got.Trouble.Raw(), want) || got.Readable() {
			t.Errorf("%s: %+v, want %q", name, got, want)
		}
	}
	if by["x/config"].Kind != "kubeconfig" || len(by) != 7 || found.Readable() {
		t.Errorf("found %+v", by)
	}
}

func TestAPassphraseOpensWhatIsEncrypted(t *testing.T) {
	h := newHome(t)
	jane := signed(t, "jane", nil)
	key, err := crypto.NewKey(jane.key)
	if err != nil {
		t.Fatal(err)
	}
	locked, err := key.EncryptedPEM(crypto.NewSecret([]byte("hunter2")))
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := crypto.EncodePKCS12(key, []*crypto.Certificate{crypto.NewCertificate(jane.cert)}, crypto.NewSecret([]byte("hunter2")))
	if err != nil {
		t.Fatal(err)
	}
	h.write("jane.key", string(locked.Reveal()))
	h.write("jane.p12", string(bundle.Reveal()))
	for _, passphrase := range []string{"", "wrong"} {
		for _, name := range []string{"jane.key", "jane.p12"} {
			if found, _ := h.inspects(name, passphrase); !found.Locked() || found.Readable() {
				t.Errorf("%s with %q: %+v", name, passphrase, found)
			}
		}
	}
	if found, _ := h.inspects("jane.key", "hunter2"); found.Locked() || found.Items[0].Key == nil || found.Items[0].PEM != "" {
		t.Errorf("jane.key: %+v", found)
	}
	found, _ := h.inspects("jane.p12", "hunter2")
	if len(found.Items) != 2 || relations(found.Items[0]) != "[belongs to the certificate ~/jane.p12]" || found.Items[1].PEM != jane.crt() {
		t.Errorf("jane.p12: %+v", found.Items)
	}
}

func TestAServerIsInspectedWithoutAWord(t *testing.T) {
	var asked atomic.Int64
	s, ca := apiServer(t, func(w http.ResponseWriter, r *http.Request) { asked.Add(1); versionOf(w, r) })
	h := newHome(t)
	found, err := h.service().Inspect(t.Context(), s.URL, crypto.Secret{})
	if err != nil || len(found.Items) != 1 || found.Items[0].Role.Raw() != "server" || found.Items[0].PEM != inPEM("CERTIFICATE", s.Certificate().Raw) {
		t.Fatalf("%+v, %v", found, err)
	}
	if found.Probe == nil || found.Probe.Trust != model.TrustNone || asked.Load() != 0 {
		t.Errorf("probe %+v; %d requests were sent to a server that nobody had verified", found.Probe, asked.Load())
	}
	h = newHome(t, fleet(clusterAt(s.URL, ca)))
	found, err = h.service().Inspect(t.Context(), s.URL+"/", crypto.Secret{})
	if err != nil || found.Items[0].Role.Raw() != "server of cluster c0" || found.Probe.Trust != model.TrustConfig || found.Probe.Version.Raw() != "v1.36.3" {
		t.Errorf("%+v, %v", found, err)
	}
}

func TestAServerThatShowsNothingIsAnError(t *testing.T) {
	plain := httptest.NewServer(http.HandlerFunc(versionOf))
	defer plain.Close()
	for _, address := range []string{strings.Replace(plain.URL, "http://", "https://", 1), "https://127.0.0.1:1", "https://", "https://%zz"} {
		if found, err := newHome(t).service().Inspect(t.Context(), address, crypto.Secret{}); err == nil || model.Hint(err) == "" || len(found.Items) > 0 {
			t.Errorf("%s: %+v, %v", address, found, err)
		}
	}
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	h := newHome(t)
	for what, hint := range map[string]string{"nowhere": "https://host:port", "10.0.0.1:6443": "https://10.0.0.1:6443"} {
		_, err := h.service().Inspect(t.Context(), what, crypto.Secret{})
		if model.ExitCode(err) != model.ExitNotFound || !strings.Contains(model.Hint(err), hint) {
			t.Errorf("%s: %v, %q", what, err, model.Hint(err))
		}
	}
}

func TestHiddenAndDeepFoldersAreLeftOut(t *testing.T) {
	h := newHome(t)
	ca := signed(t, "a", nil).crt()
	h.write("x/ca.crt", ca)
	h.write("x/..data/ca.crt", ca)
	h.write("x/1/2/3/4/5/6/7/8/9/10/ca.crt", ca)
	found, _ := h.inspects("x")
	if len(found.Items) != 1 || len(found.Left) != 1 || !strings.Contains(found.Left[0].Raw(), "8 levels") {
		t.Errorf("found %+v", found)
	}
}

func TestPassphrasesAreTheFirstLine(t *testing.T) {
	for text, want := range map[string]string{"a b \n": "a b ", "x\r\ny\n": "x", "alone": "alone", "\nx": "", "": ""} {
		got, err := Passphrase(strings.NewReader(text), "f")
		if string(got.Reveal()) != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v", text, got.Reveal(), err)
		}
	}
	if _, err := PassphraseFile(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a file that is not there gave a passphrase")
	}
}
