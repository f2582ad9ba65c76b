package crypto

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
)

func TestItemsOfAnyFile(t *testing.T) {
	ca := sign(t, authority("kubernetes"), nil, nil)
	c := sign(t, template(), &ca, nil)
	csr := request(t, &x509.CertificateRequest{Subject: pkix.Name{CommonName: "jane"}})
	k, err := must2(t)(NewKey(c.key)).PEM()
	must(t, k, err)
	for name, f := range map[string]struct {
		data []byte
		want string
	}{
		"a chain with its key":    {[]byte("x\n" + inPEM("CERTIFICATE", c.DER) + string(k.Reveal()) + inPEM("CERTIFICATE", ca.DER)), "certificate, private key, authority"},
		"a certificate in DER":    {c.DER, "certificate"},
		"in base64":               {[]byte(base64.StdEncoding.EncodeToString([]byte(inPEM("CERTIFICATE", c.DER)))), "certificate"},
		"two certificates in DER": {append(append([]byte{}, c.DER...), ca.DER...), "certificate, authority"},
		"a request":               {[]byte(inPEM("CERTIFICATE REQUEST", csr)), "request"},
		"a request in DER":        {csr, "request"},
		"a public key":            {read(t, "keys/ec-public.pem"), "public key"},
		"a public key in DER":     {c.PublicKey().DER, "public key"},
		"a key in DER":            {read(t, "keys/ed25519-pkcs8.der"), "private key"},
		"an encrypted key in DER": {read(t, "keys/ec-pbkdf2.der"), "private key"},
		"with EC PARAMETERS":      {read(t, "keys/ec-with-parameters.pem"), "private key"},
		"PKCS#12":                 {read(t, "pkcs12/modern.p12"), "PKCS#12"},
		"a token":                 {[]byte(jwt(rs256, boundClaims) + "\n"), "bound ServiceAccount token"},
		"a bootstrap token":       {[]byte("07401b.f395accd246ae52d"), "bootstrap token"},
		"a list of revocations":   {[]byte(inPEM("X509 CRL", []byte{0x30, 0})), "x509 crl: a block of this kind is not supported"},
		"a broken certificate":    {[]byte(inPEM("CERTIFICATE", []byte{0x30, 0})), "certificate: x509: malformed tbs certificate"},
		"DER of who knows what":   {[]byte{0x30, 1, 0}, "unknown: x509: malformed tbs certificate"},
		"a text":                  {[]byte("hello world"), ""},
		"a word":                  {[]byte("hello"), ""},
		"nothing":                 {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, i := range Items(f.data, passphrase) {
				s := i.Kind()
				if i.Trouble != nil {
					s += ": " + i.Trouble.Error()
				}
				got = append(got, s)
			}
			if s := strings.Join(got, ", "); s != f.want {
				t.Errorf("Items() = %s, want %s", s, f.want)
			}
		})
	}
}

func TestItemsAskForAPassphrase(t *testing.T) {
	for _, file := range []string{"keys/ec-pbkdf2.der", "keys/ec-scrypt.pem", "keys/rsa-legacy-des3.pem", "pkcs12/modern.p12"} {
		for pass, want := range map[string]error{"": ErrPassphraseNeeded, "wrong": ErrPassphraseWrong} {
			items := Items(read(t, file), NewSecret([]byte(pass)))
			if len(items) != 1 || !errors.Is(items[0].Trouble, want) {
				t.Errorf("%s with %q: %v, want %v", file, pass, items[0].Trouble, want)
			}
		}
	}
}
