package model

import (
	"fmt"
	"net/url"
	"slices"
)

// refusals says what kubectl finds wrong with a context when it is used, in our
// own words. The rules are those of clientcmd.ConfirmUsable (client-go
// tools/clientcmd/validation.go) and, where TLS is spoken, those of rest.HTTPClientFor,
// but for what is in files: no file is opened because a list is shown.
func (k Kubeconfig) refusals(c Context, r Resolved) []Text {
	var out []Text
	refuse := func(format string, args ...any) { out = append(out, NewText(fmt.Sprintf(format, args...))) }
	if c.Name.Empty() {
		refuse("the context has no name")
	}
	switch {
	case c.User.Empty():
		refuse("the context names no user")
	case r.User < 0:
		refuse("there is no user %q", c.User)
	}
	switch {
	case c.Cluster.Empty():
		refuse("the context names no cluster")
	case r.Cluster < 0:
		refuse("there is no cluster %q", c.Cluster)
	}
	if err := CheckNamespace(c.Namespace.Raw()); !c.Namespace.Empty() && err != nil {
		refuse("%v", err)
	}
	if r.User >= 0 {
		u := k.Users[r.User]
		if out = append(out, u.unusable()...); r.Cluster < 0 || k.Clusters[r.Cluster].TLS() {
			out = append(out, u.unconnectable()...)
		}
	}
	if r.Cluster >= 0 {
		out = append(out, k.Clusters[r.Cluster].Refusals()...)
	}
	return out
}

// Refusals says what kubectl finds wrong with the cluster by itself.
func (c Cluster) Refusals() []Text {
	out := slices.Clone(c.Wrong)
	refuse := func(format string, args ...any) { out = append(out, NewText(fmt.Sprintf(format, args...))) }
	if c.Server.Empty() {
		refuse("cluster %q has no server", c.Name)
	}
	if !c.ProxyURL.Empty() && !proxyFits(c.ProxyURL.Raw()) {
		refuse("cluster %q has the proxy-url %q, which is not an http, https or socks5 URL", c.Name, Address(c.ProxyURL))
	}
	if c.CA.Inline && !c.CA.File.Empty() {
		refuse("cluster %q has both certificate-authority-data and certificate-authority", c.Name)
	}
	if c.Insecure && c.CA.Present() && c.TLS() {
		refuse("cluster %q has a certificate authority and insecure-skip-tls-verify", c.Name)
	}
	return out
}

// proxyFits follows parseProxyURL of client-go tools/clientcmd/client_config.go.
func proxyFits(raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && slices.Contains([]string{"http", "https", "socks5"}, u.Scheme)
}

// Refusals says what kubectl finds wrong with the user by itself. Some of it client-go
// says only when it is about to connect; to a server without TLS it sends no credential,
// and finds nothing wrong there.
func (u User) Refusals() []Text { return append(u.unusable(), u.unconnectable()...) }

// unusable says what clientcmd.ConfirmUsable finds wrong.
func (u User) unusable() []Text {
	out := slices.Clone(u.Wrong)
	refuse := func(format string, args ...any) { out = append(out, NewText(fmt.Sprintf(format, args...))) }
	if u.Token.Inline && (!u.Username.Empty() || u.Password) {
		refuse("user %q has a token and a password; only one is allowed", u.Name)
	}
	if u.Certificate.Present() {
		if u.Certificate.Inline && !u.Certificate.File.Empty() {
			refuse("user %q has both client-certificate-data and client-certificate", u.Name)
		}
		if u.Key.Inline && !u.Key.File.Empty() {
			refuse("user %q has both client-key-data and client-key", u.Name)
		}
		if !u.Key.Present() {
			refuse("user %q has a client certificate but no key", u.Name)
		}
	}
	if u.Exec != nil {
		out = append(out, u.Exec.refusals(u)...)
	}
	if u.As.User.Empty() && u.As.Any() {
		refuse("user %q impersonates a uid, groups or extra without a user (as)", u.Name)
	}
	return out
}

// unconnectable says what client-go refuses when it makes a connection: two credentials
// for one header (transport.HTTPWrappersForConfig; a token in the kubeconfig is refused
// earlier), a plugin of another version (the Authenticator of plugin/pkg/client/auth/exec),
// and an auth-provider that is not there any more (rest.GetAuthProvider).
func (u User) unconnectable() []Text {
	out := u.twoHeaders()
	refuse := func(format string, args ...any) { out = append(out, NewText(fmt.Sprintf(format, args...))) }
	if u.Exec != nil && !u.Exec.APIVersion.Empty() && !u.Exec.known() {
		refuse("user %q has an exec plugin that has the apiVersion %q, which kubectl does not know", u.Name, u.Exec.APIVersion)
	}
	if u.Provider != nil && u.Provider.Name.Raw() != lastProvider {
		refuse("user %q has the auth-provider %q, which kubectl does not know any more", u.Name, u.Provider.Name)
	}
	return out
}

// twoHeaders refuses what would be sent in the same header.
func (u User) twoHeaders() []Text {
	if u.Token.File.Empty() || u.Token.Inline || u.Username.Empty() {
		return nil
	}
	return []Text{NewText(fmt.Sprintf("user %q has a token file and a user name; only one is allowed", u.Name))}
}

// execVersions are what plugins may speak (client-go plugin/pkg/client/auth/exec),
// and lastProvider is the auth-provider that is left (plugin/pkg/client/auth).
var execVersions = []string{"client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"}

const lastProvider = "oidc"

// known tells whether kubectl speaks the version of the plugin.
func (e Exec) known() bool { return slices.Contains(execVersions, e.APIVersion.Raw()) }

func (e Exec) refusals(u User) []Text {
	var out []Text
	refuse := func(format string, args ...any) { out = append(out, NewText(fmt.Sprintf(format, args...))) }
	if u.Provider != nil {
		refuse("user %q has an auth-provider and an exec plugin", u.Name)
	}
	if e.Command.Empty() {
		refuse("user %q has an exec plugin that has no command", u.Name)
	}
	if e.APIVersion.Empty() {
		refuse("user %q has an exec plugin that has no apiVersion", u.Name)
	}
	if e.UnnamedEnv {
		refuse("user %q has an exec plugin that has a variable without a name", u.Name)
	}
	switch e.InteractiveMode.Raw() {
	case "Never", "IfAvailable", "Always":
	case "":
		refuse("user %q has an exec plugin that has no interactiveMode", u.Name)
	default:
		refuse("user %q has an exec plugin that has the unknown interactiveMode %q", u.Name, e.InteractiveMode)
	}
	return out
}

// CheckNamespace tells why s cannot be the name of a namespace: it must be a DNS
// label (RFC 1123), as the API server and kubectl ask for.
func CheckNamespace(s string) error {
	good := len(s) > 0 && len(s) <= 63
	for i := range len(s) {
		c := s[i]
		letter := c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
		good = good && (letter || c == '-' && i > 0 && i < len(s)-1)
	}
	if good {
		return nil
	}
	return &Problem{
		Exit: ExitUsage,
		What: fmt.Sprintf("%q cannot be a namespace", NewText(s)),
		Todo: "a namespace has at most 63 of a-z, 0-9 and -, and neither begins nor ends with -",
	}
}
