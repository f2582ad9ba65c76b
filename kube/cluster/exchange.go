package cluster

import (
	"bufio"
	"encoding/base64"
	"io"
	"net"
	"net/http"
	"strings"
)

const (
	maxHeaders = 64 << 10 // of an answer, in HTTP/2; HTTP/1.1 has the budget of the connection
	maxInterim = 5        // answers of the kind 1xx before the answer
)

// exchange sends one request over a connection that is ready, and returns the answer;
// its body has to be read and closed before the connection is. http.Transport is not
// used, since it logs on stderr what a server sends without being asked, and that
// would be drawn on the screen. The request's context ends everything.
func exchange(conn net.Conn, a address, request *http.Request) (*http.Response, error) {
	l, err := newLine(conn, a)
	if err != nil {
		return nil, err
	}
	return l.RoundTrip(request)
}

// exchange1 speaks HTTP/1.1.
func exchange1(conn net.Conn, r *bufio.Reader, a address, request *http.Request) (*http.Response, error) {
	write := request.Write
	if a.proxy != nil && !a.tls() && strings.HasPrefix(a.proxy.Scheme, "http") {
		write = request.WriteProxy
		if login := proxyLogin(a); login != "" {
			request.Header.Set("Proxy-Authorization", login)
		}
	}
	if err := write(conn); err != nil {
		return nil, err
	}
	for range maxInterim {
		answer, err := http.ReadResponse(r, request)
		if err != nil {
			return nil, err
		}
		if answer.StatusCode >= 200 || answer.StatusCode == http.StatusSwitchingProtocols {
			return answer, nil
		}
	}
	return nil, errTooMuch
}

// proxyLogin is what the proxy's own address says about user and password.
func proxyLogin(a address) string {
	if a.proxy.User == nil {
		return ""
	}
	password, _ := a.proxy.User.Password()
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(a.proxy.User.Username()+":"+password))
}

// untilClosed lets the context of a request end the reading of its answer.
type untilClosed struct {
	io.ReadCloser
	stop func()
}

func (u *untilClosed) Close() error {
	u.stop()
	return nil // what was not read to its end makes the connection useless
}
