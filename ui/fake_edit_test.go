package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"kubeid/crypto"
	"kubeid/model"
)

// This part of the fake changes entries: renames with references, deletes, adds, undoes
// and does again.

// planEdit plans a change of entries.
func (f *fakeBackend) planEdit(c model.Change) (model.Plan, error) {
	k := f.loaded.Config
	p := model.Plan{Change: c}
	edit := func(ref model.Ref, path string) {
		p.Edits = append(p.Edits, model.Edit{
			File: ref.File, Label: text("~/.kube/config"), Line: 14, Path: text(path),
			Before: model.Value{Text: ref.Name}, After: model.Value{Absent: true},
		})
	}
	switch c := c.(type) {
	case model.Rename:
		if err := k.CheckName(c.Entry.Kind, c.Entry, c.To.Raw()); err != nil {
			return p, err
		}
		edit(c.Entry, "name")
		p.Edits[0].After = model.Value{Text: c.To}
	case model.Delete:
		for _, ref := range c.Entries {
			i := k.Find(ref)
			if i < 0 {
				return p, model.NotFound(ref.Kind, ref.Name.Raw(), nil)
			}
			edit(ref, ref.Kind.String()+"s["+ref.Name.String()+"]")
			loss := model.Loss{Entry: ref, What: fmt.Sprintf("%s %q", ref.Kind, ref.Name)}
			if ref.Kind == model.UserKind && (k.Users[i].Certificate.Inline || k.Users[i].Token.Inline) {
				loss.What, loss.Credential = loss.What+", a client certificate with its key", true
			}
			p.Lost = append(p.Lost, loss)
			p.Orphans = append(p.Orphans, orphans(k, ref, c.Entries)...)
		}
	case model.NewContext, model.CopyContext, model.SetCluster, model.Export:
		p.Edits = []model.Edit{{File: k.Files[0].Path, Label: k.Files[0].Label, Line: 9, Path: text("contexts"), Before: model.Value{Absent: true}, After: model.Value{Text: text("new")}}}
	case model.Import:
		p.Edits = []model.Edit{{File: k.Files[0].Path, Label: k.Files[0].Label}}
		p.Incoming, p.Dangers = f.incoming(c), f.dangers
		for _, in := range p.Incoming {
			if in.Fate == model.Replaced {
				p.Lost = append(p.Lost, model.Loss{Entry: in.Here, What: fmt.Sprintf("%s %q of ~/.kube/config:14", in.Kind, in.Here.Name), Credential: true})
			}
		}
	case model.Several:
		for _, one := range c.Changes {
			q, err := f.planOne(one)
			if err != nil {
				return p, err
			}
			p.Edits, p.Lost, p.Orphans = append(p.Edits, q.Edits...), append(p.Lost, q.Lost...), append(p.Orphans, q.Orphans...)
		}
	case model.Undo:
		i := f.step(c.ID, false)
		if i < 0 {
			return p, errors.New("nothing to undo")
		}
		p.Change = model.Undo{ID: fmt.Sprint(i), Done: f.journal[i].fact}
		edit(model.Ref{File: k.Files[0].Path, Name: text(f.journal[i].fact)}, "what was written")
	case model.Redo:
		i := f.step(c.ID, true)
		if i < 0 {
			return p, errors.New("nothing to do again")
		}
		p.Change = model.Redo{ID: fmt.Sprint(i), Done: f.journal[i].fact}
		edit(model.Ref{File: k.Files[0].Path, Name: text(f.journal[i].fact)}, "what was written")
	}
	return p, nil
}

func (f *fakeBackend) planOne(c model.Change) (model.Plan, error) {
	if c, ok := c.(model.SetNamespace); ok {
		return model.Plan{Change: c, Edits: []model.Edit{{File: c.Context.File}}}, nil
	}
	return f.planEdit(c)
}

// orphans are what only the context ref uses, and would go on nobody's account.
func orphans(k model.Kubeconfig, ref model.Ref, also []model.Ref) (out []model.Ref) {
	if ref.Kind != model.ContextKind {
		return nil
	}
	c := k.Contexts[k.Find(ref)]
	used := func(kind model.Kind, name model.Text) bool {
		for i, other := range k.Contexts {
			if slices.Contains(also, k.Ref(model.ContextKind, i)) {
				continue
			}
			if kind == model.ClusterKind && other.Cluster == name || kind == model.UserKind && other.User == name {
				return true
			}
		}
		return false
	}
	for kind, name := range map[model.Kind]model.Text{model.ClusterKind: c.Cluster, model.UserKind: c.User} {
		if i := k.Effective(kind, name); i >= 0 && !used(kind, name) {
			out = append(out, k.Ref(kind, i))
		}
	}
	slices.SortFunc(out, func(a, b model.Ref) int { return int(a.Kind) - int(b.Kind) })
	return out
}

// edited returns the kubeconfig after a change of entries.
func edited(k model.Kubeconfig, c model.Change) model.Kubeconfig {
	contexts, clusters, users := slices.Clone(k.Contexts), slices.Clone(k.Clusters), slices.Clone(k.Users)
	files := slices.Clone(k.Files)
	switch c := c.(type) {
	case model.Several:
		for _, one := range c.Changes {
			k = edited(k, one)
		}
		return k
	case model.SetNamespace:
		contexts[k.Find(c.Context)].Namespace = c.Namespace
	case model.Rename:
		i := k.Find(c.Entry)
		switch c.Entry.Kind {
		case model.ContextKind:
			contexts[i].Name = c.To
			for n := range files {
				if files[n].Current == c.Entry.Name {
					files[n].Current = c.To
				}
			}
		case model.ClusterKind:
			clusters[i].Name = c.To
		case model.UserKind:
			users[i].Name = c.To
		}
		for n := range contexts {
			if c.Entry.Kind == model.ClusterKind && contexts[n].Cluster == c.Entry.Name {
				contexts[n].Cluster = c.To
			}
			if c.Entry.Kind == model.UserKind && contexts[n].User == c.Entry.Name {
				contexts[n].User = c.To
			}
		}
	case model.Delete:
		gone := func(kind model.Kind, e model.Entry) bool {
			return slices.ContainsFunc(c.Entries, func(r model.Ref) bool {
				return r.Kind == kind && r.Name == e.Name && r.File == k.Files[e.File].Path
			})
		}
		contexts = slices.DeleteFunc(contexts, func(x model.Context) bool { return gone(model.ContextKind, x.Entry) })
		clusters = slices.DeleteFunc(clusters, func(x model.Cluster) bool { return gone(model.ClusterKind, x.Entry) })
		users = slices.DeleteFunc(users, func(x model.User) bool { return gone(model.UserKind, x.Entry) })
	case model.NewContext:
		contexts = append(contexts, model.Context{Entry: model.Entry{Name: c.Name, Line: 99}, Cluster: c.Cluster.Name, User: c.User.Name, Namespace: c.Namespace})
	case model.CopyContext:
		twin := contexts[k.Find(c.Context)]
		twin.Name = c.To
		contexts = append(contexts, twin)
	case model.SetCluster:
		i := k.Find(c.Cluster)
		if c.Server != nil {
			clusters[i].Server = *c.Server
		}
		if c.TLSServerName != nil {
			clusters[i].TLSServerName = *c.TLSServerName
		}
		if c.ProxyURL != nil {
			clusters[i].ProxyURL = *c.ProxyURL
		}
		if c.CA != nil {
			clusters[i].CA = model.Source{Inline: len(c.CA.PEM) > 0, File: c.CA.File}
		}
	case model.Import:
		contexts = append(contexts, model.Context{Entry: entry("imported", 0, 200), Cluster: text("stg"), User: text("oidc")})
	}
	return model.NewKubeconfig(files, contexts, clusters, users)
}

// step returns the journal's step with an id, or the newest that can be undone or redone.
func (f *fakeBackend) step(id string, undone bool) int {
	found := -1
	for i, u := range f.journal {
		if u.undone == undone && (id == "" || id == fmt.Sprint(i)) {
			if found = i; undone {
				break
			}
		}
	}
	return found
}

// turn takes a step back, or does it again.
func (f *fakeBackend) turn(c model.Change) {
	f.journal = slices.Clone(f.journal)
	switch c := c.(type) {
	case model.Undo:
		i := f.step(c.ID, false)
		f.journal[i].undone = true
		f.loaded = f.journal[i].before
		f.loaded.Redo = f.journal[i].fact
	case model.Redo:
		i := f.step(c.ID, true)
		f.journal[i].undone = false
		f.loaded = f.journal[i].after
		if next := f.step("", true); next >= 0 {
			f.loaded.Redo = f.journal[next].fact
		}
	}
}

func (f *fakeBackend) Complete(_ context.Context, typed string) ([]string, error) {
	var out []string
	for _, p := range []string{"~/new.yaml", "~/news/", "~/.kube/config"} {
		if strings.HasPrefix(p, typed) {
			out = append(out, p)
		}
	}
	return out, nil
}

func (f *fakeBackend) ReadImport(_ context.Context, path string) (model.Import, error) {
	if path != "~/new.yaml" {
		return model.Import{}, &model.Problem{What: fmt.Sprintf("there is no file %q", path), Todo: "check the path"}
	}
	return model.Import{Data: crypto.NewSecret([]byte("apiVersion: v1")), Source: text(path), Folder: "/home/jane"}, nil
}

func (f *fakeBackend) History(context.Context) ([]model.Written, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := slices.Clone(f.history)
	for i, u := range f.journal {
		w := model.Written{ID: fmt.Sprint(i), Fact: u.fact, When: u.when, Files: []model.Text{f.loaded.Config.Files[0].Label}}
		if u.undone {
			w.Undo = w.ID
		}
		out = slices.Insert(out, 0, w)
	}
	return out, nil
}

// incoming says what becomes of the entries of the one import that the fake knows.
func (f *fakeBackend) incoming(c model.Import) []model.Incoming {
	out := slices.Clone(f.arriving)
	for i, in := range out {
		for _, choice := range c.Choices {
			if choice.Kind != in.Kind || choice.Name != in.Name {
				continue
			}
			switch choice.Act {
			case model.Skip:
				out[i].Fate = model.Skipped
			case model.Overwrite:
				out[i].Fate = model.Replaced
			case model.SetName:
				out[i].Fate, out[i].To = model.Renamed, choice.To
			}
		}
	}
	return out
}

// importing is a backend to which a kubeconfig comes in with one entry of every fate.
func importing() *fakeBackend {
	b := newFake(sample())
	b.arriving, b.dangers = arriving(b.loaded.Config)
	return b
}

func arriving(k model.Kubeconfig) ([]model.Incoming, []model.Danger) {
	return []model.Incoming{
		{Kind: model.ContextKind, Name: text("prod-eu"), Fate: model.Renamed, To: text("prod-eu-2"), Here: k.Ref(model.ContextKind, 0)},
		{Kind: model.ClusterKind, Name: text("eu"), Fate: model.Had, To: text("prod-eu-1"), Here: k.Ref(model.ClusterKind, 0)},
		{Kind: model.UserKind, Name: text("eve"), Fate: model.Added, To: text("eve")},
	}, []model.Danger{{Kind: model.UserKind, Name: text("eve"), What: "runs /tmp/evil get-token"}}
}
