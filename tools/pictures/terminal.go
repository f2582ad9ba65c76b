package main

import (
	"fmt"
	"image/color"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// A terminal is a program in a window that nobody sees.
type terminal struct {
	screen        *vt.SafeEmulator
	tty           *os.File
	cmd           *exec.Cmd
	width, height int
	look          look

	mu   sync.Mutex
	last time.Time // when the program drew last
}

// patience is how long the program may take to show something.
const patience = 20 * time.Second

// open starts a program in a terminal of its own.
func open(l look, dir string, env []string, args ...string) (*terminal, error) {
	t := &terminal{screen: vt.NewSafeEmulator(l.width, l.height), width: l.width, height: l.height, look: l}
	t.screen.SetDefaultForegroundColor(l.colors().text)
	t.screen.SetDefaultBackgroundColor(l.colors().back)
	t.cmd = exec.Command(args[0], args[1:]...)
	t.cmd.Dir = dir
	t.cmd.Env = append([]string{"TERM=xterm-256color", "COLORTERM=truecolor", "TZ=UTC", "LANG=C.UTF-8"}, env...)
	var err error
	t.tty, err = pty.StartWithSize(t.cmd, &pty.Winsize{Rows: uint16(l.height), Cols: uint16(l.width)})
	if err != nil {
		return nil, err
	}
	go func() { // what the terminal answers, such as its colours
		buf := make([]byte, 4096)
		for {
			n, err := t.screen.Read(buf)
			if err != nil {
				return
			}
			t.tty.Write(buf[:n])
		}
	}()
	go func() {
		buf := make([]byte, 32<<10)
		for {
			n, err := t.tty.Read(buf)
			if err != nil {
				return
			}
			t.screen.Write(buf[:n])
			t.mu.Lock()
			t.last = time.Now()
			t.mu.Unlock()
		}
	}()
	return t, nil
}

func (t *terminal) close() {
	t.cmd.Process.Kill()
	t.cmd.Wait()
	t.tty.Close()
}

// text is what is to be read.
func (t *terminal) text() string {
	var b strings.Builder
	for y := range t.height {
		for x := range t.width {
			if c := t.screen.CellAt(x, y); c != nil && c.Content != "" {
				b.WriteString(c.Content)
			} else if c == nil || c.Width != 0 {
				b.WriteByte(' ')
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// wait waits until a text is to be read, and nothing has been drawn for a moment.
func (t *terminal) wait(text string) error {
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		t.mu.Lock()
		quiet := time.Since(t.last) > 250*time.Millisecond
		t.mu.Unlock()
		if quiet && strings.Contains(t.text(), text) {
			return nil
		}
		if time.Now().After(end) {
			return fmt.Errorf("%q did not show up:\n%s", text, t.text())
		}
	}
}

// A cell is one character of a picture.
type cell struct {
	text       string
	wide       bool
	fore, back color.Color
	bold       bool
	underline  bool
}

// port finds what differs from run to run: on which ports the servers listen.
var port = regexp.MustCompile(`127\.0\.0\.1:(\d{5})`)

// cells are the picture as it stands. Ports are made the same in every run.
func (t *terminal) cells() [][]cell {
	c := t.look.colors()
	ports := map[string]string{}
	var out [][]cell
	for y := range t.height {
		var row []cell
		for x := 0; x < t.width; x++ {
			got := t.screen.CellAt(x, y)
			one := cell{text: " ", fore: c.text, back: c.back}
			if got != nil {
				if got.Content != "" {
					one.text = got.Content
				}
				if got.Style.Fg != nil {
					one.fore = got.Style.Fg
				}
				if got.Style.Bg != nil {
					one.back = got.Style.Bg
				}
				one.bold = got.Style.Attrs&1 != 0
				if got.Style.Attrs&2 != 0 { // faint
					one.fore = mixed(one.fore, one.back)
				}
				if got.Style.Attrs&32 != 0 { // reverse
					one.fore, one.back = one.back, one.fore
				}
				one.underline = got.Style.Underline != 0
				one.wide = got.Width > 1
			}
			row = append(row, one)
			if one.wide {
				x++
				row = append(row, cell{fore: one.fore, back: one.back})
			}
		}
		steady(row, ports)
		out = append(out, row)
	}
	return out
}

func steady(row []cell, ports map[string]string) {
	line := ""
	for _, c := range row {
		if len(c.text) == 1 {
			line += c.text
		} else {
			line += "\x00"
		}
	}
	for _, at := range port.FindAllStringSubmatchIndex(line, -1) {
		was := line[at[2]:at[3]]
		if ports[was] == "" {
			ports[was] = fmt.Sprintf("%d", 16443+10000*len(ports))
		}
		for i, r := range ports[was] {
			row[at[2]+i].text = string(r)
		}
	}
}

func mixed(a, b color.Color) color.Color {
	r1, g1, b1, _ := a.RGBA()
	r2, g2, b2, _ := b.RGBA()
	return color.RGBA{uint8((r1*2 + r2) / 3 >> 8), uint8((g1*2 + g2) / 3 >> 8), uint8((b1*2 + b2) / 3 >> 8), 255}
}
