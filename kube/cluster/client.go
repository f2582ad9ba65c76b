package cluster

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	utilnet "k8s.io/apimachinery/pkg/util/net"
	"k8s.io/client-go/transport"

	"kubeid/model"
)

// Bounds of one question to a server as somebody.
const (
	questionTime   = 15 * time.Second
	questionBudget = 64 << 20
	maxAnswer      = 16 << 20
)

// A session asks one server questions as somebody. Its credentials were agreed to.
type session struct {
	caller  Caller
	address address
	tls     *tls.Config // nil for http://
	headers transport.Config
	words   []string
	plugin  bool // the credential came from a plugin
	lines   lines
	dialing chan struct{} // holds one: the right to open a connection
}

// close ends the connections. What is still under way over them fails.
func (s *session) close() { s.lines.close() }

// open makes a session. It is the only place that reads credentials and runs plugins,
// and it does so only when granted covers everything.
func (c Caller) open(ctx context.Context, granted model.Consent) (*session, error) {
	a, err := c.Target.address()
	if err != nil {
		return nil, c.problem(failureOf(err, model.StageAddress))
	}
	if err := c.Agreed(granted); err != nil {
		return nil, err
	}
	l, err := c.static()
	if err != nil {
		return nil, err
	}
	certificate, token, basic, plugin := c.uses()
	switch {
	case plugin:
		if l, err = c.run(ctx); err != nil {
			return nil, err
		}
	case c.User.AuthProvider != nil && !certificate && !token && !basic && a.tls():
		return nil, &model.Problem{
			Exit: model.ExitRefused, What: fmt.Sprintf("%s logs in with the auth-provider %q, which kubeid does not use", c.Place, model.NewText(c.User.AuthProvider.Name)),
			Todo: "replace it by the exec plugin of your provider; Kubernetes has given up auth-providers",
		}
	}
	s, err := c.session(a, l)
	if err != nil {
		return nil, err
	}
	s.plugin = plugin
	return s, nil
}

func (c Caller) session(a address, l login) (*session, error) {
	s := &session{caller: c, address: a, words: l.words, dialing: make(chan struct{}, 1)}
	s.headers = transport.Config{
		UserAgent: userAgent, Username: l.username, Password: string(l.password.Reveal()), BearerToken: string(l.token.Reveal()),
		Impersonate: transport.ImpersonationConfig{
			UserName: c.User.Impersonate, UID: c.User.ImpersonateUID, Groups: c.User.ImpersonateGroups, Extra: c.User.ImpersonateUserExtra,
		},
	}
	if !a.tls() {
		return s, nil
	}
	ca, err := dataOr(c.Target.CA, c.Target.CAFile)
	if err != nil {
		return nil, c.problem(failureOf(&badFile{err}, model.StageTLS))
	}
	if _, err := c.Target.roots(); err != nil {
		return nil, c.problem(failureOf(err, model.StageTLS))
	}
	s.tls, err = transport.TLSConfigFor(&transport.Config{TLS: transport.TLSConfig{
		ServerName: a.name, Insecure: c.Target.Insecure, NextProtos: []string{"h2", "http/1.1"},
		CAData: ca, CertData: l.certificate, KeyData: l.key,
	}})
	if err != nil { // the authorities are known to be good, so it is the certificate or its key
		return nil, &model.Problem{
			Exit: model.ExitError, What: fmt.Sprintf("the client certificate and key of %s cannot be used: %s", c.Place, model.NewText(tidy(err))),
			Todo: "check that both are PEM, belong together, and that the key is not encrypted",
		}
	}
	return s, nil
}

// A question is one request to a server.
type question struct {
	method, path string // the path as it is sent, with its query
	accept       string // "" for JSON
	kind         string // of the body; "" for JSON
	body         any    // nil for none
}

// An answer is what a server said.
type answer struct {
	status   int
	body     []byte
	warnings []model.Text
}

// ask sends one question and reads the answer. No redirect is followed.
func (s *session) ask(ctx context.Context, q question) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, questionTime)
	defer cancel()
	got, l, err := s.send(ctx, q)
	if err != nil {
		return answer{}, err
	}
	defer got.Body.Close()
	out := answer{status: got.StatusCode, warnings: warningsOf(got)}
	out.body, err = read(got, maxAnswer)
	s.lines.done(l, err == nil && !got.Close)
	if err != nil {
		return answer{}, s.notAnswered(ctx, err, model.StageHTTP)
	}
	if got.StatusCode >= 300 && got.StatusCode < 400 {
		return answer{}, s.redirected(got)
	}
	return out, nil
}

func warningsOf(got *http.Response) []model.Text {
	var out []model.Text
	warnings, _ := utilnet.ParseWarningHeaders(got.Header.Values("Warning"))
	for _, w := range warnings[:min(len(warnings), 20)] {
		out = append(out, model.NewText(w.Text))
	}
	return out
}

func (s *session) redirected(got *http.Response) error {
	return s.caller.problem(model.Failure{Reason: model.ReasonRedirected, Stage: model.StageHTTP, Detail: shown(got.Header.Get("Location"))})
}

// send sends one question over a connection that is open already, or else over a new
// one, and returns the beginning of the answer. The line has to be given back.
func (s *session) send(ctx context.Context, q question) (*http.Response, *line, error) {
	for fresh := false; ; fresh = true {
		request, err := s.request(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		st := &steps{}
		l, used, err := s.line(ctx, st, fresh)
		if err != nil {
			return nil, nil, s.notAnswered(ctx, err, st.now())
		}
		l.meter.refill(questionBudget)
		through, err := transport.HTTPWrappersForConfig(&s.headers, l)
		if err != nil {
			return nil, nil, err
		}
		got, err := through.RoundTrip(request)
		if err == nil {
			return got, l, nil
		}
		s.lines.done(l, false)
		if !used || ctx.Err() != nil || !stale(request, err) {
			return nil, nil, s.notAnswered(ctx, err, model.StageHTTP)
		}
	}
}

func (s *session) request(ctx context.Context, q question) (*http.Request, error) {
	var body io.Reader
	if q.body != nil {
		text, err := json.Marshal(q.body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, q.method, s.address.at("")+q.path, body)
	if err != nil {
		return nil, s.caller.problem(model.Failure{Reason: model.ReasonBadAddress})
	}
	if body != nil {
		request.Header.Set("Content-Type", cmp.Or(q.kind, "application/json"))
	}
	request.Header.Set("Accept", cmp.Or(q.accept, "application/json"))
	return request, nil
}

// notAnswered says why no answer came. What is wrong with a certificate is told as a
// probe tells it.
func (s *session) notAnswered(ctx context.Context, err error, stage model.Stage) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return ctx.Err()
	}
	f := failureOf(err, stage)
	var verify *tls.CertificateVerificationError
	if roots, bad := s.caller.Target.roots(); bad == nil && errors.As(err, &verify) && f.Reason != model.ReasonProxyFailed {
		var p model.Probe
		if all := judge(&p, verify.UnverifiedCertificates, roots, strings.TrimSuffix(s.address.name, "."), time.Now()); len(all) > 0 {
			f = all[0]
		}
	}
	return s.caller.problem(f)
}

// problem puts the server's address before a failure.
func (c Caller) problem(f model.Failure) error {
	return f.Problem(model.Probe{Server: shown(c.Target.Server)})
}
