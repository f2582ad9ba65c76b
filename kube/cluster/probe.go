package cluster

import (
	"context"
	"crypto/tls"
	"net"
	"strings"
	"time"

	"kubeid/model"
)

// probeBudget is how many bytes a server may send during one probe. crypto/tls takes
// chains of up to 256 KiB.
const probeBudget = 512 << 10

const userAgent = "kubeid"

// Probe looks at a server as nobody: DNS, TCP, the proxy, TLS, and the version that it
// tells to strangers. It never fails: what is wrong stands in the answer. It shows no
// credential, follows no redirect, and sends no request before the certificate was
// found to be good, unless the kubeconfig says not to look at it. When ctx is
// cancelled the answer means nothing.
func Probe(ctx context.Context, t Target) model.Probe {
	p := model.Probe{At: time.Now(), Server: shown(t.Server), Insecure: t.Insecure}
	if t.Timeout <= 0 {
		t.Timeout = Timeout
	}
	ctx, cancel := context.WithTimeout(ctx, t.Timeout)
	defer cancel()
	s := &steps{}
	if f := look(ctx, t, &p, s); len(f) > 0 {
		p.Failures = f
	}
	p.Steps = s.end()
	return p
}

// look does the work of Probe and returns what is wrong.
func look(ctx context.Context, t Target, p *model.Probe, s *steps) []model.Failure {
	a, err := t.address()
	if err != nil {
		return []model.Failure{failureOf(err, model.StageAddress)}
	}
	p.Plain = !a.tls()
	if a.proxy != nil {
		p.Proxy = shown(a.proxy.String())
	}
	d := &dialer{target: t, steps: s, budget: probeBudget}
	conn, err := d.connect(ctx, a)
	if err != nil {
		return []model.Failure{failureOf(err, s.now())}
	}
	defer conn.Close()
	if a.tls() {
		secure, failures := greet(ctx, conn, t, a, p, s)
		if len(failures) > 0 {
			return failures
		}
		conn = secure
	}
	s.enter(model.StageHTTP)
	return version(ctx, conn, a, p)
}

// greet is the TLS stage. It returns a connection only when requests may be sent.
func greet(ctx context.Context, conn net.Conn, t Target, a address, p *model.Probe, s *steps) (*tls.Conn, []model.Failure) {
	s.enter(model.StageTLS)
	p.Name = model.NewText(a.name)
	roots, rootsErr := t.roots()
	secure, seen, err := shake(ctx, conn, a.name)
	seen.tell(p)
	switch {
	case err != nil && seen.asked && isRefusal(err): // TLS 1.2 says no more than that
		return nil, []model.Failure{{Reason: model.ReasonWantsCertificate, Stage: model.StageTLS}}
	case err != nil:
		return nil, []model.Failure{failureOf(err, model.StageTLS)}
	case rootsErr != nil:
		p.Trust = model.TrustUnreadable
		return nil, []model.Failure{failureOf(rootsErr, model.StageTLS)}
	}
	p.TLS = tls.VersionName(secure.ConnectionState().Version)
	if t.Insecure {
		p.Trust = model.TrustNotAsked
		return secure, nil
	}
	if failures := judge(p, seen.chain, roots, strings.TrimSuffix(a.name, "."), time.Now()); len(failures) > 0 {
		return nil, failures
	}
	return secure, nil
}

// NoProbe is the answer for an entry that leads to no server.
func NoProbe(err error) model.Probe {
	return model.Probe{At: time.Now(), Failures: []model.Failure{{Reason: model.ReasonBadEntry, Detail: model.NewText(err.Error())}}}
}
