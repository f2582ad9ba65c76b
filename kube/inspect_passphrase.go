package kube

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"kubeid/crypto"
	"kubeid/model"
)

// maxPassphrase bounds what a passphrase is read from.
const maxPassphrase = 64 << 10

// PassphraseFile reads a passphrase: the first line of a file.
func PassphraseFile(path string) (crypto.Secret, error) {
	f, err := os.Open(path)
	if err != nil {
		return crypto.Secret{}, unreadPassphrase(path, errors.New(problemOf(err)))
	}
	defer f.Close()
	return Passphrase(f, path)
}

// Passphrase reads the first line of what has this name.
func Passphrase(r io.Reader, name string) (crypto.Secret, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxPassphrase))
	if err != nil {
		return crypto.Secret{}, unreadPassphrase(name, errors.New(problemOf(err)))
	}
	line, _, _ := bytes.Cut(data, []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	if len(line) == 0 {
		return crypto.Secret{}, unreadPassphrase(name, errors.New("its first line is empty"))
	}
	return crypto.NewSecret(line), nil
}

func unreadPassphrase(name string, err error) error {
	return &model.Problem{Exit: model.ExitError, What: fmt.Sprintf("no passphrase in %q", model.NewText(name)), Todo: "check the file given with --passphrase-file", Cause: err}
}
