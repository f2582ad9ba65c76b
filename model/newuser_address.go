package model

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// An Address for somebody else is judged here: what works on this computer need not
// work on theirs.

// A ForThem is the way to a server as a new kubeconfig has it.
type ForThem struct {
	Server        string
	TLSServerName string
	ProxyURL      string
	Insecure      bool // nothing is verified; only after that was typed
	Worries       []Worry
}

// AddressForThem takes the way to a cluster over for somebody else: server replaces its
// address when it is not empty. It never carries a local proxy over, and insecure only
// when that was typed again. The error says that no certificate can log in there.
func AddressForThem(c Cluster, server string) (ForThem, error) {
	t := ForThem{Server: server, TLSServerName: c.TLSServerName.Raw(), ProxyURL: c.ProxyURL.Raw()}
	if server == "" {
		t.Server = c.Server.Raw()
	}
	worry := func(id, value, format string, args ...any) {
		t.Worries = append(t.Worries, Worry{id, fmt.Sprintf(format, args...), value})
	}
	if !strings.Contains(t.Server, "://") {
		t.Server = "https://" + t.Server
	}
	u, err := url.Parse(t.Server)
	switch {
	case err != nil || u.Host == "":
		return t, &Problem{Exit: ExitUsage, What: fmt.Sprintf("%q is not the address of a server", Address(NewText(t.Server))), Todo: "write it as https://HOST:PORT"}
	case u.Scheme != "https":
		return t, &Problem{Exit: ExitRefused, What: fmt.Sprintf("over %s://, as in %s, no certificate is sent", NewText(u.Scheme), Address(NewText(t.Server))), Todo: "name the https:// address of the server with --server"}
	case CheckServer(t.Server) != nil:
		return t, CheckServer(t.Server)
	case u.User != nil:
		u.User = nil
		worry("address-user", "", "the name and password in the address are left out")
	}
	t.Server = u.String()
	if IsLoopback(u.Hostname()) {
		worry("address-loopback", "", "%s is this computer: somebody else needs another address of the server", NewText(u.Host))
	}
	if p, err := url.Parse(t.ProxyURL); t.ProxyURL != "" {
		if err != nil || IsLoopback(p.Hostname()) {
			worry("address-proxy", "", "the proxy %s is on this computer, and is left out", Address(NewText(t.ProxyURL)))
			t.ProxyURL = ""
		} else if p.User != nil {
			worry("address-proxy", "", "the proxy %s stands with a password, and is left out", Address(NewText(t.ProxyURL)))
			t.ProxyURL = ""
		} else {
			worry("address-proxy", "", "it goes through the proxy %s", NewText(t.ProxyURL))
		}
	}
	if own, err := url.Parse(c.Server.Raw()); err == nil && own.Scheme == "http" {
		worry("insecure", Insecure, "nothing is encrypted on our own way to the server, %s, so anybody may be it", Address(c.Server))
	}
	if c.Insecure {
		t.Insecure = true
		worry("insecure", Insecure, "the kubeconfig does not verify the server (insecure-skip-tls-verify), so anybody may be it")
	}
	return t, nil
}

// IsLoopback tells whether a host is the computer itself.
func IsLoopback(host string) bool {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if host == "localhost" || strings.HasSuffix(host, ".localhost") || host == "ip6-localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && (addr.Unmap().IsLoopback() || addr.IsUnspecified())
}

// CheckNames tells whether a server's certificate is good for the address that somebody
// else will use: names are the DNS names and IP addresses in it.
func (t ForThem) CheckNames(names []string) []Worry {
	host := t.TLSServerName
	if u, err := url.Parse(t.Server); host == "" && err == nil {
		host = u.Hostname()
	}
	if len(names) == 0 || t.Insecure || slices.ContainsFunc(names, func(n string) bool { return nameFits(n, host) }) {
		return nil
	}
	return []Worry{{"address-name", fmt.Sprintf("the server's certificate is not for %s, but for %s", NewText(host), NewText(strings.Join(names[:min(len(names), 6)], ", "))), ""}}
}

// nameFits follows crypto/x509: a star stands for one label, and only in front.
func nameFits(pattern, host string) bool {
	pattern, host = strings.ToLower(strings.TrimSuffix(pattern, ".")), strings.ToLower(strings.TrimSuffix(host, "."))
	if a, err := netip.ParseAddr(host); err == nil {
		b, err := netip.ParseAddr(pattern)
		return err == nil && a.Unmap() == b.Unmap()
	}
	if rest, star := strings.CutPrefix(pattern, "*."); star {
		_, parent, ok := strings.Cut(host, ".")
		return ok && parent == rest
	}
	return pattern == host
}
