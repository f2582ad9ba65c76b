package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kubeid/model"
)

const aboutWhoami = `whoami logs in with a context and asks the server who that is: user, uid, groups
and what else the server holds about it. Beside it stands what the certificate or
the token says of itself, and whether both agree.

A credential plugin runs only after a yes: on a terminal it is shown and asked for,
elsewhere --allow-exec says it. kubectl's kuberc is obeyed in any case. A token or
key file outside of the kubeconfig's folder is asked for as well: --allow-files.`

// Logins logs in with a context, with what a person agreed to.
type Logins interface {
	// WhoamiNeeds says what would run and be sent, and does nothing of it.
	WhoamiNeeds(ctx context.Context, ref model.Ref) (model.Consent, error)
	// Whoami asks the server who we are.
	Whoami(ctx context.Context, ref model.Ref, granted model.Consent) (model.Whoami, error)
	// Namespaces lists the cluster's namespaces; model.ErrMayNotList where that is forbidden.
	Namespaces(ctx context.Context, ref model.Ref, granted model.Consent) ([]model.Text, error)
}

func (p *program) whoami() *cobra.Command {
	var allow allowing
	var name string
	cmd := &cobra.Command{
		Use:   "whoami",
		Short: "Log in and ask the server who you are",
		Long:  aboutWhoami,
		Args:  atMost(0),
	}
	f := outputFlag(cmd, "table", "json", "yaml", "name")
	allow.flags(cmd)
	cmd.Flags().StringVar(&name, "context", "", "log in with this context, instead of the current one")
	cmd.RegisterFlagCompletionFunc("context", p.names(model.ContextKind, true))
	cmd.RunE = p.begin(func(cmd *cobra.Command, _ []string) error { return p.ask(cmd.Context(), f, allow, name) })
	return cmd
}

// ask logs in with a context and tells who the server takes us for.
func (p *program) ask(ctx context.Context, f *format, allow allowing, name string) error {
	s, state, err := p.load(ctx)
	if err != nil {
		return err
	}
	i, err := p.contextOrCurrent(state.Config, name)
	if err != nil {
		return err
	}
	ref := state.Config.Ref(model.ContextKind, i)
	granted, err := p.consent(ctx, s, ref, allow)
	if err != nil {
		return err
	}
	w, err := s.Whoami(ctx, ref, granted)
	if err != nil {
		return err
	}
	claim, err := claimed(ctx, s, state, i)
	if err != nil {
		return err
	}
	for _, words := range w.Warnings {
		p.say("warning: the server says: " + words.String())
	}
	return p.printWhoami(f, w, claim)
}

// claimed looks at what the credential says of itself. Its files were read to log in.
func claimed(ctx context.Context, s Service, state model.State, context int) (claim, error) {
	k := state.Config
	u := k.Resolve(context).User
	if u < 0 {
		return claim{}, nil
	}
	ref := k.Ref(model.UserKind, u)
	err := s.Decode(ctx, []model.Ref{ref}, model.Look{Files: true}, func(e model.Event) { state = state.Apply(e) })
	return claimOf(k.Users[u], state.Credentials[ref]), err
}

// printWhoami prints the answer beside what was expected.
func (p *program) printWhoami(f *format, w model.Whoami, c claim) error {
	wrong := c.against(w)
	switch {
	case f.object():
		return p.print(f, whoamiOf(w, c, wrong))
	case f.word == "name":
		p.printName(w.User)
		return nil
	}
	rows := [][]string{
		{"context", cell(w.Context.Name)},
		{"server", cell(w.Server)},
		{"user", cell(w.User)},
	}
	add := func(name, value string) {
		if value != "" {
			rows = append(rows, []string{name, value})
		}
	}
	add("uid", w.UID.String())
	add("groups", joined(w.Groups))
	for _, e := range w.Extra {
		add("extra", e.Key.String()+" = "+joined(e.Values))
	}
	add("sent", orNothing(joined(w.Sent)))
	add("expected", c.words())
	switch {
	case len(wrong) > 0:
		add("agrees", "no: "+strings.Join(wrong, "; "))
	case c.knows():
		add("agrees", "yes"+c.proof(w))
	}
	add("took", w.Took.Round(time.Millisecond).String())
	p.table(nil, rows)
	if len(wrong) > 0 {
		p.say(fmt.Sprintf("warning: the server does not see what the %s says", c.by))
	}
	return nil
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

// joined puts texts side by side, safe to draw.
func joined(list []model.Text) string {
	words := make([]string, len(list))
	for i, t := range list {
		words[i] = t.String()
	}
	return strings.Join(words, ", ")
}
