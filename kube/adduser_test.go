package kube

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"k8s.io/client-go/tools/clientcmd"

	"kubeid/crypto"
	"kubeid/model"
)

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

func TestNoKeyIsHandedOverWithTheAuthority(t *testing.T) {
	o := newOffice(t, "")
	key, err := os.ReadFile(o.key)
	if err != nil {
		t.Fatal(err)
	}
	put(t, o.ca, string(o.authority.PEM())+string(key))
	a, _, err := o.add(t, o.jane(), model.AddWith{})
	if err != nil {
		t.Fatal(err)
	}
	config, err := clientcmd.LoadFromFile(a.Files[0].Path)
	if err != nil {
		t.Fatal(err)
	}
	if ca := config.Clusters["prod"].CertificateAuthorityData; !bytes.Equal(ca, o.authority.PEM()) {
		t.Errorf("handed over as the authority:\n%s", bytes.ReplaceAll(ca, key, []byte("THE KEY OF THE AUTHORITY\n")))
	}
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
