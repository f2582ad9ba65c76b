package cluster

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/http2"

	"kubeid/model"
)

// How long a quiet connection is believed to be alive: over HTTP/1.1 nobody tells when
// the other side has gone, over HTTP/2 it is asked.
const (
	maxQuiet   = 30 * time.Second
	pingAfter  = 20 * time.Second
	pingWithin = 10 * time.Second
)

// A line is a connection over which requests can be sent: many at once over HTTP/2,
// one after the other over HTTP/1.1.
type line struct {
	conn   net.Conn
	a      address
	meter  *meter
	two    *http2.ClientConn // nil for HTTP/1.1
	reader *bufio.Reader     // of HTTP/1.1
	used   time.Time         // when the last answer was read to its end
}

// newLine makes a line of a connection that is ready.
func newLine(conn net.Conn, a address) (*line, error) {
	l := &line{conn: conn, a: a}
	if s, ok := conn.(*tls.Conn); ok && s.ConnectionState().NegotiatedProtocol == http2.NextProtoTLS {
		t := &http2.Transport{DisableCompression: true, MaxHeaderListSize: maxHeaders, ReadIdleTimeout: pingAfter, PingTimeout: pingWithin}
		over, err := t.NewClientConn(conn)
		l.two = over
		return l, err
	}
	l.reader = bufio.NewReader(conn)
	return l, nil
}

// RoundTrip implements http.RoundTripper: it sends one request, and returns the answer; its body has to be read and closed.
// The request's context ends everything.
func (l *line) RoundTrip(request *http.Request) (*http.Response, error) {
	if l.two != nil {
		return l.two.RoundTrip(request)
	}
	stop := untilDone(request.Context(), l.conn)
	answer, err := exchange1(l.conn, l.reader, l.a, request)
	if err != nil {
		stop()
		return nil, errors.Join(err, request.Context().Err())
	}
	answer.Body = &untilClosed{answer.Body, stop}
	return answer, nil
}

func (l *line) close() { l.conn.Close() }

// lines keeps the connections of a session, so that not every question dials anew.
type lines struct {
	mu     sync.Mutex
	shared *line   // HTTP/2
	quiet  []*line // HTTP/1.1, with no request under way
	all    map[*line]bool
	closed bool
}

var errHungUp = errors.New("the session has ended")

// take returns a line that was used before, or nil.
func (p *lines) take() *line {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shared != nil {
		if p.shared.two.CanTakeNewRequest() {
			return p.shared
		}
		p.shared = nil // what is under way over it may end
	}
	for len(p.quiet) > 0 {
		l := p.quiet[len(p.quiet)-1]
		p.quiet = p.quiet[:len(p.quiet)-1]
		if time.Since(l.used) < maxQuiet {
			return l
		}
		delete(p.all, l)
		l.close()
	}
	return nil
}

// add takes a new line in. It returns an error when the session has ended meanwhile.
func (p *lines) add(l *line) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		l.close()
		return errHungUp
	}
	if p.all == nil {
		p.all = map[*line]bool{}
	}
	p.all[l] = true
	if l.two != nil {
		p.shared = l
	}
	return nil
}

// done gives a line back after its answer was read to its end.
func (p *lines) done(l *line, reusable bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case l.two != nil:
	case reusable && !p.closed:
		l.used = time.Now()
		p.quiet = append(p.quiet, l)
	default:
		delete(p.all, l)
		l.close()
	}
}

func (p *lines) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed, p.shared, p.quiet = true, nil, nil
	for l := range p.all {
		l.close()
	}
	p.all = nil
}

// stale tells whether a request over a line that was used before failed only because
// the other side had left, so that it has not been acted on.
func stale(request *http.Request, err error) bool {
	var stream http2.StreamError
	if errors.As(err, &stream) && stream.Code == http2.ErrCodeRefusedStream {
		return true
	}
	for _, words := range []string{"client conn not usable", "graceful shutdown GOAWAY", "client conn is closed"} {
		if strings.Contains(err.Error(), words) {
			return true
		}
	}
	return request.Method == http.MethodGet && isBroken(err)
}

// line returns a line that is open already, or a new one when there is none or fresh is
// wanted; used tells which. Only one is opened at a time, since many questions can
// share it.
func (s *session) line(ctx context.Context, st *steps, fresh bool) (l *line, used bool, err error) {
	select {
	case s.dialing <- struct{}{}:
		defer func() { <-s.dialing }()
	case <-ctx.Done():
		return nil, false, ctx.Err()
	}
	if !fresh {
		if l := s.lines.take(); l != nil {
			return l, true, nil
		}
	}
	l, err = s.dial(ctx, st)
	return l, false, err
}

// dial opens a new line: DNS, TCP, the proxy, and TLS, which verifies before anything
// else is sent, the client's certificate too.
func (s *session) dial(ctx context.Context, st *steps) (*line, error) {
	d := &dialer{target: s.caller.Target, steps: st, budget: questionBudget}
	conn, err := d.connect(ctx, s.address)
	if err != nil {
		return nil, err
	}
	if s.tls != nil {
		st.enter(model.StageTLS)
		secure := tls.Client(conn, s.tls)
		if err := secure.HandshakeContext(ctx); err != nil {
			conn.Close()
			return nil, err
		}
		conn = secure
	}
	st.enter(model.StageHTTP)
	l, err := newLine(conn, s.address)
	if err != nil {
		conn.Close()
		return nil, err
	}
	l.meter = d.meter
	return l, s.lines.add(l)
}
