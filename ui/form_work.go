package ui

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// work is what a form does in the end. It tells its steps on the way. Its result is
// shown, and beside an error it says what exists now, as when ctx was cancelled. It runs
// outside of the loop and must not touch the screen.
type work func(ctx context.Context, tell func(model.Progress)) (result, error)

// Work in the program. What it tells reaches only the screen that asked for it.
type (
	workMsg struct {
		screen int
		work   work
	}
	cancelWorkMsg struct{ screen int }
	progressMsg   struct {
		screen int
		step   model.Progress
	}
	endedMsg struct {
		screen int
		result result
		err    error
	}
)

// running is work as its form shows it.
type running struct {
	steps      []model.Progress
	cancelling bool
}

// Waiting implements waiting.
func (f form) Waiting() bool { return f.working }

// worked is a message while the work runs: a step, its end, or esc to cancel it.
func (f form) worked(env Env, msg tea.Msg) (form, tea.Cmd) {
	switch msg := msg.(type) {
	case progressMsg:
		f.running.steps = msg.step.Record(f.running.steps)
	case endedMsg:
		f.working = false
		return f.ended(env, msg)
	case tea.KeyPressMsg:
		if msg.String() == "esc" && !f.running.cancelling {
			f.running.cancelling = true
			return f, send(cancelWorkMsg{env.Do.screen})
		}
	}
	return f, nil
}

// ended shows what came of the work: over the form when it failed, so that it is there
// again with everything answered, and in its place when it is done.
func (f form) ended(env Env, msg endedMsg) (form, tea.Cmd) {
	end := msg.result
	switch {
	case errors.Is(msg.err, context.Canceled):
		end.tone, end.said = careful, strings.TrimSuffix("Cancelled. "+end.said, ". ")
	case msg.err != nil:
		end.tone, end.said, end.todo = bad, capital(safe(msg.err.Error())), capital(safe(model.Hint(msg.err)))
	default:
		return f, choose(env, push(newResult(f.title, end)))
	}
	return f, push(newResult(f.title, end))
}

// view draws the steps, and what is done now.
func (r running) view(env Env, title string) string {
	s, w := env.Styles, min(env.Width, formWidth)
	rows := []string{""}
	for _, p := range r.steps {
		glyph, look := s.step(p.State)
		if p.State == model.StepRunning {
			glyph, look = env.Turn, s.Key
		}
		row := "  " + look.Render(exact(glyph, 2)) + s.Text.Render(s.short(capital(safe(p.Step)), w-8))
		rows = append(rows, row)
		if !p.Note.Empty() {
			rows = append(rows, said(s, judgement{calm, p.Note.String()}, 4, w-2)...)
		}
	}
	words := "esc cancels"
	if r.cancelling {
		words = "Cancelling; waiting for a point at which nothing is left half done"
	}
	if len(r.steps) == 0 {
		rows = append(rows, "  "+s.Key.Render(exact(env.Turn, 2))+s.Text.Render("Beginning"+s.Glyph.Cut))
	}
	rows = append(rows, "", "  "+s.Faint.Render(words))
	h := max(1, env.Height-2)
	return strings.Join(panel{title: safe(title), focus: true, lines: rows[max(0, len(rows)-h):]}.draw(s, w, env.Height), "\n")
}

// step returns the glyph of a step, and how loud it is.
func (s Styles) step(st model.StepState) (string, ink) {
	switch st {
	case model.StepDone:
		return s.Glyph.Severity[1], s.Good
	case model.StepFailed:
		return s.Glyph.Broken, s.Bad
	case model.StepSkipped:
		return s.Glyph.Dash, s.Faint
	}
	return s.Glyph.Dot, s.Text
}

// wished has something written, and waits for it: the form closes once it is done, and
// is still there if it is not.
func (f form) wished(env Env, all answers) (form, tea.Cmd) {
	if f.waiting {
		return f, nil
	}
	f.waiting, f.wrong = true, ""
	return f, env.Do.wish(f.wish(env, all))
}

func (f form) wrote(env Env, msg wroteMsg) (form, tea.Cmd) {
	f.waiting = false
	switch {
	case msg.err == nil:
		return f, send(closeMsg{env.Do.screen, true})
	case !errors.Is(msg.err, context.Canceled):
		f.wrong = sentence(msg.err)
	}
	return f, nil
}
