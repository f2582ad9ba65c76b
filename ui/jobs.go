package ui

import (
	"context"
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// jobs are the writes that were wished for: one runs, the others wait in the
// order in which they were pressed.
type jobs struct {
	id      int
	cancel  context.CancelFunc // nil while nothing runs
	waiting []wishMsg
}

func (j jobs) running() bool { return j.cancel != nil }

// slowAfter is how long a write may take before it is talked about.
const slowAfter = 300 * time.Millisecond

// wished starts a write, or has it wait for the one that runs.
func (a App) wished(w wishMsg) (tea.Model, tea.Cmd) {
	if a.ending {
		return a, nil
	}
	if a.jobs.running() {
		a.jobs.waiting = append(slices.Clip(a.jobs.waiting), w)
		return a, nil
	}
	ctx, cancel := context.WithCancel(a.ctx)
	a.jobs.id++
	a.jobs.cancel = cancel
	id := a.jobs.id
	slow := tea.Tick(slowAfter, func(time.Time) tea.Msg { return slowMsg{id} })
	return a, tea.Batch(commands{ctx, a.backend, w.screen}.carry(id, w), slow)
}

// slow says what is being waited for, which is mostly somebody else's lock.
func (a App) slow(msg slowMsg) App {
	if a.jobs.running() && a.jobs.id == msg.job && !a.ending {
		a.toast = toast{a.toast.id + 1, "Writing, or waiting for somebody who does; esc cancels", calm}
	}
	return a
}

// applied ends a write: says how it went, starts the next one, reads the files again.
func (a App) applied(msg appliedMsg) (tea.Model, tea.Cmd) {
	a.jobs.cancel()
	a.jobs.cancel = nil
	if a.ending {
		return a.quitted()
	}
	var cmds []tea.Cmd
	add := func(m tea.Model, cmd tea.Cmd) {
		a = m.(App)
		cmds = append(cmds, cmd)
	}
	if msg.err == nil && !msg.plan.Nothing() {
		add(a.told(msg.applied))
		add(a.reload())
	}
	how, words := outcome(a.styles, a.book, msg, wayBack(msg.plan.Change))
	if how != bad || !a.saysItself(msg.screen) {
		add(a.say(how, words))
	}
	add(a.reply(msg.screen, wroteMsg{msg.screen, msg.err}))
	if msg.err == nil && len(msg.plan.Orphans) > 0 {
		orphans := model.Delete{Entries: msg.plan.Orphans}
		add(a, send(wishMsg{change: orphans, asks: askForOrphans, no: send(saidMsg{words, how})}))
	}
	add(a.nextJob())
	return a, tea.Batch(cmds...)
}

// saysItself tells whether a screen is a form or a box that is in sight, which says what
// went wrong where it was typed.
func (a App) saysItself(screen int) bool {
	_, drafts := a.top().Screen.(drafting)
	return drafts && a.top().id == screen
}

// nextJob starts the wish that waits longest.
func (a App) nextJob() (tea.Model, tea.Cmd) {
	if len(a.jobs.waiting) == 0 {
		return a, nil
	}
	first := a.jobs.waiting[0]
	a.jobs.waiting = slices.Clone(a.jobs.waiting[1:])
	return a.wished(first)
}

// wayBack is how something that was written is taken back.
func wayBack(c model.Change) string {
	switch c.(type) {
	case model.Undo:
		return "ctrl+r redo"
	case model.Export: // a new file is nothing to take back
		return ""
	default:
		return "u undo"
	}
}

// planned asks before a plan is carried out. The job is over: what was asked for
// meanwhile goes on, and the answer is a wish of its own.
func (a App) planned(msg plannedMsg) (tea.Model, tea.Cmd) {
	a.jobs.cancel()
	a.jobs.cancel = nil
	if a.ending {
		return a.quitted()
	}
	q, w := msg.asks, msg.wish
	w.agreed = &msg.plan
	q.do = send(w)
	q.dont = tea.Batch(send(wroteMsg{w.screen, context.Canceled}), w.no)
	m, cmd := a.nextJob()
	return m, tea.Batch(push(q), cmd)
}

// outcome says how a write ended; also is what can be done about it.
func outcome(s Styles, b *book, msg appliedMsg, also string) (tone, string) {
	switch {
	case errors.Is(msg.err, context.Canceled):
		return careful, "Cancelled; nothing was written"
	case msg.err != nil:
		return bad, sentence(msg.err)
	}
	t, fact, trouble, notes := good, msg.plan.Change.Fact(), concern(b, msg.plan.Change), msg.plan.Notes
	if msg.plan.Nothing() {
		t, fact, also = calm, "nothing changed: "+fact, ""
	}
	if trouble != "" {
		t, notes = careful, nil // they say the same in more words
	}
	return t, s.joined(append([]string{fact, also, trouble}, notes...)...)
}

// concern is what somebody should hear who goes to a context.
func concern(b *book, c model.Change) string {
	use, ok := c.(model.UseContext)
	if !ok {
		return ""
	}
	i := b.Config.Find(use.Context)
	if i < 0 {
		return ""
	}
	switch r := b.resolve(i); {
	case len(r.Refusals) > 0:
		return "kubectl refuses it: " + r.Refusals[0].String()
	case r.ForeignUser:
		return "mix-up: it logs in as the " + b.Config.Contexts[i].User.String() + " of " + b.Config.Place(model.UserKind, r.User)
	case r.ForeignCluster:
		return "mix-up: it goes to the " + b.Config.Contexts[i].Cluster.String() + " of " + b.Config.Place(model.ClusterKind, r.Cluster)
	}
	return ""
}

// failed says that work failed, and tells the screen that asked, if it is still open.
func (a App) failed(msg failedMsg) (tea.Model, tea.Cmd) {
	if errors.Is(msg.err, context.Canceled) {
		return a, nil
	}
	a, said := a.say(bad, sentence(msg.err))
	a, cmd := a.reply(msg.screen, msg)
	return a, tea.Batch(cmd, said)
}
