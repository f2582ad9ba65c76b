package ui

import "testing"

// TestThePaletteFindsTheWordsOfTheTrade: what the footer calls it, and what k9s and
// kubectl call it, comes first.
func TestThePaletteFindsTheWordsOfTheTrade(t *testing.T) {
	for typed, want := range map[string]act{
		"ctx": actContexts, "contexts": actContexts, "ns": actNamespace, "sa": actAccounts, "csr": actRequests, "q": actQuit, "quit": actQuit, "exit": actQuit,
		"rm": actDelete, "undo": actUndo, "redo": actRedo, "rename": actRename, "describe": actInspect, "users": actUsers, "import": actImport, "export": actExport,
	} {
		c := newPalette(func(act) string { return "" }).(chooser)
		c.typed = line(typed)
		if c = c.refound(); len(c.found) == 0 || c.found[0].name != capital(lineOf(want).does) {
			t.Errorf("%q finds %+v first, want %q", typed, c.found[:min(1, len(c.found))], capital(lineOf(want).does))
		}
	}
}
