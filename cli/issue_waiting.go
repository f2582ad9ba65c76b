package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"kubeid/model"
)

// A waitingFact is a user who waits for a certificate, as data.
type waitingFact struct {
	Name     string       `json:"name"` // for --resume and --forget
	User     model.Text   `json:"user"`
	Groups   []model.Text `json:"groups"`
	Contexts []model.Text `json:"contexts"`
	Requests []model.Text `json:"requests"`
	Since    time.Time    `json:"since"`
	Until    time.Time    `json:"until"` // when the key is deleted
	Trouble  string       `json:"trouble,omitempty"`
}

// listWaiting lists who waits for somebody else to approve or sign.
func (p *program) listWaiting(ctx context.Context, s Service, f *format) error {
	all, err := s.Pending(ctx)
	if err != nil {
		return err
	}
	items, rows := []waitingFact{}, [][]string{}
	for _, w := range all {
		fact := waitingFact{
			Name: w.ID, User: model.NewText(w.User.Subject.User), Groups: append([]model.Text{}, model.Texts(w.User.Subject.Groups)...),
			Contexts: append([]model.Text{}, w.Where()...), Requests: append([]model.Text{}, w.Requests...), Since: w.At, Until: w.Ends(),
		}
		row := []string{safe(w.ID), cell(fact.User), orDash(joined(fact.Contexts)), moment(w.At), moment(w.Ends()), orDash(joined(fact.Requests))}
		if w.Trouble != nil {
			fact.Trouble, row[1] = w.Trouble.Error(), "cannot be read"
		}
		items, rows = append(items, fact), append(rows, row)
	}
	switch {
	case f.object():
		return p.print(f, struct {
			APIVersion string        `json:"apiVersion"`
			Kind       string        `json:"kind"`
			Items      []waitingFact `json:"items"`
		}{apiVersion, "WaitingList", items})
	case len(items) == 0:
		p.say("nobody waits for a certificate")
		return nil
	case f.word == "name":
		for _, i := range items {
			fmt.Fprintln(p.out, safe(i.Name))
		}
		return nil
	}
	p.table([]string{"NAME", "USER", "CONTEXT", "SINCE", "KEPT UNTIL", "REQUEST"}, rows)
	return nil
}

// forgetWaiting deletes key and request of somebody who waits; that is for good.
func (p *program) forgetWaiting(ctx context.Context, s Service, o *issuing) error {
	if _, err := s.PendingUser(ctx, o.forget); model.ExitCode(err) == model.ExitNotFound {
		return err
	}
	words := fmt.Sprintf("this deletes key and request of %q: a certificate that comes for it is of no use then", safe(o.forget))
	if o.dryRun {
		p.say(words)
		return nil
	}
	if err := p.confirm(ctx, o.writing, words); err != nil {
		return err
	}
	if err := s.ForgetPending(ctx, o.forget); err != nil {
		return err
	}
	p.say(fmt.Sprintf("key and request of %q are deleted", safe(o.forget)))
	return nil
}

// sweep deletes what nothing can come of any more, and says so.
func (p *program) sweep(ctx context.Context, s Service) error {
	gone, err := s.SweepPending(ctx)
	for _, w := range gone {
		p.say(fmt.Sprintf("note: %s was not answered in time; its key is deleted", w))
	}
	return err
}

// waitingNames completes the names of those who wait.
func (p *program) waitingNames(cmd *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	all, err := p.Open(p.options()).Pending(cmd.Context())
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var ids []string
	for _, w := range all {
		ids = append(ids, w.ID)
	}
	return offered(ids, typed), cobra.ShellCompDirectiveNoFileComp
}
