package kube

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	_ "k8s.io/client-go/plugin/pkg/client/auth" // as kubectl has it
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"kubeid/model"
)

// A recorder is a server that asks for a certificate, and keeps what arrives.
type recorder struct {
	*httptest.Server
	dir     string // of the files that users point to
	arrived []string
}

func newRecorder(t *testing.T) *recorder {
	t.Helper()
	r := &recorder{dir: t.TempDir()}
	r.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, q *http.Request) {
		r.arrived = append(r.arrived, seen(q))
	}))
	r.TLS = &tls.Config{ClientAuth: tls.RequestClientCert}
	r.StartTLS()
	t.Cleanup(r.Close)
	return r
}

// seen writes down all that a request says about who sent it.
func seen(q *http.Request) string {
	var words []string
	if q.TLS != nil {
		for _, c := range q.TLS.PeerCertificates {
			words = append(words, "certificate "+c.Subject.CommonName)
		}
	}
	for name, values := range q.Header {
		if name == "Authorization" || strings.HasPrefix(name, "Impersonate-") {
			words = append(words, name+": "+strings.Join(values, ","))
		}
	}
	slices.Sort(words)
	return strings.Join(words, "; ")
}

// ca is the server's authority for a kubeconfig.
func (r *recorder) ca() string {
	return base64.StdEncoding.EncodeToString(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: r.Certificate().Raw}))
}

// file writes a file that a user points to.
func (r *recorder) file(t *testing.T, name, text string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(r.dir, name)
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	return path
}

// ask sends one request with client-go, and returns what arrived.
func (r *recorder) ask(path string) (string, error) {
	r.arrived = nil
	config, err := clientcmd.BuildConfigFromFlags("", path)
	if err != nil {
		return "", err
	}
	client, err := rest.HTTPClientFor(config)
	if err != nil {
		return "", err
	}
	client.Timeout = 10 * time.Second
	url, _, err := rest.DefaultServerUrlFor(config)
	if err != nil {
		return "", err
	}
	answer, err := client.Get(url.String())
	client.CloseIdleConnections()
	if err != nil {
		return "", err
	}
	answer.Body.Close()
	return strings.Join(r.arrived, " | "), nil
}

// madeCertificate returns a client certificate and its key, in PEM.
func madeCertificate(t *testing.T, name string) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1 << 40), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}))
}

func encoded(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

// providerToken is an ID token that has not ended, so that nobody is asked for another.
func providerToken() string {
	raw := base64.RawURLEncoding.EncodeToString
	return raw([]byte(`{"alg":"none"}`)) + "." + raw(fmt.Appendf(nil, `{"exp":%d}`, time.Now().Add(time.Hour).Unix())) + ".c2ln"
}

// says is what has to arrive when Credentials is right.
func says(u model.User, ways []model.Way, provider string) string {
	headers := map[model.Mechanism]string{
		model.ClientCertificate: "certificate jane", model.TokenFile: "Authorization: Bearer from-file", model.BearerToken: "Authorization: Bearer inline",
		model.Basic:      "Authorization: Basic " + encoded("me:"),
		model.ExecPlugin: "Authorization: Bearer from-plugin", model.AuthProvider: "Authorization: Bearer " + provider,
	}
	if u.Password {
		headers[model.Basic] = "Authorization: Basic " + encoded("me:p")
	}
	var words []string
	for _, w := range ways {
		if w.Sent {
			words = append(words, headers[w.Mechanism])
		}
	}
	if !u.As.User.Empty() {
		words = append(words, "Impersonate-User: "+u.As.User.Raw())
	}
	if len(u.As.Groups) > 0 {
		words = append(words, "Impersonate-Group: "+u.As.Groups[0].Raw())
	}
	slices.Sort(words)
	return strings.Join(words, "; ")
}

// TestCredentialsAreThoseThatClientGoSends holds what Credentials says of every
// combination of fields against what arrives, or against the refusal.
func TestCredentialsAreThoseThatClientGoSends(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the plugin is a shell script")
	}
	r := newRecorder(t)
	certificate, key := madeCertificate(t, "jane")
	provider := providerToken()
	plugin := r.file(t, "plugin", "#!/bin/sh\n"+
		`echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"from-plugin"}}'`+"\n", 0o700)
	exec := `"exec":{"command":"` + plugin + `","interactiveMode":"Never","apiVersion":"client.authentication.k8s.io/`
	fields := []string{
		`"client-certificate-data":"` + encoded(certificate) + `"`, `"client-certificate":"` + r.file(t, "crt", certificate, 0o600) + `"`,
		`"client-key-data":"` + encoded(key) + `"`, `"client-key":"` + r.file(t, "key", key, 0o600) + `"`,
		`"token":"inline"`, `"tokenFile":"` + r.file(t, "token", "from-file\n", 0o600) + `"`,
		`"username":"me"`, `"password":"p"`,
		exec + `v1"}`,
		`"auth-provider":{"name":"oidc","config":{"idp-issuer-url":"https://issuer","client-id":"c","id-token":"` + provider + `"}}`,
	}
	users := combinations(fields)
	for _, extra := range []string{
		`"as":"joe","as-groups":["g"]`, exec + `v1alpha1"}`, `"auth-provider":{"name":"gcp"}`, `"auth-provider":{"name":"azure"}`, `"auth-provider":{"name":"openstack"}`, `"as-groups":["g"]`,
	} {
		for _, user := range combinations([]string{fields[0] + "," + fields[2], fields[4], fields[6]}) {
			users = append(users, strings.TrimPrefix(user+","+extra, ","))
		}
	}
	ours := r.users(t, users)
	sent, refused := 0, 0
	for i, user := range users {
		path := r.file(t, "config", fmt.Sprintf(`{"current-context":"x","clusters":[{"name":"c","cluster":{"server":%q,"certificate-authority-data":%q}}],`+
			`"users":[{"name":"u","user":{%s}}],"contexts":[{"name":"x","context":{"cluster":"c","user":"u"}}]}`, r.URL, r.ca(), user), 0o600)
		u := ours[i]
		ways := u.Credentials()
		got, err := r.ask(path)
		if err != nil {
			refused++
			if len(ways) > 0 && !ways[0].Refused {
				t.Errorf("%s: client-go refuses it: %v\nwe say %+v", short(user), err, ways)
			}
			continue
		}
		sent++
		if want := says(u, ways, provider); got != want {
			t.Errorf("%s: arrived %q, want %q\nwe say %+v", short(user), got, want, ways)
		}
		if n := winners(ways); n > 1 || n == 0 && strings.Contains(got, "Authorization") {
			t.Errorf("%s: %d credentials win: %+v", short(user), n, ways)
		}
	}
	t.Logf("%d combinations: %d sent, %d refused", len(users), sent, refused)
	if sent < 50 || refused < 800 {
		t.Error("that is not what a test of all combinations should find")
	}
}

// users reads users as we do, all from one file.
func (r *recorder) users(t *testing.T, users []string) []model.User {
	t.Helper()
	var list []string
	for i, user := range users {
		list = append(list, fmt.Sprintf(`{"name":"u%d","user":{%s}}`, i, user))
	}
	path := r.file(t, "ours", `{"users":[`+strings.Join(list, ",\n")+`]}`, 0o600)
	loaded, err := New(Options{Kubeconfig: path, StateDir: r.dir}).Load(t.Context())
	if err != nil || len(loaded.Config.Users) != len(users) {
		t.Fatalf("%d of %d users are read: %v", len(loaded.Config.Users), len(users), err)
	}
	return loaded.Config.Users
}

// short names a user by its fields.
func short(user string) string {
	var names []string
	for i, part := range strings.Split(user, `"`) {
		if i%4 == 1 && len(part) < 30 {
			names = append(names, part)
		}
	}
	return strings.Join(names, " ")
}

func winners(ways []model.Way) int {
	n := 0
	for _, w := range ways {
		if w.Wins {
			n++
		}
	}
	return n
}

// TestWithoutTLSNothingIsSent asks client-go with servers that are not https.
func TestWithoutTLSNothingIsSent(t *testing.T) {
	r := &recorder{dir: t.TempDir()}
	r.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, q *http.Request) { r.arrived = append(r.arrived, seen(q)) }))
	t.Cleanup(r.Close)
	host := strings.TrimPrefix(r.URL, "http://")
	for _, cluster := range []string{
		`"server":"` + r.URL + `"`, `"server":"` + host + `"`, `"server":"HTTP://` + host + `"`, `"server":"` + host + `","insecure-skip-tls-verify":true`,
	} {
		path := r.file(t, "config", `{"current-context":"x","clusters":[{"name":"c","cluster":{`+cluster+`}}],`+
			`"users":[{"name":"u","user":{"token":"inline","as":"joe"}}],"contexts":[{"name":"x","context":{"cluster":"c","user":"u"}}]}`, 0o600)
		got, err := r.ask(path)
		if err != nil || got != "Impersonate-User: joe" {
			t.Errorf("%s: arrived %q, %v", cluster, got, err)
		}
		loaded, err := New(Options{Kubeconfig: path, StateDir: r.dir}).Load(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if ways := loaded.Config.ContextCredentials(0); len(ways) != 1 || ways[0].Sent || ways[0].Wins {
			t.Errorf("%s: we say %+v", cluster, ways)
		}
	}
}
