package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kubeid/model"
)

const aboutCheck = `check tells what ends: every client certificate, authority and token of every
kubeconfig, also of the files that these point to. The first line sums up; then
comes one line for each finding, the worst first. What is fine is only counted,
unless --all asks for it. What has no end is listed and raises nothing.

  kubeid check                    by the usual measure
  kubeid check --warn 28d --crit 14d
  kubeid check --probe            the certificates of the servers as well
  kubeid check -o prometheus      for node_exporter's textfile collector

Without --warn and --crit a life of under 90 days in all is judged by its share:
soon under a third of it, urgent under a sixth.

Exit codes are those of Nagios: 0 fine, 1 soon, 2 urgent, expired or not yet
valid, 3 unknown: something could not be read or checked, or the command was
called wrongly. Of several the worst counts, in the order 2, 3, 1.`

// The exit codes of check, which are those of Nagios.
const (
	checkFine = iota
	checkSoon
	checkUrgent
	checkUnknown
)

// A checking is one call of check.
type checking struct {
	*format
	warn, crit lasting
	probe, all bool
	contexts   []string
}

func (p *program) check() *cobra.Command {
	o := checking{warn: lasting{word: "28d", Duration: model.SoonBefore}, crit: lasting{word: "14d", Duration: model.UrgentBefore}}
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Tell what has ended or ends soon, with the exit codes of Nagios",
		Long:  strings.ReplaceAll(aboutCheck, "kubeid ", p.name+" "),
		Args: func(cmd *cobra.Command, args []string) error {
			return p.unchecked(atMost(0)(cmd, args))
		},
	}
	o.format = outputFlag(cmd, "text", "json", "prometheus")
	flags := cmd.Flags()
	flags.Var(&o.warn, "warn", "what ends within this time is soon")
	flags.Var(&o.crit, "crit", "what ends within this time is urgent")
	flags.BoolVar(&o.probe, "probe", false, "connect to the servers, as nobody, and check their certificates too")
	flags.BoolVarP(&o.all, "all", "a", false, "list what is fine as well")
	flags.StringArrayVar(&o.contexts, "context", nil, "only what this context uses; may be given several times")
	cmd.RegisterFlagCompletionFunc("context", p.names(model.ContextKind, true))
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return p.unchecked(errUsage(err.Error(), cmp.Or(model.Hint(err), "see "+cmd.CommandPath()+" --help")))
	})
	cmd.RunE = p.begin(func(cmd *cobra.Command, _ []string) error { return p.checking(cmd.Context(), o) })
	return cmd
}

// unchecked turns an error into one that means unknown, whatever it meant before, and
// says so on standard output too, where Nagios looks.
func (p *program) unchecked(err error) error {
	if err == nil {
		return nil
	}
	why := strings.ReplaceAll(err.Error(), context.Canceled.Error(), "interrupted")
	fmt.Fprintln(p.out, "KUBEID UNKNOWN - "+safe(why))
	return &model.Problem{Exit: checkUnknown, What: why, Todo: model.Hint(err)}
}

func (p *program) checking(ctx context.Context, o checking) error {
	if _, err := o.thresholds(model.Thresholds{}); err != nil {
		return p.unchecked(err)
	}
	c, err := p.checkup(ctx, o)
	switch {
	case err != nil && o.word == "":
		return p.unchecked(err)
	case err != nil:
		c = checkup{now: time.Now(), failed: err}
		p.say("kubeid: " + err.Error())
	}
	p.code = c.code()
	p.warnOfServers(c)
	switch o.word {
	case "json":
		return p.print(o.format, checkOf(c))
	case "prometheus":
		p.expose(c)
		return nil
	}
	p.printCheckup(c, o.all)
	return nil
}

// thresholds returns by what lives are judged: what the command line says, else what
// the settings do, else the usual.
func (o checking) thresholds(t model.Thresholds) (model.Thresholds, error) {
	soon, urgent := cmp.Or(t.Soon, o.warn.Duration), cmp.Or(t.Urgent, o.crit.Duration)
	if o.warn.set {
		soon = o.warn.Duration
		t.Soon = max(soon, 1) // nothing at all would mean the usual
	}
	if o.crit.set {
		urgent = o.crit.Duration
		t.Urgent = max(urgent, 1)
	}
	if (o.warn.set || o.crit.set) && soon < urgent {
		return t, errUsage(fmt.Sprintf("what is soon (%s) is shorter than what is urgent (%s)", model.Span(soon), model.Span(urgent)), "give both --warn and --crit, --warn the longer one")
	}
	return t, nil
}

// checkup looks at everything and judges it.
func (p *program) checkup(ctx context.Context, o checking) (checkup, error) {
	s, state, err := p.load(ctx)
	if err != nil {
		return checkup{}, err
	}
	settings, err := s.Settings()
	if err != nil {
		return checkup{}, err
	}
	t, err := o.thresholds(settings.Thresholds)
	if err != nil {
		return checkup{}, err
	}
	refs, err := o.entries(state.Config)
	if err != nil {
		return checkup{}, err
	}
	tell := func(e model.Event) { state = state.Apply(e) }
	if err := s.Decode(ctx, refs, model.Look{Files: true, Brief: true}, tell); err != nil {
		return checkup{}, err
	}
	if o.probe {
		if err := s.Probe(ctx, clustersOf(refs), tell); err != nil {
			return checkup{}, err
		}
	}
	return newCheckup(state, time.Now(), t), nil
}

// entries returns the users and clusters to look at: all of them, or those of the
// contexts that were named.
func (o checking) entries(k model.Kubeconfig) ([]model.Ref, error) {
	var refs []model.Ref
	seen := map[model.Ref]bool{}
	add := func(kind model.Kind, i int) {
		if i < 0 || seen[k.Ref(kind, i)] {
			return
		}
		seen[k.Ref(kind, i)] = true
		refs = append(refs, k.Ref(kind, i))
	}
	for _, name := range o.contexts {
		i, err := contextNamed(k, name)
		if err != nil {
			return nil, err
		}
		r := k.Resolve(i)
		add(model.UserKind, r.User)
		add(model.ClusterKind, r.Cluster)
	}
	if len(o.contexts) > 0 {
		return refs, nil
	}
	for _, kind := range []model.Kind{model.UserKind, model.ClusterKind} {
		for i := range k.Len(kind) {
			add(kind, i)
		}
	}
	return refs, nil
}

// clustersOf keeps the clusters.
func clustersOf(refs []model.Ref) []model.Ref {
	var out []model.Ref
	for _, r := range refs {
		if r.Kind == model.ClusterKind {
			out = append(out, r)
		}
	}
	return out
}
