package model

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// What can stand as the address of a server or proxy: what client-go refuses, or could
// never reach, is refused (k8s.io/client-go/rest, DefaultServerURL; tools/clientcmd,
// parseProxyURL); what it takes, though it is dangerous, is told.

const (
	serverForm = "write it as https://HOST:PORT"
	proxyForm  = "write it as http://, https:// or socks5://HOST:PORT"
)

// CheckServer tells why raw cannot be the address of a server.
func CheckServer(raw string) error {
	return checkAddress(raw, "a server", serverForm, "https", "http")
}

// CheckProxy tells why raw cannot be the address of a proxy.
func CheckProxy(raw string) error {
	return checkAddress(raw, "a proxy", proxyForm, "https", "http", "socks5")
}

func checkAddress(raw, of, form string, schemes ...string) error {
	shown := Address(NewText(raw))
	u, err := url.Parse(raw)
	if err != nil || u.Hostname() == "" || !slices.Contains(schemes, u.Scheme) {
		return &Problem{Exit: ExitUsage, What: fmt.Sprintf("%q is no address of %s", shown, of), Todo: form}
	}
	if u.Port() == "" {
		return nil
	}
	if n, err := strconv.Atoi(u.Port()); err != nil || n < 1 || n > 65535 {
		return &Problem{Exit: ExitUsage, What: fmt.Sprintf("%q has a port that cannot be", shown), Todo: form + ", with a port from 1 to 65535"}
	}
	return nil
}

// CheckServerName tells why raw cannot be the name in a server's certificate: a name of
// DNS, or an address.
func CheckServerName(raw string) error {
	if _, err := netip.ParseAddr(raw); err == nil || !strings.ContainsFunc(raw, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`/\:@"'`, r) }) {
		return nil
	}
	return &Problem{
		Exit: ExitUsage, What: fmt.Sprintf("%q cannot be the name of a server", NewText(raw)),
		Todo: "write the name alone, as it stands in the server's certificate, such as kube.example.com",
	}
}

// ServerNotes say what a person should know of an address that is taken as a server's.
func ServerNotes(raw string) []string {
	u, err := url.Parse(raw)
	if err != nil {
		return nil
	}
	var out []string
	if u.Scheme == "http" && !IsLoopback(u.Hostname()) {
		out = append(out, "nothing is encrypted: whatever is sent can be read on the way, tokens too")
	}
	if u.User != nil {
		out = append(out, "what stands before the @ is seen by everybody who sees the kubeconfig, and is sent to the server in place of the user's token")
	}
	if u.RawQuery != "" || u.Fragment != "" {
		out = append(out, "kubectl leaves out what stands behind ? and #")
	}
	return out
}

// ProxyNotes say what a person should know of an address that is taken as a proxy's.
func ProxyNotes(raw string) []string {
	if u, err := url.Parse(raw); err == nil && u.User != nil {
		return []string{"what stands before the @ is seen by everybody who sees the kubeconfig"}
	}
	return nil
}
