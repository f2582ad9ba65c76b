package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/model"
)

// Which entry and which file a person means by the words on the command line.

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
