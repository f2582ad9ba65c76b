package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kubeid/model"
)

// namespaceList is what ns --all prints, as data.
type namespaceList struct {
	APIVersion string           `json:"apiVersion"`
	Kind       string           `json:"kind"`
	Context    model.Text       `json:"context"`
	Current    model.Text       `json:"current"`
	Source     string           `json:"source"` // cluster, or kubeconfigs where the cluster does not let us list
	Items      []namespaceOfAll `json:"items"`
}

type namespaceOfAll struct {
	Name    model.Text `json:"name"`
	Current bool       `json:"current"`
}

// listNamespaces logs in with context i and prints the namespaces of its cluster. Where
// listing is forbidden those that the kubeconfigs know are all there is.
func (p *program) listNamespaces(ctx context.Context, s Service, k model.Kubeconfig, o naming, i int) error {
	ref := k.Ref(model.ContextKind, i)
	granted, err := p.consent(ctx, s, ref, o.allowing)
	if err != nil {
		return err
	}
	list, err := s.Namespaces(ctx, ref, granted)
	source := "cluster"
	switch {
	case errors.Is(err, model.ErrMayNotList):
		source, list = "kubeconfigs", k.Namespaces(i)
		p.say(fmt.Sprintf("the cluster of %q does not let you list its namespaces; these are the ones that the kubeconfigs know", ref.Name))
	case err != nil:
		return err
	}
	now := k.Contexts[i].Namespace
	if now.Empty() {
		now = model.NewText(defaultNamespace)
	}
	if source == "kubeconfigs" && !slices.Contains(list, now) {
		list = append([]model.Text{now}, list...)
	}
	return p.printNamespaces(o, namespaceList{apiVersion, "NamespaceList", ref.Name, now, source, itemsOf(list, now)})
}

func itemsOf(list []model.Text, now model.Text) []namespaceOfAll {
	items := make([]namespaceOfAll, len(list))
	for n, ns := range list {
		items[n] = namespaceOfAll{ns, ns == now}
	}
	return items
}

func (p *program) printNamespaces(o naming, l namespaceList) error {
	switch {
	case o.object():
		return p.print(o.format, l)
	case o.word == "table":
		var rows [][]string
		for _, n := range l.Items {
			rows = append(rows, []string{star(n.Current), cell(n.Name)})
		}
		p.table([]string{"CURRENT", "NAMESPACE"}, rows)
	case o.word == "name" || !p.OutTerminal:
		for _, n := range l.Items {
			p.printName(n.Name)
		}
	default:
		for _, n := range l.Items {
			p.marked(n.Current, n.Name)
		}
	}
	return nil
}

// given tells how many of the flags are set.
func given(flags ...bool) int {
	n := 0
	for _, f := range flags {
		if f {
			n++
		}
	}
	return n
}
