package ui

import (
	"slices"

	"charm.land/bubbles/v2/key"
)

// act is something that a key does. A key means the same everywhere; what it acts
// on is the screen's business.
type act int

// The acts of the program.
const (
	actNone act = iota
	actEnter
	actPrevious
	actNamespace
	actAdd
	actRename
	actDelete
	actRenew
	actEdit
	actExport
	actImport
	actUndo
	actRedo
	actJournal
	actCopy
	actShell
	actProbe
	actProbeAll
	actWhoami
	actMark
	actMarkAll
	actIgnore
	actApprove
	actDeny
	actTarget
	actToken
	actBecome
	actDetail
	actInspect
	actSeverity
	actKind
	actFocus
	actFilter
	actSort
	actWarnings
	actReload
	actUp
	actDown
	actPageUp
	actPageDown
	actFirst
	actLast
	actContexts
	actClusters
	actUsers
	actExpiry
	actAccounts
	actRequests
	actHealth
	actTabLeft
	actTabRight
	actPalette
	actHelp
	actBack
	actDemo
	actTour
	actSuspend
	actQuit
)

// keyLine is one line of the key table.
type keyLine struct {
	act   act
	keys  []string // as tea names them; the first is the one that is shown
	hint  string   // a word for the footer
	does  string   // what it does, for help and palette
	group string   // heading in the help
}

// keyTable holds every key of the program, once. Footer, help, palette and the
// test against clashes are made of it.
var keyTable = []keyLine{
	{actEnter, []string{"enter"}, "open", "switch to the context; open a cluster or user", "Act"},
	{actPrevious, []string{"-"}, "previous", "go back to the previous context", "Act"},
	{actNamespace, []string{"n"}, "namespace", "choose the namespace of the context", "Act"},
	{actAdd, []string{"a"}, "add", "add a user, a context, or what is in a file", "Act"},
	{actRename, []string{"r"}, "rename", "rename the entry, and whatever refers to it", "Act"},
	{actDelete, []string{"x"}, "delete", "delete the entry, or all marked ones", "Act"},
	{actRenew, []string{"N"}, "renew", "renew the client certificate: same user, new key", "Act"},
	{actEdit, []string{"e"}, "edit", "change how a cluster is reached and trusted", "Act"},
	{actExport, []string{"o"}, "to a file", "write contexts, or what was issued, to a file", "Act"},
	{actImport, []string{"+"}, "import", "take in a kubeconfig that somebody gave you", "Act"},
	{actCopy, []string{"y"}, "copy", "copy the name, the server or a kubectl line", "Act"},
	{actShell, []string{"S"}, "shell", "open a shell that is on this context alone", "Act"},
	{actUndo, []string{"u"}, "undo", "take back what was written last", "Act"},
	{actRedo, []string{"ctrl+r"}, "redo", "do again what was taken back last", "Act"},
	{actJournal, []string{"U"}, "journal", "read what was written, and take any of it back", "Act"},
	{actMark, []string{"m"}, "mark", "mark the row; acts are for all marked ones then", "Act"},
	{actMarkAll, []string{"M"}, "mark all", "mark all rows of the list, or none", "Act"},
	{actProbe, []string{"p"}, "probe", "look at the server, as nobody", "Act"},
	{actProbeAll, []string{"P"}, "probe all", "look at all servers of the list, as nobody", "Act"},
	{actWhoami, []string{"w"}, "whoami", "log in, and ask the server who you are", "Act"},
	{actIgnore, []string{"I"}, "ignore", "ignore this rule until the program ends", "Act"},
	{actApprove, []string{"A"}, "approve", "approve the request, or all marked ones", "Act"},
	{actDeny, []string{"D"}, "deny", "deny the request, with a reason", "Act"},
	{actToken, []string{"t"}, "token", "make a token of the ServiceAccount", "Act"},
	{actBecome, []string{"b"}, "who can", "see who can become the account", "Act"},
	{actTarget, []string{"c"}, "cluster", "choose the cluster that the screen talks to", "Act"},

	{actDetail, []string{"space", "right", "l"}, "detail", "see the entry in full", "See"},
	{actInspect, []string{"i"}, "inspect", "see a certificate, token or server in full", "See"},
	{actFocus, []string{"tab"}, "focus", "go from the list to the detail and back", "See"},
	{actFilter, []string{"/"}, "filter", "filter the list; several words must all be found", "See"},
	{actSort, []string{"s"}, "sort", "sort the list by something else", "See"},
	{actSeverity, []string{"v"}, "which", "show what is not fine, expired, urgent, all", "See"},
	{actKind, []string{"V"}, "kind", "show certificates, authorities, servers, tokens", "See"},
	{actWarnings, []string{"!"}, "warnings", "read all warnings", "See"},
	{actReload, []string{"R"}, "reload", "read all files anew", "See"},

	{actUp, []string{"up", "k", "ctrl+p"}, "up", "one line up", "Move"},
	{actDown, []string{"down", "j", "ctrl+n"}, "down", "one line down", "Move"},
	{actPageUp, []string{"pgup", "ctrl+b"}, "page up", "one page up", "Move"},
	{actPageDown, []string{"pgdown", "ctrl+f"}, "page down", "one page down", "Move"},
	{actFirst, []string{"g", "home"}, "first", "to the first line", "Move"},
	{actLast, []string{"G", "end"}, "last", "to the last line", "Move"},

	{actContexts, []string{"1"}, "contexts", "the contexts: where you can go", "Go"},
	{actClusters, []string{"2"}, "clusters", "the clusters: what is there", "Go"},
	{actUsers, []string{"3"}, "users", "the users: who you are there", "Go"},
	{actExpiry, []string{"4"}, "expiry", "what ends, and when", "Go"},
	{actAccounts, []string{"5"}, "accounts", "the accounts of a cluster, and their tokens", "Go"},
	{actRequests, []string{"6"}, "requests", "what a cluster is asked to sign", "Go"},
	{actHealth, []string{"7"}, "health", "what is wrong, the worst first", "Go"},
	{actTabLeft, []string{"["}, "left", "the screen to the left", "Go"},
	{actTabRight, []string{"]"}, "right", "the screen to the right", "Go"},
	{actBack, []string{"esc", "left", "h"}, "back", "go back, clear the filter, cancel what runs", "Go"},

	{actPalette, []string{":"}, "actions", "every action by its name", "Program"},
	{actHelp, []string{"?", "f1"}, "help", "this help", "Program"},
	{actDemo, []string{"d"}, "demo", "try everything on clusters made for it", "Program"},
	{actTour, []string{"T"}, "tour", "begin the tour of the demo, or go on with it", "Program"},
	{actSuspend, []string{"ctrl+z"}, "pause", "pause the program; the shell's fg goes on", "Program"},
	{actQuit, []string{"q", "ctrl+c"}, "quit", "leave the program", "Program"},
}

// groups is the order of the headings in the help.
var groups = []string{"Act", "See", "Move", "Go", "Program"}

// actOf returns what a key does.
func actOf(pressed string) act {
	for _, l := range keyTable {
		if slices.Contains(l.keys, pressed) {
			return l.act
		}
	}
	return actNone
}

// lineOf returns the line of an act.
func lineOf(a act) keyLine {
	for _, l := range keyTable {
		if l.act == a {
			return l
		}
	}
	return keyLine{}
}

// hint returns the footer's word for an act; word replaces the table's own.
func hint(a act, word string) key.Binding {
	l := lineOf(a)
	if word == "" {
		word = l.hint
	}
	return key.NewBinding(key.WithKeys(l.keys...), key.WithHelp(l.keys[0], word))
}
