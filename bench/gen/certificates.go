package gen

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"math/rand/v2"
	"sync"
	"time"
)

// Ten thousand real signatures would take longer than what is measured, so a few
// certificates are signed and every user gets one of them with its own number in
// the name: it reads as any other, only its signature does not fit. The keys come
// from a known seed and are worth nothing to anybody.
const (
	authorities = 4
	clients     = 6
	placeholder = "user-00000"
)

type credentials struct {
	authorityPEM [authorities][]byte
	clientDER    [clients][]byte
	clientKey    [clients]string // base64 of the PEM
}

// theCredentials are made once: the search for primes takes a second or two.
var theCredentials = sync.OnceValues(newCredentials)

func newCredentials() (*credentials, error) {
	random := rand.NewChaCha8([32]byte([]byte("kubeid bench: keys for nothing..")))
	var c credentials
	for i := range authorities {
		key, cert := newKey(random), authorityTemplate(i)
		der, err := x509.CreateCertificate(nil, cert, cert, key.Public(), key)
		if err != nil {
			return nil, fmt.Errorf("sign authority %d: %w", i, err)
		}
		c.authorityPEM[i] = encode("CERTIFICATE", der)
		for j := i; j < clients; j += authorities {
			if err := c.addClient(j, newKey(random), cert, key); err != nil {
				return nil, err
			}
		}
	}
	return &c, nil
}

func (c *credentials) addClient(j int, key *rsa.PrivateKey, parent *x509.Certificate, signer *rsa.PrivateKey) error {
	der, err := x509.CreateCertificate(nil, clientTemplate(j), parent, key.Public(), signer)
	if err != nil {
		return fmt.Errorf("sign client %d: %w", j, err)
	}
	c.clientDER[j] = der
	c.clientKey[j] = base64.StdEncoding.EncodeToString(encode("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key)))
	return nil
}

func (c *credentials) authority(i int) string {
	return base64.StdEncoding.EncodeToString(c.authorityPEM[i%authorities])
}

func (c *credentials) user(i int) (certificate, key string) {
	j := i % clients
	own := fmt.Appendf(nil, "user-%05d", i%100000)
	der := bytes.Replace(c.clientDER[j], []byte(placeholder), own, 1)
	return base64.StdEncoding.EncodeToString(encode("CERTIFICATE", der)), c.clientKey[j]
}

func encode(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func authorityTemplate(i int) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(int64(1000 + i)), Subject: pkix.Name{CommonName: "kubernetes"},
		NotBefore: start, NotAfter: start.AddDate(10, 0, 0), DNSNames: []string{"kubernetes"},
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment | x509.KeyUsageCertSign,
		IsCA:     true, BasicConstraintsValid: true, SubjectKeyId: []byte{byte(i), 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20},
	}
}

func clientTemplate(j int) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(int64(0x1234567890abcd00 + j)),
		Subject:      pkix.Name{CommonName: placeholder, Organization: []string{"devs", "payments"}},
		NotBefore:    start, NotAfter: start.AddDate(0, 6*(j+1), 0),
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}, BasicConstraintsValid: true,
	}
}

var start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// newKey makes an RSA key of 2048 bits from random alone. crypto/rsa always takes
// the system's randomness, which would make every file a different one.
func newKey(random *rand.ChaCha8) *rsa.PrivateKey {
	const e = 65537
	one := big.NewInt(1)
	for {
		p, q := newPrime(random), newPrime(random)
		phi := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
		d := new(big.Int).ModInverse(big.NewInt(e), phi)
		n := new(big.Int).Mul(p, q)
		if d == nil || n.BitLen() != 2048 {
			continue
		}
		key := &rsa.PrivateKey{PublicKey: rsa.PublicKey{N: n, E: e}, D: d, Primes: []*big.Int{p, q}}
		key.Precompute()
		return key
	}
}

func newPrime(random *rand.ChaCha8) *big.Int {
	b := make([]byte, 128)
	for {
		random.Read(b)
		b[0] |= 0xc0
		b[len(b)-1] |= 1
		if p := new(big.Int).SetBytes(b); p.ProbablyPrime(20) {
			return p
		}
	}
}
