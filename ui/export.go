package ui

import (
	"fmt"
	"strings"

	"kubeid/model"
)

// newExportForm asks where contexts are to be written.
func newExportForm(env Env, contexts []model.Ref) Screen {
	title := "Export " + contexts[0].Name.String()
	if len(contexts) > 1 {
		title = "Export " + amountOf(len(contexts), "context")
	}
	var names []string
	for _, c := range contexts[:min(len(contexts), mostNames)] {
		names = append(names, c.Name.String())
	}
	if more := len(contexts) - len(names); more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return newForm(env, form{
		title: title, draft: "export " + strings.Join(names, " "),
		pages: func(env Env, a answers) []page {
			with := field{kind: noteField, tone: careful, text: "The file will hold the credentials: whoever has it can log in. It is readable for you alone."}
			if !a.yes("with") {
				with.tone, with.text = calm, "Every certificate, key, token and password is left out; who gets the file puts in his own."
			}
			return []page{{next: "Write it", fields: []field{
				{kind: noteField, text: "With their clusters and users, and nothing else: " + strings.Join(names, ", ")},
				{
					kind: textField, name: "out", label: "file", start: answer{text: "~/" + model.FileName(contexts[0].Name.Raw()) + ".kubeconfig"},
					help: "A new file; nothing is overwritten", asking: completing, judge: needed("A path"),
				},
				{kind: yesNoField, name: "with", label: "credentials", start: answer{text: yes}},
				with,
			}}}
		},
		wish: func(_ Env, a answers) model.Change {
			return model.Export{Contexts: contexts, Out: a.text("out"), Redacted: !a.yes("with")}
		},
	})
}

// mostNames is how many names are told one by one.
const mostNames = 6
