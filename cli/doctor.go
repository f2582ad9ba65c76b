package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kubeid/model"
)

const aboutDoctor = `doctor looks for what is wrong or worth knowing in all kubeconfigs: entries that lead
nowhere or that kubectl refuses, what has expired, keys that do not fit, files that
others can read, and much more. It reads the files that the kubeconfigs point to, looks
for their plugins without running any, and connects to nothing unless --probe is given.

  kubeid doctor                       the worst first
  kubeid doctor --ignore unused       without a rule, also for good: see below
  kubeid doctor --rules               every rule, and why it matters

A rule is ignored for good, and the thresholds of what ends soon are set, in
config.yaml in $XDG_CONFIG_HOME/kubeid or ~/.config/kubeid:

  ignore: [unused, token-opaque]
  thresholds: {soon: 28d, urgent: 14d}

It ends with code 1 when something is worse than info.`

// Doctor asks the disk and the settings what findings need.
type Doctor interface {
	Survey(ctx context.Context, look model.Look) (model.Facts, error)
	Settings() (model.Settings, error)
}

// An examination is one call of doctor.
type examination struct {
	*format
	ignore []string
	rules  bool
	probe  bool
}

func (p *program) doctor() *cobra.Command {
	var o examination
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Tell what is wrong, why it matters, and what to do",
		Long:  strings.ReplaceAll(aboutDoctor, "kubeid doctor", p.name+" doctor"),
		Args:  atMost(0),
	}
	o.format = outputFlag(cmd, "table", "json", "yaml")
	flags := cmd.Flags()
	flags.StringArrayVar(&o.ignore, "ignore", nil, "leave this rule out; may be given several times")
	flags.BoolVar(&o.rules, "rules", false, "list the rules instead")
	flags.BoolVar(&o.probe, "probe", false, "connect to the servers, as nobody, and look at their certificates and clocks too")
	cmd.RegisterFlagCompletionFunc("ignore", ruleNames)
	cmd.RunE = p.begin(func(cmd *cobra.Command, _ []string) error {
		if o.rules {
			return p.printRules(o)
		}
		return p.examine(cmd.Context(), o)
	})
	return cmd
}

func ruleNames(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var out []cobra.Completion
	for _, r := range model.Rules() {
		out = append(out, cobra.CompletionWithDesc(r.ID, r.Title))
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// examine finds out and prints what is wrong.
func (p *program) examine(ctx context.Context, o examination) error {
	for _, id := range o.ignore {
		if err := model.CheckRule(id); err != nil {
			return err
		}
	}
	s := p.Open(p.options())
	settings, err := s.Settings()
	if err != nil {
		return err
	}
	settings.Ignore = append(settings.Ignore, o.ignore...)
	state, facts, err := found(ctx, s, o.probe)
	if err != nil {
		return err
	}
	findings := model.Findings(state, state.Lives(), facts, time.Now(), settings)
	if model.Worst(findings) > model.GravityInfo {
		p.code = model.ExitError
	}
	switch o.word {
	case "json", "yaml":
		return p.print(o.format, findingsOf(state.Config, findings))
	case "table":
		p.findingTable(findings)
		return nil
	}
	p.printFindings(findings)
	return nil
}

// found is everything that there is to find out. Files that cannot be read are
// findings, and no reason to stop; that there are none at all is one.
func found(ctx context.Context, s Service, probe bool) (model.State, model.Facts, error) {
	loaded, err := s.Load(ctx)
	if err != nil {
		return model.State{}, model.Facts{}, err
	}
	if err := anyThere(loaded.Config.Files); err != nil {
		return model.State{}, model.Facts{}, err
	}
	state := model.State{}.Apply(loaded)
	fold := func(e model.Event) { state = state.Apply(e) }
	look := model.Look{Files: true, Keys: true}
	clusters, users := everyEntry(loaded.Config, model.ClusterKind), everyEntry(loaded.Config, model.UserKind)
	if err := s.Decode(ctx, append(users, clusters...), look, fold); err != nil {
		return model.State{}, model.Facts{}, err
	}
	if probe {
		if err := s.Probe(ctx, clusters, fold); err != nil {
			return model.State{}, model.Facts{}, err
		}
	}
	facts, err := s.Survey(ctx, look)
	return state, facts, err
}

// anyThere returns an error when no file is there at all.
func anyThere(files []model.File) error {
	for _, f := range files {
		if !f.Missing {
			return nil
		}
	}
	return missingAll(files)
}

// everyEntry returns the entries of a kind that kubectl takes.
func everyEntry(k model.Kubeconfig, kind model.Kind) []model.Ref {
	var out []model.Ref
	for i := range k.Len(kind) {
		if k.Shadow(kind, i) < 0 {
			out = append(out, k.Ref(kind, i))
		}
	}
	return out
}

// printFindings prints findings for a person: what and where, and what to do.
func (p *program) printFindings(findings []model.Finding) {
	for _, f := range findings {
		fmt.Fprintf(p.out, "%-9s%s  %s\n", f.Gravity, f.Rule, f.Place())
		fmt.Fprintf(p.out, "         %s\n", f.Words)
		fmt.Fprintf(p.out, "         %s\n\n", f.Remedy)
	}
	fmt.Fprintln(p.out, summary(findings))
}

// summary counts findings by their gravity.
func summary(findings []model.Finding) string {
	if len(findings) == 0 {
		return "nothing to complain about"
	}
	var counts [3]int
	for _, f := range findings {
		counts[f.Gravity]++
	}
	return fmt.Sprintf("%s, %s, %d worth knowing", count(counts[model.GravityError], "error"), count(counts[model.GravityWarning], "warning"), counts[model.GravityInfo])
}

// count says "1 error", "2 errors".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func (p *program) findingTable(findings []model.Finding) {
	var rows [][]string
	for _, f := range findings {
		rows = append(rows, []string{f.Gravity.String(), f.Rule, f.Place(), f.Words, f.Remedy})
	}
	if len(rows) > 0 {
		p.table([]string{"SEVERITY", "RULE", "WHERE", "WHAT", "REMEDY"}, rows)
	}
}

// printRules prints every rule.
func (p *program) printRules(o examination) error {
	if o.object() {
		return p.print(o.format, rulesOf(model.Rules()))
	}
	var rows [][]string
	for _, r := range model.Rules() {
		rows = append(rows, []string{r.ID, r.Gravity.String(), r.Title, r.Why})
	}
	p.table([]string{"RULE", "SEVERITY", "TITLE", "WHY"}, rows)
	return nil
}
