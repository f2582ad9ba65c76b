package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/model"
)

const aboutOffboard = `offboard shows what gives a user rights in a cluster, and takes them out of the
bindings that name them; a binding that names nobody else is deleted. It says which
of their certificates stay good until when, and which of their groups keep rights:
neither can be taken away from one user.

  kubeid offboard jane
  kubeid offboard jane --context prod --context lab --dry-run`

// offboard takes the rights of a user away.
func (p *program) offboard() *cobra.Command {
	var allow allowing
	var w writing
	var contexts, named []string
	cmd := &cobra.Command{
		Use:   "offboard USER",
		Short: "Take a user's rights away, and say what stays",
		Long:  strings.ReplaceAll(aboutOffboard, "kubeid ", p.name+" "),
		Args:  atMost(1),
	}
	f := outputFlag(cmd, "table", "json", "yaml", "name")
	w.flags(cmd)
	allow.flags(cmd)
	cmd.Flags().StringArrayVar(&contexts, "context", nil, "here, instead of the current context; may be given again")
	cmd.Flags().StringArrayVar(&named, "dangerous", nil, "a dangerous setting, named once more")
	cmd.RegisterFlagCompletionFunc("context", p.names(model.ContextKind, true))
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return errUsage("no user is named", "name them as the cluster calls them (CN)")
		}
		return p.offboarding(cmd.Context(), f, w, allow, args[0], contexts, named)
	})
	return cmd
}

func (p *program) offboarding(ctx context.Context, f *format, w writing, allow allowing, user string, contexts, named []string) error {
	s, state, err := p.load(ctx)
	if err != nil {
		return err
	}
	if len(contexts) == 0 {
		contexts = []string{""}
	}
	var all []model.Offboarding
	var granted model.Consent
	bound := 0
	for _, name := range contexts {
		i, err := p.contextOrCurrent(state.Config, name)
		if err != nil {
			return err
		}
		ref := state.Config.Ref(model.ContextKind, i)
		agreed, err := p.consent(ctx, s, ref, allow)
		if err != nil {
			return err
		}
		if agreed, err = p.unsafely(agreed, named); err != nil && !w.dryRun {
			return err
		}
		granted = granted.Join(agreed)
		o, err := s.Offboarding(ctx, ref, user, granted)
		if err != nil {
			return err
		}
		all = append(all, o)
		bound += len(o.Bindings)
	}
	if err := p.showOffboarding(f, w, all); err != nil || w.dryRun {
		return err
	}
	if bound == 0 {
		p.say("nothing to do: no binding names them")
		return nil
	}
	if err := p.confirm(ctx, w, fmt.Sprintf("this takes %s out of %s", safe(user), many(bound, "a binding", "bindings"))); err != nil {
		return err
	}
	for _, o := range all {
		if err := s.Offboard(ctx, o, granted, p.progress); err != nil {
			return err
		}
	}
	return nil
}

// offboardFact is one cluster's part of an offboarding as data.
type offboardFact struct {
	Context  model.Text  `json:"context"`
	Bindings []boundFact `json:"bindings"`
	Groups   []boundFact `json:"rightsThroughGroups"`
	Alive    []aliveFact `json:"certificatesStillGood"`
	Warnings []string    `json:"warnings"`
}

type boundFact struct {
	Kind      string `json:"kind"`
	Namespace string `json:"namespace,omitempty"`
	Name      string `json:"name"`
	Role      string `json:"role"`
	Subject   string `json:"subject"`
	Deleted   bool   `json:"deletesBinding"`
}

type aliveFact struct {
	Fingerprint string `json:"fingerprint"`
	Until       string `json:"until"`
}

func (p *program) showOffboarding(f *format, w writing, all []model.Offboarding) error {
	facts := []offboardFact{}
	var rows [][]string
	for _, o := range all {
		fact := offboardFact{Context: o.Context.Name, Bindings: boundFacts(o.Bindings), Groups: boundFacts(o.Groups), Alive: []aliveFact{}, Warnings: o.Warnings()}
		for _, i := range o.Alive {
			fact.Alive = append(fact.Alive, aliveFact{i.Fingerprint, i.Until.UTC().Format("2006-01-02T15:04:05Z")})
		}
		facts = append(facts, fact)
		for _, b := range o.Bindings {
			does := "taken out"
			if b.Alone {
				does = "deleted"
			}
			rows = append(rows, []string{cell(o.Context.Name), safe(b.String()), does})
		}
		for _, u := range o.Unknown {
			p.say("note: " + o.Context.Name.Raw() + ": " + u.Raw())
		}
		for _, words := range o.Warnings() {
			p.say("warning: " + o.Context.Name.Raw() + ": " + words)
		}
	}
	switch {
	case f.object():
		return p.print(f, struct {
			APIVersion string         `json:"apiVersion"`
			Kind       string         `json:"kind"`
			DryRun     bool           `json:"dryRun"`
			Items      []offboardFact `json:"items"`
		}{apiVersion, "Offboarding", w.dryRun, facts})
	case len(rows) > 0 && f.word != "name":
		p.table([]string{"CONTEXT", "BINDING", "BECOMES"}, rows)
	}
	return nil
}

func boundFacts(list []model.NamedIn) []boundFact {
	out := []boundFact{}
	for _, b := range list {
		out = append(out, boundFact{b.Kind, b.Namespace, b.Name, b.Role, b.Subject, b.Alone})
	}
	return out
}
