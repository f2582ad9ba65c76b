package ui

import (
	"context"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

// Probe answers for every entry with what the server of its cluster says.
func (f *fakeBackend) Probe(ctx context.Context, entries []model.Ref, tell func(model.Event)) error {
	k := f.loaded.Config
	for _, ref := range entries {
		if f.slow != nil {
			select {
			case <-f.slow:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		own := ref
		if i := k.Find(ref); ref.Kind == model.ContextKind && i >= 0 && k.Resolve(i).Cluster >= 0 {
			own = k.Ref(model.ClusterKind, k.Resolve(i).Cluster)
		}
		p, ok := f.servers[own]
		if !ok {
			p = model.Probe{At: time.Now(), Failures: []model.Failure{{Reason: model.ReasonBadEntry, Stage: model.StageAddress}}}
		}
		tell(model.Probed{Refs: []model.Ref{ref, own}, Probe: p})
	}
	return ctx.Err()
}

// WhoamiNeeds implements Logins.
func (f *fakeBackend) WhoamiNeeds(_ context.Context, of model.Ref) (model.Consent, error) {
	if f.loaded.Config.Find(of) < 0 {
		return model.Consent{}, model.NotFound(of.Kind, of.Name.Raw(), nil)
	}
	return f.needs, nil
}

// Whoami does nothing that nobody agreed to.
func (f *fakeBackend) Whoami(_ context.Context, of model.Ref, granted model.Consent) (model.Whoami, error) {
	if err := f.login(granted); err != nil {
		return model.Whoami{}, err
	}
	who := f.who
	who.Context = of
	return who, f.whoErr
}

// Namespaces implements Logins.
func (f *fakeBackend) Namespaces(_ context.Context, _ model.Ref, granted model.Consent) ([]model.Text, error) {
	if err := f.login(granted); err != nil {
		return nil, err
	}
	return f.listed, f.listErr
}

func (f *fakeBackend) login(granted model.Consent) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.granted = append(f.granted, granted)
	for _, n := range f.needs.Needs {
		if !granted.Allows(n.Hash) {
			return model.ErrNeedsConsent
		}
	}
	return nil
}

// Survey implements Doctor.
func (f *fakeBackend) Survey(context.Context, model.Look) (model.Facts, error) { return f.facts, nil }

// Settings implements Doctor.
func (f *fakeBackend) Settings() (model.Settings, error) { return f.settings, nil }

// answering is certified with servers that answer, each in its own way.
func answering() *fakeBackend {
	b := certified()
	b.requests = asked()
	b.robots, b.rbac = accountsOfFake(), rbacOfFake()
	k, now := b.loaded.Config, time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	cluster := func(i int) model.Ref { return k.Ref(model.ClusterKind, i) }
	leaf := client("kube-apiserver", now.Add(-164*day), now.Add(201*day)).Served
	leaf.SANs = model.Texts([]string{"DNS:kubernetes", "DNS:kubernetes.default.svc", "IP:10.96.0.1", "IP:10.2.0.1"})
	good := model.Probe{
		At: now, Server: text("https://10.2.0.1:6443"), Name: text("10.2.0.1"), TLS: "TLS 1.3", Chain: []model.Served{leaf},
		Steps: []model.Step{{Stage: model.StageTCP, Took: 4 * time.Millisecond}, {Stage: model.StageTLS, Took: 11 * time.Millisecond}, {Stage: model.StageHTTP, Took: 23 * time.Millisecond}},
		Trust: model.TrustConfig, SignedBy: text("CN=kubernetes"), ClientCAs: model.Texts([]string{"CN=kubernetes", "CN=front-proxy-ca"}),
		Protocol: "HTTP/2.0", Status: 200, Version: text("v1.36.3"), Latency: 23 * time.Millisecond, Clock: model.Clock{Known: true},
	}
	wrong := good
	wrong.Server, wrong.Version, wrong.Status, wrong.Name = text("https://10.3.0.1:6443"), model.Text{}, 0, text("api.prod-us.example")
	wrong.Steps = good.Steps[:2]
	wrong.Failures = []model.Failure{{Reason: model.ReasonWrongName, Stage: model.StageTLS, Detail: text("it is for kubernetes, kubernetes.default.svc, 10.96.0.1 and 10.2.0.1")}}
	loose := good
	loose.Insecure, loose.Trust, loose.Version, loose.Status, loose.Clock.Off = true, model.TrustNotAsked, model.Text{}, 403, 42*time.Second
	gone := model.Probe{
		At: now, Server: text("https://0A1B.gr7.eu-west-1.eks.amazonaws.com"), Steps: []model.Step{{Stage: model.StageDNS, Took: 31 * time.Millisecond}},
		Failures: []model.Failure{{Reason: model.ReasonNoSuchName, Stage: model.StageDNS, Detail: text("0A1B.gr7.eu-west-1.eks.amazonaws.com")}},
	}
	b.servers = map[model.Ref]model.Probe{cluster(0): good, cluster(1): wrong, cluster(2): loose, cluster(3): gone}
	b.who = model.Whoami{
		Server: text("https://10.2.0.1:6443"), At: now, User: text("jane"), Groups: model.Texts([]string{"devs", "payments", "system:authenticated"}),
		Extra: []model.Extra{{Key: text("authentication.kubernetes.io/credential-id"), Values: []model.Text{text(b.found[k.Ref(model.UserKind, 0)].Certificates[0].Fingerprint)}}},
		API:   "authentication.k8s.io/v1", Sent: []model.Text{text("client certificate")}, Took: 41 * time.Millisecond,
	}
	b.listed = model.Texts([]string{"default", "kube-system", "payments", "shop"})
	return b
}

// asking is what the plugin of a kubeconfig needs.
func asking() model.Consent {
	secret := func(s string) crypto.Secret { return crypto.NewSecret([]byte(s)) }
	return model.Consent{Needs: []model.Need{{
		Hash: "a1", User: model.Ref{File: "/home/jane/.kube/config", Kind: model.UserKind, Name: text("oidc")}, Place: text("~/.kube/config:106"), Server: text("https://stg.example:6443"),
		Command: text("kubelogin"), Path: text("/usr/local/bin/kubelogin"),
		Args: []crypto.Secret{secret("get-token"), secret("--oidc-issuer-url=https://login.example"), secret("--oidc-client-secret=hunter2"), secret("--token"), secret("hunter2")},
		Env:  []model.Variable{{Name: text("AWS_PROFILE"), Value: secret("prod")}, {Name: text("AWS_SECRET_ACCESS_KEY"), Value: secret("hunter2")}},
	}}}
}
