package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/model"
)

const aboutRename = `Give a context, cluster or user another name. Every reference that kubectl resolves to
it follows, in every file, and so does the current context. Nothing is ever overwritten.

  kubeid rename context old new
  kubeid rename user jane janet --in ~/.kube/other   the one that is written there
  kubeid ctx new=old                                 the same for contexts; . is the current one`

// kinds are the words for the three kinds of entries.
var kinds = []struct {
	kind    model.Kind
	word    string
	aliases []string
}{
	{model.ContextKind, "context", []string{"ctx", "contexts"}},
	{model.ClusterKind, "cluster", []string{"clusters"}},
	{model.UserKind, "user", []string{"users"}},
}

// A renaming is one call of rename.
type renaming struct {
	*format
	writing
	in      string
	ownFile bool
}

func (p *program) rename() *cobra.Command {
	cmd := p.group("rename", "context|cluster|user OLD NEW", "Give an entry another name, with all references to it", aboutRename)
	for _, k := range kinds {
		var o renaming
		sub := &cobra.Command{
			Use: k.word + " OLD NEW", Aliases: k.aliases, Short: "Give a " + k.word + " another name",
			Args: exactly(2, "the old and the new name"), ValidArgsFunction: p.names(k.kind, false),
		}
		o.format = outputFlag(sub, "table", "json", "yaml", "name")
		o.writing.flags(sub)
		inFlag(sub, &o.in)
		if k.kind != model.ContextKind {
			sub.Flags().BoolVar(&o.ownFile, "own-file", false, "the contexts of its own file follow, though kubectl took another file's "+k.word+" for them")
		}
		sub.RunE = p.begin(func(cmd *cobra.Command, args []string) error {
			s, state, err := p.load(cmd.Context())
			if err != nil {
				return err
			}
			ref, err := p.entryNamed(state.Config, k.kind, args[0], o.in)
			if err != nil {
				return err
			}
			p.warnOfFiles(state.Config)
			return p.carryOut(cmd.Context(), s, o.format, o.writing, model.Rename{Entry: ref, To: model.NewText(args[1]), OwnFile: o.ownFile})
		})
		cmd.AddCommand(sub)
	}
	return cmd
}

// renameContext does what ctx NEW=OLD wishes for.
func (p *program) renameContext(ctx context.Context, o switching, wish string) error {
	to, old, _ := strings.Cut(wish, "=")
	s, state, err := p.load(ctx)
	if err != nil {
		return err
	}
	ref, err := p.entryNamed(state.Config, model.ContextKind, old, "")
	if err != nil {
		return err
	}
	p.warnOfFiles(state.Config)
	return p.carryOut(ctx, s, o.format, o.writing, model.Rename{Entry: ref, To: model.NewText(to)})
}

// group returns a command that only holds others.
func (p *program) group(name, use, short, long string) *cobra.Command {
	return &cobra.Command{
		Use: name + " " + use, Short: short, Long: strings.ReplaceAll(long, "kubeid ", p.name+" "), Args: p.command,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return errUsage(name+" needs to know what", "see "+cmd.CommandPath()+" --help")
		},
	}
}

// exactly takes n words.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < n {
			return errUsage(cmd.CommandPath()+" needs "+what, "see "+cmd.CommandPath()+" --help")
		}
		return atMost(n)(cmd, args)
	}
}

// inFlag adds --in, which tells entries of one name in several files apart.
func inFlag(cmd *cobra.Command, in *string) {
	cmd.Flags().StringVar(in, "in", "", "the entry that is written in this kubeconfig, instead of the one that kubectl takes")
	cmd.MarkFlagFilename("in")
}

// entryNamed returns the entry that kubectl takes for a name, or the one of this name
// in a file. For a context . is the current one, unless one is named so.
func (p *program) entryNamed(k model.Kubeconfig, kind model.Kind, name, in string) (model.Ref, error) {
	text := model.NewText(name)
	if in != "" {
		file, err := fileNamed(k, in)
		if err != nil {
			return model.Ref{}, err
		}
		if i := k.In(file, kind, text); i >= 0 {
			return k.Ref(kind, i), nil
		}
		return model.Ref{}, model.NotFound(kind, name, k.Names(kind))
	}
	i := k.Effective(kind, text)
	if i < 0 && name == "." && kind == model.ContextKind {
		var err error
		if i, err = p.contextOrCurrent(k, ""); err != nil {
			return model.Ref{}, err
		}
	}
	if i < 0 {
		return model.Ref{}, model.NotFound(kind, name, k.Names(kind))
	}
	return k.Ref(kind, i), nil
}

// fileNamed returns the index of a kubeconfig, named by its path or as it is shown.
func fileNamed(k model.Kubeconfig, path string) (int, error) {
	full := absolute(path)
	for i, f := range k.Files {
		if f.Path == full || f.Label.Raw() == path {
			return i, nil
		}
	}
	labels := make([]string, len(k.Files))
	for i, f := range k.Files {
		labels[i] = f.Label.String()
	}
	return -1, &model.Problem{
		Exit: model.ExitNotFound, What: fmt.Sprintf("%s is not one of the kubeconfigs", safe(path)),
		Todo: "they are: " + strings.Join(labels, ", "),
	}
}

// absolute returns a path that counts from the working folder.
func absolute(path string) string {
	full, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	return full
}
