package kube

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"kubeid/crypto"
	"kubeid/kube/cluster"
	"kubeid/model"
)

// mostServed is how many certificates of a chain are looked at.
const mostServed = 10

// server looks at a server as nobody, and at the chain that it shows. When a
// kubeconfig has a cluster at this address, the chain is held against its authority,
// and reached in its way.
func (i *inspecting) server(address string) (model.Inspection, error) {
	target, whose := i.target(address)
	probe := cluster.Probe(i.ctx, target)
	if err := i.ctx.Err(); err != nil {
		return model.Inspection{}, err
	}
	chain, err := served(i.ctx, target)
	if len(chain) == 0 {
		if failed := probe.Err(); failed != nil {
			err = failed
		}
		return model.Inspection{Probe: &probe}, err
	}
	for n, c := range chain[:min(len(chain), mostServed)] {
		f := i.at(probe.Server.Raw(), crypto.Item{Certificate: c}.Kind())
		f.Place = probe.Server
		f.Role = model.NewText("sent along")
		if n == 0 {
			f.Role = model.NewText("server" + whose)
		}
		f.setCertificate(c)
		i.add(f)
	}
	out := i.end()
	out.Probe = &probe
	return out, nil
}

// target is the server of this address, as a kubeconfig knows it or as it stands.
func (i *inspecting) target(address string) (cluster.Target, string) {
	plain := cluster.Target{Server: address}
	k, files, err := i.service.load(i.ctx)
	if err != nil {
		return plain, ""
	}
	for n, c := range k.Clusters {
		if strings.TrimSuffix(c.Server.Raw(), "/") != strings.TrimSuffix(address, "/") {
			continue
		}
		if t, _, err := newTargets(k, files).target(k.Ref(model.ClusterKind, n)); err == nil {
			return t, fmt.Sprintf(" of cluster %s", c.Name)
		}
	}
	return plain, ""
}

// errSeen ends a handshake once the chain was seen.
var errSeen = errors.New("seen")

// served returns the chain that a server shows. The handshake ends before it is over,
// so that nothing is ever sent to a server that nobody has verified.
func served(ctx context.Context, t cluster.Target) ([]*crypto.Certificate, error) {
	ctx, cancel := context.WithTimeout(ctx, cluster.Timeout)
	defer cancel()
	var chain []*x509.Certificate
	transport := &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DisableKeepAlives:      true,
		MaxResponseHeaderBytes: 64 << 10,
		TLSClientConfig: &tls.Config{
			MinVersion: tls.VersionTLS12, ServerName: t.TLSServerName, InsecureSkipVerify: true,
			VerifyConnection: func(s tls.ConnectionState) error {
				chain = s.PeerCertificates
				return errSeen
			},
		},
	}
	if t.ProxyURL != "" {
		proxy, err := url.Parse(t.ProxyURL)
		if err != nil {
			return nil, errors.New("its proxy-url cannot be understood")
		}
		transport.Proxy = http.ProxyURL(proxy)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, t.Server, nil)
	if err != nil {
		return nil, &model.Problem{Exit: model.ExitUsage, What: "the address cannot be understood", Todo: "write it as https://host:port"}
	}
	request.URL.User = nil
	if proxy, err := transport.Proxy(request); err == nil && proxy != nil && proxy.Scheme == "https" {
		return nil, &model.Problem{Exit: model.ExitError, What: "the chain cannot be seen through a proxy that is itself reached by https", Todo: "use an http proxy, or look at the file"}
	}
	answer, err := transport.RoundTrip(request)
	if err == nil { // it cannot be, since the handshake never ends well
		answer.Body.Close()
	}
	if len(chain) == 0 {
		return nil, &model.Problem{Exit: model.ExitError, What: fmt.Sprintf("%s shows no certificate", model.Address(model.NewText(t.Server))), Todo: "check the address and the port"}
	}
	out := make([]*crypto.Certificate, len(chain))
	for n, c := range chain {
		out[n] = crypto.NewCertificate(c)
	}
	return out, nil
}
