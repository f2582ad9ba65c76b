package model

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"time"

	"kubeid/crypto"
)

func makeDER(key crypto.Key) ([]byte, error) {
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "jane"}, NotAfter: time.Unix(4e9, 0)}
	return x509.CreateCertificate(nil, tmpl, tmpl, key.Signer().Public(), key.Signer())
}
