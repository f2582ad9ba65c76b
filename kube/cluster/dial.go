package cluster

import (
	"context"
	"errors"
	"net"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
	"time"

	"kubeid/model"
)

// steps notes how long each stage takes. The hooks of net call from other goroutines.
type steps struct {
	mu    sync.Mutex
	done  []model.Step
	stage model.Stage
	began time.Time
}

// enter ends the stage that is under way and begins the next one.
func (s *steps) enter(stage model.Stage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.close()
	s.stage, s.began = stage, time.Now()
}

func (s *steps) close() {
	if !s.began.IsZero() {
		s.done = append(s.done, model.Step{Stage: s.stage, Took: time.Since(s.began)})
		s.began = time.Time{}
	}
}

// now returns the stage that is under way.
func (s *steps) now() model.Stage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stage
}

// end ends the last stage and returns all.
func (s *steps) end() []model.Step {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.close()
	return append([]model.Step(nil), s.done...)
}

// A dialer connects to a target, through its proxy where there is one.
type dialer struct {
	target Target
	steps  *steps
	budget int64 // how many bytes may come in
	meter  *meter
}

// connect returns a connection over which TLS or HTTP can be spoken to the server; for
// an http:// server behind an HTTP proxy it leads to the proxy.
func (d *dialer) connect(ctx context.Context, a address) (net.Conn, error) {
	to := a.url
	if a.proxy != nil {
		to = a.proxy
	}
	conn, err := d.tcp(ctx, hostPort(to))
	if err != nil {
		if a.proxy != nil {
			return nil, &errProxy{d.steps.now(), err}
		}
		return nil, err
	}
	if a.proxy == nil {
		return conn, nil
	}
	return d.through(ctx, conn, a)
}

// tcp connects, telling the name's lookup and the connection apart.
func (d *dialer) tcp(ctx context.Context, addr string) (net.Conn, error) {
	d.steps.enter(model.StageTCP)
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		DNSStart: func(httptrace.DNSStartInfo) { d.steps.restart(model.StageDNS) },
		DNSDone: func(i httptrace.DNSDoneInfo) {
			if i.Err == nil {
				d.steps.enter(model.StageTCP)
			}
		},
	})
	conn, err := new(net.Dialer).DialContext(traced, "tcp", addr)
	if err != nil {
		return nil, err
	}
	d.meter = &meter{Conn: conn}
	d.meter.left.Store(d.budget)
	return d.meter, nil
}

// restart begins a stage as if the one under way had not begun.
func (s *steps) restart(stage model.Stage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stage, s.began = stage, time.Now()
}

// errTooMuch says that a server sends without end.
var errTooMuch = errors.New("it sent too much")

// A meter is a connection over which only so many bytes may come.
type meter struct {
	net.Conn
	left atomic.Int64
}

// Read implements io.Reader.
func (m *meter) Read(b []byte) (int, error) {
	left := m.left.Load()
	if left <= 0 {
		return 0, errTooMuch
	}
	n, err := m.Conn.Read(b[:min(int64(len(b)), left)])
	m.left.Add(-int64(n))
	return n, err
}

// refill lets so many bytes come from now on.
func (m *meter) refill(budget int64) { m.left.Store(budget) }

// untilDone lets reads and writes fail when ctx ends, until stop is called.
func untilDone(ctx context.Context, conn net.Conn) (stop func()) {
	end := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
	return func() { end() }
}
