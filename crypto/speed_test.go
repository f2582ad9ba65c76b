package crypto

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"testing"
)

// BenchmarkParse reads a certificate as a kubeconfig has it; BenchmarkPlain does the
// least that can be done for it. The first may take 1.3 times the second.
func BenchmarkParse(b *testing.B) {
	data := embedded(b)
	for b.Loop() {
		if certs, _ := ParseCertificates(data); len(certs) != 1 {
			b.Fatal("no certificate")
		}
	}
}

func BenchmarkPlain(b *testing.B) {
	data := embedded(b)
	for b.Loop() {
		text, err := base64.StdEncoding.DecodeString(string(data))
		if err != nil {
			b.Fatal(err)
		}
		block, _ := pem.Decode(text)
		if _, err := x509.ParseCertificate(block.Bytes); err != nil {
			b.Fatal(err)
		}
	}
}

func embedded(b *testing.B) []byte {
	c := sign(b, template(), nil, rsaKey(b, 2048))
	return []byte(base64.StdEncoding.EncodeToString([]byte(inPEM("CERTIFICATE", c.DER))))
}
