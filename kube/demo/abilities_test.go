package demo

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"kubeid/kube"
	"kubeid/model"
)

// What needs a cluster is proven on a real one (TestReal… of package kube). The demo has
// the same answers, so that the way through it is walked by every run of the tests too.

// open starts a demo, and returns a context of it.
func open(t *testing.T, context string) (*kube.Service, model.Ref) {
	t.Helper()
	d, err := Start(filepath.Join(t.TempDir(), "home"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	s := kube.New(d.Options())
	loaded, err := s.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	k := loaded.Config
	return s, k.Ref(model.ContextKind, k.Effective(model.ContextKind, model.NewText(context)))
}

func nobodyTold(model.Event) {}

// made reviews and makes a token, and returns what the server was asked about first.
func made(t *testing.T, s *kube.Service, w model.TokenWish) (model.MadeToken, []string) {
	t.Helper()
	r, err := s.ReviewToken(t.Context(), w, model.Consent{})
	if err != nil {
		t.Fatal(err)
	}
	var asked []string
	for _, v := range r.Asked {
		asked = append(asked, v.Right.String())
	}
	m, err := s.MakeToken(t.Context(), r, model.Consent{}, nobodyTold)
	if err != nil {
		t.Fatal(err)
	}
	return m, asked
}

// revoked takes a token back, and sees the cluster refuse it.
func revoked(t *testing.T, s *kube.Service, ref model.Ref, what model.RevokeWhat) {
	t.Helper()
	r, err := s.ReviewRevocation(t.Context(), ref, what, model.Consent{})
	if err != nil {
		t.Fatal(err)
	}
	done, err := s.Revoke(t.Context(), r, what.Token, model.Consent{}, nobodyTold)
	if err != nil || !done.Seen {
		t.Errorf("revoked: %+v, %v", done, err)
	}
}

func TestATokenIsMadeProvedCheckedAndRevoked(t *testing.T) {
	s, ref := open(t, "lab")
	of := model.Account{Namespace: model.NewText("team-a"), Name: model.NewText("robot")}
	m, asked := made(t, s, model.TokenWish{Context: ref, Account: of, Create: true, Life: 2 * time.Hour, Anchored: true})
	if m.Granted != 2*time.Hour || m.Cut() || !m.Proof.Good() || m.Anchor.Empty() {
		t.Errorf("made %+v", m)
	}
	if want := []string{"create serviceaccounts in team-a", "create serviceaccounts/token robot in team-a", "create secrets in team-a"}; !slices.Equal(asked, want) {
		t.Errorf("asked for %q, want %q", asked, want)
	}
	if check, err := s.CheckToken(t.Context(), ref, m.Token, false, model.Consent{}); err != nil || check.Alive() != model.Yes || check.Sent {
		t.Errorf("checked: %+v, %v", check, err)
	}
	revoked(t, s, ref, model.RevokeWhat{Token: m.Token})
	if check, err := s.CheckToken(t.Context(), ref, m.Token, false, model.Consent{}); err != nil || check.Alive() != model.No {
		t.Errorf("it is said to live: %+v, %v", check, err)
	}
}

func TestATokenOfASecretIsReadAgainAndRevoked(t *testing.T) {
	s, ref := open(t, "lab")
	of := model.Account{Namespace: model.NewText("default"), Name: model.NewText("default")}
	m, asked := made(t, s, model.TokenWish{Context: ref, Account: of, By: model.BySecret})
	if m.Granted != 0 || m.Secret.Empty() || !m.Proof.Good() || !slices.Contains(asked, "create secrets in default") {
		t.Errorf("made %+v after asking for %q", m, asked)
	}
	again, asked := made(t, s, model.TokenWish{Context: ref, Account: of, By: model.FromSecret, Secret: m.Secret.Raw()})
	if !again.Token.Equal(m.Token) || !slices.Equal(asked, []string{"get secrets " + m.Secret.Raw() + " in default"}) {
		t.Errorf("read another token after asking for %q", asked)
	}
	revoked(t, s, ref, model.RevokeWhat{Secret: model.Account{Namespace: of.Namespace, Name: m.Secret}})
}

func TestWhatOneCanIsAskedForOneselfAndForOthers(t *testing.T) {
	s, ref := open(t, "lab")
	pods := model.Right{Verb: "delete", Resource: "pods", Namespace: "team-a"}
	for name, want := range map[string]bool{"": true, "nobody": false} {
		can, err := s.Can(t.Context(), ref, model.Actor{User: model.NewText(name)}, pods, model.Consent{})
		if err != nil || can.Server == nil || can.Server.Allowed != want || can.RBAC != want || len(can.Unknown) > 0 {
			t.Errorf("%q: %+v, %v", name, can, err)
		}
	}
}
