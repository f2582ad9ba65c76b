package model

import "testing"

// two files: a.yaml and b.yaml both have user "alice"; b's context would go out
// with a's credential (PEERS D13).
func mixed() Kubeconfig {
	entry := func(name string, file int) Entry { return Entry{Name: NewText(name), File: file, Line: 3} }
	text := NewText
	return NewKubeconfig(
		[]File{{Path: "/a.yaml", Label: text("a.yaml"), Current: text("dev")}, {Path: "/b.yaml", Label: text("b.yaml"), Current: text("dev-alice")}},
		[]Context{
			{Entry: entry("dev", 0), Cluster: text("one"), User: text("alice"), Namespace: text("web")},
			{Entry: entry("dev-alice", 1), Cluster: text("two"), User: text("alice"), Namespace: text("shop")},
			{Entry: entry("dev", 1), Cluster: text("two"), User: text("bob")},
			{Entry: entry("ghost", 1), Cluster: text("none"), User: text("bob")},
		},
		[]Cluster{{Entry: entry("one", 0), Server: text("https://one")}, {Entry: entry("two", 1), Server: text("https://two")}},
		[]User{
			{Entry: entry("alice", 0), Token: Source{Inline: true}},
			{Entry: entry("alice", 1), Token: Source{Inline: true}},
			{Entry: entry("bob", 1), Token: Source{Inline: true}},
		},
	)
}

func TestEveryEntryIsKeptAndTheFirstFileWins(t *testing.T) {
	k := mixed()
	for i, want := range []Mark{Clean, MixedUp, Shadowed, Broken} {
		if got := k.Resolve(i).Mark(); got != want {
			t.Errorf("context %s of %s is marked %q, want %q", k.Contexts[i].Name, k.Files[k.Contexts[i].File].Label, got, want)
		}
	}
	if i := k.Find(Ref{"/b.yaml", ContextKind, NewText("dev")}); i != 2 {
		t.Errorf("Find gives %d for the shadowed context, want 2", i)
	}
	if i := k.Find(Ref{"/a.yaml", ContextKind, NewText("ghost")}); i != -1 {
		t.Errorf("Find gives %d for a name of another file, want -1", i)
	}
	if name, file := k.Current(); name != NewText("dev") || file != 0 {
		t.Errorf("current is %s of file %d, want dev of file 0", name, file)
	}
	if got := len(k.ContextsOf(UserKind, 1)); got != 0 {
		t.Errorf("a shadowed user is said to serve %d contexts, want none", got)
	}
	if got := len(k.ContextsOf(UserKind, 0)); got != 2 {
		t.Errorf("alice of a.yaml serves %d contexts, want 2", got)
	}
}

func TestMixUpsAreTold(t *testing.T) {
	want := []string{
		`b.yaml:3: context "dev-alice" would use user "alice" of a.yaml:3, not the one in its own file`,
		`b.yaml:3: context "dev" is shadowed: kubectl uses the one in a.yaml:3`,
	}
	got := mixed().Warnings()
	if len(got) != len(want) {
		t.Fatalf("Warnings() = %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("warning %d is %q, want %q", i, got[i], want[i])
		}
	}
}

func TestNamespacesOfTheSameClusterComeFirst(t *testing.T) {
	got := mixed().Namespaces(1)
	if len(got) != 2 || got[0].Raw() != "shop" || got[1].Raw() != "web" {
		t.Errorf("Namespaces(1) = %v, want shop, web", got)
	}
}

func TestSwitchingIsFollowedBeforeTheFilesAreReadAgain(t *testing.T) {
	k := mixed()
	s := State{}.Apply(Loaded{Config: k})
	plan := Plan{Change: UseContext{k.Ref(ContextKind, 1)}, Edits: []Edit{{File: "/a.yaml"}}}
	s = s.Apply(Applied{plan})
	if now, _ := s.Config.Current(); now.Raw() != "dev-alice" {
		t.Errorf("current is %s, want dev-alice", now)
	}
	if was, ok := s.Previous(); !ok || was.Raw() != "dev" {
		t.Errorf("previous is %s, want dev", was)
	}
	if now, _ := k.Current(); now.Raw() != "dev" {
		t.Error("the state before was changed")
	}
}

func TestAnAccountIsKnownOnceItWasDecoded(t *testing.T) {
	k := mixed()
	s := State{}.Apply(Loaded{Config: k})
	s = s.Apply(Decoded{map[Ref]Credential{k.Ref(UserKind, 2): {Token: &Token{Account: Account{NewText("ci"), NewText("deployer")}}}}})
	if got := s.Config.Users[2].Identity().Short; got != "account ci/deployer" {
		t.Errorf("identity is %q", got)
	}
	if got := s.Config.Users[1].Identity().Short; got != "token" {
		t.Errorf("another user's identity is %q, want token", got)
	}
}

func TestRemember(t *testing.T) {
	list := Texts([]string{"a", "b"})
	got := Remember(Remember(list, NewText("c")), NewText("b"))
	want := []string{"b", "c", "a"}
	for i := range want {
		if got[i].Raw() != want[i] {
			t.Fatalf("Remember gives %v, want %v", got, want)
		}
	}
	for range 100 {
		got = Remember(got, NewText(string(rune('d'+len(got)))))
	}
	if len(got) != maxRecent {
		t.Errorf("%d contexts are remembered, want %d", len(got), maxRecent)
	}
}

func TestABriefLookForgetsNothing(t *testing.T) {
	k := mixed()
	ref := k.Ref(UserKind, 0)
	look := func(brief bool, print string) Decoded {
		c := Certificate{Brief: brief, Served: Served{Fingerprint: print}}
		if !brief {
			c.Version = 3
		}
		return Decoded{map[Ref]Credential{ref: {Certificates: []Certificate{c}}}}
	}
	s := State{}.Apply(Loaded{Config: k}).Apply(look(true, "a")).Apply(look(false, "a")).Apply(look(true, "a"))
	if got := s.Credentials[ref].Certificates[0]; got.Brief || got.Version != 3 {
		t.Errorf("what was known of the same certificate is forgotten: %+v", got)
	}
	s = s.Apply(look(true, "b"))
	if got := s.Credentials[ref].Certificates[0]; !got.Brief || got.Version != 0 {
		t.Errorf("another certificate is taken for the one before: %+v", got)
	}
}
