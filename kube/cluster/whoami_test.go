package cluster

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	v1 "k8s.io/client-go/tools/clientcmd/api/v1"

	"kubeid/model"
)

const reviewPath = "/apis/authentication.k8s.io/v1/selfsubjectreviews"

func TestWhoamiTellsWhatTheServerThinks(t *testing.T) {
	d := newDesk(t)
	d.caller.User.Token = "canary"
	w, err := d.whoami(t)
	if err != nil {
		t.Fatal(err)
	}
	if w.User.String() != `jane\x1b` || w.UID.Raw() != "u-1" || len(w.Groups) != 2 || w.CredentialID().Raw() != "X509SHA256=ab" || len(w.Extra) != 2 {
		t.Errorf("the server says %+v", w)
	}
	if w.API != "authentication.k8s.io/v1" || len(w.Warnings) != 1 || w.Sent[0].Raw() != "token" || w.Took <= 0 {
		t.Errorf("told as %+v", w)
	}
}

// TestWhatIsSentIsWhatIsInTheKubeconfig holds the precedence against the table of
// KUBERNETES 2.6; clientgo_test.go holds it against client-go itself.
func TestWhatIsSentIsWhatIsInTheKubeconfig(t *testing.T) {
	d := newDesk(t)
	cert, key := d.clients.client("jane")
	token := d.file(t, "token", " from-file\n", 0o600)
	certFile, keyFile := d.file(t, "pki/tls.crt", string(cert), 0o600), d.file(t, "pki/tls.key", string(key), 0o600)
	for name, test := range map[string]struct {
		user v1.AuthInfo
		want string
	}{
		"nothing":                          {v1.AuthInfo{}, ""},
		"a token":                          {v1.AuthInfo{Token: "t"}, ", Bearer t"},
		"a token file":                     {v1.AuthInfo{TokenFile: token}, ", Bearer from-file"},
		"a token file wins":                {v1.AuthInfo{Token: "t", TokenFile: token}, ", Bearer from-file"},
		"a token stands in for a bad file": {v1.AuthInfo{Token: "t", TokenFile: token + "x"}, ", Bearer t"},
		"a password":                       {v1.AuthInfo{Username: "u", Password: "p"}, ", Basic dTpw"},
		"a certificate":                    {v1.AuthInfo{ClientCertificateData: cert, ClientKeyData: key}, ", CN=jane"},
		"a certificate in files":           {v1.AuthInfo{ClientCertificate: certFile, ClientKey: keyFile}, ", CN=jane"},
		"a certificate and a token":        {v1.AuthInfo{ClientCertificateData: cert, ClientKeyData: key, Token: "t"}, ", Bearer t, CN=jane"},
		"a token and a plugin":             {v1.AuthInfo{Token: "t", Exec: &v1.ExecConfig{Command: "/nowhere"}}, ", Bearer t"},
		"impersonation": {
			v1.AuthInfo{
				Token: "t", Impersonate: "joe", ImpersonateGroups: []string{"a", "b"}, ImpersonateUID: "7",
				ImpersonateUserExtra: map[string][]string{"team/a": {"x"}},
			},
			", Bearer t, Impersonate-User=joe, Impersonate-Group=a, Impersonate-Group=b, Impersonate-Uid=7, Impersonate-Extra-Team%2fa=x",
		},
	} {
		t.Run(name, func(t *testing.T) {
			d.notes = nil
			d.caller.User = test.user
			if _, err := d.whoami(t); err != nil {
				t.Fatal(err)
			}
			if got, want := d.String(), "POST "+reviewPath+test.want; got != want {
				t.Errorf("sent %q, want %q", got, want)
			}
		})
	}
}

func TestNoCredentialGoesOverHTTP(t *testing.T) {
	d := newDesk(t)
	cert, key := d.clients.client("jane")
	d.caller.Target = Target{Server: "http://" + plainServer(t, d.recorder)}
	for _, user := range []v1.AuthInfo{
		{Token: "canary"},
		{Username: "u", Password: "canary"},
		{ClientCertificateData: cert, ClientKeyData: key},
		{TokenFile: "/etc/passwd"},
		{Exec: &v1.ExecConfig{APIVersion: "client.authentication.k8s.io/v1", Command: "/bin/false"}},
	} {
		d.caller.User, d.notes = user, nil
		needs, err := d.caller.Needs()
		if err != nil || len(needs.Needs) > 0 {
			t.Errorf("needs %v, %v", needs, err)
		}
		if _, err := d.caller.Whoami(t.Context(), model.Consent{}); err != nil {
			t.Error(err)
		}
		if got := d.String(); got != "POST "+reviewPath {
			t.Errorf("sent %q", got)
		}
	}
}

func TestNoCredentialGoesToAServerThatIsNotGood(t *testing.T) {
	d := newDesk(t)
	cert, key := d.clients.client("jane")
	d.caller.User = v1.AuthInfo{ClientCertificateData: cert, ClientKeyData: key, Token: "canary"}
	for name, test := range map[string]struct {
		target Target
		want   string
	}{
		"another CA":             {Target{CA: newAuthority(t, "other").pem()}, "is not signed by an authority that the kubeconfig trusts"},
		"a same-named CA":        {Target{CA: newAuthority(t, "kubernetes").pem()}, "another key"},
		"another name":           {Target{CA: d.ca.pem(), TLSServerName: "elsewhere"}, "not elsewhere"},
		"a CA that is no PEM":    {Target{CA: []byte("x")}, "cannot be read"},
		"a CA file not there":    {Target{CAFile: "/nowhere"}, "/nowhere does not exist"},
		"the system's CAs":       {Target{}, "is not signed by an authority"},
		"a server in the desert": {Target{Server: "https://127.0.0.1:1", CA: d.ca.pem()}, "nobody listens there"},
	} {
		if test.target.Server == "" {
			test.target.Server = d.caller.Target.Server
		}
		c := d.caller
		c.Target = test.target
		_, err := c.Whoami(t.Context(), model.Consent{})
		if err == nil || !strings.Contains(err.Error(), test.want) || model.Hint(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := d.String(); got != "" {
		t.Errorf("sent %q", got)
	}
}

func TestARedirectIsNotFollowed(t *testing.T) {
	d := newDesk(t)
	evil := &recorder{}
	target := "http://" + plainServer(t, evil)
	d.answers[reviewPath] = func(w http.ResponseWriter, q *http.Request) {
		http.Redirect(w, q, target, http.StatusTemporaryRedirect)
	}
	d.caller.User.Token = "canary"
	_, err := d.whoami(t)
	if err == nil || !strings.Contains(err.Error(), "points to another address") || !strings.Contains(err.Error(), target) {
		t.Errorf("whoami says %v", err)
	}
	if evil.String() != "" {
		t.Errorf("the other server saw %q", evil)
	}
}

func TestWhatGoesWrongIsToldInPlainWords(t *testing.T) {
	d := newDesk(t)
	d.caller.User.Token = "canary"
	cert, _ := d.clients.client("jane")
	_, otherKey := d.clients.client("joe")
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		user   v1.AuthInfo
		want   string
	}{
		"401":               {says(401, "Unauthorized"), v1.AuthInfo{Token: "canary"}, "the server does not accept the credential: Unauthorized"},
		"403":               {says(403, "no \x1b"), v1.AuthInfo{Token: "canary"}, `the server does not allow it: no \x1b`},
		"403 for nobody":    {says(403, `User "system:anonymous" cannot create`), v1.AuthInfo{Token: "canary"}, "took you for nobody (system:anonymous)"},
		"nothing was sent":  {says(403, `User "system:anonymous" cannot create`), v1.AuthInfo{}, "since no credential was sent"},
		"500":               {says(500, "etcd is away"), v1.AuthInfo{}, "the server says that it cannot answer: etcd is away"},
		"nonsense":          {func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "{") }, v1.AuthInfo{}, "no SelfSubjectReview"},
		"too much":          {func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, maxAnswer+1)) }, v1.AuthInfo{}, "far more than an API server does"},
		"a key of another":  {isJane, v1.AuthInfo{ClientCertificateData: cert, ClientKeyData: otherKey}, "the client certificate and key of config:7 cannot be used"},
		"no PEM":            {isJane, v1.AuthInfo{ClientCertificateData: []byte("canary"), ClientKeyData: []byte("canary")}, "cannot be used"},
		"an auth-provider":  {isJane, v1.AuthInfo{AuthProvider: &v1.AuthProviderConfig{Name: "oidc"}}, `auth-provider "oidc", which kubeid does not use`},
		"a token not there": {isJane, v1.AuthInfo{TokenFile: "token-that-is-not-there"}, "does not exist"},
	} {
		t.Run(name, func(t *testing.T) {
			d.answers[reviewPath], d.caller.User = test.answer, test.user
			if test.user.TokenFile != "" {
				d.caller.User.TokenFile = filepath.Join(filepath.Dir(d.caller.File), test.user.TokenFile)
			}
			_, err := d.whoami(t)
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "canary") || model.Hint(err) == "" {
				t.Errorf("whoami says %v, want %q", err, test.want)
			}
		})
	}
}

func TestAnOlderServerIsAskedInItsWords(t *testing.T) {
	d := newDesk(t)
	d.caller.User.Token = "t"
	d.answers = map[string]http.HandlerFunc{"/apis/authentication.k8s.io/v1beta1/selfsubjectreviews": isJane}
	w, err := d.whoami(t)
	if err != nil || w.API != "authentication.k8s.io/v1beta1" {
		t.Errorf("%q, %v", w.API, err)
	}
	d.answers = nil
	if _, err := d.whoami(t); err == nil || !strings.Contains(err.Error(), "too old to say who you are") {
		t.Errorf("an ancient one: %v", err)
	}
}

func TestAnAnswerThatNeverComesCanBeCancelled(t *testing.T) {
	d := newDesk(t)
	d.caller.User.Token = "t"
	ctx, cancel := context.WithCancel(t.Context())
	d.answers[reviewPath] = func(_ http.ResponseWriter, q *http.Request) {
		cancel()
		<-q.Context().Done()
	}
	began := time.Now()
	_, err := d.caller.Whoami(ctx, model.Consent{})
	if !errors.Is(err, context.Canceled) || time.Since(began) > 5*time.Second {
		t.Errorf("whoami says %v after %v", err, time.Since(began))
	}
}

func TestWhoamiGoesThroughAProxy(t *testing.T) {
	d := newDesk(t)
	d.caller.User.Token = "canary"
	p := &proxyServer{to: strings.TrimPrefix(d.caller.Target.Server, "https://")}
	d.caller.Target.ProxyURL = "http://" + listen(t, p.http)
	if _, err := d.whoami(t); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(p.notes(), "canary") || strings.Contains(p.notes(), base64.StdEncoding.EncodeToString([]byte("canary"))) {
		t.Errorf("the proxy saw %q", p.notes())
	}
	if !strings.Contains(d.String(), "Bearer canary") {
		t.Errorf("the server saw %q", d)
	}
}
