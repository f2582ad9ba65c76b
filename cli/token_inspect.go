package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kubeid/crypto"
	"kubeid/kube"
	"kubeid/model"
)

const aboutTokenInspect = `inspect tells in plain words what a token says of itself. It reads a file, or standard
input for - and without a name; a token never stands on the command line.

  kubeid token inspect token.txt
  kubectl create token robot | kubeid token inspect
  kubeid token inspect token.txt --check

--check logs in with a context and asks its cluster whether it takes the token: the
signature, the issuer, the audience, the account, and what the token is bound to. The
token itself is shown to the server only with --send, and after a yes to the name of the
server: whoever has the token is its account. One that the server has not signed is not
shown to it; where the issuer is another one, --dangerous issuer is needed. Keys and
issuer come from that server, which could have copied them: only you know whether it is
the right one.`

func (p *program) tokenInspect() *cobra.Command {
	var t target
	var check, send, yes bool
	var named []string
	cmd := &cobra.Command{
		Use:   "inspect [FILE | -]",
		Short: "What a token says of itself, and whether the cluster takes it",
		Long:  strings.ReplaceAll(aboutTokenInspect, "kubeid ", p.name+" "),
		Args:  atMost(1),
	}
	f := outputFlag(cmd, "table", "json", "yaml")
	p.targetFlags(cmd, &t)
	cmd.Flags().BoolVar(&check, "check", false, "ask the cluster of the context whether it takes the token")
	cmd.Flags().BoolVar(&send, "send", false, "with --check: show the token to the server as well, and ask whether it takes it")
	cmd.Flags().BoolVar(&yes, "yes", false, "with --send: do not ask")
	cmd.Flags().StringArrayVar(&named, "dangerous", nil, "a dangerous setting, named once more")
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error {
		path := "-"
		if len(args) > 0 {
			path = args[0]
		}
		token, err := kube.ReadToken(path, p.Stdin)
		if err != nil {
			return err
		}
		c := model.TokenCheck{Token: kube.TokenFacts(token)}
		if check || send {
			r, err := p.aim(cmd.Context(), t)
			if err != nil {
				return err
			}
			if send {
				if r.granted, err = p.unsafely(r.granted, named); err != nil {
					return err
				}
			}
			if c, err = r.CheckToken(cmd.Context(), r.ref, token, false, r.granted); err != nil {
				return err
			}
			if send && c.Alive() != model.No {
				if err := p.maySend(cmd.Context(), writing{yes: yes}, c, named); err != nil {
					return err
				}
				if c, err = r.CheckToken(cmd.Context(), r.ref, token, true, r.granted); err != nil {
					return err
				}
			}
		}
		return p.printTokenCheck(f, c)
	})
	return cmd
}

// anotherIssuer is the danger of showing a token to a server that may not have signed it.
const anotherIssuer = "issuer"

// maySend has a person agree to show a token to a server, by the name of the server.
func (p *program) maySend(ctx context.Context, w writing, c model.TokenCheck, named []string) error {
	if why := c.Stranger(); why != "" && !slices.Contains(named, anotherIssuer) {
		return &model.Problem{
			Exit: model.ExitRefused, What: fmt.Sprintf("the token is not shown to %s: %s", c.Server, why),
			Todo: "name the context of the cluster that gave it out; if this is that one, add --dangerous " + anotherIssuer,
		}
	}
	who := "whoever logs in with it"
	if c.Token.Kind == crypto.BoundAccountToken || c.Token.Kind == crypto.LegacyAccountToken {
		who = c.Token.Account.String()
	}
	return p.confirm(ctx, w,
		"what the server says of its keys and its name can be copied from another one",
		fmt.Sprintf("this shows the token to %s (context %s), which can be %s from then on", c.Server, c.Context.Name, who))
}

func (p *program) printTokenCheck(f *format, c model.TokenCheck) error {
	if f.object() {
		return p.print(f, tokenCheckOf(c))
	}
	d := details{}
	d.add("kind", c.Token.Kind.String())
	d.token(c.Token, time.Now())
	p.table(nil, d.rows)
	if c.Token.Extended() {
		p.say("note: " + c.Token.ExtendedWords())
	}
	if c.Context == (model.Ref{}) {
		return nil
	}
	var rows [][]string
	for _, x := range c.Findings {
		rows = append(rows, []string{x.What, x.Holds.String(), x.Words})
	}
	fmt.Fprintln(p.out)
	p.table([]string{"LOOKED AT", "GOOD", ""}, rows)
	p.say(fmt.Sprintf("%s: %s", c.Server, c.AliveWords()))
	if c.Alive() == model.No {
		p.code = model.ExitRefused
	}
	return nil
}
