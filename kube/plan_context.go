package kube

import (
	"fmt"

	v1 "k8s.io/client-go/tools/clientcmd/api/v1"

	"kubeid/kube/config"
	"kubeid/model"
)

func (d *desk) use(c model.UseContext) error {
	k, name := d.k, c.Context.Name
	i, err := d.find(c.Context)
	if err != nil {
		return err
	}
	if name.Empty() {
		return &model.Problem{
			Exit: model.ExitRefused, What: "a context without a name cannot be the current one",
			Todo: "give it a name in " + k.Place(model.ContextKind, i),
		}
	}
	if shadow := k.Shadow(model.ContextKind, i); shadow >= 0 {
		return &model.Problem{
			Exit: model.ExitRefused,
			What: fmt.Sprintf("context %q of %s is shadowed: kubectl would use the one of %s", name, k.Place(model.ContextKind, i), k.Place(model.ContextKind, shadow)),
			Todo: "give one of the two another name, or put its file first in KUBECONFIG",
		}
	}
	d.plan.Notes = append(d.plan.Notes, notesOn(k, i)...)
	if now, _ := k.Current(); now == name {
		return nil
	}
	file, err := d.target()
	if err == nil {
		d.do(file, config.SetCurrent{Name: name.Raw()})
	}
	return err
}

// target returns the file that current-context goes to: the one that sets it, else
// the one for what is new.
func (d *desk) target() (int, error) {
	if _, i := d.k.Current(); i >= 0 {
		return i, nil
	}
	return d.first()
}

// first returns the file for what is new, as kubectl does: the first that exists,
// else the first of the list.
func (d *desk) first() (int, error) {
	for i, o := range d.files {
		if !o.missing {
			return i, nil
		}
	}
	if len(d.files) == 0 {
		return -1, &model.Problem{What: "KUBECONFIG names no file", Todo: "unset KUBECONFIG, or name a file in it"}
	}
	return 0, nil
}

// file returns the index of the file with this path; "" stands for the first.
func (d *desk) file(path string) (int, error) {
	if path == "" {
		return d.first()
	}
	for i, o := range d.files {
		if o.path == path {
			return i, nil
		}
	}
	return -1, &model.Problem{
		Exit: model.ExitUsage, What: fmt.Sprintf("%s is not one of the kubeconfigs", d.service.label(path)),
		Todo: "name it in KUBECONFIG, or give it with --kubeconfig",
	}
}

// notesOn says what is wrong with a context that somebody wants to use.
func notesOn(k model.Kubeconfig, i int) []string {
	r := k.Resolve(i)
	var notes []string
	for _, refusal := range r.Refusals {
		notes = append(notes, "kubectl refuses this context: "+refusal.String())
	}
	if r.ForeignCluster {
		notes = append(notes, fmt.Sprintf("the cluster is that of %s, not the one in the context's own file", k.Place(model.ClusterKind, r.Cluster)))
	}
	if r.ForeignUser {
		notes = append(notes, fmt.Sprintf("the user is that of %s, not the one in the context's own file", k.Place(model.UserKind, r.User)))
	}
	return notes
}

func (d *desk) unset() error {
	_, i := d.k.Current()
	if i < 0 {
		return nil
	}
	d.do(i, config.SetCurrent{})
	d.behind(i)
	return nil
}

// behind notes which current-context appears when the one of this file is gone.
func (d *desk) behind(file int) {
	for _, f := range d.k.Files[file+1:] {
		if !f.Current.Empty() {
			d.note("%s sets one as well, so kubectl will be on %q then", f.Label, f.Current)
			return
		}
	}
}

func (d *desk) namespace(c model.SetNamespace) error {
	i, err := d.find(c.Context)
	if err != nil || d.k.Contexts[i].Namespace == c.Namespace {
		return err
	}
	if !c.Namespace.Empty() {
		if err := model.CheckNamespace(c.Namespace.Raw()); err != nil {
			return err
		}
	}
	d.do(d.k.Contexts[i].File, config.SetNamespace{Context: c.Context.Name.Raw(), Namespace: c.Namespace.Raw()})
	return nil
}

func (d *desk) create(c model.NewContext) error {
	if err := d.free(model.ContextKind, c.Name); err != nil {
		return err
	}
	if !c.Namespace.Empty() {
		if err := model.CheckNamespace(c.Namespace.Raw()); err != nil {
			return err
		}
	}
	cluster, err := d.effective(c.Cluster)
	if err != nil {
		return err
	}
	user, err := d.effective(c.User)
	if err != nil {
		return err
	}
	home := d.k.Clusters[cluster].File
	if c.File != "" || home != d.k.Users[user].File {
		if home, err = d.file(c.File); err != nil {
			return err
		}
	}
	d.do(home, config.Add{Kind: model.ContextKind, Name: c.Name.Raw(), Body: config.ContextBody(v1.Context{
		Cluster: c.Cluster.Name.Raw(), AuthInfo: c.User.Name.Raw(), Namespace: c.Namespace.Raw(),
	})})
	return nil
}

// effective returns the index of an entry, which must be the one that kubectl takes
// for its name.
func (d *desk) effective(r model.Ref) (int, error) {
	i, err := d.find(r)
	if err != nil {
		return -1, err
	}
	if shadow := d.k.Shadow(r.Kind, i); shadow >= 0 {
		return -1, &model.Problem{
			Exit: model.ExitRefused,
			What: fmt.Sprintf("%s %q of %s is shadowed: kubectl would use the one of %s", r.Kind, r.Name, d.k.Place(r.Kind, i), d.k.Place(r.Kind, shadow)),
			Todo: "give one of the two another name first",
		}
	}
	return i, nil
}

func (d *desk) duplicate(c model.CopyContext) error {
	i, err := d.find(c.Context)
	if err != nil {
		return err
	}
	if err := d.free(model.ContextKind, c.To); err != nil {
		return err
	}
	o := d.files[d.k.Contexts[i].File]
	body, err := o.config.Raw(model.ContextKind, c.Context.Name.Raw())
	if err != nil {
		return d.service.notEdited(o, err)
	}
	d.do(d.k.Contexts[i].File, config.Add{Kind: model.ContextKind, Name: c.To.Raw(), Body: body})
	return nil
}
