package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/model"
)

// What a kubeconfig would run or send is agreed to by a person, here. --yes never
// covers it: it is for what a command itself does, not for what a file wants done.

// allowing says what was agreed to on the command line.
type allowing struct{ exec, files bool }

func (a *allowing) flags(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&a.exec, "allow-exec", false, "let the credential plugin of the kubeconfig run, without asking")
	cmd.Flags().BoolVar(&a.files, "allow-files", false, "use token and key files outside of the kubeconfig's folder, without asking")
}

// covers tells whether a need was agreed to on the command line.
func (a allowing) covers(n model.Need) bool { return n.Runs() && a.exec || !n.Runs() && a.files }

// consent returns what was agreed to for logging in with a context. On a terminal it
// asks for what the flags do not cover, one question for all of it; elsewhere it
// refuses.
func (p *program) consent(ctx context.Context, s Service, ref model.Ref, allow allowing) (model.Consent, error) {
	needs, err := s.WhoamiNeeds(ctx, ref)
	if err != nil {
		return model.Consent{}, err
	}
	var open []model.Need
	for _, n := range needs.Open() {
		if !allow.covers(n) {
			open = append(open, n)
		}
	}
	if len(open) == 0 {
		return needs.Agree(), nil
	}
	refused := refusedNeed(open[0])
	if !p.InTerminal {
		return model.Consent{}, refused
	}
	p.showNeeds(open)
	fmt.Fprint(p.Stderr, "go on? [y/N, always: do not ask again for exactly this] ")
	answer, err := p.answer(ctx)
	if err != nil {
		return model.Consent{}, err
	}
	granted := needs.Agree()
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "always":
		granted.Remember = true
		return granted, nil
	case "y", "yes":
		return granted, nil
	}
	return model.Consent{}, refused
}

// unsafely returns the consent with the word that allows to write to a server that is not
// verified, if it was said; else what is granted must do without.
func (p *program) unsafely(c model.Consent, named []string) (model.Consent, error) {
	c.Unsafely = slices.Contains(named, model.Insecure)
	if err := c.MayWrite(); err != nil {
		return c, err
	}
	if c.Unverified != "" {
		p.say("warning: " + c.Unverified)
	}
	return c, nil
}

// refusedNeed says what nobody agreed to, without its arguments.
func refusedNeed(n model.Need) error {
	if n.Runs() {
		return &model.Problem{
			Exit: model.ExitRefused,
			What: fmt.Sprintf("%s would run %s to log in, and nobody agreed to it", n.Place, n.Path),
			Todo: "look at it, then add --allow-exec, or allow it in kubectl's kuberc (credentialPluginAllowlist)",
		}
	}
	return &model.Problem{
		Exit: model.ExitRefused,
		What: fmt.Sprintf("%s would use the %s in %s, outside of its own folder, for %s, and nobody agreed to it", n.Place, n.What, n.File, n.Server),
		Todo: "look whether that is meant, then add --allow-files",
	}
}

// showNeeds shows a person exactly what would happen, arguments and variables too:
// they may be secret, but nobody can agree to what he does not see.
func (p *program) showNeeds(open []model.Need) {
	for _, n := range open {
		if !n.Runs() {
			p.say(fmt.Sprintf("%s would use the %s in %s for %s", n.Place, n.What, n.File, n.Server))
			continue
		}
		p.say(fmt.Sprintf("%s would run, to log in to %s:", n.Place, n.Server))
		p.say("  program   " + n.Path.String())
		if n.Command != n.Path {
			p.say("  written   " + n.Command.String())
		}
		for _, a := range n.Args {
			p.say("  argument  " + string(a.Reveal()))
		}
		for _, v := range n.Env {
			p.say(fmt.Sprintf("  variable  %s=%s", v.Name, v.Value.Reveal()))
		}
	}
}
