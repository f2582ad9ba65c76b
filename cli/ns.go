package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/model"
)

const aboutNs = `ns prints the namespace of the current context. On a terminal it lists the
namespaces that the kubeconfigs already use, with that one marked.

  kubeid ns             show
  kubeid ns --all       list those of the cluster; this logs in
  kubeid ns NAME        set
  kubeid ns -           set the one before
  kubeid ns -u          take the setting away; kubectl uses "default" then

Where listing is forbidden, --all says so and lists the namespaces that the
kubeconfigs know. A credential plugin runs only after a yes, as for whoami.`

// defaultNamespace is what kubectl uses where nothing is set.
const defaultNamespace = "default"

// A naming is one call of ns.
type naming struct {
	*format
	writing
	context        string
	current, unset bool
	all            bool
	allowing
}

func (p *program) ns() *cobra.Command {
	var o naming
	cmd := &cobra.Command{
		Use:               "ns [NAME | -]",
		Short:             "Show or set the namespace of a context",
		Long:              strings.ReplaceAll(aboutNs, "kubeid ", p.name+" "),
		Aliases:           []string{"namespace"},
		Args:              atMost(1),
		ValidArgsFunction: p.namespaces,
	}
	o.format = outputFlag(cmd, "table", "json", "yaml", "name")
	o.writing.flags(cmd)
	o.allowing.flags(cmd)
	cmd.Flags().BoolVarP(&o.all, "all", "a", false, "log in and list the namespaces of the cluster")
	cmd.Flags().StringVar(&o.context, "context", "", "the namespace of this context, instead of the current one")
	cmd.RegisterFlagCompletionFunc("context", p.names(model.ContextKind, true))
	cmd.Flags().BoolVarP(&o.current, "current", "c", false, "print nothing but the namespace, on a terminal as well")
	cmd.Flags().BoolVarP(&o.unset, "unset", "u", false, "take the namespace of the context away")
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error { return p.naming(cmd, o, args) })
	return cmd
}

func (p *program) naming(cmd *cobra.Command, o naming, args []string) error {
	ctx := cmd.Context()
	if alone := given(o.current, o.unset, o.all); alone > 1 {
		return errUsage("-a, -c and -u do not go together", "see "+cmd.CommandPath()+" --help")
	} else if alone == 1 && len(args) > 0 {
		return errUsage(fmt.Sprintf("-a, -c and -u take no name, but there is %q", safe(args[0])), "see "+cmd.CommandPath()+" --help")
	}
	if len(args) > 0 && args[0] != "-" {
		if err := model.CheckNamespace(args[0]); err != nil {
			return err
		}
	}
	s, state, err := p.load(ctx)
	if err != nil {
		return err
	}
	k := state.Config
	i, err := p.contextOrCurrent(k, o.context)
	if err != nil {
		return err
	}
	ref := k.Ref(model.ContextKind, i)
	switch {
	case o.all:
		return p.listNamespaces(ctx, s, k, o, i)
	case o.unset:
		return p.setNamespace(ctx, s, k, o, i, model.Text{})
	case len(args) == 0:
		return p.showNamespace(k, o, i)
	case args[0] == "-":
		before, ok := s.PreviousNamespace(ref)
		if !ok {
			return &model.Problem{
				Exit: model.ExitNotFound,
				What: fmt.Sprintf("no namespace before this one is known for %q", ref.Name),
				Todo: "set one with: " + p.name + " ns NAME",
			}
		}
		return p.setNamespace(ctx, s, k, o, i, model.NewText(before))
	}
	return p.setNamespace(ctx, s, k, o, i, model.NewText(args[0]))
}

// contextOrCurrent returns the context of this name, or the current one.
func (p *program) contextOrCurrent(k model.Kubeconfig, name string) (int, error) {
	if name != "" {
		return contextNamed(k, name)
	}
	now, file := k.Current()
	if file < 0 {
		return -1, &model.Problem{Exit: model.ExitNotFound, What: "no current context is set", Todo: "name one with --context, or switch with: " + p.name + " ctx NAME"}
	}
	return contextNamed(k, now.Raw())
}

func (p *program) setNamespace(ctx context.Context, s Service, k model.Kubeconfig, o naming, i int, ns model.Text) error {
	p.warnOfFiles(k)
	return p.carryOut(ctx, s, o.format, o.writing, model.SetNamespace{Context: k.Ref(model.ContextKind, i), Namespace: ns})
}

// A namespaceFact is what ns shows, as data.
type namespaceFact struct {
	APIVersion string       `json:"apiVersion"`
	Kind       string       `json:"kind"`
	Name       model.Text   `json:"name"`
	Set        bool         `json:"set"` // false where nothing is set, so that it is "default"
	Context    model.Text   `json:"context"`
	Known      []model.Text `json:"known"` // the namespaces that the kubeconfigs use
}

// showNamespace prints the namespace of context i.
func (p *program) showNamespace(k model.Kubeconfig, o naming, i int) error {
	c := k.Contexts[i]
	now := c.Namespace
	if now.Empty() {
		now = model.NewText(defaultNamespace)
	}
	known := k.Namespaces(i)
	switch {
	case o.object():
		return p.print(o.format, namespaceFact{apiVersion, "Namespace", now, !c.Namespace.Empty(), c.Name, known})
	case o.word == "table":
		p.table([]string{"CONTEXT", "NAMESPACE"}, [][]string{{cell(c.Name), cell(now)}})
	case o.word == "name" || o.current || !p.OutTerminal:
		p.printName(now)
	default:
		p.markNamespaces(now, known)
	}
	return nil
}

// markNamespaces lists the namespaces with the current one marked, and in front
// when nobody uses it yet.
func (p *program) markNamespaces(now model.Text, known []model.Text) {
	found := false
	for _, ns := range known {
		found = found || ns == now
	}
	if !found {
		p.marked(true, now)
	}
	for _, ns := range known {
		p.marked(ns == now, ns)
	}
}
