package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/kube"
	"kubeid/model"
)

const aboutRevoke = `revoke ends a token before its time: it deletes the Secret that the token ends with, and
waits until the cluster really refuses it, which takes up to ten seconds.

  kubeid revoke ci/robot-anchor-x7k2p1
  kubeid revoke --token-file token.txt

Only anchors and token Secrets are deleted. A token that is bound to nothing cannot be
revoked. What is done in a cluster is not taken back by undo.`

func (p *program) revoke() *cobra.Command {
	var t target
	var w writing
	var path string
	var named []string
	cmd := &cobra.Command{
		Use:   "revoke [NAMESPACE/]SECRET",
		Short: "End a token before its time",
		Long:  strings.ReplaceAll(aboutRevoke, "kubeid ", p.name+" "),
		Args:  atMost(1),
	}
	f := outputFlag(cmd, "table", "json", "yaml")
	w.flags(cmd)
	p.targetFlags(cmd, &t)
	cmd.Flags().StringArrayVar(&named, "dangerous", nil, "a dangerous setting, named once more")
	cmd.Flags().StringVar(&path, "token-file", "", "the token itself, which says what it ends with; - for standard input")
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error {
		if (path == "") == (len(args) == 0) {
			return errUsage("name the Secret, or the file with the token", "see "+cmd.CommandPath()+" --help")
		}
		return p.revoking(cmd.Context(), f, w, t, path, args, named)
	})
	return cmd
}

func (p *program) revoking(ctx context.Context, f *format, w writing, t target, path string, args, named []string) error {
	var what model.RevokeWhat
	var err error
	if path != "" {
		if what.Token, err = kube.ReadToken(path, p.Stdin); err != nil {
			return err
		}
	}
	r, err := p.aim(ctx, t)
	if err != nil {
		return err
	}
	if r.granted, err = p.unsafely(r.granted, named); err != nil && !w.dryRun {
		return err
	}
	if path == "" {
		if what.Secret, err = model.ParseAccount(args[0], r.namespace); err != nil {
			return err
		}
	}
	review, err := r.ReviewRevocation(ctx, r.ref, what, r.granted)
	if err != nil {
		return err
	}
	p.say(fmt.Sprintf("deleting the Secret %s of %s stops:", review.Secret, review.Of))
	for _, words := range review.Stops {
		p.say("  " + words.String())
	}
	if w.dryRun {
		return p.printRevoked(f, model.Revoked{Revocation: review}, true)
	}
	if err := p.confirm(ctx, w, "this cannot be taken back"); err != nil {
		return err
	}
	done, err := r.Revoke(ctx, review, what.Token, r.granted, p.progress)
	if err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	p.say(done.String())
	if err != nil {
		return err
	}
	return p.printRevoked(f, done, false)
}
