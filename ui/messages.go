package ui

import (
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// Navigation: what screens ask of the App.
type (
	pushMsg  struct{ screen Screen } // show screen on top
	closeMsg struct {                // close this screen, wherever it is
		screen int
		done   bool // what was answered in it has been done, and need not be kept
	}
	doMsg     struct{ act act } // do what the key would do; the palette sends it, too
	chosenMsg struct {          // close this screen and then do this, once
		screen int
		do     tea.Cmd
	}
	shellMsg  struct{ context model.Ref } // end the program for a shell on this context
	stopMsg   struct{}                    // end the program: a signal came
	slowMsg   struct{ job int }           // this job has been running for a while
	expireMsg struct{ toast int }         // a toast's time is up
	saidMsg   struct {                    // say this in the footer for a while
		text string
		tone tone
	}
)

// wishMsg asks for something to be written. Wishes are carried out one after the
// other, in the order in which they were pressed.
type wishMsg struct {
	screen int
	change model.Change
	no     tea.Cmd                           // what is done if that is answered with a no
	agreed *model.Plan                       // what a person has said yes to, in place of a new plan
	asks   func(model.Plan) (question, bool) // what to ask before it is written; nil asks where a credential would be gone
}

// Results: what work says when it ends. They carry the id of the screen that asked
// and reach no other, so that somebody else's failure cannot reopen a form.
type (
	loadedMsg struct {
		load   int // which load this was: an older one must not win
		loaded model.Loaded
		err    error
	}
	plannedMsg struct { // a wish that has to be agreed to first
		job  int
		wish wishMsg
		plan model.Plan
		asks question
	}
	wroteMsg struct { // how a wish of this screen ended; err is context.Canceled for a no
		screen int
		err    error
	}
	appliedMsg struct {
		screen  int
		job     int
		plan    model.Plan
		applied model.Applied
		err     error
	}
	failedMsg struct {
		screen int
		err    error
	}
	warnedMsg struct { // what is to be warned of in these files
		files int // the book's count
		list  []string
	}
	// streamed is one fact of long work, and where the next one comes from.
	streamed struct {
		msg  tea.Msg
		more <-chan tea.Msg
	}
)

func push(s Screen) tea.Cmd { return send(pushMsg{s}) }

// closing closes the screen itself. It is named: a key that is pressed twice must not
// close the screen below, too.
func closing(env Env) tea.Cmd { return send(closeMsg{screen: env.Do.screen}) }

// choose closes the screen itself, and then does something.
func choose(env Env, d tea.Cmd) tea.Cmd { return send(chosenMsg{env.Do.screen, d}) }

func send(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }
