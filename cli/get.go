package cli

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"kubeid/model"
)

const aboutGet = `List what the kubeconfigs say: every entry of every file, with the place where it is
written, how a user logs in, and what kubectl would refuse or take from elsewhere.`

func (p *program) get() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "get contexts|clusters|users [NAME...]",
		Short: "List contexts, clusters or users",
		Long:  aboutGet,
		Args:  p.command,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return errUsage("get needs to know what: contexts, clusters or users", "see "+cmd.CommandPath()+" --help")
		},
	}
	cmd.AddCommand(
		p.getKind(model.ContextKind, "contexts", "context", "ctx"),
		p.getKind(model.ClusterKind, "clusters", "cluster"),
		p.getKind(model.UserKind, "users", "user"),
	)
	return cmd
}

// A listing is one call of get.
type listing struct {
	*format
	kind      model.Kind
	context   string // only what this context uses
	noHeaders bool
}

func (p *program) getKind(kind model.Kind, word string, aliases ...string) *cobra.Command {
	l := listing{kind: kind}
	cmd := &cobra.Command{
		Use:               word + " [NAME...]",
		Aliases:           aliases,
		Short:             "List " + word,
		ValidArgsFunction: p.names(kind, true),
	}
	l.format = outputFlag(cmd, "table", "wide", "json", "yaml", "name")
	cmd.Flags().BoolVar(&l.noHeaders, "no-headers", false, "leave the header line of the table out")
	cmd.Flags().StringVar(&l.context, "context", "", "only what this context uses")
	cmd.RegisterFlagCompletionFunc("context", p.names(model.ContextKind, true))
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error { return p.list(cmd, l, args) })
	return cmd
}

// list prints what was asked for, and then says which names there are not.
func (p *program) list(cmd *cobra.Command, l listing, names []string) error {
	s, state, err := p.load(cmd.Context())
	if err != nil {
		return err
	}
	p.warn(state.Config)
	chosen, err := l.choose(state.Config)
	if err != nil {
		return err
	}
	chosen, missing := named(state.Config, l.kind, chosen, names)
	if l.word == "name" {
		p.printNames(state.Config, l.kind, chosen)
		return missing
	}
	err = s.Decode(cmd.Context(), credentials(state.Config, l.kind, chosen), model.Look{}, func(e model.Event) { state = state.Apply(e) })
	if err != nil {
		return err
	}
	if len(chosen) == 0 && missing == nil {
		p.say(fmt.Sprintf("there are no %ss", l.kind))
	}
	if err := p.printList(l, state.Config, chosen); err != nil {
		return err
	}
	return missing
}

// choose returns the indexes of all entries, or of those that one context uses.
func (l listing) choose(k model.Kubeconfig) ([]int, error) {
	if l.context == "" {
		all := make([]int, k.Len(l.kind))
		for i := range all {
			all[i] = i
		}
		return all, nil
	}
	i, err := contextNamed(k, l.context)
	if err != nil {
		return nil, err
	}
	r := k.Resolve(i)
	at := [...]int{model.ContextKind: i, model.ClusterKind: r.Cluster, model.UserKind: r.User}[l.kind]
	if at < 0 {
		return nil, nil
	}
	return []int{at}, nil
}

// named keeps the entries with one of the names; the error tells of the first name
// that nobody has.
func named(k model.Kubeconfig, kind model.Kind, from []int, names []string) ([]int, error) {
	if len(names) == 0 {
		return from, nil
	}
	var out []int
	for _, i := range from {
		if slices.Contains(names, k.Entry(kind, i).Name.Raw()) {
			out = append(out, i)
		}
	}
	for _, name := range names {
		has := func(i int) bool { return k.Entry(kind, i).Name.Raw() == name }
		if !slices.ContainsFunc(out, has) {
			return out, model.NotFound(kind, name, k.Names(kind))
		}
	}
	return out, nil
}

// contextNamed returns the index of the context that kubectl takes for the name.
func contextNamed(k model.Kubeconfig, name string) (int, error) {
	if i := k.Effective(model.ContextKind, model.NewText(name)); i >= 0 {
		return i, nil
	}
	return -1, model.NotFound(model.ContextKind, name, k.Names(model.ContextKind))
}

// credentials returns the users whose credentials a list shows.
func credentials(k model.Kubeconfig, kind model.Kind, chosen []int) []model.Ref {
	var out []model.Ref
	seen := map[int]bool{-1: true}
	for _, i := range chosen {
		user := -1
		switch kind {
		case model.UserKind:
			user = i
		case model.ContextKind:
			user = k.Effective(model.UserKind, k.Contexts[i].User)
		}
		if !seen[user] {
			seen[user] = true
			out = append(out, k.Ref(model.UserKind, user))
		}
	}
	return out
}

// printNames prints one name on a line, each once and as it is; a terminal is spared
// what it could act on.
func (p *program) printNames(k model.Kubeconfig, kind model.Kind, chosen []int) {
	seen := map[model.Text]bool{}
	for _, i := range chosen {
		name := k.Entry(kind, i).Name
		if seen[name] || name.Empty() {
			continue
		}
		seen[name] = true
		p.printName(name)
	}
}

// printName prints a name on a line of its own.
func (p *program) printName(name model.Text) {
	if p.OutTerminal {
		fmt.Fprintln(p.out, name)
		return
	}
	fmt.Fprintln(p.out, name.Raw())
}
