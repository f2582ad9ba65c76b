package kube

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kubeid/crypto"
	"kubeid/model"
	"kubeid/testdata/cluster"
)

// TestRealTheWrongAuthorityIsNoticed signs with an authority that the server does not
// trust for clients: that of the server itself, and one of the right name.
func TestRealTheWrongAuthorityIsNoticed(t *testing.T) {
	o := openOffice(t, cluster.Shared(t), cluster.Shared(t).Admin())
	twin := newOffice(t, "")
	key, err := crypto.ParseKey(must(os.ReadFile(twin.key)), crypto.Secret{})
	if err != nil {
		t.Fatal(err)
	}
	put(t, twin.ca, string(namedCA(t, key, "client-ca").PEM()))
	for name, files := range map[string][2]string{"the server's own": {o.Path("server-ca.crt"), o.Path("server-ca.key")}, "one of the same name": {twin.ca, twin.key}} {
		u := o.user(t)
		u.By, u.CA, u.Key = model.ByAuthority, files[0], files[1]
		u.Role = model.RoleWish{Name: "view", Namespaces: []string{"default"}}
		r, err := o.ReviewUser(t.Context(), u, model.AddWith{})
		if err != nil || !slices.ContainsFunc(r.Worries, func(w model.Worry) bool { return w.ID == "authority-foreign" }) {
			t.Errorf("%s: no warning: %v, %v", name, r.Worries, err)
		}
		a, err := o.AddUser(t.Context(), r, model.AddWith{}, func(model.Event) {})
		if err == nil || a.Places[0].Proof.Good() || !strings.Contains(fmt.Sprint(err), "does not log in") {
			t.Errorf("%s: %v", name, err)
		}
		if len(a.Left) != 2 {
			t.Errorf("%s: left %v", name, a.Left)
		}
		if err := o.TakeBack(t.Context(), a.Left, model.Consent{}); err != nil {
			t.Error(err)
		}
		o.nothing(t, u.Subject.User)
		if _, err := os.Stat(a.Files[0].Path); err == nil {
			t.Error("the file is still there")
		}
	}
}

func TestRealWithoutASignerThatIsSaid(t *testing.T) {
	c := cluster.Own(t, cluster.Options{NoSigner: true})
	o := openOffice(t, c, c.Admin())
	u := o.user(t)
	a, err := o.add(t, u)
	if !errors.Is(err, model.ErrNotIssued) || model.Hint(err) == "" || len(a.Left) != 1 {
		t.Errorf("%v, hint %q, left %v", err, model.Hint(err), a.Left)
	}
	if err := o.TakeBack(t.Context(), a.Left, model.Consent{}); err != nil {
		t.Error(err)
	}
	o.nothing(t, u.Subject.User)
	o.clean(t)
}

// clean makes sure that nothing secret is left over.
func (o realOffice) clean(t *testing.T) {
	t.Helper()
	filepath.WalkDir(o.state, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.Contains(string(must(os.ReadFile(path))), "PRIVATE KEY") {
			t.Errorf("a key is left in %s", path)
		}
		return nil
	})
}

func TestRealTheServerGoesAwayInTheMiddle(t *testing.T) {
	c := cluster.Own(t, cluster.Options{})
	o := openOffice(t, c, c.Admin())
	o.signing = time.Minute // the controllers have to find the server again
	for _, step := range []string{"make a key", "ask the cluster", "approve", "wait for", "give view", "write"} {
		u := o.user(t)
		u.Role = model.RoleWish{Name: "view", Namespaces: []string{"default"}}
		r, err := o.ReviewUser(t.Context(), u, model.AddWith{})
		if err != nil {
			t.Fatal(err)
		}
		gone := false
		a, err := o.AddUser(t.Context(), r, model.AddWith{}, func(e model.Event) {
			if p := e.(model.Progress); strings.HasPrefix(p.Step, step) && p.State == model.StepDone {
				c.StopAPI()
				gone = true
			}
		})
		if !gone || err == nil || model.Hint(err) == "" {
			t.Errorf("gone after %q: %v, %v, hint %q", step, gone, err, model.Hint(err))
		}
		if err := c.StartAPI(); err != nil {
			t.Fatal(err)
		}
		if err := o.TakeBack(t.Context(), a.Left, model.Consent{}); err != nil {
			t.Errorf("after %q: %v", step, err)
		}
		o.nothing(t, u.Subject.User)
		o.clean(t)
	}
}

func TestRealInterruptedAtEveryStep(t *testing.T) {
	o := openOffice(t, cluster.Shared(t), cluster.Shared(t).Admin())
	for _, way := range []string{"api", "authority"} {
		for at := 1; ; at++ {
			u := o.user(t)
			u.Role = model.RoleWish{Name: "view", Namespaces: []string{"default"}}
			if way == "authority" {
				u = o.by(u, "client-ca")
			}
			r, err := o.ReviewUser(t.Context(), u, model.AddWith{})
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			n := 0
			a, err := o.AddUser(ctx, r, model.AddWith{}, func(e model.Event) {
				if n++; n == at {
					cancel()
				}
			})
			cancel()
			if err == nil {
				if at < 8 {
					t.Errorf("%s: it went on after event %d", way, at)
				}
				break
			}
			if !errors.Is(err, context.Canceled) || model.ExitCode(err) != model.ExitInterrupted {
				t.Errorf("%s, event %d: %v", way, at, err)
			}
			if err := o.TakeBack(t.Context(), a.Left, model.Consent{}); err != nil {
				t.Errorf("%s, event %d: %v", way, at, err)
			}
			o.nothing(t, u.Subject.User)
			if at < 2 {
				o.clean(t)
			}
			os.RemoveAll(filepath.Join(o.state, "handover"))
		}
	}
}
