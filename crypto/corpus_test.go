package crypto

import (
	"bytes"
	"crypto/x509"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// corpusRows reads every file below dir. Each has to give a row or a reason; what Go
// accepts has to look the same to the lenient readers.
func corpusRows(t *testing.T, dir string, match func(string) bool) (files, rows, refused, unread int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !match(path) {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		name := filepath.Base(path)
		certs, troubles := ParseCertificates(data)
		if len(certs)+len(troubles) == 0 {
			t.Errorf("%s: neither a row nor a reason", name)
		}
		for _, c := range certs {
			rows++
			if c.Refused != nil {
				refused++
				checkRefused(t, name, c)
			} else {
				sameAsGo(t, name, c)
			}
			lookAtAll(c)
		}
		for _, trouble := range troubles {
			unread++
			t.Logf("%s: %v", name, trouble)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files, rows, refused, unread
}

// lookAtAll asks everything that can be asked of a certificate.
func lookAtAll(c *Certificate) {
	_, _ = c.Fingerprint(), c.SignatureAlgorithm()
	_, _ = c.SerialText(), c.SubjectKeyID()
	LoginOf(c)
	Lint(c, LintOptions{Issuer: c, Leaf: true, Years: 1})
	_, err := Chain(c, []*Certificate{c}, nil, now, ClientAuth)
	_ = err.Error()
	_, _ = Chain(c, nil, []*Certificate{c}, now, ServerAuth)
}

// checkRefused looks at what a row needs.
func checkRefused(t *testing.T, name string, c *Certificate) {
	t.Helper()
	t.Logf("%s: %s until %s, %s: %v", name, c.Subject(), c.NotAfter, c.PublicKey(), c.Refused)
	if c.PublicKey().OID == "" || c.SignatureAlgorithm() == "" {
		t.Errorf("%s: no algorithm was found: %v", name, c.Refused)
	}
}

// sameAsGo compares the lenient readers with crypto/x509.
func sameAsGo(t *testing.T, name string, c *Certificate) {
	t.Helper()
	x := c.X509()
	o, ok := outline(c.DER)
	if !ok {
		t.Errorf("%s: the lenient reader finds no certificate", name)
		return
	}
	check := func(what string, same bool) {
		if !same {
			t.Errorf("%s: %s differs from crypto/x509", name, what)
		}
	}
	check("version", o.Version == x.Version)
	check("serial", o.Serial.Cmp(x.SerialNumber) == 0)
	check("not before", o.NotBefore.Equal(x.NotBefore))
	check("not after", o.NotAfter.Equal(x.NotAfter))
	check("subject", bytes.Equal(o.subject, x.RawSubject))
	check("issuer", bytes.Equal(o.issuer, x.RawIssuer))
	check("key", bytes.Equal(o.key, x.RawSubjectPublicKeyInfo))
	for what, c := range map[string]*Certificate{"": c, "outlined ": o} {
		check(what+"common name", c.Subject().CommonName() == x.Subject.CommonName)
		check(what+"organizations", slices.Equal(c.Subject().Organizations(), x.Subject.Organization))
		ca, length := c.CA()
		check(what+"authority", ca == x.IsCA)
		check(what+"path length", !x.BasicConstraintsValid || length == x.MaxPathLen)
		check(what+"subject key id", bytes.Equal(c.SubjectKeyID(), x.SubjectKeyId))
		check(what+"authority key id", bytes.Equal(c.AuthorityKeyID(), x.AuthorityKeyId))
		check(what+"extended usages", len(c.ExtKeyUsages()) == len(x.ExtKeyUsage)+len(x.UnknownExtKeyUsage))
		check(what+"usages", sameUsages(c.KeyUsages(), x.KeyUsage))
		check(what+"names", sameNames(c.SANs(), x))
	}
	if b, ok := ReadBrief([]byte(inPEM("CERTIFICATE", c.DER))); ok {
		check("brief common name", b.CommonName == x.Subject.CommonName)
		check("brief dates", b.NotBefore.Equal(x.NotBefore) && b.NotAfter.Equal(x.NotAfter))
		check("brief fingerprint", b.Fingerprint == c.Fingerprint())
	}
	if x.SignatureAlgorithm != x509.UnknownSignatureAlgorithm && !strings.HasPrefix(c.SignatureAlgorithm(), signatureName(o.signature)) &&
		!strings.Contains(c.SignatureAlgorithm(), "PSS") && !strings.Contains(c.SignatureAlgorithm(), "Ed25519") {
		t.Errorf("%s: signed with %s, and by OID with %s", name, c.SignatureAlgorithm(), signatureName(o.signature))
	}
}

func sameUsages(words []string, bits x509.KeyUsage) bool {
	var got x509.KeyUsage
	for _, w := range words {
		got |= 1 << slices.Index(keyUsages[:], w)
	}
	return got == bits
}

func sameNames(sans []SAN, x *x509.Certificate) bool {
	got := map[string][]string{}
	for _, s := range sans {
		got[s.Kind] = append(got[s.Kind], s.Value)
	}
	var ips []string
	for _, ip := range x.IPAddresses {
		ips = append(ips, ip.String())
	}
	return slices.Equal(got["DNS"], x.DNSNames) && slices.Equal(got["email"], x.EmailAddresses) &&
		slices.Equal(got["IP"], ips) && len(got["URI"]) == len(x.URIs)
}

// TestCertificatesOfGo reads the NIST PKITS certificates and the policy files.
func TestCertificatesOfGo(t *testing.T) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skip("no go command:", err)
	}
	dir := filepath.Join(strings.TrimSpace(string(root)), "src", "crypto", "x509", "testdata")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("this Go has no source:", err)
	}
	files, rows, refused, unread := corpusRows(t, dir, func(path string) bool {
		return strings.HasSuffix(path, ".crt") || strings.HasSuffix(path, ".pem")
	})
	t.Logf("%d files, %d rows, of which Go refuses %d, and %d reasons", files, rows, refused, unread)
	if files < 200 || rows < files || unread > 0 {
		t.Errorf("%d files gave %d rows and %d reasons", files, rows, unread)
	}
}

// TestCertificatesOfZlint reads the certificates that zlint tests itself with, most
// of which are wrong in one way each.
func TestCertificatesOfZlint(t *testing.T) {
	list := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/zmap/zlint/v3")
	list.Dir = filepath.Join("testdata", "zlint")
	list.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=mod", "GOWORK=off")
	dir, err := list.Output()
	if err != nil || len(bytes.TrimSpace(dir)) == 0 {
		t.Skip("zlint's certificates are not in the module cache: cd crypto/testdata/zlint && go mod download")
	}
	files, rows, refused, unread := corpusRows(t, filepath.Join(strings.TrimSpace(string(dir)), "testdata"), func(path string) bool {
		return strings.HasSuffix(path, ".pem") || strings.HasSuffix(path, ".der") || strings.HasSuffix(path, ".crt")
	})
	t.Logf("%d files, %d rows, of which Go refuses %d, and %d reasons", files, rows, refused, unread)
	if files < 1000 || rows < files*9/10 {
		t.Errorf("%d files gave %d rows", files, rows)
	}
}
