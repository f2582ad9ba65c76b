package kube

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"
)

// A keyed one is a certificate with its key.
type keyed struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// signed makes a certificate of the name; without an authority it signs itself and is one.
func signed(t *testing.T, name string, by *keyed, usages ...x509.ExtKeyUsage) keyed {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes([]byte("a serial number.")), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(1000 * time.Hour), BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: usages,
	}
	issuer, signer := tmpl, key
	if by != nil {
		issuer, signer = by.cert, by.key
	} else {
		tmpl.IsCA, tmpl.KeyUsage = true, x509.KeyUsageCertSign
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, issuer, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return keyed{cert, key}
}

func (p keyed) crt() string { return inPEM("CERTIFICATE", p.cert.Raw) }

func (p keyed) pem(t *testing.T) string {
	t.Helper()
	der, err := x509.MarshalECPrivateKey(p.key)
	if err != nil {
		t.Fatal(err)
	}
	return inPEM("EC PRIVATE KEY", der)
}

func (p keyed) pub(t *testing.T) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(p.key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return inPEM("PUBLIC KEY", der)
}
