package cluster

import (
	"encoding/base64"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"kubeid/crypto"
	"kubeid/model"
)

func TestWhatWasJustMadeLogsIn(t *testing.T) {
	d := newDesk(t)
	cert, key := d.clients.client("jane")
	d.caller.User.Token, d.caller.User.Impersonate = "of-the-admin", "boss"
	a, err := d.caller.With(Credentials{Certificate: cert, Key: crypto.NewSecret(key)}).Connect(t.Context(), model.Consent{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if w, err := a.Whoami(t.Context()); err != nil || w.CredentialID().Raw() != "X509SHA256=ab" {
		t.Errorf("%+v, %v", w, err)
	}
	if got, want := d.String(), "POST "+reviewPath+", CN=jane"; got != want {
		t.Errorf("sent %q, want %q", got, want)
	}
}

func TestAKubeconfigThatWasJustMadeLogsIn(t *testing.T) {
	d := newDesk(t)
	cert, key := d.clients.client("jane")
	d.file(t, "pki/jane.crt", string(cert), 0o600)
	d.file(t, "pki/jane.key", string(key), 0o600)
	d.file(t, "pki/ca.crt", string(d.ca.pem()), 0o600)
	b := base64.StdEncoding.EncodeToString
	at := filepath.Join(filepath.Dir(d.caller.File), "new")
	kubeconfig := func(cluster, user string) crypto.Secret {
		return crypto.NewSecret(fmt.Appendf(nil, `{apiVersion: v1, kind: Config, current-context: c, contexts: [{name: c, context: {cluster: k, user: u}}],
clusters: [{name: k, cluster: {server: %q, %s}}], users: [{name: u, user: {%s}}]}`, d.caller.Target.Server, cluster, user))
	}
	inline := "certificate-authority-data: " + b(d.ca.pem())
	for name, test := range map[string]struct {
		kubeconfig crypto.Secret
		want       string // what is sent; "" when it is refused
	}{
		"with everything inside": {kubeconfig(inline, fmt.Sprintf("client-certificate-data: %s, client-key-data: %s", b(cert), b(key))), ", CN=jane"},
		"with files beside it":   {kubeconfig("certificate-authority: pki/ca.crt", "client-certificate: pki/jane.crt, client-key: pki/jane.key"), ", CN=jane"},
		"with a token":           {kubeconfig(inline, "token: t"), ", Bearer t"},
		"with a plugin":          {kubeconfig(inline, "exec: {command: /bin/false, apiVersion: client.authentication.k8s.io/v1}"), ""},
		"with a file elsewhere":  {kubeconfig(inline, "tokenFile: /etc/hostname"), ""},
		"that is none":           {crypto.NewSecret([]byte("hello")), ""},
	} {
		t.Run(name, func(t *testing.T) {
			d.notes = nil
			c, err := ReadCaller(test.kubeconfig, at)
			if test.want == "" {
				if err == nil || strings.Contains(err.Error(), "hello") {
					t.Errorf("it says %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			a, err := c.Connect(t.Context(), model.Consent{})
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			if _, err := a.Whoami(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got, want := d.String(), "POST "+reviewPath+test.want; got != want {
				t.Errorf("sent %q, want %q", got, want)
			}
		})
	}
}
