package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

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
	o := &issuing{}
	var through string
	cmd := &cobra.Command{
		Use:               "renew [USER]",
		Short:             "Renew the client certificate of a user entry, in its place",
		Long:              strings.ReplaceAll(aboutRenew, "kubeid ", p.name+" "),
		Args:              atMost(1),
		ValidArgsFunction: p.names(model.UserKind, false),
	}
	o.begins(cmd)
	o.signedBy(cmd)
	f := cmd.Flags()
	f.StringVar(&through, "context", "", "ask the cluster through this context, such as an administrator's (default: the one that uses the user)")
	f.BoolVar(&o.only, "only", false, "leave other entries with the very same certificate as they are")
	f.Var(&o.life, "duration", "how long the new certificate lives: 8h, 30d")
	f.StringVar(&o.key, "key-type", "", "kind of the new key (default: that of the old one)")
	f.BoolVar(&o.user.Unapproved, "no-approve", false, "leave approving to somebody else; then: issue --resume NAME")
	f.StringArrayVar(&o.user.Named, "dangerous", nil, "a dangerous user, group or setting, named once more")
	p.completeIssuing(cmd)
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
	if u, err = p.renewedBy(s, o, u); err != nil {
		return err
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
	return p.reviewAndAdd(ctx, s, o, u)
}

// renewedBy takes over what the flags and the settings say about the new certificate.
func (p *program) renewedBy(s Service, o *issuing, u model.NewUser) (model.NewUser, error) {
	kind := o.key // that of the old one, whatever the settings say
	err := p.preset(s, o)
	if err != nil {
		return u, err
	}
	if o.key = kind; o.key != "" {
		if u.KeyType, err = o.keyType(); err != nil {
			return u, err
		}
	}
	u.Life, u.Unapproved, u.Named = o.life.Duration, o.user.Unapproved, o.user.Named
	if o.user.CA != "" || o.user.Key != "" {
		u.By, u.CA, u.Key = model.ByAuthority, absolute(o.user.CA), absolute(o.user.Key)
	}
	return u, nil
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
