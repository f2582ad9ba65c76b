package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/crypto"
	"kubeid/kube"
	"kubeid/model"
)

const aboutIssue = `issue makes a user: a key, a certificate, perhaps a role, and a kubeconfig that
logs in. It shows what it will do, asks, does it step by step, and at last logs in
as the new user to prove it.

  kubeid issue --user jane --group devs
  kubeid issue --user jane --role view --role-namespace web --duration 30d
  kubeid issue --user jane --ca-cert ca.crt --ca-key ca.key
  kubeid issue --from-csr jane.csr --ca-cert ca.crt --ca-key ca.key
  kubeid issue --from team.csv --role view --role-namespace web
  kubeid issue --resume jane      once somebody else has approved it
  kubeid issue --waiting          who waits for that; --forget NAME gives up

The cluster signs through its CSR API, unless an authority is named. The result is a
new kubeconfig under the state folder's handover/, for you alone, unless --out,
--merge or --format say otherwise; its path is printed. A certificate cannot be taken
back before it ends, so the usual life is 90d.

What is dangerous about a user is refused until its name is given once more with
--dangerous; --yes never covers that.`

// Onboarding adds users, and knows who was added.
type Onboarding interface {
	// AddOffers finds out what the form on the screen can offer.
	AddOffers(ctx context.Context, ref model.Ref, granted model.Consent, connect bool) (model.AddOffers, error)
	// ReviewUser tells what adding a user would do.
	ReviewUser(ctx context.Context, u model.NewUser, with model.AddWith) (model.Review, error)
	// AddUser carries a review out; what came of it is told also when it fails.
	AddUser(ctx context.Context, r model.Review, with model.AddWith, tell func(model.Event)) (model.AddedUser, error)
	// TakeBack removes what a failed try has left behind.
	TakeBack(ctx context.Context, left []model.Leftover, granted model.Consent) error
	// Pending lists the users who wait for a certificate.
	Pending(ctx context.Context) ([]model.Waiting, error)
	// SweepPending deletes what nothing can come of any more, and returns what that was.
	SweepPending(ctx context.Context) ([]model.Waiting, error)
	// ForgetPending deletes key and request of somebody who waits.
	ForgetPending(ctx context.Context, id string) error
	// PendingUser returns the answers of one of them.
	PendingUser(ctx context.Context, id string) (model.NewUser, error)
	// ResumeUser goes on with a user whose request somebody else had to approve.
	ResumeUser(ctx context.Context, id string, with model.AddWith, tell func(model.Event)) (model.AddedUser, error)
	// AcceptCertificate takes the certificate that somebody else has signed.
	AcceptCertificate(ctx context.Context, file string, with model.AddWith, tell func(model.Event)) (model.AddedUser, error)
	// Renewal returns the answers with which the certificate of a user entry is renewed.
	Renewal(ctx context.Context, user, through model.Ref) (model.NewUser, error)
	// Offboarding finds out what gives a user rights, and what cannot be taken away.
	Offboarding(ctx context.Context, ref model.Ref, user string, granted model.Consent) (model.Offboarding, error)
	// Offboard takes the user out of the bindings.
	Offboard(ctx context.Context, o model.Offboarding, granted model.Consent, tell func(model.Event)) error
	// Issued lists the certificates that were issued, the newest first.
	Issued(ctx context.Context) ([]model.Issued, error)
}

// An issuing is one call of issue.
type issuing struct {
	*format
	writing
	allowing
	user     model.NewUser
	contexts []string
	groups   []string
	role     string
	cluster  string
	life     lasting
	key      string
	merge    string
	as       string
	pass     string
	p12      string
	csrOnly  bool
	resume   string
	waiting  bool
	forget   string
	only     bool // renew: no other entries
	from     string
}

// issue makes users.
func (p *program) issue() *cobra.Command {
	o := &issuing{}
	cmd := &cobra.Command{
		Use:   "issue --user NAME",
		Short: "Make a user: certificate, role and kubeconfig, and prove that it logs in",
		Long:  strings.ReplaceAll(aboutIssue, "kubeid ", p.name+" "),
		Args:  atMost(0),
	}
	o.begins(cmd)
	o.signedBy(cmd)
	p.issueFlags(cmd, o)
	p.completeIssuing(cmd)
	cmd.RunE = p.begin(func(cmd *cobra.Command, _ []string) error { return p.issuing(cmd.Context(), o) })
	return cmd
}

// issuing does what one call of issue asks for.
func (p *program) issuing(ctx context.Context, o *issuing) error {
	s, state, err := p.load(ctx)
	if err != nil {
		return err
	}
	switch {
	case o.forget != "":
		return p.forgetWaiting(ctx, s, o)
	case !o.dryRun && o.resume == "": // who is asked for may try, however late
		if err := p.sweep(ctx, s); err != nil {
			return err
		}
	}
	if o.waiting {
		return p.listWaiting(ctx, s, o.format)
	}
	if o.resume != "" {
		return p.resuming(ctx, s, o)
	}
	if err := p.preset(s, o); err != nil {
		return err
	}
	if o.from != "" {
		return p.issuingMany(ctx, s, o, state.Config)
	}
	u, err := p.answers(o, state.Config)
	if err != nil {
		return err
	}
	return p.reviewAndAdd(ctx, s, o, u)
}

// reviewAndAdd asks for what is needed to add a user, and adds it.
func (p *program) reviewAndAdd(ctx context.Context, s Service, o *issuing, u model.NewUser) error {
	with, err := p.addWith(ctx, s, o, u)
	if err != nil {
		return err
	}
	review, err := p.reviewed(ctx, s, u, &with)
	if err != nil {
		return err
	}
	return p.add(ctx, s, o, review, with)
}

// addWith collects what was agreed to, and the passphrases.
func (p *program) addWith(ctx context.Context, s Service, o *issuing, u model.NewUser) (with model.AddWith, err error) {
	if u.Talks() {
		for _, ref := range u.Contexts {
			granted, err := p.consent(ctx, s, ref, o.allowing)
			if err != nil {
				return with, err
			}
			with.Granted = with.Granted.Join(granted)
		}
	}
	if with.Authority, err = p.passphraseFrom(o.pass); err != nil {
		return with, err
	}
	if u.Result != model.AsPKCS12 || o.dryRun {
		return with, nil
	}
	if with.Output, err = p.passphraseFrom(o.p12); err != nil || !with.Output.Empty() {
		return with, err
	}
	if !p.InTerminal {
		return with, errUsage("a PKCS#12 file needs a passphrase", "give it with --p12-passphrase-file")
	}
	if with.Output, err = p.askPassphrase(ctx, "passphrase for the PKCS#12 file: "); err != nil {
		return with, err
	}
	again, err := p.askPassphrase(ctx, "once more: ")
	if err == nil && !again.Equal(with.Output) {
		err = errUsage("the two passphrases differ", "type the same twice")
	}
	return with, err
}

// maxTries is how often a passphrase may be typed.
const maxTries = 3

// reviewed makes the review. On a terminal it asks for the passphrase of the authority.
func (p *program) reviewed(ctx context.Context, s Service, u model.NewUser, with *model.AddWith) (model.Review, error) {
	for try := 0; ; try++ {
		review, err := s.ReviewUser(ctx, u, *with)
		locked := errors.Is(err, crypto.ErrPassphraseNeeded) || try > 0 && errors.Is(err, crypto.ErrPassphraseWrong)
		if !locked || !p.InTerminal || try == maxTries {
			return review, err
		}
		if try > 0 {
			p.say("that is not it")
		}
		if with.Authority, err = p.askPassphrase(ctx, "passphrase of "+filepath.Base(u.Key)+": "); err != nil {
			return review, err
		}
	}
}

// add shows what will be done, asks, and does it.
func (p *program) add(ctx context.Context, s Service, o *issuing, r model.Review, with model.AddWith) error {
	p.sayReviewed(r.Worries, r.Notes)
	if o.dryRun {
		return p.printReview(o.format, r)
	}
	if err := r.Err(); err != nil {
		return err
	}
	if err := lacking(r.Blocking()); err != nil {
		return err
	}
	if r.User.By == model.ByAPI && !r.Approves() {
		p.say("note: the request will wait for somebody who may approve it")
	}
	if err := p.confirm(ctx, o.writing, issueQuestion(r)); err != nil {
		return err
	}
	added, err := s.AddUser(ctx, r, with, p.progress)
	if err != nil {
		return p.notAdded(ctx, s, o, added, with, err)
	}
	return p.printAdded(o.format, added)
}

// issueQuestion says in one line what cannot be taken back.
func issueQuestion(r model.Review) string {
	p := r.Places[0]
	until := p.Until.Local().Format("2006-01-02 15:04")
	if r.User.By == model.ByAPI {
		until = "at most " + until
	}
	words := fmt.Sprintf("this issues %s for %s, good until %s and not to be taken back before", many(len(r.Places), "a certificate", "certificates"), model.NewText(r.Subject), until)
	if !r.User.Role.None() {
		words += fmt.Sprintf("; it gives %s", r.User.Role)
	}
	return words
}

func many(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return fmt.Sprintf("%d %s", n, more)
}

// progress tells about a step when it ends, or when it has something to tell before.
func (p *program) progress(e model.Event) {
	step, ok := e.(model.Progress)
	if !ok || step.State == model.StepRunning && step.Note.Empty() {
		return
	}
	mark := map[model.StepState]string{model.StepRunning: "..", model.StepDone: "ok", model.StepSkipped: "--", model.StepFailed: "!!"}[step.State]
	line := mark + "  " + step.Step
	if !step.Note.Empty() && step.State != model.StepFailed {
		line += ": " + step.Note.Raw()
	}
	p.say(line)
}

var _ Onboarding = (*kube.Service)(nil)
