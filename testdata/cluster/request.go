package cluster

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"os"
	"testing"
)

// Request has kubectl, as the administrator, ask for a certificate of a user under this
// name. Key and request stand in the files.
func (c *Cluster) Request(t testing.TB, name, user, keyFile, requestFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: pkix.Name{CommonName: user}}, key)
	if err != nil {
		t.Fatal(err)
	}
	request := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der})
	for file, text := range map[string][]byte{keyFile: (&pair{key: key}).keyPEM(), requestFile: request} {
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	object := "apiVersion: certificates.k8s.io/v1\nkind: CertificateSigningRequest\nmetadata: {name: " + name + "}\nspec:\n" +
		"  signerName: kubernetes.io/kube-apiserver-client\n  usages: [digital signature, client auth]\n  request: " + base64.StdEncoding.EncodeToString(request) + "\n"
	if _, complaints, err := c.Kubectl(t, c.Admin(), object, "create", "-f", "-"); err != nil {
		t.Fatal(complaints)
	}
}
