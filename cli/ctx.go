package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/model"
)

const aboutCtx = `On a terminal, ctx lets you choose a context; piped, it lists their names.

  kubeid ctx            choose, or list
  kubeid ctx NAME       switch; a part of a name opens the choice on a terminal
  kubeid ctx -          switch back to the context before
  kubeid ctx NEW=OLD    rename; . stands for the current one
  kubeid ctx -d NAME…   delete
  kubeid ctx -- -name   switch to a context whose name begins with -`

// A switching is one call of ctx.
type switching struct {
	*format
	writing
	current, unset, remove bool
}

func (p *program) ctx() *cobra.Command {
	var o switching
	cmd := &cobra.Command{
		Use:     "ctx [NAME | -]",
		Short:   "Choose, list or switch contexts",
		Long:    strings.ReplaceAll(aboutCtx, "kubeid ", p.name+" "),
		Aliases: []string{"context"},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return p.names(model.ContextKind, o.remove)(cmd, args, typed)
		},
		Args: func(cmd *cobra.Command, args []string) error {
			if o.remove {
				return atLeast(1, "the name of a context to delete")(cmd, args)
			}
			return atMost(1)(cmd, args)
		},
	}
	o.format = outputFlag(cmd, "table", "wide", "json", "yaml", "name")
	o.flags(cmd)
	cmd.Flags().BoolVarP(&o.current, "current", "c", false, "print the current context")
	cmd.Flags().BoolVarP(&o.unset, "unset", "u", false, "unset the current context")
	cmd.Flags().BoolVarP(&o.remove, "delete", "d", false, "delete these contexts")
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error { return p.switching(cmd, o, args) })
	return cmd
}

func (p *program) switching(cmd *cobra.Command, o switching, args []string) error {
	literal := cmd.ArgsLenAtDash() == 0 // after --, a - is a name
	switch {
	case o.remove && (o.current || o.unset):
		return errUsage("-d goes with neither -c nor -u", "see "+cmd.CommandPath()+" --help")
	case o.remove:
		return p.deleting(cmd.Context(), deleting{format: o.format, writing: o.writing}, model.ContextKind, args)
	case o.current && o.unset:
		return errUsage("-c and -u do not go together", "see "+cmd.CommandPath()+" --help")
	case (o.current || o.unset) && len(args) > 0:
		return errUsage(fmt.Sprintf("-c and -u take no name, but there is %q", safe(args[0])), "see "+cmd.CommandPath()+" --help")
	case o.current:
		return p.currentContext(cmd.Context(), o)
	case o.unset:
		return p.unsetContext(cmd.Context(), o)
	case len(args) == 0:
		return p.chooseOrList(cmd.Context(), o)
	case args[0] == "-" && !literal:
		return p.previousContext(cmd.Context(), o)
	}
	return p.switchTo(cmd.Context(), o, args[0])
}

// currentContext prints the name of the current context.
func (p *program) currentContext(ctx context.Context, o switching) error {
	_, state, err := p.load(ctx)
	if err != nil {
		return err
	}
	k := state.Config
	name, file := k.Current()
	if file < 0 {
		return &model.Problem{Exit: model.ExitNotFound, What: "no current context is set", Todo: "switch to one with: " + p.name + " ctx NAME"}
	}
	i := k.CurrentContext()
	if i < 0 {
		if o.object() || o.word == "table" || o.word == "wide" {
			return model.NotFound(model.ContextKind, name.Raw(), k.Names(model.ContextKind))
		}
		p.say(fmt.Sprintf("warning: %s: current-context is %q, but there is no such context", k.Files[file].Label, name))
		p.printName(name)
		return nil
	}
	if o.word == "" || o.word == "name" {
		p.printName(name)
		return nil
	}
	return p.printList(listing{format: o.format, kind: model.ContextKind}, k, []int{i})
}

func (p *program) unsetContext(ctx context.Context, o switching) error {
	s, _, err := p.load(ctx)
	if err != nil {
		return err
	}
	return p.carryOut(ctx, s, o.format, o.writing, model.UnsetContext{})
}

// choosing tells whether a person is there to choose: somebody who wants data or a
// plan is not asked.
func (p *program) choosing(s Service, o switching) bool {
	return p.InTerminal && p.OutTerminal && p.Pick != nil && o.word == "" && !o.dryRun && !wantsLines(s)
}

// chooseOrList lets a person choose, and lists for a program.
func (p *program) chooseOrList(ctx context.Context, o switching) error {
	s, state, err := p.load(ctx)
	if err != nil {
		return err
	}
	k := state.Config
	p.warn(k)
	if p.choosing(s, o) {
		return p.pick(ctx, s, "")
	}
	var effective []int
	for i := range k.Contexts {
		if k.Shadow(model.ContextKind, i) < 0 {
			effective = append(effective, i)
		}
	}
	if len(effective) == 0 {
		p.say("there are no contexts")
	}
	switch o.word {
	case "":
		p.printMarked(k, effective)
	case "name":
		p.printNames(k, model.ContextKind, effective)
	default:
		return p.printList(listing{format: o.format, kind: model.ContextKind}, k, effective)
	}
	return nil
}

// printMarked lists names, and marks the current one for a person.
func (p *program) printMarked(k model.Kubeconfig, contexts []int) {
	if !p.OutTerminal {
		p.printNames(k, model.ContextKind, contexts)
		return
	}
	now := k.CurrentContext()
	for _, i := range contexts {
		p.marked(i == now, k.Contexts[i].Name)
	}
}

// marked prints a name behind the mark of the current one.
func (p *program) marked(now bool, name model.Text) {
	mark := " "
	if now {
		mark = "*"
	}
	fmt.Fprintln(p.out, mark, name)
}

func (p *program) previousContext(ctx context.Context, o switching) error {
	s, state, err := p.load(ctx)
	if err != nil {
		return err
	}
	name, ok := state.Previous()
	if !ok {
		return &model.Problem{Exit: model.ExitNotFound, What: "no context before this one is known", Todo: "switch with: " + p.name + " ctx NAME"}
	}
	i := state.Config.Effective(model.ContextKind, name)
	return p.use(ctx, s, state.Config, o, i)
}

// switchTo goes to the context of this name. On a terminal a part of a name opens
// the choice.
func (p *program) switchTo(ctx context.Context, o switching, name string) error {
	s, state, err := p.load(ctx)
	if err != nil {
		return err
	}
	k := state.Config
	i, unknown := contextNamed(k, name)
	switch {
	case unknown == nil:
		return p.use(ctx, s, k, o, i)
	case strings.Contains(name, "="):
		return p.renameContext(ctx, o, name)
	case p.choosing(s, o) && partOfAny(name, k.Names(model.ContextKind)):
		return p.pick(ctx, s, name)
	}
	return unknown
}

// partOfAny tells whether the letters of part stand, in this order, in any of names.
func partOfAny(part string, names []string) bool {
	for _, name := range names {
		if scattered(strings.ToLower(part), strings.ToLower(name)) {
			return true
		}
	}
	return false
}

// scattered tells whether the letters of part stand in name in this order.
func scattered(part, name string) bool {
	for _, r := range part {
		_, rest, found := strings.Cut(name, string(r))
		if !found {
			return false
		}
		name = rest
	}
	return true
}

// pick lets a person choose in a few lines, which switch by themselves.
func (p *program) pick(ctx context.Context, s Service, filter string) error {
	p.drawing = true
	err := p.Pick(ctx, s, filter)
	p.drawing = false
	if errors.Is(err, context.Canceled) {
		return &model.Problem{Exit: model.ExitInterrupted, What: "nothing was chosen"}
	}
	return err
}

// use switches to context i.
func (p *program) use(ctx context.Context, s Service, k model.Kubeconfig, o switching, i int) error {
	p.warnOfFiles(k)
	return p.carryOut(ctx, s, o.format, o.writing, model.UseContext{Context: k.Ref(model.ContextKind, i)})
}
