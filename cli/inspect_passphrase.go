package cli

import (
	"context"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/charmbracelet/x/term"

	"kubeid/crypto"
	"kubeid/kube"
)

// Passphrases come from a file or from a person, and never from the command line,
// where everybody on the computer could read them.

// passphraseFrom reads a passphrase: the first line of a file, or of standard input
// for "-". No name gives none.
func (p *program) passphraseFrom(path string) (crypto.Secret, error) {
	switch path {
	case "":
		return crypto.Secret{}, nil
	case "-":
		return kube.Passphrase(p.Stdin, "standard input")
	}
	return kube.PassphraseFile(path)
}

// askPassphrase asks a person. The terminal stops to show what is typed before the
// question stands there. The reading itself cannot be interrupted, so it is left behind
// when ctx ends.
func (p *program) askPassphrase(ctx context.Context, question string) (crypto.Secret, error) {
	if f, ok := p.Stdin.(term.File); ok {
		before, err := term.MakeRaw(f.Fd())
		if err != nil {
			return crypto.Secret{}, err
		}
		defer fmt.Fprintln(p.Stderr)
		defer term.Restore(f.Fd(), before)
	}
	fmt.Fprint(p.Stderr, safe(question))
	type reply struct {
		secret crypto.Secret
		err    error
	}
	replies := make(chan reply, 1)
	go func() {
		secret, err := typed(p.Stdin)
		replies <- reply{secret, err}
	}()
	select {
	case r := <-replies:
		return r.secret, r.err
	case <-ctx.Done():
		return crypto.Secret{}, ctx.Err()
	}
}

// typed reads what somebody types up to enter, byte by byte, as a raw terminal hands it
// over: ctrl+c gives up, backspace takes back, ctrl+u takes all back.
func typed(in io.Reader) (crypto.Secret, error) {
	var line []byte
	one := make([]byte, 1)
	for len(line) < maxTyped {
		if _, err := io.ReadFull(in, one); err != nil {
			break // what was typed before the end counts
		}
		switch c := one[0]; c {
		case '\r', '\n':
			return crypto.NewSecret(line), nil
		case ctrlC:
			return crypto.Secret{}, context.Canceled
		case ctrlU:
			line = line[:0]
		case ctrlD:
			return crypto.NewSecret(line), nil
		case ctrlH, del:
			_, n := utf8.DecodeLastRune(line)
			line = line[:len(line)-n]
		default:
			line = append(line, c)
		}
	}
	return crypto.NewSecret(line), nil
}

// maxTyped is how long a passphrase may be that is typed.
const maxTyped = 4096

// What a terminal sends for the keys that are not text.
const (
	ctrlC = 0x03
	ctrlD = 0x04
	ctrlH = 0x08
	ctrlU = 0x15
	del   = 0x7f
)
