package cli

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	"kubeid/model"
)

const aboutConfig = `Show the settings that count: those of config.yaml, and the usual ones for the rest.
What is wrong in the file is said with its line, and nothing in it is passed over.

  theme: auto            # or light, dark, high-contrast, colour-blind
  ascii: false           # draw no sign beyond ASCII
  mouse: false           # the wheel moves, a click on a screen's name opens it
  thresholds: {soon: 28d, urgent: 14d}
  ignore: [unused]       # rules; all of them: kubeid doctor --rules
  contexts:              # the first match counts; * and ? as in file names
  - {match: "prod*", colour: red}   # grey, green, blue, violet, amber, red`

// settingsFact are the settings, as data.
type settingsFact struct {
	APIVersion string              `json:"apiVersion"`
	Kind       string              `json:"kind"`
	File       string              `json:"file"`
	Theme      string              `json:"theme"`
	ASCII      bool                `json:"ascii"`
	Mouse      bool                `json:"mouse"`
	Soon       string              `json:"soon"`
	Urgent     string              `json:"urgent"`
	Ignore     []string            `json:"ignore,omitempty"`
	Contexts   []contextColourFact `json:"contexts,omitempty"`
}

type contextColourFact struct {
	Match  string `json:"match"`
	Colour string `json:"colour"`
}

func (p *program) config() *cobra.Command {
	cmd := &cobra.Command{Use: "config", Short: "Show the settings that count", Long: aboutConfig, Args: p.configWords}
	f := outputFlag(cmd, "json", "yaml")
	cmd.RunE = p.begin(func(*cobra.Command, []string) error { return p.showSettings(f) })
	return cmd
}

func (p *program) showSettings(f *format) error {
	options := p.options()
	s, err := p.Open(options).Settings()
	if err != nil {
		return err
	}
	file := "" // without a home folder there is none
	if options.ConfigDir != "" {
		file = options.ConfigDir + "/config.yaml"
	}
	fact := settingsFact{
		APIVersion: apiVersion, Kind: "Settings", File: file,
		Theme: cmp.Or(s.Theme, "auto"), ASCII: s.ASCII, Mouse: s.Mouse, Ignore: s.Ignore,
		Soon:   model.HumanDuration(cmp.Or(s.Thresholds.Soon, model.SoonBefore)),
		Urgent: model.HumanDuration(cmp.Or(s.Thresholds.Urgent, model.UrgentBefore)),
	}
	for _, c := range s.Contexts {
		fact.Contexts = append(fact.Contexts, contextColourFact{c.Pattern, c.Colour})
	}
	if f.object() {
		return p.print(f, fact)
	}
	fmt.Fprintf(p.out, "# %s\ntheme: %s\nascii: %t\nmouse: %t\nthresholds: {soon: %s, urgent: %s}\n", safe(cmp.Or(fact.File, "no file: HOME is not set")), fact.Theme, fact.ASCII, fact.Mouse, fact.Soon, fact.Urgent)
	if len(s.Ignore) > 0 {
		fmt.Fprintln(p.out, "ignore:")
		for _, id := range s.Ignore {
			fmt.Fprintln(p.out, "- "+id)
		}
	}
	if len(s.Contexts) > 0 {
		fmt.Fprintln(p.out, "contexts:")
		for _, c := range s.Contexts {
			fmt.Fprintf(p.out, "- {match: %q, colour: %s}\n", safe(c.Pattern), c.Colour)
		}
	}
	return nil
}
