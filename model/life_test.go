package model

import (
	"slices"
	"testing"
	"time"
)

// withCredentials is the mixed kubeconfigs with credentials that were looked into:
// alice of a.yaml and bob share a certificate, cluster one has two authorities.
func withCredentials() State {
	k := mixed()
	until := func(days int) Certificate {
		return Certificate{Served: Served{Fingerprint: "X509SHA256=" + string(rune('a'+days)), NotBefore: date("2026-01-01T00:00:00Z"), NotAfter: date("2026-06-01T00:00:00Z").AddDate(0, 0, days)}}
	}
	alice := until(1)
	alice.Login.User = NewText("alice")
	authority := until(3)
	authority.Subject = NewText("CN=kubernetes")
	return State{}.Apply(Loaded{Config: k}).Apply(Decoded{map[Ref]Credential{
		k.Ref(UserKind, 0):    {Certificates: []Certificate{alice, authority}},
		k.Ref(UserKind, 2):    {Certificates: []Certificate{alice}, Token: &Token{Account: Account{NewText("ci"), NewText("bot")}}},
		k.Ref(UserKind, 1):    {Troubles: []Text{NewText("it is no certificate")}},
		k.Ref(ClusterKind, 0): {Certificates: []Certificate{authority, until(2)}},
	}})
}

func TestALifeIsListedOnceWhereverItIsUsed(t *testing.T) {
	s := withCredentials()
	lives := s.Lives()
	var got []string
	for _, l := range lives {
		got = append(got, l.Kind.String()+" "+l.What.String())
	}
	want := []string{"client cert alice", "CA CN=kubernetes", "client cert alice", "token ci/bot", "CA "}
	if !slices.Equal(got, want) {
		t.Fatalf("lives are %q, want %q", got, want)
	}
	if len(lives[0].Refs) != 2 || !slices.Equal(lives[0].Contexts, []int{0, 1, 3}) {
		t.Errorf("the shared certificate is held by %v and used by %v", lives[0].Refs, lives[0].Contexts)
	}
	if len(lives[1].Refs) != 2 {
		t.Errorf("the authority is held by %v", lives[1].Refs)
	}
	if lives[2].Unread.String() != "it is no certificate" || len(lives[2].Contexts) != 0 {
		t.Errorf("what cannot be read is %+v", lives[2])
	}
}

func TestLivesAreSortedByWhatToLookAtFirst(t *testing.T) {
	lives := withCredentials().Lives()
	now := date("2026-06-02T12:00:00Z")
	lives = SortLives(lives, now, Thresholds{})
	var got []Severity
	for _, l := range lives {
		got = append(got, l.Severity(now, Thresholds{}))
	}
	if want := []Severity{Expired, Unknown, Urgent, Urgent, Endless}; !slices.Equal(got, want) {
		t.Errorf("severities are %v, want %v", got, want)
	}
	if !lives[2].NotAfter.Before(lives[3].NotAfter) {
		t.Errorf("%v stands before %v", lives[2].NotAfter, lives[3].NotAfter)
	}
}

func TestAContextEndsWithItsUser(t *testing.T) {
	s := withCredentials()
	for i, want := range []string{"alice", "alice", "alice", "alice"} {
		l, ok := s.ContextEnd(i)
		if !ok || l.What.String() != want {
			t.Errorf("context %d ends with %q, %v; want %q", i, l.What, ok, want)
		}
	}
	if _, ok := (State{Config: mixed()}).ContextEnd(0); ok {
		t.Error("an end is known before anybody looked")
	}
}

func TestAServerCertificateIsALifeOnceItWasSeen(t *testing.T) {
	s := withCredentials()
	ref := s.Config.Ref(ClusterKind, 1)
	leaf := Served{Fingerprint: "X509SHA256=z", NotAfter: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}
	s = s.Apply(Probed{Refs: []Ref{ref}, Probe: Probe{Server: NewText("https://two"), Chain: []Served{leaf}}})
	lives := s.Lives()
	last := lives[len(lives)-1]
	if last.Kind != ServerCertificateLife || last.What.String() != "https://two" || !slices.Equal(last.Contexts, []int{1}) {
		t.Errorf("the last life is %+v", last)
	}
}
