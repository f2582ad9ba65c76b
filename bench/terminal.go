package main

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"time"

	"github.com/creack/pty"
)

// A terminal is a pseudo-terminal of 120x40 with a program in it. It answers what
// programs ask a terminal, so that none waits for an answer, and notes when each
// piece of output arrived.
type terminal struct {
	cmd     *exec.Cmd
	pty     *os.File
	started time.Time
	output  chan piece
}

// A piece of output and when it arrived.
type piece struct {
	text []byte
	at   time.Time
}

func openTerminal(box sandbox, program string) (*terminal, error) {
	cmd := exec.Command(program)
	cmd.Dir, cmd.Env = box.home, append(box.env, "COLORTERM=truecolor")
	t := &terminal{cmd: cmd, output: make(chan piece, 1<<16), started: time.Now()}
	var err error
	if t.pty, err = pty.StartWithSize(cmd, &pty.Winsize{Cols: 120, Rows: 40}); err != nil {
		return nil, err
	}
	go t.read()
	return t, nil
}

// read hands on all output until the program ends, and answers its questions.
func (t *terminal) read() {
	defer close(t.output)
	buffer := make([]byte, 1<<16)
	var rest []byte
	for {
		n, err := t.pty.Read(buffer)
		if n > 0 {
			at, text := time.Now(), bytes.Clone(buffer[:n])
			var replies []byte
			replies, rest = answer(append(rest, text...))
			if len(replies) > 0 {
				t.pty.Write(replies)
			}
			t.output <- piece{text, at}
		}
		if err != nil {
			return
		}
	}
}

// answers are the questions that terminal programs begin with, and what a common
// terminal says: dark background, synchronized output, no wide-character mode.
var answers = []struct {
	question *regexp.Regexp
	reply    string
}{
	{regexp.MustCompile(`\x1b\]10;\?`), "\x1b]10;rgb:d0d0/d0d0/d0d0\x1b\\"},
	{regexp.MustCompile(`\x1b\]11;\?`), "\x1b]11;rgb:1010/1010/1818\x1b\\"},
	{regexp.MustCompile(`\x1b\]12;\?`), "\x1b]12;rgb:d0d0/d0d0/d0d0\x1b\\"},
	{regexp.MustCompile(`\x1b\[\?2026\$p`), "\x1b[?2026;2$y"},
	{regexp.MustCompile(`\x1b\[\?2027\$p`), "\x1b[?2027;0$y"},
	{regexp.MustCompile(`\x1b\[\?u`), "\x1b[?0u"},
	{regexp.MustCompile(`\x1b\[>0?q`), "\x1bP>|bench 1\x1b\\"},
	{regexp.MustCompile(`\x1b\[0?c`), "\x1b[?62;22c"},
	{regexp.MustCompile(`\x1b\[6n`), "\x1b[1;1R"},
}

// answer returns the replies to all questions in text, and its end, in which a
// question may have begun that is not complete yet.
func answer(text []byte) (replies, rest []byte) {
	last := 0
	for _, a := range answers {
		for _, at := range a.question.FindAllIndex(text, -1) {
			replies = append(replies, a.reply...)
			last = max(last, at[1])
		}
	}
	text = text[last:]
	return replies, bytes.Clone(text[max(0, len(text)-10):])
}

var controls = regexp.MustCompile(`\x1b\[[0-9;:?<>=]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)|\x1b[PX^_][^\x1b]*\x1b\\|\x1b.`)

// waitFor returns when the text was there, counted from the start of the program.
func (t *terminal) waitFor(text string, limit time.Duration) (time.Duration, bool) {
	var all []byte
	deadline := time.After(limit)
	for {
		select {
		case p, open := <-t.output:
			if !open {
				return 0, false
			}
			all = append(all, p.text...)
			if bytes.Contains(controls.ReplaceAll(all, nil), []byte(text)) {
				return p.at.Sub(t.started), true
			}
		case <-deadline:
			return 0, false
		}
	}
}

// rest waits until nothing has come for so long; false if the limit was reached.
func (t *terminal) rest(quiet, limit time.Duration) bool {
	deadline := time.After(limit)
	for {
		select {
		case _, open := <-t.output:
			if !open {
				return false
			}
		case <-time.After(quiet):
			return true
		case <-deadline:
			return false
		}
	}
}

// close asks the program to quit, and ends it if it does not.
func (t *terminal) close() {
	t.pty.Write([]byte("\x03"))
	go func() {
		for range t.output {
		}
	}()
	kill := time.AfterFunc(3*time.Second, func() { t.cmd.Process.Kill() })
	t.cmd.Wait()
	kill.Stop()
	t.pty.Close()
}
