package ui

import (
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

var update = flag.Bool("update", false, "rewrite golden files")

// driver is a robot user: it presses keys and reads the screen. It runs commands
// in a synctest bubble, so timers pass at once and nothing sleeps.
type driver struct {
	t         *testing.T
	app       tea.Model
	inbox     chan tea.Msg
	clipboard string
	quit      bool
	paused    bool
}

// drive starts the program in a window of 80x24.
func drive(t *testing.T, b Backend) *driver { return driveIn(t, b, 80, 24, Options{}) }

func driveIn(t *testing.T, b Backend, w, h int, opts Options) *driver {
	t.Helper()
	opts.Zone = time.UTC
	return driveModel(t, New(t.Context(), b, opts), w, h)
}

func driveModel(t *testing.T, m tea.Model, w, h int) *driver {
	d := &driver{t: t, app: m, inbox: make(chan tea.Msg, 1000)}
	t.Cleanup(func() { time.Sleep(time.Hour) }) // let pending timers run out
	d.run(d.app.Init())
	d.send(tea.WindowSizeMsg{Width: w, Height: h})
	return d
}

func (d *driver) run(cmd tea.Cmd) {
	if cmd != nil {
		go d.deliver(cmd)
	}
}

func (d *driver) deliver(cmd tea.Cmd) {
	msg := cmd()
	if v := reflect.ValueOf(msg); v.IsValid() && v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
		_, batch := msg.(tea.BatchMsg)
		for i := range v.Len() {
			c := v.Index(i).Interface().(tea.Cmd)
			if batch {
				d.run(c)
			} else if c != nil {
				d.deliver(c)
			}
		}
		return
	}
	if msg != nil {
		d.inbox <- msg
	}
}

func (d *driver) settle() {
	for {
		synctest.Wait()
		select {
		case msg := <-d.inbox:
			if reflect.TypeOf(msg).Name() == "setClipboardMsg" {
				d.clipboard = reflect.ValueOf(msg).String()
				continue
			}
			if _, ok := msg.(tea.QuitMsg); ok {
				d.quit = true
				continue
			}
			if _, ok := msg.(tea.SuspendMsg); ok {
				d.paused = true
				continue
			}
			var cmd tea.Cmd
			d.app, cmd = d.app.Update(msg)
			d.run(cmd)
		default:
			return
		}
	}
}

// send hands over any message.
func (d *driver) send(msg tea.Msg) *driver {
	d.inbox <- msg
	d.settle()
	return d
}

// wait lets time pass.
func (d *driver) wait(t time.Duration) *driver {
	time.Sleep(t)
	d.settle()
	return d
}

var named = map[string]tea.KeyPressMsg{
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab},
	"up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight},
	"pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown}, "home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd},
	"space": {Code: tea.KeySpace, Text: " "}, "backspace": {Code: tea.KeyBackspace}, "f1": {Code: tea.KeyF1},
}

func keyPress(k string) tea.KeyPressMsg {
	if msg, ok := named[k]; ok {
		return msg
	}
	if letter, ok := strings.CutPrefix(k, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: []rune(letter)[0], Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: []rune(k)[0], Text: k}
}

func (d *driver) press(ks ...string) *driver {
	d.t.Helper()
	for _, k := range ks {
		msg := keyPress(k)
		if msg.String() != k {
			d.t.Fatalf("the key %q calls itself %q", k, msg.String())
		}
		d.send(msg)
	}
	return d
}

func (d *driver) typing(s string) *driver {
	d.t.Helper()
	for _, r := range s {
		if r == ' ' {
			d.press("space")
		} else {
			d.press(string(r))
		}
	}
	return d
}

func (d *driver) drawn() string { return d.app.View().Content }

func (d *driver) screen() string { return ansi.Strip(d.drawn()) }

func (d *driver) sees(wants ...string) *driver {
	d.t.Helper()
	for _, want := range wants {
		if !strings.Contains(d.screen(), want) {
			d.t.Errorf("screen lacks %q:\n%s", want, d.screen())
		}
	}
	return d
}

func (d *driver) lacks(words ...string) *driver {
	d.t.Helper()
	for _, s := range words {
		if strings.Contains(d.screen(), s) {
			d.t.Errorf("screen still has %q:\n%s", s, d.screen())
		}
	}
	return d
}

// line returns the first line with s in it.
func (d *driver) line(s string) string {
	d.t.Helper()
	for line := range strings.Lines(d.screen()) {
		if strings.Contains(line, s) {
			return strings.TrimRight(line, "\n")
		}
	}
	d.t.Errorf("screen has no line with %q:\n%s", s, d.screen())
	return ""
}

// on asserts which row the cursor is on.
func (d *driver) on(name string) *driver {
	d.t.Helper()
	if l := d.line("▸"); !strings.Contains(l, name) {
		d.t.Errorf("the cursor is on %q, not on %q", l, name)
	}
	return d
}

// golden compares the screen without its styles, trimmed, so that a diff can be read.
func (d *driver) golden(name string) *driver {
	d.t.Helper()
	var b strings.Builder
	for line := range strings.Lines(d.screen()) {
		b.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	d.compare(name, b.String())
	return d
}

// styled compares the screen with its styles, written so that they can be read.
func (d *driver) styled(name string) *driver {
	d.t.Helper()
	d.compare(name, strings.ReplaceAll(d.drawn(), "\x1b", "␛")+"\n")
	return d
}

func (d *driver) compare(name, got string) {
	d.t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			d.t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			d.t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		d.t.Fatal(err)
	}
	if string(want) != got {
		d.t.Errorf("%s differs; run with -update and read the diff.\ngot:\n%s", path, got)
	}
}
