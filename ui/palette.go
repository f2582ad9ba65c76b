package ui

import (
	"strings"
)

// habits are the words by which other programs of the trade call the same. Who types one
// of them, or the footer's own word, finds it first.
var habits = map[act][]string{
	actContexts: {"ctx"}, actNamespace: {"ns"}, actAccounts: {"sa", "serviceaccounts"}, actRequests: {"csr"}, actDelete: {"rm", "remove"}, actInspect: {"describe"},
	actQuit: {"exit"}, actExport: {"export"},
}

// newPalette offers every line of the key table by its name. What cannot act on
// the screen below says why.
func newPalette(refuses func(act) string) Screen {
	var items []item
	for _, l := range keyTable {
		if l.act == actPalette {
			continue
		}
		items = append(items, item{
			name: capital(l.does), also: append(habits[l.act], l.hint), note: strings.Join(l.keys, " "), why: refuses(l.act),
			do: send(doMsg{l.act}),
		})
	}
	return newChooser(chooser{title: "Actions", items: items})
}
