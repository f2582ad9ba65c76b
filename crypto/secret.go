package crypto

import (
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
)

const redacted = "[secret]"

// A Secret holds bytes that must not be seen: a private key, a token, a password.
// Every usual way of printing or encoding it gives "[secret]"; only Reveal gives
// the bytes, so that a search for Reveal finds every place that handles them.
// They stand behind a function because fmt passes the methods by for %p and for
// fields that are not exported, and then prints what it finds: an address.
type Secret struct{ bytes func() []byte }

// NewSecret wraps b, which the caller must not use any more.
func NewSecret(b []byte) Secret { return Secret{func() []byte { return b }} }

// Reveal returns the bytes themselves. They are shared, not copied.
func (s Secret) Reveal() []byte {
	if s.bytes == nil {
		return nil
	}
	return s.bytes()
}

// Empty tells whether there is nothing to hide.
func (s Secret) Empty() bool { return len(s.Reveal()) == 0 }

// Equal compares in constant time.
func (s Secret) Equal(other Secret) bool {
	return subtle.ConstantTimeCompare(s.Reveal(), other.Reveal()) == 1
}

// String implements fmt.Stringer without telling the secret.
func (s Secret) String() string { return redacted }

// GoString implements fmt.GoStringer without telling the secret.
func (s Secret) GoString() string { return redacted }

// Format implements fmt.Formatter, so that no verb tells the secret.
func (s Secret) Format(f fmt.State, _ rune) { io.WriteString(f, redacted) }

// LogValue implements slog.LogValuer without telling the secret.
func (s Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON implements json.Marshaler without telling the secret.
func (s Secret) MarshalJSON() ([]byte, error) { return json.Marshal(redacted) }

// MarshalText implements encoding.TextMarshaler without telling the secret.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
