package cluster

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	v1 "k8s.io/client-go/tools/clientcmd/api/v1"

	"kubeid/model"
)

// recorder is an API server that notes who asked, and answers as it is told.
type recorder struct {
	mu      sync.Mutex
	notes   []string
	answers map[string]http.HandlerFunc // by path
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	words := []string{q.Method + " " + q.URL.Path}
	if a := q.Header.Get("Authorization"); a != "" {
		words = append(words, a)
	}
	if q.TLS != nil && len(q.TLS.PeerCertificates) > 0 {
		words = append(words, "CN="+q.TLS.PeerCertificates[0].Subject.CommonName)
	}
	for _, h := range []string{"Impersonate-User", "Impersonate-Group", "Impersonate-Uid", "Impersonate-Extra-Team%2fa"} {
		for _, v := range q.Header.Values(h) {
			words = append(words, h+"="+v)
		}
	}
	r.mu.Lock()
	r.notes = append(r.notes, strings.Join(words, ", "))
	r.mu.Unlock()
	if h := r.answers[q.URL.Path]; h != nil {
		h(w, q)
		return
	}
	http.NotFound(w, q)
}

func (r *recorder) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.notes, "; ")
}

// isJane answers a SelfSubjectReview.
func isJane(w http.ResponseWriter, q *http.Request) {
	var ask struct{ APIVersion, Kind string }
	if json.NewDecoder(q.Body).Decode(&ask) != nil || ask.Kind != "SelfSubjectReview" || !strings.HasPrefix(q.URL.Path, "/apis/"+ask.APIVersion+"/") {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	w.Header().Add("Warning", `299 - "old \x1b thing"`)
	w.WriteHeader(http.StatusCreated)
	fmt.Fprintf(w, `{"apiVersion":%q,"kind":"SelfSubjectReview","status":{"userInfo":{"username":"jane\u001b","uid":"u-1","groups":["devs","system:authenticated"],
		"extra":{"authentication.kubernetes.io/credential-id":["X509SHA256=ab"],"a":["b"]}}}}`, ask.APIVersion)
}

// says answers with a Status of the API.
func says(code int, message string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(code)
		json.NewEncoder(w).Encode(map[string]any{"kind": "Status", "message": message})
	}
}

// desk is a caller with a server that records.
type desk struct {
	*recorder
	ca      *authority
	clients *authority
	caller  Caller
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{ca: newAuthority(t, "kubernetes"), clients: newAuthority(t, "client-ca")}
	d.recorder = &recorder{answers: map[string]http.HandlerFunc{reviewPath: isJane}}
	config := with(d.ca.server(nil))
	config.ClientAuth, config.ClientCAs = tls.VerifyClientCertIfGiven, x509.NewCertPool()
	config.ClientCAs.AddCert(d.clients.cert)
	s := serve(t, config, d.ServeHTTP)
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d.caller = Caller{
		Target: Target{Server: s.URL, CA: d.ca.pem()}, File: filepath.Join(dir, "config"), Place: model.NewText("config:7"),
		Memory: OpenMemory(filepath.Join(dir, "state")),
	}
	return d
}

// file writes a file into the folder of the kubeconfig.
func (d *desk) file(t *testing.T, name, text string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(filepath.Dir(d.caller.File), name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	return path
}

// plugin writes a program for the shell and takes it as the user's plugin.
func (d *desk) plugin(t *testing.T, script string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the plugins of the tests are shell scripts")
	}
	path := d.file(t, "bin/plugin", "#!/bin/sh\n"+script, 0o700)
	d.caller.User = v1.AuthInfo{Exec: &v1.ExecConfig{APIVersion: "client.authentication.k8s.io/v1", Command: path, InteractiveMode: "Never"}}
	return path
}

func (d *desk) whoami(t *testing.T) (model.Whoami, error) {
	t.Helper()
	needs, err := d.caller.Needs()
	if err != nil {
		return model.Whoami{}, err
	}
	return d.caller.Whoami(t.Context(), needs.Agree())
}
