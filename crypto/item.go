package crypto

import (
	"bytes"
	"fmt"
	"strings"
)

// An Item is one thing found in a file of any kind: what it is, or why that cannot
// be said. Only a certificate that Kubernetes passes over has both.
type Item struct {
	Block         // where it stands, and its bytes
	Trouble error // why it could not be read, or is passed over

	Certificate *Certificate
	Key         *Key
	PublicKey   *PublicKey
	Request     *Request
	Bundle      *Bundle
	Token       *Token
}

// Kind names what the item is, for a column of a table.
func (i Item) Kind() string {
	switch {
	case i.Certificate != nil:
		if ca, _ := i.Certificate.CA(); ca {
			return "authority"
		}
		return "certificate"
	case i.Key != nil:
		return "private key"
	case i.PublicKey != nil:
		return "public key"
	case i.Request != nil:
		return "request"
	case i.Bundle != nil:
		return "PKCS#12"
	case i.Token != nil:
		return i.Token.Kind.String()
	case i.Type != "":
		return strings.ToLower(i.Type)
	}
	return "unknown"
}

// Items finds out what a file holds: certificates, keys, requests and PKCS#12 in PEM,
// DER or base64, or a bearer token. The passphrase may be empty; an encrypted key is
// then an Item with ErrPassphraseNeeded. Nothing found gives no Item.
func Items(data []byte, passphrase Secret) []Item {
	blocks := Blocks(data)
	if len(blocks) == 0 {
		return tokenIn(data)
	}
	items := make([]Item, 0, len(blocks))
	for _, b := range blocks {
		if b.Type == "EC PARAMETERS" && b.Err == nil {
			continue
		}
		items = append(items, b.item(passphrase))
	}
	return items
}

func (b Block) item(passphrase Secret) Item {
	i := Item{Block: b}
	switch {
	case b.Err != nil:
		i.Trouble = b.Err
	case strings.HasSuffix(b.Type, "CERTIFICATE REQUEST"):
		i.Request, i.Trouble = b.request()
	case strings.HasSuffix(b.Type, "CERTIFICATE"):
		i.Certificate, i.Trouble = b.certificate()
	case strings.HasSuffix(b.Type, "PUBLIC KEY"):
		k, err := b.publicKey()
		i.Trouble = err
		if err == nil {
			i.PublicKey = &k
		}
	case b.Type != "" && b.holdsKey():
		i.setKey(b.key(passphrase))
	case b.Type != "":
		i.Trouble = fmt.Errorf("a block of this kind is %w", ErrUnsupported)
	default:
		i.guess(passphrase)
	}
	return i
}

func (i *Item) setKey(k Key, err error) {
	i.Trouble = err
	if err == nil {
		i.Key = &k
	}
}

// guess finds out what DER without a label is, from its shape.
func (i *Item) guess(passphrase Secret) {
	der := i.Body.Reveal()
	if IsPKCS12(der) {
		bundle, err := ParsePKCS12(der, passphrase)
		i.Trouble = err
		if err == nil {
			i.Bundle = &bundle
		}
		return
	}
	if c, err := i.certificate(); err == nil {
		i.Certificate = c
		return
	}
	if r, err := i.request(); err == nil {
		i.Request = r
		return
	}
	if k, err := i.publicKey(); err == nil {
		i.PublicKey = &k
		return
	}
	outer := reader{rest: der}
	inner := reader{rest: outer.next(tagSequence).body, bad: outer.bad}
	if _, version := inner.maybe(tagInteger); version || isEncryptedPKCS8(der) {
		i.setKey(i.key(passphrase))
		return
	}
	_, i.Trouble = i.certificate()
}

// tokenIn takes a text of one word for a bearer token.
func tokenIn(data []byte) []Item {
	text := bytes.TrimSpace(data)
	if len(text) == 0 || len(text) > maxToken || bytes.ContainsAny(text, " \t\r\n\x00") {
		return nil
	}
	s := NewSecret(text)
	t := ParseToken(s)
	if t.Kind == StaticToken {
		return nil
	}
	return []Item{{Block: Block{Body: s}, Token: &t}}
}
