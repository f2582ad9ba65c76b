package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kubeid/model"
)

func (p *program) requestsDecide(approve bool) *cobra.Command {
	o := &asked{}
	cmd := &cobra.Command{Use: "approve NAME…", Short: "Approve requests, exactly as they are shown"}
	if !approve {
		cmd.Use, cmd.Short = "deny NAME…", "Deny requests, with a reason for whoever asked"
	}
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return exactly(1, "the name of a request")(cmd, args)
		}
		return nil
	}
	o.format = p.requestFlags(cmd, o, "table", "json", "yaml", "name")
	o.writing.flags(cmd)
	cmd.Flags().StringVar(&o.reason, "reason", "", "why; it stands in the request")
	cmd.Flags().StringArrayVar(&o.named, "dangerous", nil, "a dangerous user, group, request or setting, named once more; may be given again")
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error {
		if !approve && o.reason == "" {
			return errUsage("a denial needs a reason", `add --reason "…", for whoever asked`)
		}
		return p.decide(cmd.Context(), o, approve, args)
	})
	return cmd
}

// decide shows requests, asks, and decides on them one after the other. The worst
// outcome is that of the command.
func (p *program) decide(ctx context.Context, o *asked, approve bool, names []string) error {
	s, ref, granted, err := p.reach(ctx, o.context, o.allowing)
	if err != nil {
		return err
	}
	all, err := s.Requests(ctx, ref, granted)
	if err != nil {
		return err
	}
	if granted, err = p.unsafely(granted, o.named); err != nil && !o.dryRun {
		return err
	}
	decisions, err := decisionsOf(all, o, approve, names)
	if err != nil {
		return err
	}
	now, word := time.Now(), "deny"
	if approve {
		word = "approve"
	}
	for _, d := range decisions {
		p.showRequest(d.Seen, all, now)
	}
	if o.dryRun {
		return p.printDecisions(o, ref, decisions, nil)
	}
	if err := p.confirm(ctx, o.writing, fmt.Sprintf("this would %s %s on %s, and that cannot be undone", word, strings.Join(names, ", "), ref.Name)); err != nil {
		return err
	}
	var after []model.CSR
	var failed []error
	for _, d := range decisions {
		got, err := s.Decide(ctx, ref, granted, d)
		after = append(after, got)
		if errors.Is(err, model.ErrConflict) {
			p.say("it is this now:")
			p.showRequest(got, all, now)
		}
		if err != nil {
			failed = append(failed, err)
			continue
		}
		p.say(fmt.Sprintf("%s is %s", got.Name, strings.ToLower(got.State())))
	}
	if err := p.printDecisions(o, ref, decisions, after); err != nil {
		return err
	}
	return worstError(failed)
}

// decisionsOf finds the requests, and refuses before anything is done what cannot be
// decided or is dangerous and was not named again.
func decisionsOf(all model.Requests, o *asked, approve bool, names []string) ([]model.Decision, error) {
	var out []model.Decision
	var have []string
	for _, r := range all.List {
		have = append(have, r.Name.Raw())
	}
	for _, name := range names {
		r, ok := all.Find(model.NewText(name))
		if !ok {
			p := &model.Problem{Exit: model.ExitNotFound, What: fmt.Sprintf("there is no request %q", model.NewText(name)), Todo: "see them with: kubeid requests --all"}
			if near := model.Nearest(name, have); len(near) > 0 {
				p.Todo = fmt.Sprintf("did you mean %q?", model.NewText(near[0]))
			}
			return nil, p
		}
		d := model.Decision{Seen: r, Approve: approve, Reason: o.reason}
		if err := d.Check(); err != nil {
			return nil, err
		}
		if missing := all.MayNot(r); missing != "" {
			return nil, &model.Problem{Exit: model.ExitRefused, What: "you may not decide on requests there: you lack the right to " + missing, Todo: "ask an administrator of the cluster"}
		}
		if approve {
			if err := r.Dangerous(o.named); err != nil {
				return nil, err
			}
		}
		out = append(out, d)
	}
	return out, nil
}

// worstError returns the error with which the command ends: all of them in words.
func worstError(failed []error) error {
	if len(failed) <= 1 {
		return errors.Join(failed...)
	}
	var words []string
	code := 0
	for _, err := range failed {
		words = append(words, err.Error())
		code = max(code, model.ExitCode(err))
	}
	return &model.Problem{Exit: code, What: strings.Join(words, "; "), Todo: model.Hint(failed[0])}
}
