package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kubeid/crypto"
	"kubeid/model"
)

const aboutAccounts = `accounts lists the ServiceAccounts of a namespace with the Secrets that hold tokens of
them. Such a token has no end, so that every one of them is worth replacing.

  kubeid accounts -n ci       those of a namespace; without -n that of the context
  kubeid accounts -A          those of all namespaces
  kubeid accounts -A --legacy nothing but the token Secrets
  kubeid accounts ci/robot    one account: tokens, pods, roles

Nothing secret is read: of Secrets only names, labels and dates are asked for.`

// Accounts looks at ServiceAccounts, makes tokens of them, and says who can become one.
type Accounts interface {
	// Accounts lists those of a namespace, or of all.
	Accounts(ctx context.Context, ref model.Ref, namespace model.Text, granted model.Consent, tell func(model.Event)) (model.Accounts, error)
	// Account looks at one.
	Account(ctx context.Context, ref model.Ref, of model.Account, granted model.Consent) (model.AccountPage, error)
	// ReviewToken tells what making a token would do.
	ReviewToken(ctx context.Context, w model.TokenWish, granted model.Consent) (model.TokenReview, error)
	// MakeToken carries a review out; what came of it is told also when it fails.
	MakeToken(ctx context.Context, r model.TokenReview, granted model.Consent, tell func(model.Event)) (model.MadeToken, error)
	// CheckToken looks whether the cluster takes a token.
	CheckToken(ctx context.Context, ref model.Ref, token crypto.Secret, send bool, granted model.Consent) (model.TokenCheck, error)
	// ReviewRevocation tells what revoking a token would do.
	ReviewRevocation(ctx context.Context, ref model.Ref, what model.RevokeWhat, granted model.Consent) (model.Revocation, error)
	// Revoke revokes it, and waits until the cluster refuses it.
	Revoke(ctx context.Context, r model.Revocation, token crypto.Secret, granted model.Consent, tell func(model.Event)) (model.Revoked, error)
	// WhoCanBecome tells who can become an account.
	WhoCanBecome(ctx context.Context, ref model.Ref, of model.Account, granted model.Consent, tell func(model.Event)) (model.WhoCan, error)
	// WhoCanRead tells who can read a Secret.
	WhoCanRead(ctx context.Context, ref model.Ref, secret model.Account, granted model.Consent, tell func(model.Event)) (model.WhoCan, error)
	// Can tells whether somebody may do one thing.
	Can(ctx context.Context, ref model.Ref, as model.Actor, right model.Right, granted model.Consent) (model.Can, error)
	// Rights tells what somebody may do.
	Rights(ctx context.Context, ref model.Ref, as model.Actor, namespace model.Text, granted model.Consent, tell func(model.Event)) (model.Rights, error)
}

// A target is the cluster and namespace that a command is about.
type target struct {
	allowing
	context   string
	namespace string
}

func (p *program) targetFlags(cmd *cobra.Command, t *target) {
	t.allowing.flags(cmd)
	cmd.Flags().StringVar(&t.context, "context", "", "the cluster and user of this context, instead of the current one")
	cmd.Flags().StringVarP(&t.namespace, "namespace", "n", "", "this namespace, instead of that of the context")
	cmd.RegisterFlagCompletionFunc("context", p.names(model.ContextKind, true))
	cmd.RegisterFlagCompletionFunc("namespace", func(cmd *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return p.namespaces(cmd, nil, typed)
	})
}

// An aimed is a target that was looked up, and what was agreed to for logging in there.
type aimed struct {
	Service
	ref       model.Ref
	namespace model.Text
	granted   model.Consent
}

// aim looks a target up, and asks for what logging in there needs.
func (p *program) aim(ctx context.Context, t target) (aimed, error) {
	s, state, err := p.load(ctx)
	if err != nil {
		return aimed{}, err
	}
	i, err := p.contextOrCurrent(state.Config, t.context)
	if err != nil {
		return aimed{}, err
	}
	r := aimed{Service: s, ref: state.Config.Ref(model.ContextKind, i), namespace: model.NewText(t.namespace)}
	if r.namespace.Empty() {
		r.namespace = state.Config.Contexts[i].Namespace
	}
	if r.namespace.Empty() {
		r.namespace = model.NewText(defaultNamespace)
	}
	if err := model.CheckNamespace(t.namespace); t.namespace != "" && err != nil {
		return r, err
	}
	r.granted, err = p.consent(ctx, s, r.ref, t.allowing)
	return r, err
}

func (p *program) accounts() *cobra.Command {
	var t target
	var all, legacy bool
	cmd := &cobra.Command{
		Use:     "accounts [[NAMESPACE/]NAME]",
		Short:   "ServiceAccounts, and the Secrets that hold tokens of them",
		Long:    strings.ReplaceAll(aboutAccounts, "kubeid ", p.name+" "),
		Aliases: []string{"sa", "serviceaccounts"},
		Args:    atMost(1),
	}
	f := outputFlag(cmd, "table", "json", "yaml", "name")
	p.targetFlags(cmd, &t)
	cmd.Flags().BoolVarP(&all, "all-namespaces", "A", false, "those of all namespaces")
	cmd.Flags().BoolVar(&legacy, "legacy", false, "nothing but the token Secrets, which have no end")
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error {
		r, err := p.aim(cmd.Context(), t)
		if err != nil {
			return err
		}
		if len(args) == 1 {
			return p.oneAccount(cmd.Context(), f, r, args[0])
		}
		if all {
			r.namespace = model.Text{}
		}
		list, err := r.Accounts(cmd.Context(), r.ref, r.namespace, r.granted, nothingTold)
		if err != nil {
			return err
		}
		p.unknown(list.Unknown)
		if legacy {
			return p.printLegacy(f, list)
		}
		return p.printAccounts(f, list)
	})
	return cmd
}

func nothingTold(model.Event) {}

// unknown says what could not be found out.
func (p *program) unknown(list []model.Text) {
	for _, words := range list {
		p.say("note: " + words.String())
	}
}

func (p *program) printAccounts(f *format, a model.Accounts) error {
	switch {
	case f.object():
		return p.print(f, accountsOf(a))
	case f.word == "name":
		for _, s := range a.List {
			fmt.Fprintln(p.out, s.Account)
		}
		return nil
	}
	now := time.Now()
	var rows [][]string
	for _, s := range a.List {
		tokens := fmt.Sprint(len(s.Tokens))
		if !a.TokensKnown {
			tokens = "?"
		}
		rows = append(rows, []string{cell(s.Namespace), cell(s.Name), model.HumanDuration(now.Sub(s.Made)), tokens, orDash(joined(s.Pull))})
	}
	p.table([]string{"NAMESPACE", "NAME", "AGE", "TOKEN SECRETS", "PULL SECRETS"}, rows)
	if a.More {
		p.say("warning: there are more than could be listed")
	}
	return nil
}

// printLegacy prints the token Secrets, which all are worth replacing.
func (p *program) printLegacy(f *format, a model.Accounts) error {
	legacy := a.Legacy()
	switch {
	case f.object():
		return p.print(f, legacyList{apiVersion, "TokenSecretList", a.Context.Name, tokenSecretsOf(legacy, a.Tracked)})
	case f.word == "name":
		for _, s := range legacy {
			fmt.Fprintln(p.out, model.Account{Namespace: s.Namespace, Name: s.Name})
		}
		return nil
	}
	now := time.Now()
	var rows [][]string
	for _, s := range legacy {
		rows = append(rows, []string{
			cell(s.Namespace), cell(s.Name), cell(s.Account), s.Kind(), model.HumanDuration(now.Sub(s.Made)), s.LastUsedWord(), s.CleanUpWord(a.Tracked, now),
		})
	}
	p.table([]string{"NAMESPACE", "SECRET", "ACCOUNT", "KIND", "AGE", "LAST USED", "CLEAN-UP"}, rows)
	if len(legacy) > 0 {
		p.say(fmt.Sprintf("none of these tokens has an end; replace one by one that has: %s token NAMESPACE/ACCOUNT --bound, then %s revoke NAMESPACE/SECRET", p.name, p.name))
	}
	return nil
}

// oneAccount prints all that is known of one account.
func (p *program) oneAccount(ctx context.Context, f *format, r aimed, name string) error {
	of, err := model.ParseAccount(name, r.namespace)
	if err != nil {
		return err
	}
	page, err := r.Account(ctx, r.ref, of, r.granted)
	if err != nil {
		return err
	}
	p.unknown(page.Unknown)
	if f.object() {
		return p.print(f, accountPageOf(page))
	}
	rows := [][]string{{"account", page.Account.String()}, {"uid", cell(page.UID)}, {"made", moment(page.Made)}}
	add := func(name, value string) { rows = append(rows, []string{name, value}) }
	for _, o := range page.Outside {
		add("in a cloud", o.String())
	}
	if !page.Mounts {
		add("mounted", "no: pods get no token of it unless they ask")
	}
	now := time.Now()
	for _, t := range page.Tokens {
		add("token Secret", fmt.Sprintf("%s, %s, %s old, last used: %s, clean-up: %s", t.Name, t.Kind(), model.HumanDuration(now.Sub(t.Made)), t.LastUsedWord(), t.CleanUpWord(page.Tracked, now)))
	}
	for _, s := range page.Pull {
		add("pull Secret", s.String())
	}
	for _, pod := range page.Pods {
		add("pod", pod.Name.String())
	}
	for _, g := range page.Grants {
		words := g.String()
		if g.Subject.Kind == model.GroupSubject {
			words += " (by group " + g.Subject.Name.String() + ")"
		}
		add("role", words)
	}
	p.table(nil, rows)
	return nil
}
