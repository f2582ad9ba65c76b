package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/crypto"
	"kubeid/kube"
	"kubeid/model"
)

const aboutImport = `Take the entries of another kubeconfig in, from a file or standard input (-). What is
there already under any name is used as it is; what has a taken name gets another one;
nothing is overwritten unless you say so. What the entries would run, read or send is
shown first: on a terminal it asks, without one it needs --yes.

  kubeid import new.yaml
  ssh host cat /etc/kubernetes/admin.conf | kubeid import - --yes
  kubeid import new.yaml --rename context/prod=prod-eu --skip user/jane --replace cluster/lab`

// An importing is one call of import.
type importing struct {
	*format
	writing
	file, base            string
	taken                 string
	embed                 bool
	skip, rename, replace []string
}

func (p *program) imports() *cobra.Command {
	var o importing
	cmd := &cobra.Command{
		Use: "import FILE|-", Short: "Take the entries of another kubeconfig in", Long: strings.ReplaceAll(aboutImport, "kubeid ", p.name+" "),
		Args: exactly(1, "a kubeconfig, or - for standard input"),
	}
	o.format = outputFlag(cmd, "table", "json", "yaml", "name")
	o.writing.flags(cmd)
	cmd.Flags().StringVar(&o.file, "file", "", "the kubeconfig that the entries are written to")
	cmd.MarkFlagFilename("file")
	cmd.Flags().StringVar(&o.base, "base", "", "the folder that relative paths count from; usually that of FILE")
	cmd.MarkFlagDirname("base")
	cmd.Flags().StringVar(&o.taken, "taken", "rename", "what to do when a name is taken by something else: rename, skip, replace or refuse")
	cmd.RegisterFlagCompletionFunc("taken", cobra.FixedCompletions([]string{"rename", "skip", "replace", "refuse"}, cobra.ShellCompDirectiveNoFileComp))
	cmd.Flags().BoolVar(&o.embed, "embed", false, "take the content of files that the entries point to, not their paths")
	cmd.Flags().StringArrayVar(&o.skip, "skip", nil, "leave KIND/NAME out")
	cmd.Flags().StringArrayVar(&o.rename, "rename", nil, "take KIND/NAME=NEW under a new name")
	cmd.Flags().StringArrayVar(&o.replace, "replace", nil, "put KIND/NAME in the place of the one that is there")
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error { return p.importing(cmd.Context(), o, args[0]) })
	return cmd
}

func (p *program) importing(ctx context.Context, o importing, from string) error {
	c, err := p.foreign(o, from)
	if err != nil {
		return err
	}
	if c.Choices, err = choices(o); err != nil {
		return err
	}
	acts := map[string]model.Act{"rename": model.Auto, "skip": model.Skip, "replace": model.Overwrite, "refuse": model.Deny}
	var known bool
	if c.Taken, known = acts[o.taken]; !known {
		return errUsage(fmt.Sprintf("--taken cannot be %q", safe(o.taken)), "it is one of rename, skip, replace, refuse")
	}
	s := p.Open(p.options())
	if o.file != "" {
		loaded, err := s.Load(ctx)
		if err != nil {
			return err
		}
		i, err := fileNamed(loaded.Config, o.file)
		if err != nil {
			return err
		}
		c.File = loaded.Config.Files[i].Path
	}
	plan, err := s.Plan(ctx, c)
	if err != nil {
		return err
	}
	done := !o.dryRun && (o.yes || len(p.question(plan)) == 0) // without a question it is told when it is done
	if !done {
		for _, i := range plan.Incoming {
			p.say(i.Wish())
		}
	}
	if err := p.carryOutPlan(ctx, s, o.format, o.writing, plan); err != nil || !done {
		return err
	}
	for _, i := range plan.Incoming {
		p.say(i.String())
	}
	return nil
}

// foreign reads the other kubeconfig.
func (p *program) foreign(o importing, from string) (model.Import, error) {
	c := model.Import{Source: model.NewText(from), Embed: o.embed}
	if o.base != "" {
		c.Folder = absolute(o.base)
	}
	var data []byte
	var err error
	if from == "-" {
		c.Source = model.NewText("standard input")
		data, err = kube.ReadAll(p.Stdin)
	} else {
		if c.Folder == "" {
			c.Folder = filepath.Dir(absolute(from))
		}
		data, err = kube.ReadFile(absolute(from))
	}
	if err != nil {
		return c, &model.Problem{Exit: model.ExitNotFound, What: fmt.Sprintf("%s %v", c.Source, err), Todo: "name a kubeconfig"}
	}
	c.Data = crypto.NewSecret(data)
	return c, nil
}

// choices reads what was said about single entries.
func choices(o importing) ([]model.Choice, error) {
	var out []model.Choice
	for _, f := range []struct {
		act   model.Act
		words []string
	}{{model.Skip, o.skip}, {model.SetName, o.rename}, {model.Overwrite, o.replace}} {
		for _, word := range f.words {
			c := model.Choice{Act: f.act}
			kind, name, found := strings.Cut(word, "/")
			found = found && isKind(kind, &c.Kind)
			if f.act == model.SetName {
				old, to, ok := strings.Cut(name, "=")
				name, c.To, found = old, model.NewText(to), found && ok
			}
			if !found {
				return nil, errUsage(fmt.Sprintf("%q names no entry", safe(word)), "write it as context/NAME, cluster/NAME or user/NAME, for --rename with =NEW behind it")
			}
			c.Name = model.NewText(name)
			out = append(out, c)
		}
	}
	return out, nil
}

// isKind reads the word for a kind.
func isKind(word string, to *model.Kind) bool {
	for _, k := range kinds {
		if k.word == word {
			*to = k.kind
			return true
		}
	}
	return false
}
