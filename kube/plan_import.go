package kube

import (
	"fmt"
	"path/filepath"

	"kubeid/kube/config"
	"kubeid/model"
)

// An intake is one import on its way: what its entries are called here.
type intake struct {
	desk   *desk
	wish   model.Import
	from   *config.File
	file   int
	named  [3]map[string]string // by kind: the name there, the name here
	coming [3]map[string]bool   // by kind: the names that are given away

	here [3]map[config.Fingerprint]int // entries here that may be the same, once they are asked for
}

func (d *desk) take(c model.Import) error {
	from, err := config.Read(c.Data.Reveal())
	switch {
	case err != nil:
		return &model.Problem{Exit: model.ExitRefused, What: fmt.Sprintf("%s %v", c.Source, err), Todo: "give a kubeconfig"}
	case from.Refused != "":
		return &model.Problem{Exit: model.ExitRefused, What: fmt.Sprintf("kubectl cannot load %s: %s", c.Source, model.NewText(from.Refused)), Todo: "mend it first"}
	}
	file, err := d.file(c.File)
	if err != nil {
		return err
	}
	in := &intake{desk: d, wish: c, from: from, file: file}
	for kind := range in.named {
		in.named[kind], in.coming[kind] = map[string]string{}, map[string]bool{}
	}
	for _, kind := range []model.Kind{model.ClusterKind, model.UserKind, model.ContextKind} {
		entries, err := from.Entries(kind)
		if err != nil {
			return &model.Problem{Exit: model.ExitRefused, What: fmt.Sprintf("the %ss of %s cannot be taken over", kind, c.Source), Todo: "mend that file first; kubectl could not load it either", Cause: err}
		}
		for _, e := range entries {
			if err := in.entry(e); err != nil {
				return err
			}
		}
	}
	if len(d.plan.Incoming) == 0 {
		return &model.Problem{Exit: model.ExitNotFound, What: fmt.Sprintf("there are no entries in %s", c.Source), Todo: "give a kubeconfig that has some"}
	}
	for _, f := range d.k.Files {
		switch {
		case !f.Problem.Empty():
			d.note("%s could not be read, so nobody knows which names are taken there", f.Label)
		case !f.Refused.Empty():
			d.note("kubectl cannot load %s: %s", f.Label, f.Refused)
		}
	}
	return nil
}

// entry decides on one entry and does what was decided.
func (in *intake) entry(e config.Entry) error {
	var asked []config.FileField
	if in.wish.Embed {
		asked = elsewhere(e, in.wish.Folder)
	}
	e, err := in.adapted(e)
	if err != nil {
		return err
	}
	fate, err := in.decide(e)
	if err != nil {
		return err
	}
	d := in.desk
	in.named[e.Kind][e.Name] = fate.To.Raw()
	d.plan.Incoming = append(d.plan.Incoming, fate)
	switch fate.Fate {
	case model.Added, model.Renamed:
		in.coming[e.Kind][fate.To.Raw()] = true
		d.do(in.file, config.Add{Kind: e.Kind, Name: fate.To.Raw(), Body: e.Body})
	case model.Replaced:
		n := d.k.Find(fate.Here)
		d.do(d.k.Entry(e.Kind, n).File, config.Replace{Kind: e.Kind, Name: fate.To.Raw(), Body: e.Body})
		d.plan.Lost = append(d.plan.Lost, d.loss(e.Kind, n))
		in.follow(e.Kind, n)
	case model.Skipped:
		if fate.Here == (model.Ref{}) && e.Kind != model.ContextKind {
			d.note("%s %q is left out, and there is none of that name here", e.Kind, fate.Name)
		}
		return nil
	default:
		return nil
	}
	for _, f := range asked {
		d.plan.Dangers = append(d.plan.Dangers, takesIn(e.Kind, fate.To, f))
	}
	for _, w := range e.Warnings() {
		d.plan.Dangers = append(d.plan.Dangers, model.Danger{
			Kind: e.Kind, Name: fate.To, What: fmt.Sprintf("%s: %s", w.Words, w.Value), Bare: fmt.Sprintf("%s: %s", w.Words, w.Bare),
		})
	}
	return nil
}

// follow notes which contexts here use a cluster or user that is replaced.
func (in *intake) follow(kind model.Kind, n int) {
	if kind == model.ContextKind {
		return
	}
	var names []string
	for _, i := range in.desk.k.ContextsOf(kind, n) {
		names = append(names, fmt.Sprintf("%q", in.desk.k.Contexts[i].Name))
	}
	if len(names) > 0 {
		in.desk.note("the new %s %q is then that of %s", kind, in.desk.k.Entry(kind, n).Name, few(names, "context"))
	}
}

// adapted returns an entry as it has to be here: contexts refer to the names that
// clusters and users have here, and files are found from here, or their content stands
// in the entry.
func (in *intake) adapted(e config.Entry) (config.Entry, error) {
	if e.Kind == model.ContextKind {
		for field, kind := range map[string]model.Kind{"cluster": model.ClusterKind, "user": model.UserKind} {
			if here := in.nameHere(kind, e.Body.Text(field)); here != e.Body.Text(field) {
				e.Body = e.Body.With(field, here)
			}
		}
		return e, nil
	}
	for _, f := range e.Files() {
		if in.wish.Folder == "" && !filepath.IsAbs(f.Path) {
			return e, &model.Problem{
				Exit: model.ExitRefused,
				What: fmt.Sprintf("%s %q of %s names the file %q, and nobody knows in which folder", e.Kind, model.NewText(e.Name), in.wish.Source, model.NewText(f.Path)),
				Todo: "say which folder its paths count from, or have the content put into it first",
			}
		}
	}
	if in.wish.Embed {
		return withFiles(e, in.wish.Folder, in.wish.Agreed)
	}
	return e.Rebase(in.wish.Folder, filepath.Dir(in.desk.files[in.file].path)), nil
}

// decide says what becomes of an entry.
func (in *intake) decide(e config.Entry) (model.Incoming, error) {
	kind, name := e.Kind, model.NewText(e.Name)
	out := model.Incoming{Kind: kind, Name: name, To: name}
	act, to := in.choice(kind, name)
	taken := in.desk.k.Effective(kind, name)
	if taken >= 0 {
		out.Here = in.desk.k.Ref(kind, taken)
	}
	switch act {
	case model.Skip:
		out.Fate = model.Skipped
		return out, nil
	case model.SetName:
		if err := in.free(kind, to); err != nil {
			return out, err
		}
		out.Fate, out.To = model.Renamed, to
		return out, nil
	case model.Overwrite:
		if taken >= 0 && !in.same(e, taken) {
			out.Fate = model.Replaced
			return out, nil
		}
	}
	if same := in.find(e); same >= 0 {
		out.Fate, out.To, out.Here = model.Had, in.desk.k.Entry(kind, same).Name, in.desk.k.Ref(kind, same)
		return out, nil
	}
	if taken < 0 && !in.coming[kind][name.Raw()] {
		return out, nil
	}
	return in.collide(kind, name, taken, out)
}

// collide says what becomes of an entry whose name is taken by something else.
func (in *intake) collide(kind model.Kind, name model.Text, taken int, out model.Incoming) (model.Incoming, error) {
	switch in.wish.Taken {
	case model.Skip:
		out.Fate = model.Skipped
	case model.Overwrite:
		out.Fate = model.Replaced
	case model.Deny:
		return out, &model.Problem{
			Exit: model.ExitRefused, What: fmt.Sprintf("there is another %s named %q already, in %s", kind, name, in.desk.k.Place(kind, taken)),
			Todo: "have it skipped, renamed or replaced",
		}
	default:
		out.Fate, out.To = model.Renamed, in.fresh(kind, name)
	}
	return out, nil
}

// choice returns what a person wants done with an entry.
func (in *intake) choice(kind model.Kind, name model.Text) (model.Act, model.Text) {
	for _, c := range in.wish.Choices {
		if c.Kind == kind && c.Name == name {
			return c.Act, c.To
		}
	}
	return model.Auto, model.Text{}
}

func (in *intake) free(kind model.Kind, name model.Text) error {
	if in.coming[kind][name.Raw()] {
		return &model.Problem{Exit: model.ExitRefused, What: fmt.Sprintf("two %ss would be named %q", kind, name), Todo: "take another name for one of them"}
	}
	return in.desk.free(kind, name)
}

// fresh returns the first of name-2, name-3, … that nobody has, here or there.
func (in *intake) fresh(kind model.Kind, name model.Text) model.Text {
	for n := 2; ; n++ {
		to := model.NewText(fmt.Sprintf("%s-%d", name.Raw(), n))
		if in.desk.k.Effective(kind, to) < 0 && !in.coming[kind][to.Raw()] && !in.has(kind, to) {
			return to
		}
	}
}

// has tells whether the other kubeconfig has an entry of this name.
func (in *intake) has(kind model.Kind, name model.Text) bool {
	_, err := in.from.Raw(kind, name.Raw())
	return err == nil
}
