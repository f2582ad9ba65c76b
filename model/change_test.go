package model_test

import (
	"slices"
	"testing"

	"kubeid/model"
)

func ref(kind model.Kind, name string) model.Ref {
	return model.Ref{File: "/home/jane/.kube/config", Kind: kind, Name: model.NewText(name)}
}

func TestAChangeSaysWhatIsWishedAndWhatIsSoThen(t *testing.T) {
	prod, jane, empty := ref(model.ContextKind, "prod"), ref(model.UserKind, "jane"), model.Text{}
	for _, c := range []struct {
		change     model.Change
		wish, fact string
	}{
		{model.Rename{Entry: jane, To: model.NewText("janet")}, "rename user jane to janet", "user jane is named janet now"},
		{model.Delete{Entries: []model.Ref{prod}}, "delete context prod", "context prod is deleted"},
		{model.Delete{Entries: []model.Ref{prod, jane}}, "delete context prod and user jane", "context prod and user jane are deleted"},
		{model.Delete{Entries: []model.Ref{prod, jane, prod, prod}}, "delete 3 contexts and 1 user", "3 contexts and 1 user are deleted"},
		{model.SetCluster{Cluster: ref(model.ClusterKind, "c"), Server: &empty, ProxyURL: &empty}, "set server, proxy-url of cluster c", "cluster c has the new server, proxy-url"},
		{model.Several{Changes: []model.Change{model.UseContext{Context: prod}, model.UnsetContext{}}}, "switch to prod, and 1 more", "now on prod, and 1 more"},
		{model.Rename{Entry: jane, To: model.NewText("a\x1b[2J")}, `rename user jane to a\x1b[2J`, `user jane is named a\x1b[2J now`},
	} {
		if got := c.change.Wish(); got != c.wish {
			t.Errorf("Wish() = %q, want %q", got, c.wish)
		}
		if got := c.change.Fact(); got != c.fact {
			t.Errorf("Fact() = %q, want %q", got, c.fact)
		}
	}
}

func TestAQuestionSaysFirstWhatWillBeGone(t *testing.T) {
	p := model.Plan{
		Edits:   []model.Edit{{File: "a"}},
		Lost:    []model.Loss{{What: `context "prod"`}, {What: `user "jane", a token`, Credential: true}},
		Dangers: []model.Danger{{Kind: model.UserKind, Name: model.NewText("eve"), What: "runs evil"}},
	}
	want := []string{`this will be gone: context "prod"`, `and user "jane", a token`, `user "eve" runs evil`}
	if got := p.Question(); !slices.Equal(got, want) {
		t.Errorf("Question() = %q, want %q", got, want)
	}
	p.Edits = nil
	if got := p.Question(); got != nil {
		t.Errorf("nothing is to do, but Question() = %q", got)
	}
}

func TestADiffShowsAnEntryLineByLineAndNoSecret(t *testing.T) {
	entry := model.Value{Text: model.NewText("cluster: c\nuser: u\x1b\n")}
	for _, c := range []struct {
		edit model.Edit
		want []string
	}{
		{
			model.Edit{Path: model.NewText("contexts[prod]"), Before: entry, After: model.Value{Absent: true}},
			[]string{"- contexts[prod]:", "-   cluster: c", `-   user: u\x1b`},
		},
		{
			model.Edit{Path: model.NewText("users[jane].user.token"), Before: model.Value{Secret: true}, After: model.Value{Text: model.NewText("x"), Secret: true}},
			[]string{"- users[jane].user.token: [secret]", "+ users[jane].user.token: [secret]"},
		},
	} {
		if got := c.edit.Diff(); !slices.Equal(got, c.want) {
			t.Errorf("Diff() = %q, want %q", got, c.want)
		}
	}
}
