package cluster

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
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
}

// open makes a session. It is the only place that reads credentials and runs plugins,
// and it does so only when granted covers everything.
func (c Caller) open(ctx context.Context, granted model.Consent) (*session, error) {
	a, err := c.Target.address()
	if err != nil {
		return nil, c.problem(failureOf(err, model.StageAddress))
	}
	if err := c.agreed(granted); err != nil {
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
	return c.session(a, l)
}

func (c Caller) session(a address, l login) (*session, error) {
	s := &session{caller: c, address: a, words: l.words}
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

// An answer is what a server said.
type answer struct {
	status   int
	body     []byte
	warnings []model.Text
}

// ask sends one request. No redirect is followed.
func (s *session) ask(ctx context.Context, method, path, accept string, body any) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, questionTime)
	defer cancel()
	text, err := json.Marshal(body)
	if err != nil {
		return answer{}, err
	}
	target := s.address.at("") + path
	request, err := http.NewRequestWithContext(ctx, method, target, nil)
	if err != nil {
		return answer{}, s.caller.problem(model.Failure{Reason: model.ReasonBadAddress})
	}
	if body != nil {
		if request, err = http.NewRequestWithContext(ctx, method, target, bytes.NewReader(text)); err != nil {
			return answer{}, err
		}
		request.Header.Set("Content-Type", "application/json")
	}
	request.Header.Set("Accept", accept)
	link := &link{session: s, steps: &steps{}}
	defer link.close()
	through, err := transport.HTTPWrappersForConfig(&s.headers, link)
	if err != nil {
		return answer{}, err
	}
	got, err := through.RoundTrip(request)
	if err != nil {
		return answer{}, s.notAnswered(ctx, err, link.steps.now())
	}
	defer got.Body.Close()
	out := answer{status: got.StatusCode}
	if out.body, err = read(got, maxAnswer); err != nil {
		return answer{}, s.notAnswered(ctx, err, model.StageHTTP)
	}
	warnings, _ := utilnet.ParseWarningHeaders(got.Header.Values("Warning"))
	for _, w := range warnings[:min(len(warnings), 20)] {
		out.warnings = append(out.warnings, model.NewText(w.Text))
	}
	if got.StatusCode >= 300 && got.StatusCode < 400 {
		return answer{}, s.caller.problem(model.Failure{Reason: model.ReasonRedirected, Stage: model.StageHTTP, Detail: shown(got.Header.Get("Location"))})
	}
	return out, nil
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

// A link is the way to the server for one request. TLS verifies before anything else
// is sent, the client's certificate too.
type link struct {
	session *session
	steps   *steps
	conn    net.Conn
}

// RoundTrip implements http.RoundTripper.
func (l *link) RoundTrip(request *http.Request) (*http.Response, error) {
	s := l.session
	d := &dialer{target: s.caller.Target, steps: l.steps, budget: questionBudget}
	conn, err := d.connect(request.Context(), s.address)
	if err != nil {
		return nil, err
	}
	l.conn = conn
	if s.tls != nil {
		l.steps.enter(model.StageTLS)
		secure := tls.Client(conn, s.tls)
		if err := secure.HandshakeContext(request.Context()); err != nil {
			return nil, err
		}
		conn = secure
	}
	l.steps.enter(model.StageHTTP)
	return exchange(conn, s.address, request)
}

func (l *link) close() {
	if l.conn != nil {
		l.conn.Close()
	}
}

// accepted turns an answer that is not the wanted one into words.
func (s *session) accepted(a answer) error {
	fail := func(r model.Reason) error {
		return s.caller.problem(model.Failure{Reason: r, Stage: model.StageHTTP, Detail: model.NewText(a.message())})
	}
	switch {
	case a.status == http.StatusOK, a.status == http.StatusCreated:
		return nil
	case a.status == http.StatusUnauthorized:
		return fail(model.ReasonUnauthorized)
	case a.status == http.StatusForbidden:
		return fail(model.ReasonForbidden)
	case a.status >= 500, a.status == http.StatusTooManyRequests:
		return fail(model.ReasonServerFailed)
	}
	return fail(model.ReasonNotKubernetes)
}

// message is what a Status of the API says, cut to a line.
func (a answer) message() string {
	var status struct {
		Kind    string `json:"kind"`
		Message string `json:"message"`
	}
	if json.Unmarshal(a.body, &status) == nil && status.Kind == "Status" && status.Message != "" {
		return status.Message[:min(len(status.Message), 500)]
	}
	return fmt.Sprintf("it answers %d %s", a.status, http.StatusText(a.status))
}
