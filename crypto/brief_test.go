package crypto

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"testing"
	"time"
)

func TestABriefSaysWhatTheCertificateSays(t *testing.T) {
	for name, change := range map[string]func(*x509.Certificate){
		"a client": func(*x509.Certificate) {},
		"several names": func(c *x509.Certificate) {
			c.Subject = pkix.Name{CommonName: "jane", Organization: []string{"devs", "payments"}}
		},
		"before 2000":       func(c *x509.Certificate) { c.NotBefore = time.Date(1951, 2, 28, 23, 59, 59, 0, time.UTC) },
		"the last of 2049":  func(c *x509.Certificate) { c.NotAfter = time.Date(2049, 12, 31, 23, 59, 59, 0, time.UTC) },
		"the first of 2050": func(c *x509.Certificate) { c.NotAfter = time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC) },
		"a leap day":        func(c *x509.Certificate) { c.NotAfter = time.Date(2028, 2, 29, 0, 0, 0, 0, time.UTC) },
		"without an end":    func(c *x509.Certificate) { c.NotAfter = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC) },
	} {
		tmpl := template()
		change(tmpl)
		c := sign(t, tmpl, nil, edKey())
		b, ok := ReadBrief([]byte(inPEM("CERTIFICATE", c.DER)))
		if !ok {
			t.Errorf("%s: there is no brief", name)
			continue
		}
		if want := (Brief{c.Subject().CommonName(), c.NotBefore, c.NotAfter, c.Fingerprint()}); b != want {
			t.Errorf("%s: got %v, want %v", name, b, want)
		}
	}
}

func TestThereIsNoBriefOfWhatIsUnusual(t *testing.T) {
	der := sign(t, template(), nil, edKey()).DER
	text := inPEM("CERTIFICATE", der)
	tmpl := template()
	tmpl.Subject = pkix.Name{Organization: []string{"devs"}}
	nameless := sign(t, tmpl, nil, edKey()).DER
	tmpl.Subject = pkix.Name{CommonName: "Zoë"}
	foreign := sign(t, tmpl, nil, edKey()).DER
	for name, data := range map[string]string{
		"nothing":              "",
		"DER":                  string(der),
		"two certificates":     text + text,
		"words around it":      "# mine\n" + text,
		"words behind it":      text + "the end",
		"another label":        inPEM("TRUSTED CERTIFICATE", der),
		"headers":              string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Headers: map[string]string{"A": "b"}, Bytes: der})),
		"half a certificate":   inPEM("CERTIFICATE", der[:len(der)/2]),
		"more than one in DER": inPEM("CERTIFICATE", append(bytes.Clone(der), der...)),
		"no common name":       inPEM("CERTIFICATE", nameless),
		"letters beyond ASCII": inPEM("CERTIFICATE", foreign),
	} {
		if b, ok := ReadBrief([]byte(data)); ok {
			t.Errorf("%s: got %v", name, b)
		}
	}
}

func TestDatesThatDoNotExistAreNotUsual(t *testing.T) {
	for _, text := range []string{"230229000000Z", "231301000000Z", "230100000000Z", "230101240000Z", "230101006000Z", "230101000060Z", "23010100000aZ", "2301010000000"} {
		if got, ok := usualTime(element{tag: tagUTCTime, body: []byte(text)}); ok {
			t.Errorf("%s is %v", text, got)
		}
	}
}

func BenchmarkReadBrief(b *testing.B) {
	data := []byte(inPEM("CERTIFICATE", sign(b, template(), nil, ecKey(b)).DER))
	b.Run("brief", func(b *testing.B) {
		for b.Loop() {
			ReadBrief(data)
		}
	})
	b.Run("whole", func(b *testing.B) {
		for b.Loop() {
			ParseCertificates(data)
		}
	})
}
