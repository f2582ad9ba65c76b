package ui

import (
	"fmt"
	"slices"
	"strings"

	"kubeid/model"
)

// askWhatIsLost asks before a credential is gone, before several entries are, before
// something comes in that may do harm, and before an import puts something in the place of
// what is here. Everything else can be undone, so it happens at once and says so.
func askWhatIsLost(p model.Plan) (question, bool) {
	ask := len(p.Dangers) > 0 || slices.ContainsFunc(p.Lost, func(l model.Loss) bool { return l.Credential })
	switch c := p.Change.(type) {
	case model.Import:
		ask = ask || len(p.Lost) > 0
	case model.Delete:
		ask = ask || len(c.Entries) > 1 // marked a while ago, perhaps out of sight by now
	}
	return askAbout(p, asksFor(p.Change)), ask
}

// askForOrphans offers to delete what no context uses any more.
func askForOrphans(p model.Plan) (question, bool) {
	q := askAbout(p, "No context uses this any more. Delete it, too?")
	if len(p.Lost) > 1 {
		q.asks = "No context uses these any more. Delete them, too?"
	}
	q.title = "Left over"
	return q, true
}

// askWithDiff shows what would be written before it is.
func askWithDiff(p model.Plan) (question, bool) {
	q := askAbout(p, asksFor(p.Change))
	q.shown = true
	return q, true
}

// askAbout is the question about a plan: first what will be gone, then what is wished, and
// what stands in the way of taking it back.
func askAbout(p model.Plan, asks string) question {
	q := question{title: title(p.Change), asks: asks, yes: verb(p.Change), diff: diffOf(p)}
	for _, line := range p.Question() {
		q.lost = append(q.lost, capital(line))
	}
	if more := len(q.lost) - mostLosses; more > 1 {
		q.lost = append(q.lost[:mostLosses:mostLosses], fmt.Sprintf("And %d more", more))
	}
	words := []string{wayBackInWords(p.Change)}
	for _, n := range p.Notes {
		words = append(words, capital(n)+".")
	}
	q.todo = strings.TrimSpace(strings.Join(words, " "))
	return q
}

// mostLosses is how many things a question names.
const mostLosses = 8

// asksFor is the question whether a change is wanted.
func asksFor(c model.Change) string {
	switch c := c.(type) {
	case model.Undo:
		return "Take this back: " + c.Done + "?"
	case model.Redo:
		return "Do this again: " + c.Done + "?"
	}
	return capital(c.Wish()) + "?"
}

// wayBackInWords says how a change can be taken back, if it can.
func wayBackInWords(c model.Change) string {
	switch c.(type) {
	case model.Undo:
		return "ctrl+r does it again, as long as the journal has it."
	case model.Export:
		return ""
	}
	return "u takes it back, as long as the journal has it."
}

// diffOf is everything that a plan would write, without secrets.
func diffOf(p model.Plan) []string {
	var out []string
	place := ""
	for _, e := range p.Edits {
		if at := e.Place(); at != place {
			if place != "" {
				out = append(out, "")
			}
			out, place = append(out, at), at
		}
		out = append(out, e.Diff()...)
	}
	return out
}

// title and verb are the words of a change for the head of a question and for its yes.
func title(c model.Change) string {
	switch c := c.(type) {
	case model.Rename:
		return "Rename"
	case model.NewContext, model.CopyContext:
		return "New context"
	case model.SetCluster:
		return "Cluster"
	case model.Export:
		return "Export"
	case model.Delete:
		return "Delete"
	case model.Import:
		return "Import"
	case model.Undo:
		return "Undo"
	case model.Redo:
		return "Redo"
	case model.Several:
		if len(c.Changes) > 0 {
			return title(c.Changes[0])
		}
	}
	return "Question"
}

func verb(c model.Change) string {
	switch c := c.(type) {
	case model.Delete:
		if n := len(c.Entries); n > 1 {
			return fmt.Sprintf("delete all %d", n)
		}
		return "delete it"
	case model.Undo:
		return "take it back"
	case model.Redo:
		return "do it again"
	case model.Import:
		return "import it"
	case model.Rename:
		return "rename it"
	case model.NewContext, model.CopyContext:
		return "make it"
	case model.SetCluster:
		return "change it"
	case model.Export:
		return "write it"
	}
	return "do it"
}
