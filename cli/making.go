package cli

import (
	"context"
	"errors"
	"strings"

	"kubeid/model"
)

// What making users and making tokens have in common: what is said before, what is
// refused to begin, and what is offered when it fails.

// sayReviewed says what is odd about what would be made, and what could not be found out.
func (p *program) sayReviewed(worries []model.Worry, notes []string) {
	for _, w := range worries {
		words := "warning: " + w.Text
		if w.ID == "address-loopback" {
			words += " (--server URL)"
		}
		p.say(words)
	}
	for _, n := range notes {
		p.say("note: " + n)
	}
}

// lacking refuses to begin what the server would not let us end.
func lacking(missing []model.Verdict) error {
	if len(missing) == 0 {
		return nil
	}
	var what []string
	for _, v := range missing {
		words := v.Right.String()
		if !v.Reason.Empty() {
			words += " (" + v.Reason.String() + ")"
		}
		what = append(what, words)
	}
	return &model.Problem{
		Exit: model.ExitRefused, What: "you may not: " + strings.Join(what, "; "),
		Todo: "ask an administrator of the cluster for these rights, or to do it",
	}
}

// takenBack says what exists now that the work has failed, and takes it away again, if
// somebody there says yes to that. It returns why the work failed.
func (p *program) takenBack(ctx context.Context, s Service, left []model.Leftover, granted model.Consent, failed error) error {
	if len(left) == 0 {
		return failed
	}
	p.say("what exists now:")
	for _, l := range left {
		p.say("  " + l.String())
	}
	if p.InTerminal && !errors.Is(failed, context.Canceled) {
		if err := p.confirm(ctx, writing{}, "this takes them away again"); err == nil {
			if err := s.TakeBack(context.WithoutCancel(ctx), left, granted); err != nil {
				return errors.Join(failed, err)
			}
			p.say("they are gone")
			return failed
		}
	}
	p.say("to take them away:")
	for _, l := range left {
		p.say("  " + l.Remove)
	}
	return failed
}
