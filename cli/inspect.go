package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kubeid/crypto"
	"kubeid/kube"
	"kubeid/model"
)

const aboutInspect = `inspect tells what something is, and until when: certificates, authorities, private
and public keys, requests and PKCS#12 in PEM, DER or base64, tokens, kubeconfigs, a
whole folder such as /etc/kubernetes/pki, or the chain that a server shows. It says
what belongs together: which authority signed what, which key fits.

  kubeid inspect jane.crt
  kubeid inspect /etc/kubernetes
  kubeid inspect https://10.2.0.1:6443
  kubectl get secret x -o jsonpath='{.data.tls\.crt}' | kubeid inspect -

Nothing is trusted by being looked at: a token is only decoded, and to a server
nothing is sent. No private key and no token is ever printed. A single thing is told
in full; of several there is a table, and --details tells each in full.`

// Inspector finds out what files, folders and servers hold.
type Inspector interface {
	// Inspect looks at a file, a folder or a server.
	Inspect(ctx context.Context, what string, passphrase crypto.Secret) (model.Inspection, error)
	// InspectBytes looks at what came through a pipe.
	InspectBytes(ctx context.Context, data []byte, passphrase crypto.Secret) (model.Inspection, error)
}

// A looking is one call of inspect.
type looking struct {
	*format
	passphrase string // path of the file that holds it
	details    bool
}

func (p *program) inspect() *cobra.Command {
	var o looking
	cmd := &cobra.Command{
		Use:   "inspect FILE|DIR|URL|-",
		Short: "Tell what certificates, keys, tokens and whole folders are",
		Long:  strings.ReplaceAll(aboutInspect, "kubeid ", p.name+" "),
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 && args[0] != "" {
				return nil
			}
			return errUsage("inspect needs one file, folder, https:// address, or - for standard input", "see "+cmd.CommandPath()+" --help")
		},
	}
	o.format = outputFlag(cmd, "table", "json", "yaml", "pem")
	cmd.Flags().StringVar(&o.passphrase, "passphrase-file", "", "the passphrase of what is encrypted is the first line of this file; - for standard input")
	cmd.MarkFlagFilename("passphrase-file")
	cmd.Flags().BoolVar(&o.details, "details", false, "tell everything of each thing")
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error { return p.inspecting(cmd.Context(), o, args[0]) })
	return cmd
}

func (p *program) inspecting(ctx context.Context, o looking, what string) error {
	if what == "-" && o.passphrase == "-" {
		return errUsage("what to look at and its passphrase cannot both come through standard input", "put the passphrase into a file, for --passphrase-file")
	}
	secret, err := p.passphraseFrom(o.passphrase)
	if err != nil {
		return err
	}
	look, err := p.looker(what)
	if err != nil {
		return err
	}
	found, err := look(ctx, secret)
	if err != nil {
		return err
	}
	if found.Locked() && o.passphrase == "" && p.InTerminal && what != "-" {
		if secret, err = p.askPassphrase(ctx, "passphrase of "+what+": "); err != nil {
			return err
		}
		if found, err = look(ctx, secret); err != nil {
			return err
		}
	}
	if found.Locked() && o.passphrase == "" {
		p.say("hint: give the passphrase with --passphrase-file")
	}
	if !found.Readable() {
		p.code = model.ExitError
	}
	return p.printInspection(o, found)
}

// looker returns how to look at what was named. Standard input is read once.
func (p *program) looker(what string) (func(context.Context, crypto.Secret) (model.Inspection, error), error) {
	s := p.Open(p.options())
	if what != "-" {
		return func(ctx context.Context, secret crypto.Secret) (model.Inspection, error) {
			return s.Inspect(ctx, what, secret)
		}, nil
	}
	data, err := io.ReadAll(io.LimitReader(p.Stdin, kube.MaxInspect+1))
	return func(ctx context.Context, secret crypto.Secret) (model.Inspection, error) {
		return s.InspectBytes(ctx, data, secret)
	}, err
}

func (p *program) printInspection(o looking, found model.Inspection) error {
	for _, words := range found.Left {
		p.say("note: " + words.String())
	}
	now := time.Now()
	switch {
	case o.object():
		return p.print(o.format, inspectionOf(found, now))
	case o.word == "pem":
		p.printPEM(found)
		return nil
	case o.details || o.word == "" && len(found.Items) == 1:
		p.printDetails(found, now)
		return nil
	}
	p.printInspected(found, now)
	return nil
}

// printPEM prints what is public, and says what is not printed.
func (p *program) printPEM(found model.Inspection) {
	kept := 0
	for _, item := range found.Items {
		fmt.Fprint(p.out, item.PEM)
		if item.PEM == "" && item.Trouble.Empty() {
			kept++
		}
	}
	if kept > 0 {
		p.say(fmt.Sprintf("note: %d not printed: private keys and tokens never are", kept))
	}
	for _, item := range found.Items {
		if !item.Trouble.Empty() && item.PEM == "" {
			p.say(fmt.Sprintf("note: %s: %s", placeOfItem(item), item.Trouble))
		}
	}
}

// printInspected prints a table with a line for each thing.
func (p *program) printInspected(found model.Inspection, now time.Time) {
	var rows [][]string
	for _, item := range found.Items {
		where := placeOfItem(item)
		if !item.Trouble.Empty() {
			where += ": " + item.Trouble.String()
		}
		rows = append(rows, []string{
			cell(item.Role), subjectOf(item), item.Kind, inspectedUntil(item, now), orDash(keyWords(item)), cell(item.SignedBy), where,
		})
	}
	if len(rows) > 0 {
		p.table([]string{"WHAT", "SUBJECT", "KIND", "UNTIL", "KEY", "SIGNED BY", "FILE"}, rows)
	}
	if found.Probe != nil {
		p.sayProbe(*found.Probe)
	}
}

// sayProbe says what is wrong with a server.
func (p *program) sayProbe(v model.Probe) {
	for _, f := range v.Failures {
		p.say("note: " + f.Error())
	}
}

func placeOfItem(i model.Inspected) string {
	if i.Line < 2 {
		return i.Place.String()
	}
	return fmt.Sprintf("%s:%d", i.Place, i.Line)
}

// subjectOf says whom something names: of what logs in the user and his groups.
func subjectOf(i model.Inspected) string {
	switch {
	case i.Certificate != nil && logsIn(*i.Certificate):
		return userWords(i.Certificate.Login)
	case i.Certificate != nil:
		return cell(i.Certificate.Subject)
	case i.Request != nil:
		return userWords(i.Request.Login)
	case i.Token != nil && i.Token.Account.Known():
		return i.Token.Account.String()
	case i.Token != nil:
		return cell(i.Token.Subject)
	case len(i.Relations) > 0:
		return i.Relations[0].String()
	}
	return "-"
}

// logsIn tells whether a certificate is for logging in.
func logsIn(c model.Certificate) bool {
	return !c.CA && !c.Login.User.Empty() && len(c.Login.Refusals) == 0
}

func userWords(l model.Login) string {
	words := cell(l.User)
	if len(l.Groups) > 0 {
		words += " (" + joined(l.Groups) + ")"
	}
	return words
}

func keyWords(i model.Inspected) string {
	switch {
	case i.Certificate != nil:
		return i.Certificate.Key
	case i.Key != nil:
		return i.Key.Kind
	case i.Request != nil:
		return i.Request.Key
	}
	return ""
}

// inspectedUntil says when something ends, and how urgent that is.
func inspectedUntil(i model.Inspected, now time.Time) string {
	notBefore, notAfter := i.Life()
	switch {
	case i.Severity(now, model.Thresholds{}) == model.Unknown:
		return "unknown"
	case i.Token != nil && notAfter.IsZero():
		return "no end"
	case notAfter.IsZero():
		return "-"
	}
	return endsWhen(notBefore, notAfter, now, model.Thresholds{})
}
