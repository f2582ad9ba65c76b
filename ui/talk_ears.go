package ui

import (
	"errors"
	"io"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
)

// ears read lines, and never more than a line: what follows belongs to whoever asks next.
type ears struct{ in io.Reader }

// heardMsg is a line that was heard; err is io.EOF when there is none any more.
type heardMsg struct {
	line string
	err  error
	open bool // the line that the question stands on was not ended by typing
}

// longestLine is more than anybody types or pastes.
const longestLine = 1 << 20

// listen waits for a line. One that must not be seen is not shown while it is typed.
func (e ears) listen(secret bool) tea.Cmd {
	return func() tea.Msg {
		f, ok := e.in.(term.File)
		typed := ok && term.IsTerminal(f.Fd())
		if typed && secret {
			line, err := term.ReadPassword(f.Fd())
			return heardMsg{string(line), err, true}
		}
		line, err := e.line()
		return heardMsg{line, err, !typed || err != nil}
	}
}

func (e ears) line() (string, error) {
	var line strings.Builder
	for one := make([]byte, 1); ; {
		n, err := e.in.Read(one)
		switch {
		case n > 0 && one[0] == '\n':
			return strings.TrimSuffix(line.String(), "\r"), nil
		case n > 0 && line.Len() == longestLine:
			return "", errors.New("that is too long for a line")
		case n > 0:
			line.WriteByte(one[0])
		case err != nil && line.Len() > 0:
			return line.String(), nil
		case err != nil:
			return "", err
		}
	}
}
