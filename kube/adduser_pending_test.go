package kube

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kubeid/crypto"
	"kubeid/kube/store"
	"kubeid/model"
)

// TestKeysForWhichNothingComesAreSwept keeps requests of many ages: only those that can
// still be answered stay, and what cannot be read.
func TestKeysForWhichNothingComesAreSwept(t *testing.T) {
	o := newOffice(t, "")
	folder := filepath.Join(o.dir, "state", "pending")
	key := must(must(crypto.GenerateKey(crypto.ECDSAP256)).PEM())
	wait := func(name string, by model.SignedBy, age time.Duration) {
		t.Helper()
		u := o.jane()
		u.Subject.User, u.By, u.Life = name, by, 90*24*time.Hour
		id, err := o.store.KeepPending(store.Pending{User: u, Places: []store.PendingPlace{{Context: o.ref("prod"), Name: "kubeid-" + name, Key: key}}})
		if err != nil || id != name {
			t.Fatal(id, err)
		}
		path := filepath.Join(folder, name+".json")
		text := string(must(os.ReadFile(path)))
		from := strings.Index(text, `"at": "`) + len(`"at": "`)
		end := from + strings.Index(text[from:], `"`)
		put(t, path, text[:from]+time.Now().Add(-age).UTC().Format(time.RFC3339Nano)+text[end:])
	}
	wait("fresh", model.ByAPI, time.Hour)
	wait("late", model.ByAPI, 71*time.Hour)
	wait("forgotten", model.ByAPI, 73*time.Hour)
	wait("by-mail", model.ByOthers, 80*24*time.Hour)
	wait("never-came", model.ByOthers, 91*24*time.Hour)
	put(t, filepath.Join(folder, "odd.json"), "{")
	gone, err := o.SweepPending(t.Context())
	if err != nil || len(gone) != 2 || gone[0].ID != "forgotten" || gone[1].ID != "never-came" {
		t.Errorf("swept %v, %v", gone, err)
	}
	left, err := o.Pending(t.Context())
	names := ""
	for _, w := range left {
		names += w.ID + " "
	}
	if err != nil || names != "by-mail fresh late odd " || left[3].Trouble == nil || left[1].Requests[0].Raw() != "kubeid-fresh" || left[1].Where()[0].Raw() != "prod" {
		t.Errorf("left %s, %+v, %v", names, left, err)
	}
	if files, _ := filepath.Glob(filepath.Join(folder, "*")); len(files) != 4 {
		t.Errorf("files %v", files)
	}
	for _, id := range []string{"fresh", "odd"} {
		if err := o.ForgetPending(t.Context(), id); err != nil {
			t.Error(err)
		}
	}
	if err := o.ForgetPending(t.Context(), "fresh"); model.ExitCode(err) != model.ExitNotFound {
		t.Errorf("forgotten twice: %v", err)
	}
	if gone, err := o.SweepPending(t.Context()); len(gone) > 0 || err != nil {
		t.Errorf("swept %v, %v", gone, err)
	}
}

func TestWhoAcceptsIsToldOfTheirCertificate(t *testing.T) {
	o := newOffice(t, "")
	none := filepath.Join(o.dir, "none.crt")
	_, err := o.AcceptCertificate(t.Context(), none, model.AddWith{}, nil)
	if err == nil || !strings.HasPrefix(err.Error(), "the certificate cannot be read: ") {
		t.Errorf("without the file: %v", err)
	}
	_, err = o.AcceptCertificate(t.Context(), o.key, model.AddWith{}, nil)
	if err == nil || !strings.Contains(err.Error(), "has no certificate") {
		t.Errorf("with a key: %v", err)
	}
	_, err = o.AcceptCertificate(t.Context(), o.ca, model.AddWith{}, nil)
	if model.ExitCode(err) != model.ExitNotFound {
		t.Errorf("with a certificate that nobody waits for: %v", err)
	}
}
