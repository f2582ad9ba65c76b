package cli

import (
	"cmp"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"kubeid/crypto"
	"kubeid/model"
)

const aboutConfig = `Show the settings that count: those of config.yaml, and the usual ones for the rest;
each says where it is from. What is wrong in the file is said with its line, and
nothing in it is passed over.

  theme: auto            # or light, dark, high-contrast, colour-blind
  ascii: false           # draw no sign beyond ASCII
  mouse: false           # click a row, twice to open; the terminal selects with shift
  accessible: false      # one question at a time on plain lines, for screen readers
  defaults: {key: ecdsa-p256, life: 90d, token-life: 8h}   # of what is issued
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
	Accessible bool                `json:"accessible"`
	Defaults   defaultsFact        `json:"defaults"`
	Soon       string              `json:"soon"`
	Urgent     string              `json:"urgent"`
	Ignore     []string            `json:"ignore,omitempty"`
	Contexts   []contextColourFact `json:"contexts,omitempty"`
	Lines      map[string]int      `json:"lines,omitempty"` // where each stands in the file; what is not here is as usual
}

type defaultsFact struct {
	Key       string `json:"key"`
	Life      string `json:"life"`
	TokenLife string `json:"tokenLife"`
}

type contextColourFact struct {
	Match  string `json:"match"`
	Colour string `json:"colour"`
}

func (p *program) config() *cobra.Command {
	cmd := &cobra.Command{Use: "config", Short: "Show the settings that count, and where each is from", Long: aboutConfig, Args: p.configWords}
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
		file = filepath.Join(options.ConfigDir, "config.yaml")
	}
	fact := settingsFact{
		APIVersion: apiVersion, Kind: "Settings", File: file, Lines: s.Lines,
		Theme: cmp.Or(s.Theme, "auto"), ASCII: s.ASCII, Mouse: s.Mouse, Accessible: s.Accessible, Ignore: s.Ignore,
		Defaults: defaultsFact{
			Key:       string(cmp.Or(s.Defaults.KeyType, crypto.ECDSAP256)),
			Life:      model.Span(cmp.Or(s.Defaults.Life, model.UsualLife)),
			TokenLife: model.Span(cmp.Or(s.Defaults.TokenLife, model.UsualTokenLife)),
		},
		Soon:   model.Span(cmp.Or(s.Thresholds.Soon, model.SoonBefore)),
		Urgent: model.Span(cmp.Or(s.Thresholds.Urgent, model.UrgentBefore)),
	}
	for _, c := range s.Contexts {
		fact.Contexts = append(fact.Contexts, contextColourFact{c.Pattern, c.Colour})
	}
	if f.object() {
		return p.print(f, fact)
	}
	p.printSettings(fact)
	return nil
}

// printSettings prints settings as a file that could stand in their place, with a word
// behind each about where it is from.
func (p *program) printSettings(s settingsFact) {
	say := func(key, line string) {
		from := "usual"
		if n := s.Lines[key]; n > 0 {
			from = fmt.Sprintf("line %d", n)
		}
		fmt.Fprintf(p.out, "%-32s # %s\n", line, from)
	}
	fmt.Fprintf(p.out, "# %s\n", safe(cmp.Or(s.File, "no file: HOME is not set")))
	say("theme", "theme: "+s.Theme)
	say("ascii", fmt.Sprintf("ascii: %t", s.ASCII))
	say("mouse", fmt.Sprintf("mouse: %t", s.Mouse))
	say("accessible", fmt.Sprintf("accessible: %t", s.Accessible))
	fmt.Fprintln(p.out, "defaults:")
	say("defaults.key", "  key: "+s.Defaults.Key)
	say("defaults.life", "  life: "+s.Defaults.Life)
	say("defaults.token-life", "  token-life: "+s.Defaults.TokenLife)
	fmt.Fprintln(p.out, "thresholds:")
	say("thresholds.soon", "  soon: "+s.Soon)
	say("thresholds.urgent", "  urgent: "+s.Urgent)
	if len(s.Ignore) > 0 {
		say("ignore", "ignore:")
	}
	for _, id := range s.Ignore {
		fmt.Fprintln(p.out, "- "+id)
	}
	if len(s.Contexts) > 0 {
		say("contexts", "contexts:")
	}
	for _, c := range s.Contexts {
		fmt.Fprintf(p.out, "- {match: %q, colour: %s}\n", safe(c.Match), c.Colour)
	}
}
