package cluster

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"net"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/idna"

	"kubeid/model"
)

// Timeout is how long one server may take for all stages of a probe together.
const Timeout = 5 * time.Second

// A Target is a server as a kubeconfig describes it, in kubectl's view.
type Target struct {
	Server             string // the address; without a scheme it is http, as for clientcmd
	TLSServerName      string
	ProxyURL           string // "" means what the environment says
	CA                 []byte // certificate-authority-data
	CAFile             string // certificate-authority, absolute; read when it is needed
	Insecure           bool   // insecure-skip-tls-verify
	DisableCompression bool
	Timeout            time.Duration // zero means the usual
}

// Key is the same for targets that a probe cannot tell apart.
func (t Target) Key() string {
	text, _ := json.Marshal(t)
	sum := sha256.Sum256(text)
	return string(sum[:])
}

// address is where a target is, understood.
type address struct {
	url   *url.URL
	proxy *url.URL // nil for none
	name  string   // what the certificate has to be for
}

// Unverified says why nobody knows who the server is; it is empty where that is verified.
func (t Target) Unverified() string {
	a, err := t.address()
	switch {
	case err != nil:
		return "" // nothing is sent there
	case !a.tls():
		return "nothing is encrypted on the way to " + shown(t.Server).String() + ", so anybody may be it"
	case t.Insecure:
		return "the kubeconfig does not verify " + shown(t.Server).String() + " (insecure-skip-tls-verify), so anybody may be it"
	}
	return ""
}

func (a address) tls() bool { return a.url.Scheme == "https" }

var errAddress = errors.New("not an http or https URL")

// address follows rest.DefaultServerURL (client-go rest/url_utils.go). A server without
// a scheme is http, also where an authority or a certificate is given: clientcmd asks for
// the scheme before it has looked at them, and then leaves them out. Errors quote nothing,
// since an address may hold a password.
func (t Target) address() (address, error) {
	u, err := url.Parse(t.Server)
	if err != nil || u.Scheme == "" || u.Host == "" {
		u, err = url.Parse("http://" + t.Server)
		if err != nil || u.Path != "" && u.Path != "/" {
			return address{}, errAddress
		}
	}
	if u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return address{}, errAddress
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	proxy, err := t.proxy(u)
	if err != nil {
		return address{}, err
	}
	return address{url: u, proxy: proxy, name: cmp.Or(t.TLSServerName, ascii(u.Hostname()))}, nil
}

// at returns the URL of a path below the server's own.
func (a address) at(path string) string {
	u := *a.url
	u.Path = strings.TrimSuffix(u.Path, "/") + path
	u.RawPath = ""
	return u.String()
}

// hostPort returns what to connect to.
func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	if port == "" {
		port = "1080" // socks5
	}
	return net.JoinHostPort(ascii(u.Hostname()), port)
}

// ascii writes an international name as DNS has it, as net/http does.
func ascii(host string) string {
	for i := range len(host) {
		if host[i] >= 0x80 {
			if a, err := idna.Lookup.ToASCII(host); err == nil {
				return a
			}
			break
		}
	}
	return host
}

// shown is a URL as it may be shown.
func shown(s string) model.Text { return model.Address(model.NewText(s)) }
