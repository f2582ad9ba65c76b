package store

import (
	"bytes"
	"fmt"
	"strings"

	"filippo.io/age"
	"filippo.io/age/agessh"
	"filippo.io/age/armor"

	"kubeid/crypto"
	"kubeid/model"
)

// recipientOf is whom something can be encrypted to: an age1… key, or an SSH public key.
func recipientOf(s string) (age.Recipient, error) {
	var r age.Recipient
	var err error
	if s = strings.TrimSpace(s); strings.HasPrefix(s, "ssh-") {
		r, err = agessh.ParseRecipient(s)
	} else {
		r, err = age.ParseX25519Recipient(s)
	}
	if err != nil {
		return nil, &model.Problem{
			Exit: model.ExitUsage, What: fmt.Sprintf("%q is nobody that a file can be encrypted to", model.NewText(s)),
			Todo: "give an age recipient (age1…), or an SSH public key of kind ed25519 or RSA",
		}
	}
	return r, nil
}

// Encrypt encrypts data to a recipient, as age -a does: text that can be sent by mail.
func Encrypt(data crypto.Secret, recipient string) (crypto.Secret, error) {
	r, err := recipientOf(recipient)
	if err != nil {
		return crypto.Secret{}, err
	}
	var out bytes.Buffer
	text := armor.NewWriter(&out)
	w, err := age.Encrypt(text, r)
	if err != nil {
		return crypto.Secret{}, fmt.Errorf("encrypt: %w", err)
	}
	if _, err := w.Write(data.Reveal()); err != nil {
		return crypto.Secret{}, fmt.Errorf("encrypt: %w", err)
	}
	if err := w.Close(); err != nil {
		return crypto.Secret{}, fmt.Errorf("encrypt: %w", err)
	}
	if err := text.Close(); err != nil {
		return crypto.Secret{}, fmt.Errorf("encrypt: %w", err)
	}
	return crypto.NewSecret(out.Bytes()), nil
}
