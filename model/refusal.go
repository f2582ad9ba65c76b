package model

import (
	"fmt"
	"net/url"
	"slices"
)

// refusals says what kubectl finds wrong with a context when it is used, in our
// own words. The rules are those of clientcmd.ConfirmUsable (client-go
// tools/clientcmd/validation.go) and of transport.TLSConfigFor, but for the
// readability of files: no file is opened because a list is shown.
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
		out = append(out, k.Users[r.User].Refusals()...)
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
		refuse("proxy-url %q of cluster %q is not an http, https or socks5 URL", Address(c.ProxyURL), c.Name)
	}
	if c.CA.Inline && !c.CA.File.Empty() {
		refuse("cluster %q has both certificate-authority-data and certificate-authority", c.Name)
	}
	if c.Insecure && c.CA.Present() {
		refuse("cluster %q has a certificate authority and insecure-skip-tls-verify", c.Name)
	}
	return out
}

// proxyFits follows parseProxyURL of client-go tools/clientcmd/client_config.go.
func proxyFits(raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && slices.Contains([]string{"http", "https", "socks5"}, u.Scheme)
}

// Refusals says what kubectl finds wrong with the user by itself.
func (u User) Refusals() []Text {
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

func (e Exec) refusals(u User) []Text {
	var out []Text
	refuse := func(format string, args ...any) { out = append(out, NewText(fmt.Sprintf(format, args...))) }
	if u.Provider != nil {
		refuse("user %q has an auth-provider and an exec plugin", u.Name)
	}
	if e.Command.Empty() {
		refuse("the exec plugin of user %q has no command", u.Name)
	}
	if e.APIVersion.Empty() {
		refuse("the exec plugin of user %q has no apiVersion", u.Name)
	}
	if e.UnnamedEnv {
		refuse("the exec plugin of user %q has a variable without a name", u.Name)
	}
	switch e.InteractiveMode.Raw() {
	case "Never", "IfAvailable", "Always":
	case "":
		refuse("the exec plugin of user %q has no interactiveMode", u.Name)
	default:
		refuse("the exec plugin of user %q has the unknown interactiveMode %q", u.Name, e.InteractiveMode)
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
