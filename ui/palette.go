package ui

import (
	"strings"
)

// newPalette offers every line of the key table by its name. What cannot act on
// the screen below says why.
func newPalette(refuses func(act) string) Screen {
	var items []item
	for _, l := range keyTable {
		if l.act == actPalette {
			continue
		}
		items = append(items, item{
			name: capital(l.does), note: strings.Join(l.keys, " "), why: refuses(l.act),
			do: send(doMsg{l.act}),
		})
	}
	return newChooser(chooser{title: "Actions", items: items})
}
