package cli

import (
	"context"

	"github.com/spf13/cobra"

	"kubeid/model"
)

const aboutNew = `Make a context of a cluster and a user that exist, or one like another.

  kubeid new context web --cluster prod --user jane -n web
  kubeid new context web --like prod -n web

It goes to the file that has both the cluster and the user, else to the first that
exists; --file names another one.`

// A making is one call of new.
type making struct {
	*format
	writing
	cluster, user, namespace, like, file string
}

func (p *program) create() *cobra.Command {
	cmd := p.group("new", "context NAME", "Make a context", aboutNew)
	var o making
	sub := &cobra.Command{
		Use: "context NAME", Aliases: []string{"ctx"}, Short: "Make a context of a cluster and a user",
		Args: exactly(1, "a name for the context"), ValidArgsFunction: cobra.NoFileCompletions,
	}
	o.format = outputFlag(sub, "table", "json", "yaml", "name")
	o.writing.flags(sub)
	for _, f := range []struct {
		to          *string
		name, about string
		kind        model.Kind
	}{
		{&o.cluster, "cluster", "the cluster that it goes to", model.ClusterKind},
		{&o.user, "user", "the user that it logs in as", model.UserKind},
		{&o.like, "like", "copy this context", model.ContextKind},
	} {
		sub.Flags().StringVar(f.to, f.name, "", f.about)
		sub.RegisterFlagCompletionFunc(f.name, p.names(f.kind, true))
	}
	sub.Flags().StringVarP(&o.namespace, "namespace", "n", "", "its namespace")
	sub.RegisterFlagCompletionFunc("namespace", p.namespaces)
	sub.Flags().StringVar(&o.file, "file", "", "the kubeconfig that it is written to")
	sub.MarkFlagFilename("file")
	sub.RunE = p.begin(func(cmd *cobra.Command, args []string) error { return p.making(cmd.Context(), o, args[0]) })
	cmd.AddCommand(sub)
	return cmd
}

func (p *program) making(ctx context.Context, o making, name string) error {
	s, state, err := p.load(ctx)
	if err != nil {
		return err
	}
	c, err := p.newContext(state.Config, o, name)
	if err != nil {
		return err
	}
	p.warnOfFiles(state.Config)
	return p.carryOut(ctx, s, o.format, o.writing, c)
}

// newContext returns what is wished for.
func (p *program) newContext(k model.Kubeconfig, o making, name string) (model.Change, error) {
	const see = "name --cluster and --user, or --like CONTEXT"
	switch {
	case o.like != "" && (o.cluster != "" || o.user != "" || o.file != ""):
		return nil, errUsage("--like goes with neither --cluster, --user nor --file", see)
	case o.like == "" && (o.cluster == "" || o.user == ""):
		return nil, errUsage("a context needs a cluster and a user", see)
	}
	if o.like != "" {
		ref, err := p.entryNamed(k, model.ContextKind, o.like, "")
		if err != nil {
			return nil, err
		}
		c := model.CopyContext{Context: ref, To: model.NewText(name)}
		if o.namespace == "" {
			return c, nil
		}
		there := model.Ref{File: ref.File, Kind: model.ContextKind, Name: c.To}
		return model.Several{Changes: []model.Change{c, model.SetNamespace{Context: there, Namespace: model.NewText(o.namespace)}}}, nil
	}
	c := model.NewContext{Name: model.NewText(name), Namespace: model.NewText(o.namespace)}
	var err error
	if c.Cluster, err = p.entryNamed(k, model.ClusterKind, o.cluster, ""); err != nil {
		return nil, err
	}
	if c.User, err = p.entryNamed(k, model.UserKind, o.user, ""); err != nil {
		return nil, err
	}
	if o.file != "" {
		i, err := fileNamed(k, o.file)
		if err != nil {
			return nil, err
		}
		c.File = k.Files[i].Path
	}
	return c, nil
}
