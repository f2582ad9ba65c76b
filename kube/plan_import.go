package kube

import (
	"fmt"

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

	sketches [3]map[sketch][]int // of the entries here, once they are asked for
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
	for i := range from.Clusters {
		if err := in.entry(model.ClusterKind, from.Clusters[i].Name, i); err != nil {
			return err
		}
	}
	for i := range from.Users {
		if err := in.entry(model.UserKind, from.Users[i].Name, i); err != nil {
			return err
		}
	}
	for i := range from.Contexts {
		if err := in.entry(model.ContextKind, from.Contexts[i].Name, i); err != nil {
			return err
		}
	}
	if len(d.plan.Incoming) == 0 {
		d.note("there are no entries in %s", c.Source)
	}
	return nil
}

// entry decides on one entry and does what was decided.
func (in *intake) entry(kind model.Kind, name model.Text, i int) error {
	body, err := in.from.Raw(kind, name.Raw())
	if err != nil {
		return &model.Problem{Exit: model.ExitRefused, What: fmt.Sprintf("%s %q of %s cannot be taken over", kind, name, in.wish.Source), Cause: err}
	}
	if body, err = in.adapted(kind, body); err != nil {
		return err
	}
	fate, err := in.decide(kind, name, i, body)
	if err != nil {
		return err
	}
	in.named[kind][name.Raw()] = fate.To.Raw()
	in.desk.plan.Incoming = append(in.desk.plan.Incoming, fate)
	switch fate.Fate {
	case model.Added, model.Renamed:
		in.coming[kind][fate.To.Raw()] = true
		in.desk.do(in.file, config.Add{Kind: kind, Name: fate.To.Raw(), Body: body})
	case model.Replaced:
		n := in.desk.k.Find(fate.Here)
		in.desk.do(in.desk.k.Entry(kind, n).File, config.Replace{Kind: kind, Name: fate.To.Raw(), Body: body})
		in.desk.plan.Lost = append(in.desk.plan.Lost, in.desk.loss(kind, n))
	case model.Skipped:
		if fate.Here == (model.Ref{}) && kind != model.ContextKind {
			in.desk.note("%s %q is left out, and there is none of that name here", kind, name)
		}
		return nil
	default:
		return nil
	}
	for _, what := range dangers(kind, body) {
		in.desk.plan.Dangers = append(in.desk.plan.Dangers, model.Danger{Kind: kind, Name: fate.To, What: what})
	}
	return nil
}

// adapted returns the body as it has to be here: contexts refer to the names that
// clusters and users have here, and files are found from here.
func (in *intake) adapted(kind model.Kind, body config.Body) (config.Body, error) {
	if kind != model.ContextKind {
		return in.moved(kind, body)
	}
	for _, f := range []struct {
		field string
		kind  model.Kind
	}{{"cluster", model.ClusterKind}, {"user", model.UserKind}} {
		if here, ok := in.named[f.kind][body.Text(f.field)]; ok && here != body.Text(f.field) {
			body = body.With(f.field, here)
		}
	}
	return body, nil
}

// decide says what becomes of an entry.
func (in *intake) decide(kind model.Kind, name model.Text, i int, body config.Body) (model.Incoming, error) {
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
		if taken >= 0 && !in.same(kind, taken, body) {
			out.Fate = model.Replaced
			return out, nil
		}
	}
	if same := in.find(kind, name, i, body); same >= 0 {
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
