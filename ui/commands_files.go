package ui

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// commands turns wishes into tea.Cmds. Only they call the Backend; each does one
// thing and tells what came of it.
type commands struct {
	ctx     context.Context // cancelled when the screen that asked is closed
	backend Backend
	screen  int // who asked
}

// wish asks the App to have something written.
func (c commands) wish(change model.Change) tea.Cmd {
	return send(wishMsg{screen: c.screen, change: change})
}

func (c commands) load(number int) tea.Cmd {
	return func() tea.Msg {
		loaded, err := c.backend.Load(c.ctx)
		return loadedMsg{number, loaded, err}
	}
}

// carry plans a wish on what the files say now and carries the plan out, unless there is
// something to ask before.
func (c commands) carry(job int, w wishMsg) tea.Cmd {
	return func() tea.Msg {
		if w.agreed != nil {
			return c.apply(job, *w.agreed)
		}
		plan, err := c.backend.Plan(c.ctx, w.change)
		if err != nil || plan.Nothing() {
			return appliedMsg{screen: c.screen, job: job, plan: plan, err: err}
		}
		asks := w.asks
		if asks == nil {
			asks = askWhatIsLost
		}
		if q, ok := asks(plan); ok {
			return plannedMsg{job, w, plan, q}
		}
		return c.apply(job, plan)
	}
}

func (c commands) apply(job int, plan model.Plan) tea.Msg {
	applied, err := c.backend.Apply(c.ctx, plan)
	return appliedMsg{c.screen, job, plan, applied, err}
}

func (c commands) watch() tea.Cmd { return c.stream(c.backend.Watch) }

func (c commands) decode(entries []model.Ref, look model.Look) tea.Cmd {
	return c.stream(func(ctx context.Context, tell func(model.Event)) error {
		return c.backend.Decode(ctx, entries, look, tell)
	})
}

// survey asks the disk. Where that fails, findings go without it.
func (c commands) survey(look model.Look) tea.Cmd {
	return func() tea.Msg {
		facts, err := c.backend.Survey(c.ctx, look)
		if err != nil {
			return nil
		}
		return surveyedMsg{facts}
	}
}

func (c commands) settings() tea.Cmd {
	return func() tea.Msg {
		settings, err := c.backend.Settings()
		return settledMsg{settings, err}
	}
}

// stream runs long work that tells facts on its way, one message after the other.
func (c commands) stream(run func(context.Context, func(model.Event)) error) tea.Cmd {
	return c.streamTo(run, func(err error) tea.Msg {
		if err == nil {
			return nil
		}
		return failedMsg{c.screen, err}
	})
}

// streamTo is a stream that ends with a message of its own, if it is not nil.
func (c commands) streamTo(run func(context.Context, func(model.Event)) error, end func(error) tea.Msg) tea.Cmd {
	return c.streamAs(run, func(e model.Event) tea.Msg { return e }, end)
}

// streamAs is a stream whose facts are told to one screen alone, as these messages.
func (c commands) streamAs(run func(context.Context, func(model.Event)) error, as func(model.Event) tea.Msg, end func(error) tea.Msg) tea.Cmd {
	return func() tea.Msg {
		facts := make(chan tea.Msg)
		say := func(msg tea.Msg) {
			select {
			case facts <- msg:
			case <-c.ctx.Done():
			}
		}
		go func() {
			defer close(facts)
			err := survive(func() error { return run(c.ctx, func(e model.Event) { say(as(e)) }) })
			if last := end(err); last != nil {
				say(last)
			}
		}()
		return next(facts)()
	}
}

// survive turns a panic into an error: it would end the program in a goroutine
// of which the terminal's owner knows nothing, and leave the terminal raw.
func survive(run func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &model.Problem{
				What: fmt.Sprintf("a mistake in this program: %v", r),
				Todo: "please report it; R reads the files anew",
			}
		}
	}()
	return run()
}

func next(facts <-chan tea.Msg) tea.Cmd {
	return func() tea.Msg {
		msg, ok := <-facts
		if !ok {
			return nil
		}
		return streamed{msg, facts}
	}
}
