package cli

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"kubeid/crypto"
	"kubeid/kube"
	"kubeid/kube/store"
	"kubeid/model"
)

// fake is a Service on kubeconfigs that stand nowhere but here.
type fake struct {
	loaded  model.Loaded
	err     error
	plan    func(model.Change) model.Plan // nil: one edit of current-context
	applied []model.Change
	decoded []model.Ref
	account model.Account // what every token turns out to be of
	before  string        // the previous namespace
	locked  string        // the kubeconfig that is locked
	broken  []string      // the locks that were broken
	steps   []store.Step
	forgot  [][]string
	viewed  []kube.Viewing
	dangers []model.Danger
	usually model.Defaults // of config.yaml
	fakeCluster
	fakeOnboarding
	fakeRequests
	fakeAccounts
}

func (f *fake) Load(context.Context) (model.Loaded, error) { return f.loaded, f.err }

func (f *fake) Decode(_ context.Context, users []model.Ref, _ model.Look, tell func(model.Event)) error {
	f.decoded = append(f.decoded, users...)
	for _, u := range users {
		tell(model.Decoded{Found: map[model.Ref]model.Credential{u: {Token: &model.Token{Account: f.account}}}})
	}
	return nil
}

func (f *fake) Plan(_ context.Context, c model.Change) (model.Plan, error) {
	if f.plan != nil {
		return f.plan(c), nil
	}
	file := f.loaded.Config.Files[0]
	return model.Plan{Change: c, Edits: []model.Edit{{
		File: file.Path, Label: file.Label, Line: 3, Path: model.NewText("current-context"),
		Before: model.Value{Text: model.NewText("dev")}, After: model.Value{Text: model.NewText("prod")},
	}}}, nil
}

func (f *fake) Apply(_ context.Context, p model.Plan) (model.Applied, error) {
	f.applied = append(f.applied, p.Change)
	return model.Applied{Plan: p}, nil
}

func (f *fake) Watch(context.Context, func(model.Event)) error { return nil }

func (f *fake) PreviousNamespace(model.Ref) (string, bool) { return f.before, f.before != "" }

func (f *fake) Steps(context.Context) ([]store.Step, error) { return f.steps, nil }

func (f *fake) View(_ context.Context, v kube.Viewing) (crypto.Secret, error) {
	f.viewed = append(f.viewed, v)
	return crypto.NewSecret([]byte("kind: Config\n")), nil
}

func (f *fake) TakesIn(context.Context, kube.Viewing) ([]model.Danger, error) {
	return f.dangers, nil
}

func (f *fake) NewShell(_ context.Context, which model.Ref, _ string) (kube.ShellFile, error) {
	return kube.ShellFile{Path: "/run/shell.yaml", Context: which.Name}, nil
}

func (f *fake) EndShell(context.Context, kube.ShellFile) error { return nil }

func (f *fake) Forget(_ context.Context, ids ...string) error {
	f.forgot = append(f.forgot, ids)
	return nil
}

func (f *fake) LockHolder(path string) (store.Holder, bool, error) {
	h := store.Holder{Path: path + ".lock", Started: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC), Age: time.Minute}
	return h, path == f.locked, nil
}

func (f *fake) BreakLock(h store.Holder) error {
	f.broken = append(f.broken, h.Path)
	return nil
}

func text(s string) model.Text { return model.NewText(s) }

// twoContexts is one file with the contexts dev, which is current, and prod.
func twoContexts() *fake {
	files := []model.File{{Path: "/home/jane/.kube/config", Label: text("~/.kube/config"), Current: text("dev"), CurrentLine: 3}}
	contexts := []model.Context{
		{Entry: model.Entry{Name: text("dev"), Line: 10}, Cluster: text("lab"), User: text("jane")},
		{Entry: model.Entry{Name: text("prod"), Line: 14}, Cluster: text("big"), User: text("robot"), Namespace: text("payments")},
	}
	clusters := []model.Cluster{
		{Entry: model.Entry{Name: text("lab"), Line: 20}, Server: text("https://10.0.0.1:6443"), CA: model.Source{Inline: true}},
		{Entry: model.Entry{Name: text("big"), Line: 24}, Server: text("https://jane:hunter2@10.0.0.2"), Insecure: true},
	}
	users := []model.User{
		{Entry: model.Entry{Name: text("jane"), Line: 30}, Certificate: model.Source{Inline: true}, Key: model.Source{Inline: true}},
		{Entry: model.Entry{Name: text("robot"), Line: 34}, Token: model.Source{Inline: true}},
	}
	return &fake{loaded: model.Loaded{Config: model.NewKubeconfig(files, contexts, clusters, users)}}
}

// A result is what a command left behind.
type result struct {
	t           *testing.T
	args        string
	code        int
	out, errors string
}

// run runs a command line, split at blanks, against s. Changes of the world come last.
func run(t *testing.T, s Service, line string, changes ...func(*World)) result {
	t.Helper()
	var out, errors bytes.Buffer
	w := World{
		Stdin:  strings.NewReader(""),
		Stdout: &out,
		Stderr: &errors,
		Env:    func(name string) string { return map[string]string{"HOME": "/home/jane"}[name] },
		Open:   func(kube.Options) Service { return s },
	}
	for _, change := range changes {
		change(&w)
	}
	code := Run(context.Background(), strings.Split(line, " "), w)
	return result{t, line, code, out.String(), errors.String()}
}

func terminal(w *World) { w.InTerminal, w.OutTerminal = true, true }

func answers(line string) func(*World) {
	return func(w *World) { w.Stdin = strings.NewReader(line + "\n") }
}

func (r result) ends(code int) result {
	r.t.Helper()
	if r.code != code {
		r.t.Errorf("%s: code %d, want %d; stderr: %s", r.args, r.code, code, r.errors)
	}
	return r
}

func (r result) prints(want string) result {
	r.t.Helper()
	if r.out != want {
		r.t.Errorf("%s: printed\n%swant\n%s", r.args, r.out, want)
	}
	return r
}

func (r result) says(want string) result {
	r.t.Helper()
	if !strings.Contains(r.errors, want) {
		r.t.Errorf("%s: said\n%swant in it\n%s", r.args, r.errors, want)
	}
	return r
}

func (r result) silent() result {
	r.t.Helper()
	if r.errors != "" {
		r.t.Errorf("%s: said\n%swant nothing", r.args, r.errors)
	}
	return r
}
