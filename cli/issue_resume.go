package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/model"
)

const aboutRequest = `request makes a key and a request for a certificate, for the one who is to log in.
The key never leaves this computer; the request goes to an administrator, who signs
it with: kubeid issue --from-csr FILE. What comes back is taken with: kubeid accept.`

// request is issue for the person who makes their own key.
func (p *program) request() *cobra.Command {
	o := &issuing{csrOnly: true}
	cmd := &cobra.Command{
		Use:   "request --user NAME",
		Short: "Make a key and a request for your own certificate, for somebody else to sign",
		Long:  strings.ReplaceAll(aboutRequest, "kubeid ", p.name+" "),
		Args:  atMost(0),
	}
	o.begins(cmd)
	f := cmd.Flags()
	f.StringVar(&o.user.Subject.User, "user", "", "your name (CN)")
	f.StringArrayVar(&o.groups, "group", nil, "a group of yours (O); may be given again")
	f.StringVar(&o.user.Subject.UID, "uid", "", "your UID, for servers from 1.33 on")
	f.StringArrayVar(&o.contexts, "context", nil, "to log in here, instead of the current context")
	f.StringVar(&o.key, "key-type", "", "kind of the key (default ecdsa-p256)")
	f.StringVar(&o.as, "format", "kubeconfig", "what accept makes of it: kubeconfig, pem or p12")
	f.StringVar(&o.user.Out, "out", "", "write the request here; nothing is overwritten")
	f.StringArrayVar(&o.user.Named, "dangerous", nil, "a dangerous user or group, named once more")
	p.completeIssuing(cmd)
	cmd.RunE = p.begin(func(cmd *cobra.Command, _ []string) error { return p.issuing(cmd.Context(), o) })
	return cmd
}

// accept takes the certificate that somebody else has signed.
func (p *program) accept() *cobra.Command {
	o := &issuing{}
	cmd := &cobra.Command{
		Use:   "accept CERT",
		Short: "Take the certificate that was signed for your request, and log in with it",
		Args:  exactly(1, "the certificate that was sent to you"),
	}
	o.begins(cmd)
	cmd.Flags().StringVar(&o.p12, "p12-passphrase-file", "", "file with the passphrase for a PKCS#12 file")
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error { return p.accepting(cmd.Context(), o, args[0]) })
	return cmd
}

func (p *program) accepting(ctx context.Context, o *issuing, file string) error {
	s, _, err := p.load(ctx)
	if err != nil {
		return err
	}
	file = absolute(file)
	var with model.AddWith
	if with.Output, err = p.passphraseFrom(o.p12); err != nil {
		return err
	}
	if o.dryRun {
		p.say("would take " + file)
		return nil
	}
	added, err := s.AcceptCertificate(ctx, file, with, p.progress)
	if err != nil {
		return p.notAdded(ctx, s, o, added, with, err)
	}
	return p.printAdded(o.format, added)
}

// resuming goes on with a user who waits.
func (p *program) resuming(ctx context.Context, s Service, o *issuing) error {
	u, err := s.PendingUser(ctx, o.resume)
	if err != nil {
		return err
	}
	if o.dryRun {
		p.say("would go on with " + u.Subject.Name().String())
		return nil
	}
	with, err := p.addWith(ctx, s, o, u)
	if err != nil {
		return err
	}
	added, err := s.ResumeUser(ctx, o.resume, with, p.progress)
	if err != nil {
		return p.notAdded(ctx, s, o, added, with, err)
	}
	return p.printAdded(o.format, added)
}

// nextSteps says what has to happen before somebody who waits can log in.
func (p *program) nextSteps(a model.AddedUser) []string {
	switch {
	case a.Kept == "":
		return nil
	case a.Review.User.By == model.ByOthers:
		return []string{
			"give the request to somebody who signs it: " + p.name + " issue --from-csr FILE",
			"then: " + p.name + " accept CERT",
		}
	}
	var out []string
	for _, l := range a.Left {
		if l.Kind == "CertificateSigningRequest" {
			out = append(out, fmt.Sprintf("somebody who may approve it: kubectl --context %s certificate approve %s", model.ShellQuote(l.Context.Name.Raw()), model.ShellQuote(l.Name)))
		}
	}
	return append(out, "then: "+p.name+" issue --resume "+model.ShellQuote(a.Kept))
}
