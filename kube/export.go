package kube

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"kubeid/crypto"
	"kubeid/kube/config"
	"kubeid/kube/store"
	"kubeid/model"
)

// Show says how much of a kubeconfig is shown.
type Show int

// How much is shown: all; no credentials; no credentials and no long certificates, as
// kubectl config view does.
const (
	ShowAll Show = iota
	ShowNoSecrets
	ShowShort
)

// A Viewing says what of the kubeconfigs is put together to one.
type Viewing struct {
	Contexts []model.Ref // these with their clusters and users; none stands for all there is
	Show     Show
	Embed    bool // with the content of files, else with their absolute paths
	Agreed   bool // also of files from elsewhere: a person has agreed to what TakesIn tells
	Handed   bool // for somebody else: what programs keep in extensions goes without what could be a secret

	Namespace string // of the contexts; "" stands for what they say themselves
	JSON      bool   // else YAML
}

// View puts together what kubectl makes of the kubeconfigs, or some contexts of it.
// The result is a kubeconfig, and a secret unless it is shown without them.
func (s *Service) View(ctx context.Context, v Viewing) (crypto.Secret, error) {
	k, files, err := s.load(ctx)
	if err != nil {
		return crypto.Secret{}, err
	}
	if asks, err := takenIn(k, files, v); err != nil || len(asks) > 0 && !v.Agreed {
		return crypto.Secret{}, cmp.Or(err, error(&model.Problem{Exit: model.ExitRefused, What: "nobody has agreed to the files from elsewhere", Todo: "ask about what TakesIn tells"}))
	}
	return compose(k, files, v)
}

// planExport makes sure that a new file can be written, and shows what would be in it.
func (s *Service) planExport(k model.Kubeconfig, files []*opened, c model.Export) (model.Plan, error) {
	out, err := filepath.Abs(s.expand(c.Out))
	if err != nil {
		return model.Plan{}, err
	}
	if err := store.Free(out); err != nil {
		return model.Plan{}, err
	}
	v := Viewing{Contexts: c.Contexts, Show: ShowShort, Embed: !c.Redacted}
	shown, err := compose(k, files, v)
	if err != nil {
		return model.Plan{}, err
	}
	dangers, err := takenIn(k, files, v)
	if err != nil {
		return model.Plan{}, err
	}
	c.Out = out
	return model.Plan{Change: c, Dangers: dangers, Edits: []model.Edit{{
		File: out, Label: s.label(out), Line: 1, Path: model.NewText("a new file"),
		Before: model.Value{Absent: true}, After: model.Value{Text: model.NewText(string(shown.Reveal()))},
	}}}, nil
}

// export writes the new file of a plan, when it takes in no other files than were asked
// about.
func (s *Service) export(ctx context.Context, p model.Plan, c model.Export) error {
	k, files, err := s.load(ctx)
	if err != nil {
		return err
	}
	v := Viewing{Contexts: c.Contexts, Embed: true, Agreed: true, Handed: true}
	if c.Redacted {
		v = Viewing{Contexts: c.Contexts, Show: ShowNoSecrets}
	}
	dangers, err := takenIn(k, files, v)
	if err != nil {
		return err
	}
	if !slices.Equal(dangers, p.Dangers) {
		return conflict(errOther)
	}
	text, err := compose(k, files, v)
	if err != nil {
		return err
	}
	return store.NewFile(c.Out, text.Reveal())
}

// TakesIn tells which files from elsewhere would come to stand in what View returns. They
// are looked for, not read.
func (s *Service) TakesIn(ctx context.Context, v Viewing) ([]model.Danger, error) {
	k, files, err := s.load(ctx)
	if err != nil {
		return nil, err
	}
	return takenIn(k, files, v)
}

func takenIn(k model.Kubeconfig, files []*opened, v Viewing) ([]model.Danger, error) {
	if !v.Embed {
		return nil, nil
	}
	picked, _, err := pick(k, v.Contexts)
	if err != nil {
		return nil, err
	}
	var out []model.Danger
	for kind, list := range picked {
		for _, i := range list {
			if !pointsToFiles(k, model.Kind(kind), i) {
				continue
			}
			at := k.Entry(model.Kind(kind), i)
			body, err := files[at.File].config.Raw(model.Kind(kind), at.Name.Raw())
			if err != nil {
				return nil, err
			}
			for _, f := range elsewhere(config.Entry{Kind: model.Kind(kind), Name: at.Name.Raw(), Body: body}, filepath.Dir(files[at.File].path)) {
				out = append(out, takesIn(model.Kind(kind), at.Name, f))
			}
		}
	}
	return out, nil
}

// pointsToFiles tells whether an entry names files with credentials or an authority.
func pointsToFiles(k model.Kubeconfig, kind model.Kind, i int) bool {
	switch kind {
	case model.ClusterKind:
		return !k.Clusters[i].CA.File.Empty()
	case model.UserKind:
		u := k.Users[i]
		return !u.Certificate.File.Empty() || !u.Key.File.Empty() || !u.Token.File.Empty()
	}
	return false
}

// compose writes the entries into a kubeconfig of their own.
func compose(k model.Kubeconfig, files []*opened, v Viewing) (crypto.Secret, error) {
	picked, current, err := pick(k, v.Contexts)
	if err != nil {
		return crypto.Secret{}, err
	}
	d := config.Document{Current: current.Raw()}
	for kind, list := range picked {
		bodies := bodiesOf(files, model.Kind(kind), len(list))
		for _, i := range list {
			e, err := viewed(k, files, bodies, model.Kind(kind), i, v)
			if err != nil {
				return crypto.Secret{}, err
			}
			d.Entries = append(d.Entries, e)
		}
	}
	if d.Extras = extras(files); v.Show != ShowAll || v.Handed {
		d.Extras = d.Extras.Redacted()
	}
	write := d.YAML
	if v.JSON {
		write = d.JSON
	}
	text, err := write()
	return crypto.NewSecret(text), err
}

// extras are what kubectl takes of all files beside their entries. It keeps that also
// where it leaves entries out.
func extras(files []*opened) config.Extras {
	var all []config.Extras
	for _, o := range files {
		if o.config != nil {
			all = append(all, o.config.Extras())
		}
	}
	return config.Merged(all...)
}

// pick returns the entries, by kind, that belong to some contexts, or all that kubectl
// takes; and which context is to be the current one.
func pick(k model.Kubeconfig, contexts []model.Ref) (out [3][]int, current model.Text, err error) {
	if len(contexts) == 0 {
		for kind := range out {
			for i := range k.Len(model.Kind(kind)) {
				if k.Shadow(model.Kind(kind), i) < 0 {
					out[kind] = append(out[kind], i)
				}
			}
		}
		current, _ = k.Current()
		return out, current, nil
	}
	seen := [3]map[int]bool{{}, {}, {}}
	add := func(kind model.Kind, i int) {
		if i >= 0 && !seen[kind][i] {
			seen[kind][i] = true
			out[kind] = append(out[kind], i)
		}
	}
	now := k.CurrentContext()
	for n, ref := range contexts {
		i := k.Find(ref)
		if i < 0 {
			return out, current, model.NotFound(ref.Kind, ref.Name.Raw(), k.Names(ref.Kind))
		}
		add(model.ContextKind, i)
		add(model.ClusterKind, k.Effective(model.ClusterKind, k.Contexts[i].Cluster))
		add(model.UserKind, k.Effective(model.UserKind, k.Contexts[i].User))
		if n == 0 || i == now {
			current = ref.Name
		}
	}
	for kind := range out {
		slices.Sort(out[kind])
	}
	return out, current, nil
}

// oneByOne is how many entries are looked up one by one.
const oneByOne = 50

// bodiesOf returns what stands in the entries of a kind, by file and name, when many of
// them are wanted.
func bodiesOf(files []*opened, kind model.Kind, wanted int) []map[string]config.Body {
	if wanted <= oneByOne {
		return nil
	}
	out := make([]map[string]config.Body, len(files))
	for i, o := range files {
		if o.config == nil {
			continue
		}
		entries, err := o.config.Entries(kind)
		if err != nil {
			continue
		}
		out[i] = make(map[string]config.Body, len(entries))
		for _, e := range entries {
			if _, twice := out[i][e.Name]; !twice {
				out[i][e.Name] = e.Body
			}
		}
	}
	return out
}

// viewed returns an entry as it is to be shown.
func viewed(k model.Kubeconfig, files []*opened, bodies []map[string]config.Body, kind model.Kind, i int, v Viewing) (config.Entry, error) {
	at := k.Entry(kind, i)
	o := files[at.File]
	var body config.Body
	known, err := false, error(nil)
	if bodies != nil {
		body, known = bodies[at.File][at.Name.Raw()]
	}
	if !known {
		body, err = o.config.Raw(kind, at.Name.Raw())
	}
	e := config.Entry{Kind: kind, Name: at.Name.Raw(), Body: body}
	if err != nil {
		return e, &model.Problem{Exit: model.ExitRefused, What: fmt.Sprintf("%s %q cannot be shown", kind, at.Name), Todo: "leave it out, or write it in a simpler form first", Cause: err}
	}
	if v.Embed {
		if e, err = withFiles(e, filepath.Dir(o.path), v.Agreed); err != nil {
			return e, err
		}
		if e, err = withoutKey(e); err != nil {
			return e, err
		}
	}
	e = e.Rebase(filepath.Dir(o.path), "")
	if kind == model.ContextKind && v.Namespace != "" {
		e.Body = e.Body.With("namespace", v.Namespace)
	}
	switch v.Show {
	case ShowNoSecrets:
		e = e.Redacted()
	case ShowShort:
		e = e.Redacted().Short()
	}
	return e, nil
}
