package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/crypto"
	"kubeid/model"
)

const aboutRenew = `renew gives a user entry of your kubeconfigs a new certificate and a new key: the
same name, groups and UID, and nothing else in the file changes. Every other entry
with the very same certificate is renewed with it, unless --only says otherwise. One
undo brings the old ones back.

  kubeid renew                  the user of the current context
  kubeid renew jane --context admin@prod
  kubeid renew jane --ca-cert ca.crt --ca-key ca.key`

// renew issues a certificate anew, in the place of the old one.
func (p *program) renew() *cobra.Command {
	o := &issuing{life: lasting{word: "90d", Duration: model.UsualLife}}
	var through string
	cmd := &cobra.Command{
		Use:               "renew [USER]",
		Short:             "Renew the client certificate of a user entry, in its place",
		Long:              strings.ReplaceAll(aboutRenew, "kubeid ", p.name+" "),
		Args:              atMost(1),
		ValidArgsFunction: p.names(model.UserKind, false),
	}
	o.format = outputFlag(cmd, "table", "json", "yaml", "name")
	o.writing.flags(cmd)
	o.allowing.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&through, "context", "", "ask the cluster through this context, such as an administrator's (default: the one that uses the user)")
	f.BoolVar(&o.only, "only", false, "leave other entries with the very same certificate as they are")
	f.Var(&o.life, "duration", "how long the new certificate lives: 8h, 30d")
	f.StringVar(&o.key, "key-type", "", "kind of the new key (default: that of the old one)")
	f.StringVar(&o.user.CA, "ca-cert", "", "sign with this authority: its certificate")
	f.StringVar(&o.user.Key, "ca-key", "", "the authority's key, encrypted or not")
	f.StringVar(&o.pass, "passphrase-file", "", "file with the passphrase of the authority's key; - for standard input")
	f.BoolVar(&o.user.Unapproved, "no-approve", false, "leave approving to somebody else; then: issue --resume NAME")
	f.StringArrayVar(&o.user.Named, "dangerous", nil, "a dangerous user, group or setting, named once more")
	cmd.RegisterFlagCompletionFunc("context", p.names(model.ContextKind, true))
	cmd.RegisterFlagCompletionFunc("key-type", cobra.FixedCompletions(keyTypeNames(), cobra.ShellCompDirectiveNoFileComp))
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error { return p.renewing(cmd.Context(), o, args, through) })
	return cmd
}

func (p *program) renewing(ctx context.Context, o *issuing, args []string, through string) error {
	s, state, err := p.load(ctx)
	if err != nil {
		return err
	}
	if !o.dryRun {
		if err := p.sweep(ctx, s); err != nil {
			return err
		}
	}
	user, context, err := p.whom(state.Config, args, through)
	if err != nil {
		return err
	}
	u, err := s.Renewal(ctx, user, context)
	if err != nil {
		return err
	}
	kind := o.key // that of the old one, whatever the settings say
	if err := p.preset(s, o); err != nil {
		return err
	}
	if o.key = kind; o.key != "" {
		if u.KeyType, err = crypto.ParseKeyType(o.key); err != nil {
			return errUsage(err.Error(), "choose one of "+strings.Join(keyTypeNames(), ", "))
		}
	}
	u.Life, u.Unapproved, u.Named = o.life.Duration, o.user.Unapproved, o.user.Named
	if o.user.CA != "" || o.user.Key != "" {
		u.By = model.ByAuthority
		if u.CA, err = filepath.Abs(o.user.CA); err != nil {
			return err
		}
		if u.Key, err = filepath.Abs(o.user.Key); err != nil {
			return err
		}
	}
	for _, also := range u.Renews[1:] {
		words := "gets the new one as well (--only leaves it)"
		if o.only {
			words = "keeps it"
		}
		p.say(fmt.Sprintf("note: %s has the same certificate, and %s", also, words))
	}
	if o.only {
		u.Renews = u.Renews[:1]
	}
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

// whom finds the user entry to renew, and the context through which its cluster is asked.
func (p *program) whom(k model.Kubeconfig, args []string, through string) (user, context model.Ref, err error) {
	if len(args) == 0 {
		i, err := p.contextOrCurrent(k, through)
		if err != nil {
			return user, context, err
		}
		r := k.Resolve(i)
		if r.User < 0 {
			return user, context, errUsage(fmt.Sprintf("context %q has no user that there is", k.Contexts[i].Name), "name a user")
		}
		return k.Ref(model.UserKind, r.User), k.Ref(model.ContextKind, i), nil
	}
	n := k.Effective(model.UserKind, model.NewText(args[0]))
	if n < 0 {
		return user, context, model.NotFound(model.UserKind, args[0], k.Names(model.UserKind))
	}
	user = k.Ref(model.UserKind, n)
	if through != "" {
		i, err := p.contextOrCurrent(k, through)
		if err != nil {
			return user, context, err
		}
		return user, k.Ref(model.ContextKind, i), nil
	}
	for i := range k.Contexts {
		if k.Shadow(model.ContextKind, i) < 0 && k.Resolve(i).User == n {
			return user, k.Ref(model.ContextKind, i), nil
		}
	}
	return user, context, &model.Problem{Exit: model.ExitNotFound, What: fmt.Sprintf("no context uses user %q", model.NewText(args[0])), Todo: "name the context of its cluster with --context"}
}
