package model_test

import (
	"testing"

	"kubeid/model"
)

func named(names ...string) model.Kubeconfig {
	files := []model.File{{Path: "/home/jane/.kube/config", Label: model.NewText("~/.kube/config")}, {Path: "/b", Label: model.NewText("/b")}}
	var contexts []model.Context
	for i, n := range names {
		contexts = append(contexts, model.Context{
			Entry:   model.Entry{Name: model.NewText(n), File: i % 2, Line: i + 1},
			Cluster: model.NewText("stg"), User: model.NewText("jane"), Namespace: model.NewText("web"),
		})
	}
	clusters := []model.Cluster{{Entry: model.Entry{Name: model.NewText("stg")}}, {Entry: model.Entry{Name: model.NewText("stg"), File: 1}}}
	return model.NewKubeconfig(files, contexts, clusters, nil)
}

func TestNamesAreMadeByTemplate(t *testing.T) {
	k := named("arn:aws:eks:eu-west-1:1234:cluster/checkout", "gke_p_europe-west1_prod", "eu-old")
	for _, c := range []struct {
		template string
		of       int
		want     string
	}{
		{"{name}-x", 2, "eu-old-x"},
		{"{last}", 0, "checkout"},
		{"{last}", 1, "prod"},
		{"{last}", 2, "eu-old"},
		{"{cluster}/{user}/{namespace}-{n}", 2, "stg/jane/web-7"},
		{"eu- => us-", 2, "us-old"},
		{"old=>", 2, "eu-"},
		{"same", 1, "same"},
		{"", 1, ""},
	} {
		if got := k.NameByTemplate(c.template, k.Ref(model.ContextKind, c.of), 7); got != c.want {
			t.Errorf("%q makes %q of context %d, want %q", c.template, got, c.of, c.want)
		}
	}
}

func TestANameThatIsTakenAnywhereIsTaken(t *testing.T) {
	k := named("a", "b")
	a := k.Ref(model.ContextKind, 0)
	for name, want := range map[string]string{
		"": "a name is needed", "a": "this is its name already", "b": "the context of /b:2 has this name", "c": "", " ": "",
	} {
		got := ""
		if err := k.CheckName(model.ContextKind, a, name); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("the name %q: %q, want %q", name, got, want)
		}
	}
}

func TestRenamingsOfManyDoNotClash(t *testing.T) {
	k := named("eu-a", "us-a", "b", "a-2")
	all := []model.Ref{k.Ref(model.ContextKind, 0), k.Ref(model.ContextKind, 1), k.Ref(model.ContextKind, 2)}
	errs := func(template string) (out []string) {
		for _, r := range k.Renamings(template, all) {
			why := ""
			if r.Err != nil {
				why = r.Err.Error()
			}
			out = append(out, r.To.Raw()+": "+why)
		}
		return out
	}
	for template, want := range map[string][]string{
		"x-{name}": {"x-eu-a: ", "x-us-a: ", "x-b: "},
		"same":     {"same: ", "same: another one gets this name", "same: another one gets this name"},
		"a-{n}":    {"a-1: ", "a-2: the context of /b:4 has this name", "a-3: "},
		"eu => us": {"us-a: another one of the marked has this name", "us-a: another one gets this name", "b: "},
		"{name}":   {"eu-a: ", "us-a: ", "b: "},
		"":         {": a name is needed", ": another one gets this name", ": another one gets this name"},
	} {
		got := errs(template)
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%q: %q, want %q", template, got[i], want[i])
			}
		}
	}
}

func TestOnlyWhatResolvesToAnEntryFollowsIt(t *testing.T) {
	k := named("a", "b")
	if got := k.Following(k.Ref(model.ClusterKind, 0)); got != 2 {
		t.Errorf("%d contexts follow the cluster, want 2", got)
	}
	if got := k.Following(k.Ref(model.ClusterKind, 1)); got != 0 {
		t.Errorf("%d contexts follow the shadowed cluster, want none", got)
	}
}
