package main

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"strings"
	"testing"

	"kubeid/crypto"
)

// keyForms returns pieces of a private key in every form in which it could stand
// somewhere: its PEM, its DER and the secret numbers themselves, as bytes, as hex, as
// lists of numbers, and in base64 wherever in a text it begins.
func keyForms(t *testing.T, key crypto.Key) map[string]string {
	t.Helper()
	text, err := key.PEM()
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text.Reveal())
	forms := map[string]string{}
	for n, line := range strings.Split(string(text.Reveal()), "\n") {
		if len(line) > 40 && !strings.HasPrefix(line, "-----") {
			forms[fmt.Sprintf("line %d of its PEM", n)] = line
		}
	}
	inBytes := func(name string, b []byte, from int) {
		part := b[from : from+24] // not all of it: it may stand cut off
		forms[name] = string(part)
		forms[name+" in hex"] = hex.EncodeToString(part)
		forms[name+" in HEX"] = strings.ToUpper(hex.EncodeToString(part))
		forms[name+" as numbers"] = strings.Trim(fmt.Sprint(part), "[]")
		for shift := range 3 {
			for kind, coding := range map[string]*base64.Encoding{"base64": base64.StdEncoding, "base64url": base64.URLEncoding} {
				forms[fmt.Sprintf("%s in %s, %d", name, kind, shift)] = strings.TrimRight(coding.EncodeToString(b[from+shift:from+shift+21]), "=")
			}
		}
	}
	secrets := map[string][]byte{}
	switch k := key.Signer().(type) {
	case *ecdsa.PrivateKey:
		secrets["the number"], err = k.Bytes()
		if err != nil {
			t.Fatal(err)
		}
	case ed25519.PrivateKey:
		secrets["the seed"] = k.Seed()
	case *rsa.PrivateKey:
		secrets["d"], secrets["p"], secrets["q"] = k.D.Bytes(), k.Primes[0].Bytes(), k.Primes[1].Bytes()
	default:
		t.Fatalf("nobody knows where the secret of %T is", k)
	}
	for name, b := range secrets {
		inBytes(name, b, (len(b)-24)/2)
	}
	// Its DER holds public parts, too: only what stands around the secret counts.
	whole := string(text.Reveal())
	middle := strings.Index(whole, "\n") + 1 + 60 // behind what every key of the kind begins with
	inBytes("its PEM", text.Reveal(), middle)
	if pkcs8, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
		if e, ok := pkcs8.(*ecdsa.PrivateKey); ok {
			if sec1, err := x509.MarshalECPrivateKey(e); err == nil {
				inBytes("its SEC 1", sec1, 7)
			}
		}
	}
	return forms
}

// TestTheFormsOfAKeyAreFound makes sure that the search finds what it looks for.
func TestTheFormsOfAKeyAreFound(t *testing.T) {
	for _, kind := range crypto.KeyTypes() {
		key, err := crypto.GenerateKey(kind)
		if err != nil {
			t.Fatal(err)
		}
		other, err := crypto.GenerateKey(kind)
		if err != nil {
			t.Fatal(err)
		}
		text, err := key.PEM()
		if err != nil {
			t.Fatal(err)
		}
		block, _ := pem.Decode(text.Reveal())
		for name, place := range map[string]string{
			"PEM": string(text.Reveal()), "DER": string(block.Bytes), "base64": base64.StdEncoding.EncodeToString(text.Reveal()),
			"base64 within": base64.StdEncoding.EncodeToString(append([]byte("x: "), text.Reveal()...)), "hex": hex.EncodeToString(block.Bytes), "numbers": fmt.Sprint(block.Bytes),
		} {
			if found := holds(place, keyForms(t, key)); found == "" {
				t.Errorf("%s: not found in its %s", kind, name)
			}
			if found := holds(place, keyForms(t, other)); found != "" {
				t.Errorf("%s: another key is found in its %s, by %s", kind, name, found)
			}
		}
	}
}

// holds returns in which form a place holds a key, or nothing.
func holds(place string, forms map[string]string) string {
	for name, form := range forms {
		if strings.Contains(place, form) {
			return name
		}
	}
	return ""
}
