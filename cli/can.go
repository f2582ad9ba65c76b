package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/model"
)

const aboutCan = `can tells whether somebody may do one thing, and by which binding. Without --as it is
about you. The server itself is asked where it may be; what RBAC says stands beside it.

  kubeid can create pods -n ci
  kubeid can get secrets/db -n ci --as jane --as-group devs
  kubeid can create deployments.apps/scale --account ci/robot
  kubeid can --list --account ci/robot

It prints yes or no, and ends with code 0 for yes and 4 for no.`

// A canning is one call of can.
type canning struct {
	target
	as     string
	groups []string
	who    string
	list   bool
	all    bool
}

func (p *program) can() *cobra.Command {
	var o canning
	cmd := &cobra.Command{
		Use:   "can VERB RESOURCE[/NAME]",
		Short: "May somebody do this, and why",
		Long:  strings.ReplaceAll(aboutCan, "kubeid ", p.name+" "),
		Args:  atMost(2),
	}
	f := outputFlag(cmd, "table", "json", "yaml")
	p.targetFlags(cmd, &o.target)
	fl := cmd.Flags()
	fl.StringVar(&o.as, "as", "", "this user, instead of you")
	fl.StringArrayVar(&o.groups, "as-group", nil, "a group of that user; may be given again")
	fl.StringVar(&o.who, "account", "", "this ServiceAccount, as [NAMESPACE/]NAME")
	fl.BoolVarP(&o.all, "all-namespaces", "A", false, "in all namespaces at once")
	fl.BoolVar(&o.list, "list", false, "all that they may do")
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error {
		if o.list != (len(args) == 0) || !o.list && len(args) < 2 {
			return errUsage("name a verb and a resource, or give --list", "such as: "+p.name+" can get pods")
		}
		r, err := p.aim(cmd.Context(), o.target)
		if err != nil {
			return err
		}
		who, err := o.actor(r.namespace)
		if err != nil {
			return err
		}
		if o.list {
			return p.listRights(cmd.Context(), f, r, who)
		}
		return p.mayOne(cmd.Context(), f, r, o, who, args)
	})
	return cmd
}

// actor is who is asked about; the zero one is ourselves.
func (o canning) actor(namespace model.Text) (model.Actor, error) {
	switch {
	case o.as != "" && o.who != "":
		return model.Actor{}, errUsage("--as and --account name one each", "choose one of them")
	case len(o.groups) > 0 && o.as == "":
		return model.Actor{}, errUsage("--as-group goes with --as", "name the user as well")
	case o.who != "":
		of, err := model.ParseAccount(o.who, namespace)
		return of.Actor(), err
	case o.as != "":
		return model.As(o.as, o.groups), nil
	}
	return model.Actor{}, nil
}

func (p *program) mayOne(ctx context.Context, f *format, r aimed, o canning, who model.Actor, args []string) error {
	what, name := args[1], ""
	if before, after, ok := strings.Cut(what, "/"); ok && !strings.HasPrefix(what, "/") && !subresources[after] {
		what, name = before, after
	}
	right, err := model.ParseRight(args[0], what)
	if err != nil {
		return err
	}
	if right.Name = name; right.URL == "" && !o.all {
		right.Namespace = r.namespace.Raw()
	}
	c, err := r.Can(ctx, r.ref, who, right, r.granted)
	if err != nil {
		return err
	}
	if !c.Allowed() {
		p.code = model.ExitRefused
	}
	if f.object() {
		return p.print(f, canOf(c))
	}
	fmt.Fprintln(p.out, canWord(c))
	if c.RBAC {
		p.say("by " + c.Grant.String())
	}
	switch {
	case c.Server == nil:
		p.unknown(c.Unknown)
		p.say(model.OnlyRBAC)
	case c.Server.Allowed && !c.RBAC:
		p.say("the server allows it, though no role that could be read does: " + c.Server.Reason.String())
		p.unknown(c.Unknown)
	}
	return nil
}

// subresources are the words that, behind a slash, are no name of an object.
var subresources = map[string]bool{
	"status": true, "scale": true, "exec": true, "attach": true, "log": true, "portforward": true, "proxy": true, "ephemeralcontainers": true, "eviction": true,
	"binding": true, "token": true, "approval": true, "finalize": true, "resize": true, "*": true,
}

func canWord(c model.Can) string {
	switch {
	case c.Allowed():
		return "yes"
	case c.Known():
		return "no"
	}
	return "no, as far as could be seen"
}

type canFact struct {
	APIVersion string       `json:"apiVersion"`
	Kind       string       `json:"kind"`
	Context    model.Text   `json:"context"`
	Right      string       `json:"right"`
	Allowed    bool         `json:"allowed"`
	Known      bool         `json:"known"`
	Server     *bool        `json:"serverSays"` // null when it could not be asked
	RBAC       bool         `json:"rbacSays"`
	By         *grantFact   `json:"by,omitempty"`
	Unknown    []model.Text `json:"unknown,omitempty"`
}

func canOf(c model.Can) canFact {
	out := canFact{APIVersion: apiVersion, Kind: "Can", Context: c.Context.Name, Right: c.Right.String(), Allowed: c.Allowed(), Known: c.Known(), RBAC: c.RBAC, Unknown: c.Unknown}
	if c.Server != nil {
		out.Server = &c.Server.Allowed
	}
	if c.RBAC {
		by := grantOf(c.Grant)
		out.By = &by
	}
	return out
}

type rightsFact struct {
	APIVersion string       `json:"apiVersion"`
	Kind       string       `json:"kind"`
	Context    model.Text   `json:"context"`
	Items      []permitFact `json:"items"`
	Unknown    []model.Text `json:"unknown,omitempty"`
}

type permitFact struct {
	Namespace model.Text   `json:"namespace"` // "" is everywhere
	What      model.Text   `json:"resource"`
	Names     []model.Text `json:"names,omitempty"`
	Verbs     []model.Text `json:"verbs"`
}

func (p *program) listRights(ctx context.Context, f *format, r aimed, who model.Actor) error {
	got, err := r.Rights(ctx, r.ref, who, r.namespace, r.granted, nothingTold)
	if err != nil {
		return err
	}
	p.unknown(got.Unknown)
	if f.object() {
		out := rightsFact{apiVersion, "Rights", got.Context.Name, []permitFact{}, got.Unknown}
		for _, x := range got.Permits {
			out.Items = append(out.Items, permitFact{x.Namespace, x.What, x.Names, x.Verbs})
		}
		return p.print(f, out)
	}
	var rows [][]string
	for _, x := range got.Permits {
		where := x.Namespace.String()
		if where == "" {
			where = "everywhere"
		}
		rows = append(rows, []string{where, cell(x.What), orDash(joined(x.Names)), joined(x.Verbs)})
	}
	p.table([]string{"WHERE", "RESOURCE", "NAMES", "VERBS"}, rows)
	if !got.Own {
		p.say(model.OnlyRBAC)
	}
	return nil
}
