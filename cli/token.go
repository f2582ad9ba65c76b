package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/model"
)

const aboutToken = `token makes a token of a ServiceAccount for use outside of the cluster, logs in with it
to prove that it works, and only then hands it over: as a kubeconfig under the state
folder's handover/, whose path is printed, unless flags say otherwise.

  kubeid token ci/robot                      8 hours
  kubeid token ci/robot --duration 24h --bound
  kubeid token ci/robot --create --role view
  kubeid token ci/robot --secret             no end, from a Secret that is made for it
  kubeid token ci/robot --secret-name NAME   from a Secret that is there

--bound makes a Secret that the token ends with, so that "kubeid revoke" can end it
before its time. A token from a Secret has no end, and everybody who can read the
Secret is the account: who that is, is told before.`

// A tokening is one call of token.
type tokening struct {
	*format
	writing
	target
	wish        model.TokenWish
	life        lasting
	secret      bool
	role        string
	clusterRole string
	stdout      bool
}

func (p *program) token() *cobra.Command {
	o := &tokening{life: lasting{word: "8h", Duration: model.UsualTokenLife}}
	cmd := &cobra.Command{
		Use:   "token [NAMESPACE/]NAME",
		Short: "Make a token of a ServiceAccount, and prove that it logs in",
		Long:  strings.ReplaceAll(aboutToken, "kubeid ", p.name+" "),
		Args:  exactly(1, "the account"),
	}
	o.format = outputFlag(cmd, "table", "json", "yaml")
	o.writing.flags(cmd)
	p.targetFlags(cmd, &o.target)
	f := cmd.Flags()
	f.BoolVar(&o.wish.Create, "create", false, "make the account if it is not there")
	f.Var(&o.life, "duration", "how long the token lives, from 10m on")
	f.StringArrayVar(&o.wish.Audiences, "audience", nil, "whom the token is for, instead of the API server; may be given again")
	f.BoolVar(&o.wish.Anchored, "bound", false, "end it with a Secret that is made for it, so that it can be revoked")
	f.BoolVar(&o.secret, "secret", false, "a token without an end, from a new Secret")
	f.StringVar(&o.wish.Secret, "secret-name", "", "the token of this Secret that is there; with --secret, the name of the new one")
	f.StringVar(&o.clusterRole, "clusterrole", "", "give the account this ClusterRole, in the namespaces of --role-namespace or everywhere")
	f.StringVar(&o.role, "role", "", "give the account this role in its namespace: a Role of it, else the ClusterRole of that name")
	f.StringArrayVar(&o.wish.Role.Namespaces, "role-namespace", nil, "give the role in this namespace; may be given again")
	f.StringVar(&o.wish.Out.Kubeconfig, "kubeconfig-out", "", "write a kubeconfig here; nothing is overwritten")
	f.StringVar(&o.wish.Out.Merge, "merge", "", "add the account to this kubeconfig that exists")
	f.StringVar(&o.wish.Out.Token, "token-out", "", "write the token alone here")
	f.StringVar(&o.wish.Out.CA, "ca-out", "", "write what the server is trusted by here")
	f.BoolVar(&o.stdout, "stdout", false, "print the token; on a terminal only after a yes")
	f.StringVar(&o.wish.Server, "server", "", "the address of the server as it has to be used")
	f.StringArrayVar(&o.wish.Named, "dangerous", nil, "a dangerous setting, named once more")
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error { return p.tokening(cmd.Context(), o, args[0]) })
	cmd.AddCommand(p.tokenInspect())
	return cmd
}

// answers puts the flags together.
func (o *tokening) answers(r aimed, name string) (model.TokenWish, error) {
	w := o.wish
	var err error
	if w.Account, err = model.ParseAccount(name, r.namespace); err != nil {
		return w, err
	}
	w.Context, w.Life = r.ref, o.life.Duration
	switch {
	case o.secret:
		w.By = model.BySecret
	case w.Secret != "":
		w.By = model.FromSecret
	}
	if o.life.set && w.By != model.ByRequest {
		return w, errUsage("a token from a Secret has no end, so that --duration means nothing", "leave one of them out")
	}
	switch {
	case o.role != "" && o.clusterRole != "":
		return w, errUsage("--role and --clusterrole name one role each", "choose one of them")
	case o.role != "" && len(w.Role.Namespaces) == 0:
		w.Role.Namespaces = []string{w.Account.Namespace.Raw()}
	}
	w.Role.Name = o.role + o.clusterRole
	w.Out.Kubeconfig, w.Out.Merge, w.Out.Token, w.Out.CA = absolute(w.Out.Kubeconfig), absolute(w.Out.Merge), absolute(w.Out.Token), absolute(w.Out.CA)
	w.Out.Handover = w.Out.None() && !o.stdout
	return w, w.WithDefaults().Check()
}

func (p *program) tokening(ctx context.Context, o *tokening, name string) error {
	if o.stdout && p.OutTerminal && !o.dryRun {
		if err := p.confirm(ctx, o.writing, "this shows the token on the terminal, where it stays in the scrollback"); err != nil {
			return err
		}
	}
	r, err := p.aim(ctx, o.target)
	if err != nil {
		return err
	}
	settings, err := r.Settings()
	if err != nil {
		return err
	}
	o.life.usual(settings.Defaults.TokenLife)
	w, err := o.answers(r, name)
	if err != nil {
		return err
	}
	review, err := r.ReviewToken(ctx, w, r.granted)
	if err != nil {
		return err
	}
	p.sayReviewed(review.Worries, review.Notes)
	p.sayReaders(review)
	if o.dryRun {
		return p.printTokenReview(o.format, review)
	}
	if err := review.Err(); err != nil {
		return err
	}
	if err := lacking(review.Missing()); err != nil {
		return err
	}
	if w.By == model.BySecret || !w.Role.None() || w.Create && !review.Exists {
		if err := p.confirm(ctx, o.writing, tokenQuestion(review)); err != nil {
			return err
		}
	}
	made, err := r.MakeToken(ctx, review, r.granted, p.progress)
	if err != nil {
		return p.notMade(ctx, r, o, made, r.granted, err)
	}
	return p.printMade(o, made)
}

// tokenQuestion says what would be made in the cluster.
func tokenQuestion(r model.TokenReview) string {
	var words []string
	for _, o := range r.Objects {
		words = append(words, o.What)
	}
	return "this makes in the cluster: " + strings.Join(words, "; ")
}

// sayReaders says who will be the account once the token stands in a Secret.
func (p *program) sayReaders(r model.TokenReview) {
	if r.Wish.By == model.ByRequest {
		return
	}
	p.say("warning: this token has no end, and everybody who can read its Secret is this account:")
	for n, h := range r.Readers {
		if n == maxWarnings && len(r.Readers) > maxWarnings+1 {
			p.say(fmt.Sprintf("  and %d more: %s who-can read", len(r.Readers)-n, p.name))
			break
		}
		p.say("  " + h.Subject.String())
	}
	if !r.Read {
		p.say("  and perhaps others: not all roles could be read")
	}
}

// notMade says what exists now, and offers to take it back.
func (p *program) notMade(ctx context.Context, s Service, o *tokening, m model.MadeToken, granted model.Consent, failed error) error {
	if o.object() {
		if err := p.print(o.format, madeOf(m, failed, false)); err != nil {
			return err
		}
	}
	return p.takenBack(ctx, s, m.Left, granted, failed)
}

// printMade tells about the token on standard error, and prints where it is.
func (p *program) printMade(o *tokening, m model.MadeToken) error {
	for _, w := range m.Warned {
		p.say("warning: the server says: " + w.String())
	}
	end := "no end"
	if !m.Facts.Expires.IsZero() {
		end = "until " + m.Facts.Expires.Local().Format("2006-01-02 15:04 -0700")
	}
	p.say(fmt.Sprintf("life: %s; %s", m.LifeWords(), end))
	if m.Facts.Extended() {
		p.say("note: " + m.Facts.ExtendedWords())
	}
	if m.Try != "" {
		p.say("try it:  " + m.Try)
	}
	if m.Curl != "" && o.wish.Out.Token != "" {
		p.say("or with: " + m.Curl)
	}
	if m.Revoke != "" {
		p.say("end it:  " + m.Revoke)
	} else {
		p.say("nothing ends it before its time but deleting the account (--bound makes one that can be revoked)")
	}
	switch {
	case o.object():
		return p.print(o.format, madeOf(m, nil, o.stdout))
	case o.stdout:
		fmt.Fprintln(p.out, string(m.Token.Reveal()))
		return nil
	}
	for _, f := range m.Files {
		fmt.Fprintln(p.out, safe(f.Path))
	}
	return nil
}
