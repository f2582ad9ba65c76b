package cli

import (
	"bytes"
	"context"
	"fmt"

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

// askPassphrase asks a person, without showing what is typed. The reading itself cannot
// be interrupted, so when ctx ends it is left behind, and the terminal shows again what
// is typed.
func (p *program) askPassphrase(ctx context.Context, question string) (crypto.Secret, error) {
	fmt.Fprint(p.Stderr, safe(question))
	f, ok := p.Stdin.(term.File)
	if !ok {
		line, err := p.answer(ctx)
		return crypto.NewSecret(bytes.TrimRight([]byte(line), "\r\n")), err
	}
	before, err := term.GetState(f.Fd())
	if err != nil {
		return crypto.Secret{}, err
	}
	type reply struct {
		typed []byte
		err   error
	}
	replies := make(chan reply, 1)
	go func() {
		typed, err := term.ReadPassword(f.Fd())
		replies <- reply{typed, err}
	}()
	defer fmt.Fprintln(p.Stderr)
	select {
	case r := <-replies:
		return crypto.NewSecret(r.typed), r.err
	case <-ctx.Done():
		term.Restore(f.Fd(), before)
		return crypto.Secret{}, ctx.Err()
	}
}
