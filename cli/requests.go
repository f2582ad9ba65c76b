package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kubeid/model"
)

const aboutRequests = `requests lists the certificate signing requests of the cluster: who asks for what,
what is dangerous about it, what became of it, and when the cluster forgets it. What
kubelets ask for themselves, and what is older than a day, is left out without --all.

  kubeid requests
  kubeid requests show NAME
  kubeid requests approve NAME
  kubeid requests deny NAME --reason "we do not know jane"
  kubeid requests fetch NAME > jane.crt

A request is approved exactly as it was shown: one that has changed meanwhile is
shown again instead. What is dangerous has to be named once more with --dangerous.`

// Requests looks at what clusters are asked to sign, and decides on it.
type Requests interface {
	// Requests lists the requests of a context's cluster.
	Requests(ctx context.Context, of model.Ref, granted model.Consent) (model.Requests, error)
	// Decide approves or denies a request exactly as it was shown; when it has changed,
	// the error is model.ErrConflict, and what it is now is returned.
	Decide(ctx context.Context, of model.Ref, granted model.Consent, d model.Decision) (model.CSR, error)
	// FetchRequest returns a request with its certificate.
	FetchRequest(ctx context.Context, of model.Ref, granted model.Consent, name string) (model.Fetched, error)
}

// An asked is one call of requests.
type asked struct {
	*format
	writing
	allowing
	context string
	all     bool
	reason  string
	named   []string
}

func (p *program) requests() *cobra.Command {
	o := &asked{}
	cmd := &cobra.Command{
		Use: "requests", Aliases: []string{"csr"}, Short: "Look at certificate signing requests, and decide on them", Long: strings.ReplaceAll(aboutRequests, "kubeid ", p.name+" "), Args: atMost(0),
	}
	o.format = p.requestFlags(cmd, o, "table", "json", "yaml", "name")
	cmd.Flags().BoolVar(&o.all, "all", false, "also those of kubelets, and old ones")
	cmd.RunE = p.begin(func(cmd *cobra.Command, _ []string) error { return p.listRequests(cmd.Context(), o) })
	cmd.AddCommand(p.requestsShow(), p.requestsDecide(true), p.requestsDecide(false), p.requestsFetch())
	return cmd
}

// requestFlags are those of all of them.
func (p *program) requestFlags(cmd *cobra.Command, o *asked, formats ...string) *format {
	o.allowing.flags(cmd)
	cmd.Flags().StringVar(&o.context, "context", "", "the cluster of this context, instead of the current one")
	cmd.RegisterFlagCompletionFunc("context", p.names(model.ContextKind, true))
	return outputFlag(cmd, formats...)
}

// reach loads the kubeconfigs and has a person agree to log in with a context.
func (p *program) reach(ctx context.Context, name string, allow allowing) (Service, model.Ref, model.Consent, error) {
	r, err := p.aim(ctx, target{allowing: allow, context: name})
	return r.Service, r.ref, r.granted, err
}

func (p *program) listRequests(ctx context.Context, o *asked) error {
	s, ref, granted, err := p.reach(ctx, o.context, o.allowing)
	if err != nil {
		return err
	}
	all, err := s.Requests(ctx, ref, granted)
	if err != nil {
		return err
	}
	now := time.Now()
	var shown []model.CSR
	for _, r := range all.List {
		if o.all || r.ForPeople(now) {
			shown = append(shown, r)
		}
	}
	if err := p.printRequests(o.format, all, shown, now); err != nil {
		return err
	}
	if hidden := len(all.List) - len(shown); hidden > 0 {
		p.say(fmt.Sprintf("%d of kubelets, or older than a day, are not shown; --all shows them", hidden))
	}
	if all.More {
		p.say("there are more than are shown")
	}
	return nil
}

func (p *program) requestsShow() *cobra.Command {
	o := &asked{}
	cmd := &cobra.Command{Use: "show NAME", Short: "Show one request in full, and why it is where it is", Args: exactly(1, "the name of a request")}
	o.format = p.requestFlags(cmd, o, "table", "json", "yaml", "name")
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error {
		s, ref, granted, err := p.reach(cmd.Context(), o.context, o.allowing)
		if err != nil {
			return err
		}
		got, err := s.FetchRequest(cmd.Context(), ref, granted, args[0])
		if err != nil {
			return err
		}
		return p.printRequest(o.format, ref, got, time.Now())
	})
	return cmd
}

func (p *program) requestsFetch() *cobra.Command {
	o := &asked{}
	cmd := &cobra.Command{
		Use: "fetch NAME", Short: "Print the certificate that was issued for a request, in PEM", Args: exactly(1, "the name of a request"),
	}
	o.format = p.requestFlags(cmd, o, "json", "yaml")
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error {
		s, ref, granted, err := p.reach(cmd.Context(), o.context, o.allowing)
		if err != nil {
			return err
		}
		got, err := s.FetchRequest(cmd.Context(), ref, granted, args[0])
		if err != nil {
			return err
		}
		if len(got.Certificate) == 0 {
			d := got.CSR.Diagnose(got.View, time.Now())
			return &model.Problem{Exit: model.ExitRefused, What: fmt.Sprintf("request %s has no certificate: %s", got.CSR.Name, d.What), Todo: d.Todo, Cause: model.ErrNotIssued}
		}
		if o.object() {
			return p.printRequest(o.format, ref, got, time.Now())
		}
		_, err = p.out.WriteString(safeLines(string(got.Certificate)))
		return err
	})
	return cmd
}
