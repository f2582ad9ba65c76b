package ui

import (
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// newCopyMenu offers what can be copied of an entry; never a secret. The clipboard
// is the terminal's, reached by OSC 52.
func newCopyMenu(env Env, kind model.Kind, i int) Screen {
	k := env.Book.Config
	name := k.Entry(kind, i).Name
	items := []item{copying("name", name.Raw())}
	switch kind {
	case model.ContextKind:
		if c := env.Book.resolve(i).Cluster; c >= 0 {
			items = append(items, copyingServer(k.Clusters[c]))
		}
		items = append(items, copying("kubectl", "kubectl --context="+model.ShellQuote(name.Raw())))
	case model.ClusterKind:
		items = append(items, copyingServer(k.Clusters[i]))
	}
	items = append(items, copying("file", k.Files[k.Entry(kind, i).File].Path))
	return newChooser(chooser{title: "Copy of " + name.String(), items: items})
}

// copying is the item that puts text into the clipboard. What is pasted into a
// shell is obeyed like what is typed, so text that could press keys is refused.
func copying(what, text string) item {
	it := item{name: what, note: safe(text)}
	switch {
	case text == "":
		it.why = "there is none"
	case safe(text) != text:
		it.why = "it has characters that a terminal would obey"
	}
	it.do = tea.Batch(tea.SetClipboard(text), send(saidMsg{
		text: "Asked the terminal to copy: " + safe(text), tone: good,
	}))
	return it
}

// copyingServer is the item for an address, unless it holds a password.
func copyingServer(c model.Cluster) item {
	shown := model.Address(c.Server)
	it := copying("server", shown.Raw())
	if shown != c.Server {
		it.why = "it holds a password"
	}
	return it
}
