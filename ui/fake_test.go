package ui

import (
	"context"
	"slices"
	"sync"
	"time"

	"kubeid/model"
)

// fakeBackend is a kubeconfig in memory in which changes really happen: switching,
// namespaces and undo work from end to end.
type fakeBackend struct {
	fakeRequests
	fakeAccounts
	mu       sync.Mutex
	loaded   model.Loaded
	journal  []undoable
	err      error         // what Apply ends with
	loadErr  error         // what Load ends with
	hold     chan struct{} // when set, Apply waits for it or for its context
	accounts map[model.Ref]model.Account
	found    map[model.Ref]model.Credential // what is in the entries; a source in a file is unread without Look.Files
	decoded  [][]model.Ref                  // what was asked to be decoded
	looks    []model.Look
	servers  map[model.Ref]model.Probe // what servers answer, by cluster
	slow     chan struct{}             // when set, every answer of a server waits for it
	needs    model.Consent
	who      model.Whoami
	whoErr   error
	listed   []model.Text
	listErr  error
	granted  []model.Consent // with what was logged in
	facts    model.Facts
	settings model.Settings
	applied  []model.Change
	arriving []model.Incoming // what an import brings
	dangers  []model.Danger
	history  []model.Written
	outside  chan model.Event
	watchErr func() error
	fakeOnboarding
}

type undoable struct {
	before, after model.Loaded
	fact          string
	when          time.Time
	undone        bool
}

func newFake(k model.Kubeconfig) *fakeBackend {
	return &fakeBackend{loaded: model.Loaded{Config: k}, outside: make(chan model.Event)}
}

func (f *fakeBackend) Load(ctx context.Context) (model.Loaded, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.loaded, f.loadErr
}

func (f *fakeBackend) Decode(ctx context.Context, entries []model.Ref, look model.Look, tell func(model.Event)) error {
	f.mu.Lock()
	f.decoded, f.looks = append(f.decoded, entries), append(f.looks, look)
	accounts, all := f.accounts, f.found
	f.mu.Unlock()
	found := map[model.Ref]model.Credential{}
	for _, ref := range entries {
		c := all[ref]
		if a, ok := accounts[ref]; ok {
			c.Token = &model.Token{Account: a}
		}
		if len(c.Unread) > 0 && look.Files {
			c.Unread = nil
		} else if len(c.Unread) > 0 {
			c = model.Credential{Unread: c.Unread}
		}
		if !look.Keys {
			c.Key = model.KeyNotAsked
		}
		found[ref] = c
	}
	tell(model.Decoded{Found: found})
	return nil
}

func (f *fakeBackend) Plan(ctx context.Context, c model.Change) (model.Plan, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	k := f.loaded.Config
	p := model.Plan{Change: c}
	switch c := c.(type) {
	case model.UseContext:
		if now, _ := k.Current(); now != c.Context.Name {
			p.Edits = []model.Edit{{File: k.Files[f.writes(k)].Path, Label: k.Files[f.writes(k)].Label}}
		}
	case model.SetNamespace:
		i := k.Find(c.Context)
		if i < 0 {
			return p, model.NotFound(model.ContextKind, c.Context.Name.Raw(), k.Names(model.ContextKind))
		}
		if k.Contexts[i].Namespace != c.Namespace {
			p.Edits = []model.Edit{{File: c.Context.File}}
		}
	default:
		return f.planEdit(c)
	}
	return p, nil
}

// writes is the file that current-context goes to.
func (f *fakeBackend) writes(k model.Kubeconfig) int {
	if _, at := k.Current(); at >= 0 {
		return at
	}
	return 0
}

func (f *fakeBackend) Apply(ctx context.Context, p model.Plan) (model.Applied, error) {
	if f.hold != nil {
		select {
		case <-f.hold:
		case <-ctx.Done():
			time.Sleep(time.Millisecond) // a safe point is not reached at once
			return model.Applied{}, ctx.Err()
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil {
		return model.Applied{}, f.err
	}
	before := f.loaded
	k := f.loaded.Config
	switch c := p.Change.(type) {
	case model.UseContext:
		files := slices.Clone(k.Files)
		now, at := k.Current()
		files[max(0, at)].Current = c.Context.Name
		if !now.Empty() {
			f.loaded.Recent = model.Remember(f.loaded.Recent, now)
		}
		f.loaded.Recent = model.Remember(f.loaded.Recent, c.Context.Name)
		k = model.NewKubeconfig(files, k.Contexts, k.Clusters, k.Users)
	case model.SetNamespace:
		contexts := slices.Clone(k.Contexts)
		contexts[k.Find(c.Context)].Namespace = c.Namespace
		k = model.NewKubeconfig(k.Files, contexts, k.Clusters, k.Users)
	case model.Undo, model.Redo:
		f.applied = append(f.applied, p.Change)
		f.turn(c)
		return model.Applied{Plan: p}, nil
	default:
		k = edited(k, c)
	}
	f.loaded.Config = k
	f.journal = append(f.journal[:len(f.journal):len(f.journal)], undoable{before: before, after: f.loaded, fact: p.Change.Fact(), when: time.Now()})
	f.loaded.Undo, f.loaded.Redo = p.Change.Fact(), ""
	f.journal[len(f.journal)-1].after = f.loaded
	f.applied = append(f.applied, p.Change)
	return model.Applied{Plan: p}, nil
}

func (f *fakeBackend) Watch(ctx context.Context, tell func(model.Event)) error {
	if f.watchErr != nil {
		return f.watchErr()
	}
	for {
		select {
		case e := <-f.outside:
			tell(e)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// text is short for model.NewText.
func text(s string) model.Text { return model.NewText(s) }

func entry(name string, file, line int) model.Entry {
	return model.Entry{Name: text(name), File: file, Line: line}
}

// sample is a config with one of everything: two files, every identity, every trouble.
func sample() model.Kubeconfig {
	inline := model.Source{Inline: true}
	files := []model.File{
		{Path: "/home/jane/.kube/config", Label: text("~/.kube/config"), Current: text("prod-eu"), CurrentLine: 3},
		{Path: "/home/jane/.kube/lab.yaml", Label: text("~/.kube/lab.yaml")},
	}
	contexts := []model.Context{
		{Entry: entry("prod-eu", 0, 14), Cluster: text("prod-eu-1"), User: text("jane"), Namespace: text("payments")},
		{Entry: entry("prod-us", 0, 20), Cluster: text("prod-us-1"), User: text("jane")},
		{Entry: entry("staging", 0, 26), Cluster: text("stg"), User: text("oidc"), Namespace: text("web")},
		{Entry: entry("arn:aws:eks:eu-west-1:123456789012:cluster/checkout-prod", 0, 32), Cluster: text("arn:aws:eks:eu-west-1:123456789012:cluster/checkout-prod"), User: text("arn:aws:eks:eu-west-1:123456789012:cluster/checkout-prod")},
		{Entry: entry("arn:aws:eks:eu-west-1:123456789012:cluster/checkout-test", 0, 38), Cluster: text("arn:aws:eks:eu-west-1:123456789012:cluster/checkout-test"), User: text("arn:aws:eks:eu-west-1:123456789012:cluster/checkout-prod")},
		{Entry: entry("ci", 0, 44), Cluster: text("prod-eu-1"), User: text("deployer"), Namespace: text("ci")},
		{Entry: entry("ghost", 0, 50), Cluster: text("missing"), User: text("jane")},
		{Entry: entry("halfway", 0, 56), Cluster: text("stg"), User: text("half")},
		{Entry: entry("lab", 1, 8), Cluster: text("lab"), User: text("jane")},
		{Entry: entry("staging", 1, 14), Cluster: text("lab"), User: text("old")},
		{Entry: entry("break-glass", 1, 20), Cluster: text("lab"), User: text("root")},
	}
	clusters := []model.Cluster{
		{Entry: entry("prod-eu-1", 0, 70), Server: text("https://10.2.0.1:6443"), CA: inline},
		{Entry: entry("prod-us-1", 0, 76), Server: text("https://10.3.0.1:6443"), CA: model.Source{File: text("/etc/kube/ca.crt")}, TLSServerName: text("api.prod-us.example")},
		{Entry: entry("stg", 0, 82), Server: text("https://stg.example:6443"), Insecure: true, ProxyURL: text("http://jane:hunter2@proxy:3128")},
		{Entry: entry("arn:aws:eks:eu-west-1:123456789012:cluster/checkout-prod", 0, 88), Server: text("https://0A1B.gr7.eu-west-1.eks.amazonaws.com"), CA: inline},
		{Entry: entry("arn:aws:eks:eu-west-1:123456789012:cluster/checkout-test", 0, 94), Server: text("https://2C3D.gr7.eu-west-1.eks.amazonaws.com"), CA: inline},
		{Entry: entry("lab", 1, 26), Server: text("https://127.0.0.1:6443")},
	}
	users := []model.User{
		{Entry: entry("jane", 0, 100), Certificate: inline, Key: inline},
		{Entry: entry("oidc", 0, 106), Exec: &model.Exec{Command: text("kubelogin"), APIVersion: text("client.authentication.k8s.io/v1"), InteractiveMode: text("IfAvailable"), Args: 3, InstallHint: text("brew install kubelogin")}},
		{Entry: entry("arn:aws:eks:eu-west-1:123456789012:cluster/checkout-prod", 0, 116), Exec: &model.Exec{Command: text("aws"), APIVersion: text("client.authentication.k8s.io/v1beta1"), InteractiveMode: text("Never"), Args: 6, Env: 1}},
		{Entry: entry("deployer", 0, 130), Token: inline},
		{Entry: entry("half", 0, 136), Certificate: inline},
		{Entry: entry("jane", 1, 32), Token: model.Source{File: text("/home/jane/token")}},
		{Entry: entry("old", 1, 38), Username: text("admin"), Password: true},
		{Entry: entry("root", 1, 44), Certificate: inline, Key: model.Source{File: text("/home/jane/root.key")}, As: model.Impersonation{User: text("system:admin"), Groups: []model.Text{text("system:masters")}}},
		{Entry: entry("gke", 1, 50), Provider: &model.Provider{Name: text("gcp")}},
		{Entry: entry("nobody", 1, 56)},
	}
	return model.NewKubeconfig(files, contexts, clusters, users)
}

// decoded is what a look at tokens of these accounts finds.
func decoded(accounts map[model.Ref]model.Account) model.Decoded {
	found := map[model.Ref]model.Credential{}
	for ref, a := range accounts {
		found[ref] = model.Credential{Token: &model.Token{Account: a}}
	}
	return model.Decoded{Found: found}
}
