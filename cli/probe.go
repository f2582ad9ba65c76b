package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kubeid/model"
)

const aboutProbe = `probe looks at the servers of contexts as nobody: DNS, TCP, TLS and the version
that a server tells to strangers. It shows no credential, runs nothing and follows
no redirect. Without a name it looks at the server of the current context.

It ends with code 1 when anything is wrong with one of them.`

// Prober looks at servers as nobody.
type Prober interface {
	// Probe looks at the servers of contexts and clusters, and tells model.Probed for each.
	Probe(ctx context.Context, refs []model.Ref, tell func(model.Event)) error
}

func (p *program) probe() *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use:               "probe [CONTEXT...]",
		Short:             "Look at servers, without logging in",
		Long:              aboutProbe,
		ValidArgsFunction: p.names(model.ContextKind, true),
	}
	f := outputFlag(cmd, "table", "wide", "json", "yaml")
	cmd.Flags().BoolVarP(&all, "all", "a", false, "look at the servers of all contexts")
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error {
		if all && len(args) > 0 {
			return errUsage(fmt.Sprintf("--all takes no name, but there is %q", safe(args[0])), "see "+cmd.CommandPath()+" --help")
		}
		return p.lookAt(cmd.Context(), f, args, all)
	})
	return cmd
}

// lookAt probes the servers of contexts and prints what was found, in their order.
func (p *program) lookAt(ctx context.Context, f *format, names []string, all bool) error {
	s, state, err := p.load(ctx)
	if err != nil {
		return err
	}
	chosen, err := p.chosen(state.Config, names, all)
	if err != nil {
		return err
	}
	refs := make([]model.Ref, len(chosen))
	for n, i := range chosen {
		refs[n] = state.Config.Ref(model.ContextKind, i)
	}
	if err := s.Probe(ctx, refs, func(e model.Event) { state = state.Apply(e) }); err != nil {
		return err
	}
	for _, r := range refs {
		if !state.Probes[r].Good() {
			p.code = model.ExitError
		}
	}
	if f.object() {
		return p.print(f, probesOf(state, refs))
	}
	p.printProbes(state, refs, f.word == "wide")
	return nil
}

// chosen returns the contexts of these names, or the current one, or all that kubectl knows.
func (p *program) chosen(k model.Kubeconfig, names []string, all bool) ([]int, error) {
	var out []int
	switch {
	case all:
		for i := range k.Contexts {
			if k.Shadow(model.ContextKind, i) < 0 {
				out = append(out, i)
			}
		}
		return out, nil
	case len(names) == 0:
		i, err := p.contextOrCurrent(k, "")
		return []int{i}, err
	}
	for _, name := range names {
		i, err := contextNamed(k, name)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	return out, nil
}

// printProbes prints a line for each server, and everything that is wrong below it.
func (p *program) printProbes(s model.State, refs []model.Ref, wide bool) {
	header := []string{"CONTEXT", "SERVER", "STATE", "VERSION", "LATENCY", "CERTIFICATE", "SIGNED"}
	if wide {
		header = append(header, "TLS", "CLOCK", "PROXY", "CLIENT-CAS", "STEPS")
	}
	var rows [][]string
	for _, r := range refs {
		v := s.Probes[r]
		row := []string{cell(r.Name), cell(v.Server), probeState(v), cell(v.Version), latency(v), servedUntil(v, time.Now()), orDash(v.Trust.String())}
		if wide {
			row = append(row, orDash(v.TLS), clockWords(v.Clock), cell(v.Proxy), orDash(joined(v.ClientCAs)), orDash(stepWords(v)))
		}
		rows = append(rows, row)
	}
	p.table(header, rows)
	for _, r := range refs {
		for _, f := range s.Probes[r].Failures {
			p.say(fmt.Sprintf("%s: %s", r.Name, f.Error()))
			p.say("hint: " + f.Todo())
		}
	}
}

// probeState is how a look at a server ended, in a word.
func probeState(v model.Probe) string {
	switch {
	case len(v.Failures) > 0:
		return v.Failures[0].Reason.ID()
	case v.Plain:
		return "not encrypted"
	case v.Insecure:
		return "not verified"
	}
	return "ok"
}

func latency(v model.Probe) string {
	if v.Latency <= 0 {
		return "-"
	}
	return v.Latency.Round(time.Millisecond).String()
}

// servedUntil says when the server's own certificate ends.
func servedUntil(v model.Probe, now time.Time) string {
	if len(v.Chain) == 0 {
		return "-"
	}
	return endsWhen(v.Chain[0].NotBefore, v.Chain[0].NotAfter, now, model.Thresholds{})
}

// endsWhen says when something ends, and how urgent that is where it is.
func endsWhen(notBefore, notAfter, now time.Time, t model.Thresholds) string {
	f := checked{Life: model.Life{NotBefore: notBefore, NotAfter: notAfter}, severity: t.Judge(now, notBefore, notAfter)}
	words := checkup{now: now}.when(f)
	switch f.severity {
	case model.Soon, model.Urgent:
		return words + " " + f.severity.String()
	case model.Expired:
		return "expired " + words
	}
	return words
}

func clockWords(c model.Clock) string {
	switch {
	case !c.Known:
		return "-"
	case c.Off == 0:
		return "agrees"
	case c.Off > 0:
		return model.HumanDuration(c.Off) + " ahead"
	}
	return model.HumanDuration(-c.Off) + " behind"
}

func stepWords(v model.Probe) string {
	words := make([]string, len(v.Steps))
	for i, s := range v.Steps {
		words[i] = fmt.Sprintf("%s %s", s.Stage, s.Took.Round(time.Millisecond))
	}
	return strings.Join(words, ", ")
}
