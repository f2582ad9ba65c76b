package gen

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"testing"

	"k8s.io/client-go/tools/clientcmd"
)

func write(t *testing.T, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, n); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestKubectlWouldWriteTheSameBytes(t *testing.T) {
	for _, n := range []int{1, 2, 100} {
		data := write(t, n)
		config, err := clientcmd.Load(data)
		if err != nil {
			t.Fatal(err)
		}
		if len(config.Contexts) != n || len(config.Clusters) != n || len(config.AuthInfos) != n {
			t.Errorf("%d contexts, %d clusters, %d users, want %d each", len(config.Contexts), len(config.Clusters), len(config.AuthInfos), n)
		}
		again, err := clientcmd.Write(*config)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(data, again) {
			t.Errorf("with %d contexts kubectl writes other bytes", n)
		}
	}
}

func TestTheSameFileEveryTime(t *testing.T) {
	if !bytes.Equal(write(t, 20), write(t, 20)) {
		t.Error("two runs wrote different files")
	}
}

func TestEveryCertificateReadsAndFitsItsKey(t *testing.T) {
	config, err := clientcmd.Load(write(t, 30))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for name, user := range config.AuthInfos {
		if _, err := tls.X509KeyPair(user.ClientCertificateData, user.ClientKeyData); err != nil {
			t.Errorf("user %s: %v", name, err)
			continue
		}
		block, _ := pem.Decode(user.ClientCertificateData)
		cert, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			t.Errorf("user %s: %v", name, err)
			continue
		}
		seen[cert.Subject.CommonName] = true
	}
	if len(seen) != 30 {
		t.Errorf("%d different names in 30 certificates", len(seen))
	}
}

func TestThreeEntriesTakeAboutAsMuchAsRealOnes(t *testing.T) {
	if per := len(write(t, 1000)) / 1000; per < 5400 || per > 5800 {
		t.Errorf("%d bytes for a context, a cluster and a user, want about 5600", per)
	}
}
