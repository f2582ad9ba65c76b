package model

import "strings"

// A Way is one of the ways to log in that an entry has, and what becomes of it.
type Way struct {
	Mechanism Mechanism
	Refused   bool   // kubectl refuses the whole entry, so that nothing is sent
	Sent      bool   // it goes to the server; of a plugin: it is run
	Wins      bool   // the server goes by it, as far as it is good
	Why       string // why it is sent or not, and what comes of that; safe to draw
}

// Credentials tells of every way to log in that the entry has whether client-go takes
// it, in the order of the mechanisms. It looks at no file and no server: to one
// without TLS nothing is sent, as ContextCredentials knows.
//
// The rules are those of clientcmd's getUserIdentificationPartialConfig, of
// transport.HTTPWrappersForConfig, of the Authenticator of
// plugin/pkg/client/auth/exec, of rest.GetAuthProvider and, at the server, of the
// order in which kube-apiserver asks (pkg/kubeapiserver/authenticator/config.go).
func (u User) Credentials() []Way {
	ways := u.ways()
	refusals := u.Refusals()
	if len(refusals) == 0 {
		return ways
	}
	for i := range ways {
		ways[i] = Way{Mechanism: ways[i].Mechanism, Refused: true, Why: "kubectl refuses the entry: " + refusals[0].String()}
	}
	return ways
}

// ContextCredentials is Credentials of the user of context i, as they go to its
// cluster: kubectl sends none to a server without TLS.
func (k Kubeconfig) ContextCredentials(i int) []Way {
	r := k.Resolve(i)
	if r.User < 0 {
		return nil
	}
	ways := k.Users[r.User].Credentials()
	if r.Cluster < 0 || k.Clusters[r.Cluster].TLS() {
		return ways
	}
	for n, w := range ways {
		ways[n] = Way{Mechanism: w.Mechanism, Why: "not used: the server is not spoken to by TLS, so kubectl sends no credential"}
	}
	return ways
}

// TLS tells whether kubectl speaks TLS to the server. Without a scheme it does not,
// because clientcmd asks rest.IsConfigTransportTLS before it has looked at the
// authority.
func (c Cluster) TLS() bool { return strings.HasPrefix(strings.ToLower(c.Server.Raw()), "https://") }

// ways is Credentials of an entry that is not refused.
func (u User) ways() []Way {
	certificate := u.Certificate.Present()
	token := u.Token.Present()
	basic := !u.Username.Empty()
	var out []Way
	add := func(m Mechanism, sent bool, why string) {
		out = append(out, Way{Mechanism: m, Sent: sent, Wins: sent && (m == ClientCertificate || !certificate), Why: why})
	}
	beaten := func(why string) string {
		if certificate {
			return "sent as well, but the server goes by the client certificate unless it is not good"
		}
		return why
	}
	switch {
	case certificate:
		add(ClientCertificate, true, "shown to the server, which goes by it before anything else")
	case u.Key.Present():
		add(ClientCertificate, false, "not used: there is a key, but no certificate")
	}
	if !u.Token.File.Empty() {
		add(TokenFile, true, beaten("read from the file again and again, and sent"))
	}
	if u.Token.Inline {
		m := BearerToken
		if u.Account.Known() {
			m = ServiceAccountToken
		}
		if u.Token.File.Empty() {
			add(m, true, beaten("sent with every request"))
		} else {
			add(m, false, "not used while the token file can be read")
		}
	}
	switch {
	case basic:
		add(Basic, true, beaten("sent with every request; Kubernetes takes no passwords any more"))
	case u.Password:
		add(Basic, false, "not used: there is a password, but no user name")
	}
	if u.Exec != nil {
		if first := firstOf(certificate, token, basic); first != "" {
			add(ExecPlugin, false, "not run: there is "+first+" already")
		} else {
			add(ExecPlugin, true, "run for a credential, which is then sent")
		}
	}
	if u.Provider != nil {
		if first := firstOf(false, token, basic); first != "" {
			add(AuthProvider, false, "not used: there is "+first+" already")
		} else {
			add(AuthProvider, true, beaten("asked for a token, which is then sent"))
		}
	}
	return out
}

func firstOf(certificate, token, basic bool) string {
	switch {
	case certificate:
		return "a client certificate"
	case token:
		return "a token"
	case basic:
		return "a user name"
	}
	return ""
}

// String returns the mechanism as a person says it.
func (m Mechanism) String() string {
	return [...]string{
		"no credential", "client certificate", "token file", "ServiceAccount token", "token", "user name and password", "exec plugin", "auth-provider",
	}[m]
}
