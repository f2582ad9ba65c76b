package ui

import (
	"errors"
	"slices"
	"testing"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

// renewable is the sample, in which jane is in devs and root has the same certificate.
func renewable() *fakeBackend {
	f := newFake(sample())
	f.renewal = model.NewUser{
		Subject: crypto.Subject{User: "jane", Groups: []string{"devs"}}, KeyType: crypto.RSA2048,
		Renews: []model.Ref{{File: "/home/jane/.kube/lab.yaml", Kind: model.UserKind, Name: text("root")}},
	}
	return f
}

// onJane selects user jane.
func onJane(d *driver) *driver { return d.press("3", "/").typing("jane").press("enter", "esc") }

func TestRenewingIsTheSameFormPrefilled(t *testing.T) {
	for _, size := range []struct {
		name string
		w, h int
	}{{"80x24", 80, 24}, {"120x36", 120, 36}} {
		robot(t, func(t *testing.T) {
			f := renewable()
			d := onJane(driveIn(t, f, size.w, size.h, Options{})).sees("N renew").press("N").golden("renew-by-"+size.name).sees("Renew jane: who asks?", "prod-eu", "prod-us", "lab", "ci", "break-glass")
			d.press("enter").sees("Whose · page 1 of 2", "O=devs, CN=jane", "~/.kube/config:100", "root").golden("renew-whose-" + size.name)
			d.press("enter", "enter").sees("Review · page 2 of 2", "RSA 2048", "the cluster signs", "[ Renew jane ]").lacks("address for them").golden("renew-review-" + size.name)
			d.press("enter").sees("jane is renewed and can log in").golden("renew-renewed-" + size.name)
			if len(f.added) != 1 {
				t.Fatal(d.screen())
			}
			u := f.added[0]
			if u.Result != model.AsRenewed || !u.Subject.Same(f.renewal.Subject) || u.KeyType != crypto.RSA2048 || u.By != model.ByAPI || len(u.Renews) != 2 || u.Renews[0].Name.Raw() != "jane" || !u.Role.None() || f.renewedBy[0].Name.Raw() != "prod-eu" {
				t.Errorf("renewed %+v by %v", u, f.renewedBy)
			}
		})
	}
}

func TestOnlyWhatIsMarkedIsRenewed(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := renewable()
		d := onJane(drive(t, f)).press("N", "enter").press("space").sees("root").press("space", "enter", "enter", "enter").sees("Review")
		d.press("up", "left").sees("ECDSA P-521").press("up", "left").sees("30 days").press("up", "right").sees("a local authority signs", "its key", "passphrase").lacks("somebody else signs", "uid")
		d.press("down").typing("/pki/ca.crt").press("down").typing("/pki/ca.key")
		for range 6 {
			d.press("enter")
		}
		d.sees("jane is renewed")
		if u := f.added[0]; len(u.Renews) != 1 || u.By != model.ByAuthority || u.CA != "/pki/ca.crt" || u.KeyType != crypto.ECDSAP521 || u.Life != 30*24*time.Hour {
			t.Errorf("renewed %+v", u)
		}
	})
}

func TestWhatCannotBeRenewedSaysWhy(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := renewable()
		d := drive(t, f).press("3", "/").typing("deployer").press("enter", "esc").lacks("N renew").press("N").sees("Only a client certificate is renewed; user deployer")
		d.press("2", "N").sees("Client certificates are renewed; 3 and 4 show them").press("7", "N").sees("3 and 4 show them")
		d.press("1", "g").press("/").typing("staging").press("enter") // switches
		d.press("esc", "N").sees("Only a client certificate is renewed; user oidc")
	})
}

// TestAnExpiredUserIsRenewedBySomebodyElse wants the contexts of others offered first.
func TestAnExpiredUserIsRenewedBySomebodyElse(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := renewable()
		jane := f.loaded.Config.Ref(model.UserKind, 0)
		f.found = map[model.Ref]model.Credential{jane: {Certificates: []model.Certificate{{
			Served: model.Served{Fingerprint: "ab", NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: time.Now().Add(-time.Hour)}, Login: model.Login{User: text("jane")},
		}}}}
		d := onJane(drive(t, f)).press("N").sees("▸ ci").press("enter").sees("page 1 of 2")
		if f.renewedBy[0].Name.Raw() != "ci" {
			t.Errorf("asked through %v", f.renewedBy)
		}
		d.press("esc", "4", "/").typing("jane").press("down", "up", "esc", "N").sees("Renew jane: who asks?")
		d.press("esc", "i").sees("N renew").press("N").sees("Renew jane: who asks?")
	})
}

func TestARenewalWithAUIDIsSignedByAnAuthority(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := renewable()
		f.renewal.Subject.UID, f.renewal.Renews = "uid-7", nil
		d := onJane(drive(t, f)).press("N", "enter").lacks("and also").press("enter").sees("a local authority signs")
		f.addErr = errors.New("the authority is on holiday")
		if d.press("esc", "esc").lacks("Renew jane"); len(f.added) > 0 || !slices.Equal(f.connected, []bool{true}) {
			t.Errorf("added %v, connected %v", f.added, f.connected)
		}
	})
}
