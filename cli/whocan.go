package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/model"
)

const aboutWhoCan = `who-can tells who can become a ServiceAccount, or read a Secret: by reading its token,
asking for one, running something as it, getting into its pods, acting in its name,
or giving themselves the right to. For every way it tells the binding and the role.

  kubeid who-can become ci/robot
  kubeid who-can read ci/robot-token

The answer is that of RBAC, worked out here from all roles and bindings, which you have
to be allowed to list. A webhook or a cloud's own authorizer can add to it.`

func (p *program) whoCan() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "who-can",
		Short: "Who can become a ServiceAccount, or read a Secret",
		Long:  strings.ReplaceAll(aboutWhoCan, "kubeid ", p.name+" "),
		Args:  p.command,
		RunE:  p.begin(func(cmd *cobra.Command, _ []string) error { return cmd.Help() }),
	}
	one := func(use, short string, ask func(context.Context, aimed, model.Account) (model.WhoCan, error)) {
		var t target
		sub := &cobra.Command{Use: use + " [NAMESPACE/]NAME", Short: short, Args: exactly(1, "the name")}
		f := outputFlag(sub, "table", "wide", "json", "yaml", "name")
		p.targetFlags(sub, &t)
		sub.RunE = p.begin(func(cmd *cobra.Command, args []string) error {
			r, err := p.aim(cmd.Context(), t)
			if err != nil {
				return err
			}
			of, err := model.ParseAccount(args[0], r.namespace)
			if err != nil {
				return err
			}
			w, err := ask(cmd.Context(), r, of)
			if err != nil {
				return err
			}
			return p.printWhoCan(f, w)
		})
		cmd.AddCommand(sub)
	}
	one("become", "Who can become a ServiceAccount, and how", func(ctx context.Context, r aimed, of model.Account) (model.WhoCan, error) {
		return r.WhoCanBecome(ctx, r.ref, of, r.granted, nothingTold)
	})
	one("read", "Who can read a Secret, and how", func(ctx context.Context, r aimed, of model.Account) (model.WhoCan, error) {
		return r.WhoCanRead(ctx, r.ref, of, r.granted, nothingTold)
	})
	return cmd
}

func (p *program) printWhoCan(f *format, w model.WhoCan) error {
	p.unknown(w.Unknown)
	switch {
	case f.object():
		return p.print(f, whoCanOf(w))
	case f.word == "name":
		for _, h := range w.Holders {
			if h.Open() {
				fmt.Fprintln(p.out, h.Subject)
			}
		}
		return nil
	}
	var rows [][]string
	for _, h := range w.Holders {
		rows = append(rows, holderRows(h, f.word == "wide")...)
	}
	p.table([]string{"WHO", "CAN", "BY"}, rows)
	p.say(fmt.Sprintf("%s: %d of %d subjects, from %d roles and %d bindings", w.Title(), w.Open(), len(w.Holders), w.Roles, w.Bound))
	p.say(model.OnlyRBAC)
	return nil
}

// holderRows are the ways of one subject, one a row. Who may do everything needs one.
func holderRows(h model.Holder, wide bool) [][]string {
	who := h.Subject.String()
	if m := h.Subject.Members(); m != "" {
		who += " (" + m + ")"
	}
	if g, all := h.All(); all && !wide {
		return [][]string{{who, "everything", g.String()}}
	}
	var rows [][]string
	ways := h.Brief()
	if wide {
		ways = h.Ways
	}
	for _, way := range ways {
		can := way.Title
		if way.Unless != "" {
			can += " (" + way.Unless + ")"
		}
		for n, s := range way.Steps {
			if n > 0 {
				can = "and"
			}
			rows = append(rows, []string{who, can, s.Right.What() + " by " + s.Grant.String()})
			who = ""
		}
	}
	return rows
}

type whoCanFact struct {
	APIVersion string       `json:"apiVersion"`
	Kind       string       `json:"kind"`
	Context    model.Text   `json:"context"`
	Question   string       `json:"question"`
	Source     string       `json:"source"` // RBAC: other authorizers can add to it
	Complete   bool         `json:"complete"`
	Items      []holderFact `json:"items"`
	Unknown    []model.Text `json:"unknown,omitempty"`
}

type holderFact struct {
	Kind       string     `json:"kind"`
	Namespace  model.Text `json:"namespace,omitzero"`
	Name       model.Text `json:"name"`
	Members    string     `json:"members,omitempty"`
	Everything bool       `json:"everything"`
	Ways       []wayFact  `json:"ways"`
}

type wayFact struct {
	ID     string      `json:"id"`
	Title  string      `json:"title"`
	Unless string      `json:"unless,omitempty"`
	Steps  []stepOfWay `json:"steps"`
}

type stepOfWay struct {
	Right string `json:"right"`
	grantFact
}

func whoCanOf(w model.WhoCan) whoCanFact {
	out := whoCanFact{
		APIVersion: apiVersion, Kind: "WhoCan", Context: w.Context.Name, Question: w.Title(), Source: "RBAC", Complete: len(w.Unknown) == 0,
		Items: []holderFact{}, Unknown: w.Unknown,
	}
	for _, h := range w.Holders {
		fact := holderFact{Kind: h.Subject.Kind, Namespace: h.Subject.Namespace, Name: h.Subject.Name, Members: h.Subject.Members(), Ways: []wayFact{}}
		_, fact.Everything = h.All()
		for _, way := range h.Ways {
			w := wayFact{way.ID, way.Title, way.Unless, []stepOfWay{}}
			for _, s := range way.Steps {
				w.Steps = append(w.Steps, stepOfWay{s.Right.String(), grantOf(s.Grant)})
			}
			fact.Ways = append(fact.Ways, w)
		}
		out.Items = append(out.Items, fact)
	}
	return out
}
