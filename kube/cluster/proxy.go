package cluster

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"

	"golang.org/x/net/http/httpproxy"
	"golang.org/x/net/proxy"

	"kubeid/model"
)

// errProxy says that the proxy itself is the trouble.
type errProxy struct {
	stage model.Stage
	err   error
}

func (e *errProxy) Error() string { return e.err.Error() }
func (e *errProxy) Unwrap() error { return e.err }

// proxy tells through which proxy client-go would go: that of the kubeconfig, else
// that of HTTPS_PROXY, HTTP_PROXY and NO_PROXY. The environment's is never used for
// this computer's own addresses.
func (t Target) proxy(u *url.URL) (*url.URL, error) {
	if t.ProxyURL == "" {
		p, err := httpproxy.FromEnvironment().ProxyFunc()(u)
		if err != nil || p != nil && !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, p.Scheme) {
			return nil, &errProxy{model.StageAddress, errors.New("the proxy of the environment is not an http, https or socks5 URL")}
		}
		return p, nil
	}
	p, err := url.Parse(t.ProxyURL)
	if err != nil || p.Hostname() == "" || !slices.Contains([]string{"http", "https", "socks5"}, p.Scheme) {
		return nil, &errProxy{model.StageAddress, errors.New("proxy-url is not an http, https or socks5 URL")}
	}
	return p, nil
}

// through asks the proxy at the other end of conn to connect us to the server. The
// name of the server is looked up by the proxy, as net/http has it.
func (d *dialer) through(ctx context.Context, conn net.Conn, a address) (net.Conn, error) {
	d.steps.enter(model.StageProxy)
	var err error
	switch a.proxy.Scheme {
	case "socks5", "socks5h":
		err = socks(ctx, conn, a)
	case "https":
		if conn, err = d.proxyTLS(ctx, conn, a); err == nil && a.tls() {
			err = tunnel(ctx, conn, a)
		}
	default:
		if a.tls() {
			err = tunnel(ctx, conn, a)
		}
	}
	if err != nil {
		conn.Close()
		return nil, &errProxy{model.StageProxy, err}
	}
	return conn, nil
}

const proxyTLSWords = "TLS with the proxy, which is held against the cluster's CA"

// proxyTLS speaks TLS with the proxy. Like client-go it holds the proxy's certificate
// against the cluster's authority and tls-server-name, odd as that is; unlike
// client-go it shows the proxy no client certificate.
func (d *dialer) proxyTLS(ctx context.Context, conn net.Conn, a address) (net.Conn, error) {
	roots, err := d.target.roots()
	if err != nil {
		return conn, err
	}
	name := d.target.TLSServerName
	if name == "" {
		name = ascii(a.proxy.Hostname())
	}
	secure := tls.Client(conn, &tls.Config{
		MinVersion: tls.VersionTLS12, ServerName: name, RootCAs: roots.pool(), InsecureSkipVerify: d.target.Insecure,
	})
	if err := secure.HandshakeContext(ctx); err != nil {
		return conn, fmt.Errorf(proxyTLSWords+": %w", err)
	}
	return secure, nil
}

// tunnel asks an HTTP proxy for a connection. What user name and password the proxy's
// own address has are for the proxy.
func tunnel(ctx context.Context, conn net.Conn, a address) error {
	defer untilDone(ctx, conn)()
	request := &http.Request{
		Method: http.MethodConnect, URL: &url.URL{Opaque: hostPort(a.url)}, Host: hostPort(a.url),
		Header: http.Header{"User-Agent": {userAgent}},
	}
	if login := proxyLogin(a); login != "" {
		request.Header.Set("Proxy-Authorization", login)
	}
	if err := request.Write(conn); err != nil {
		return errors.Join(err, ctx.Err())
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), request) // a TLS server does not speak first, so nothing is lost
	if err != nil {
		return errors.Join(err, ctx.Err())
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("it says %d %s", answer.StatusCode, http.StatusText(answer.StatusCode))
	}
	return nil
}

// socks speaks SOCKS5 (RFC 1928) over conn.
func socks(ctx context.Context, conn net.Conn, a address) error {
	var login *proxy.Auth
	if user := a.proxy.User; user != nil {
		password, _ := user.Password()
		login = &proxy.Auth{User: user.Username(), Password: password}
	}
	s, err := proxy.SOCKS5("tcp", hostPort(a.proxy), login, given{conn})
	if err != nil {
		return err
	}
	_, err = s.(proxy.ContextDialer).DialContext(ctx, "tcp", hostPort(a.url))
	return err
}

// given is a dialer that has its connection already.
type given struct{ net.Conn }

func (g given) Dial(string, string) (net.Conn, error) { return g.Conn, nil }

func (g given) DialContext(context.Context, string, string) (net.Conn, error) { return g.Conn, nil }
