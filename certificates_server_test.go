package main

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

// serve is an API server on the loopback, for at most a minute: it knows users by
// their certificates and one token, says who they are, and lists namespaces to jane.
// It writes a kubeconfig for itself.
func serve(path string) error {
	ca := newMaker("kubernetes")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	leaf := ca.leaf("kube-apiserver", nil, "9d", x509.ExtKeyUsageServerAuth)
	pool := x509.NewCertPool()
	pool.AddCert(ca.cert)
	s := &http.Server{
		Handler: http.HandlerFunc(answer), ErrorLog: log.New(io.Discard, "", 0),
		TLSConfig: &tls.Config{
			Certificates: []tls.Certificate{{Certificate: [][]byte{leaf.cert.Raw}, PrivateKey: leaf.key}},
			ClientAuth:   tls.VerifyClientCertIfGiven, ClientCAs: pool,
		},
	}
	jane, bob := ca.client("jane", []string{"devs"}, "100d"), ca.client("bob", nil, "100d")
	text := kubeconfigOf(ca, []string{"jane", "bob", "plugin", "file", "wrong"}, jane.entry("jane")+bob.entry("bob")+
		"- name: plugin\n  user: {exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: ./plugin, args: [CANARY-argument]}}\n"+
		"- name: file\n  user: {tokenFile: ../token}\n- name: wrong\n  user: {token: CANARY-wrong}\n")
	text = strings.Replace(text, "127.0.0.1:1", listener.Addr().String(), 1)
	if err := write(map[string]string{path + ".new": text}); err != nil {
		return err
	}
	if err := os.Rename(path+".new", path); err != nil {
		return err
	}
	time.AfterFunc(time.Minute, func() { s.Close() })
	return s.ServeTLS(listener, "", "")
}

func answer(w http.ResponseWriter, r *http.Request) {
	user, groups, id := "system:anonymous", []string{"system:unauthenticated"}, ""
	switch {
	case len(r.TLS.PeerCertificates) > 0:
		c := r.TLS.PeerCertificates[0]
		user, groups, id = c.Subject.CommonName, append(c.Subject.Organization, "system:authenticated"), fmt.Sprintf("X509SHA256=%x", sha256.Sum256(c.Raw))
	case r.Header.Get("Authorization") == "Bearer CANARY-token":
		user, groups = "robot", []string{"system:authenticated"}
	case r.Header.Get("Authorization") != "":
		w.WriteHeader(http.StatusUnauthorized)
		io.WriteString(w, `{"kind":"Status","code":401}`)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	switch {
	case r.URL.Path == "/version":
		io.WriteString(w, `{"gitVersion":"v1.36.3"}`)
	case strings.HasSuffix(r.URL.Path, "/selfsubjectreviews"):
		info := map[string]any{"username": user, "groups": groups}
		if id != "" {
			info["extra"] = map[string][]string{"authentication.kubernetes.io/credential-id": {id}}
		}
		json.NewEncoder(w).Encode(map[string]any{"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview", "status": map[string]any{"userInfo": info}})
	case user == "jane" && r.URL.Path == "/api/v1/namespaces":
		io.WriteString(w, `{"kind":"NamespaceList","items":[{"metadata":{"name":"default"}},{"metadata":{"name":"web"}}]}`)
	default:
		w.WriteHeader(http.StatusForbidden)
		json.NewEncoder(w).Encode(map[string]any{"kind": "Status", "code": 403, "reason": "Forbidden", "message": "namespaces is forbidden: User " + user + " cannot list"})
	}
}
