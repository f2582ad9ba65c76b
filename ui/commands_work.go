package ui

import (
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// work runs what a form wants done and tells its steps to the screen that asked. Its end
// is told also when it was cancelled: it says what exists then.
func (c commands) work(do work) tea.Cmd {
	return func() tea.Msg {
		told := make(chan tea.Msg)
		go func() {
			defer close(told)
			end := endedMsg{screen: c.screen}
			end.err = survive(func() (err error) {
				end.result, err = do(c.ctx, func(p model.Progress) { told <- progressMsg{c.screen, p} })
				return err
			})
			told <- end
		}()
		return next(told)()
	}
}
