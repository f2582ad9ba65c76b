package demo

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"kubeid/kube/demo/apiserver"
	"kubeid/model"
)

// write fills the folder with what people have on their computers.
func (d *Demo) write(lab, clients, servers apiserver.Authority, now time.Time) error {
	w := writer{home: d.Home}
	who := func(ca apiserver.Authority, name string, from, until time.Duration, groups ...string) person {
		p, err := login(ca, name, groups, now.Add(from), now.Add(until))
		w.note(err)
		return p
	}
	token, err := d.prod.AccountToken("ci", "deployer", now.Add(-21*day), 30*day)
	w.note(err)
	key, err := keyPEM(lab.Key)
	w.note(err)

	team := who(lab, "jane", -20*day, 340*day, "devs")
	w.file("pki/ca.crt", certificatePEM(lab.Certificate.Raw))
	w.file("pki/ca.key", key)
	w.file(".kube/team/jane.crt", team.certificate)
	w.file(".kube/team/jane.key", team.key)
	w.file(".kube/config", fmt.Sprintf(mainFile,
		d.lab.URL(), encode(certificatePEM(lab.Certificate.Raw)), d.prod.URL(), encode(certificatePEM(servers.Certificate.Raw)),
		who(lab, "lab-admin", -65*day, 300*day, everything).yaml(), who(clients, "prod-admin", -345*day, 20*day, everything).yaml(),
		who(clients, "jane", -359*day, 6*day, "web").yaml(), token, plugin()))
	w.file(".kube/team.yaml", teamFile)
	w.file(".kube/old.yaml", fmt.Sprintf(oldFile,
		who(clients, "olga", -400*day, -35*day, "audit").yaml(), who(clients, "newcomer", 3*day, 93*day, "web").yaml()))
	w.plugin(who(lab, "sam@example.com", -time.Hour, 8*time.Hour, "devs"))
	w.file(mark, fmt.Sprintf(readme, d.Home, d.Exports()))
	return w.err
}

// A writer writes files below a folder until something fails.
type writer struct {
	home string
	err  error
}

func (w *writer) note(err error) {
	if w.err == nil {
		w.err = err
	}
}

// file writes a file that only its owner reads.
func (w *writer) file(name, text string) { w.fileAs(name, text, 0o600) }

func (w *writer) fileAs(name, text string, mode os.FileMode) {
	path := filepath.Join(w.home, filepath.FromSlash(name))
	w.note(os.MkdirAll(filepath.Dir(path), 0o700))
	if w.err == nil {
		w.note(os.WriteFile(path, []byte(text), mode))
	}
}

// plugin writes the command of a single sign-on that is none: it prints what it has.
func (w *writer) plugin(p person) {
	credential, err := json.MarshalIndent(map[string]any{
		"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
		"status": map[string]string{"clientCertificateData": p.certificate, "clientKeyData": p.key},
	}, "", "  ")
	w.note(err)
	w.file(".kube/sso/credential.json", string(credential)+"\n")
	if runtime.GOOS == "windows" {
		w.fileAs(".kube/sso/login.cmd", "@type \"%~dp0credential.json\"\r\n", 0o700)
		return
	}
	w.fileAs(".kube/sso/login", "#!/bin/sh\n# Stands for the single sign-on of a company.\ncat \"${0%/*}/credential.json\"\n", 0o700)
}

func plugin() string {
	if runtime.GOOS == "windows" {
		return `sso\login.cmd`
	}
	return "sso/login"
}

func encode(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

// yaml is a person as a kubeconfig holds them.
func (p person) yaml() string {
	return "client-certificate-data: " + encode(p.certificate) + "\n    client-key-data: " + encode(p.key)
}

// Exports is what to type so that kubectl uses the demo.
func (d *Demo) Exports() string {
	if runtime.GOOS == "windows" {
		return "$env:KUBECONFIG = " + model.ShellQuote(d.Kubeconfigs())
	}
	return "export KUBECONFIG=" + model.ShellQuote(d.Kubeconfigs())
}
