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

// maxToken is more than any server takes.
const maxToken = 1 << 20

// ReadToken reads a token from a file, or from stdin when path is "-". What surrounds
// it is cut away: blanks, and the word Bearer.
func ReadToken(path string, stdin io.Reader) (crypto.Secret, error) {
	name := "standard input"
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return crypto.Secret{}, unreadToken(path, errors.New(problemOf(err)))
		}
		defer f.Close()
		stdin, name = f, path
	}
	data, err := io.ReadAll(io.LimitReader(stdin, maxToken+1))
	if err != nil {
		return crypto.Secret{}, unreadToken(name, errors.New(problemOf(err)))
	}
	token := bytes.TrimSpace(bytes.TrimPrefix(bytes.TrimSpace(data), []byte("Bearer ")))
	switch {
	case len(token) == 0:
		return crypto.Secret{}, unreadToken(name, errors.New("it is empty"))
	case len(data) > maxToken:
		return crypto.Secret{}, unreadToken(name, errors.New("it is longer than any token"))
	case bytes.ContainsAny(token, " \t\r\n"):
		return crypto.Secret{}, unreadToken(name, errors.New("there is more in it than one token"))
	}
	return crypto.NewSecret(token), nil
}

func unreadToken(name string, err error) error {
	return &model.Problem{Exit: model.ExitError, What: fmt.Sprintf("no token in %q", model.NewText(name)), Todo: "name a file that holds nothing but the token; for other files there is: kubeid inspect", Cause: err}
}

// TokenFacts says what a token says of itself.
func TokenFacts(token crypto.Secret) model.Token { return model.NewToken(crypto.ParseToken(token)) }
