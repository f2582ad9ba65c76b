package ui

import (
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"kubeid/kube"
)

// live is the robot user in real time, for what talks to real sockets: it waits for what
// it wants to see.
type live struct{ *driver }

// liveOn starts the program on the kubeconfigs of a person.
func liveOn(t *testing.T, kubeconfig string, w, h int) live {
	t.Helper()
	t.Setenv("KUBERC", "off")
	dir := t.TempDir()
	s := kube.New(kube.Options{List: kubeconfig, Home: dir, StateDir: dir + "/state", ConfigDir: dir + "/config"})
	d := &driver{t: t, app: New(t.Context(), s, Options{Zone: time.UTC}), inbox: make(chan tea.Msg, 1000)}
	l := live{d}
	l.run(l.app.Init())
	l.take(tea.WindowSizeMsg{Width: w, Height: h})
	return l
}

// patience is how long something may take to be seen.
const patience = 30 * time.Second

// take hands a message to the program.
func (l live) take(msg tea.Msg) {
	if reflect.TypeOf(msg).Name() == "setClipboardMsg" {
		l.clipboard = reflect.ValueOf(msg).String()
		return
	}
	if _, ok := msg.(tea.QuitMsg); ok {
		l.quit = true
		return
	}
	var cmd tea.Cmd
	l.app, cmd = l.app.Update(msg)
	l.run(cmd)
}

// until handles messages until it is so, or for too long.
func (l live) until(is func() bool) bool {
	late := time.After(patience)
	for !is() {
		select {
		case msg := <-l.inbox:
			l.take(msg)
		case <-late:
			return false
		}
	}
	return true
}

// waits waits until all of these are to be seen at once.
func (l live) waits(wants ...string) live {
	l.t.Helper()
	seen := func() bool {
		for _, want := range wants {
			if !strings.Contains(l.screen(), want) {
				return false
			}
		}
		return true
	}
	if !l.until(seen) {
		l.t.Fatalf("never saw %q:\n%s", wants, l.screen())
	}
	return l
}

// misses waits until none of these is to be seen any more.
func (l live) misses(words ...string) live {
	l.t.Helper()
	gone := func() bool {
		for _, word := range words {
			if strings.Contains(l.screen(), word) {
				return false
			}
		}
		return true
	}
	if !l.until(gone) {
		l.t.Fatalf("still sees %q:\n%s", words, l.screen())
	}
	return l
}

// presses presses keys; what one of them opens is there before the next one.
func (l live) presses(ks ...string) live {
	l.t.Helper()
	for _, k := range ks {
		l.take(keyPress(k))
		l.handle()
	}
	return l
}

// types writes a text.
func (l live) types(s string) live {
	l.t.Helper()
	for _, r := range s {
		k := string(r)
		if r == ' ' {
			k = "space"
		}
		l.presses(k)
	}
	return l
}

// handle takes what comes at once.
func (l live) handle() {
	for {
		select {
		case msg := <-l.inbox:
			l.take(msg)
		case <-time.After(20 * time.Millisecond):
			return
		}
	}
}
