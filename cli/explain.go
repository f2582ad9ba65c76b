package cli

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"kubeid/model"
)

const aboutExplain = `Explain a word of the trade in plain language: what an identity is, what CN and O mean,
which credential to use when. Without a word, list what can be explained.`

// A topicFact is a topic, as data.
type topicFact struct {
	Name  string   `json:"name"`
	Also  []string `json:"also,omitempty"`
	Title string   `json:"title"`
	Short string   `json:"short"`
	Text  []string `json:"text"`
	See   []string `json:"see,omitempty"`
}

// topicFacts are topics, as data.
type topicFacts struct {
	APIVersion string      `json:"apiVersion"`
	Kind       string      `json:"kind"`
	Items      []topicFact `json:"items"`
}

func (p *program) explain() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "explain [WORD]",
		Short: "Explain a word in plain language, such as certificate or choosing",
		Long:  aboutExplain,
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var out []string
			for _, t := range model.Topics() {
				out = append(out, t.Name+"\t"+t.Short)
			}
			return out, cobra.ShellCompDirectiveNoFileComp
		},
	}
	f := outputFlag(cmd, "json", "yaml", "name")
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return p.printTopics(f, model.Topics())
		}
		word := strings.Join(args, " ") // kubeid explain front proxy
		t, near := model.FindTopic(word)
		switch {
		case t.Name != "" && f.word != "":
			return p.printTopics(f, []model.Topic{t})
		case t.Name != "":
			p.printTopic(t)
			return nil
		}
		todo := "see " + cmd.CommandPath() + " for all words"
		if len(near) > 0 {
			todo = "did you mean " + strings.Join(near, " or ") + "?"
		}
		return &model.Problem{Exit: model.ExitNotFound, What: fmt.Sprintf("there is nothing to explain about %q", safe(word)), Todo: todo}
	})
	return cmd
}

// printTopics lists topics.
func (p *program) printTopics(f *format, topics []model.Topic) error {
	if f.object() {
		list := topicFacts{APIVersion: apiVersion, Kind: "TopicList"}
		for _, t := range topics {
			list.Items = append(list.Items, topicFact(t))
		}
		return p.print(f, list)
	}
	var rows [][]string
	for _, t := range topics {
		if rows = append(rows, []string{t.Name, t.Short}); f.word == "name" {
			rows[len(rows)-1] = []string{t.Name}
		}
	}
	p.table(nil, rows)
	return nil
}

// pageWidth is the longest line of a text to read.
const pageWidth = 78

// printTopic tells one topic to a person.
func (p *program) printTopic(t model.Topic) {
	fmt.Fprintln(p.out, t.Title)
	for _, paragraph := range append([]string{t.Short}, t.Text...) {
		fmt.Fprintln(p.out)
		if strings.HasPrefix(paragraph, "  ") {
			fmt.Fprintln(p.out, paragraph)
			continue
		}
		fmt.Fprintln(p.out, ansi.Wordwrap(paragraph, pageWidth, ""))
	}
	if len(t.See) > 0 {
		fmt.Fprintf(p.out, "\nSee also: %s\n", strings.Join(t.See, ", "))
	}
}
