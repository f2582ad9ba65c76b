package cluster

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"sync"
	"time"

	"kubeid/model"
)

// An API is a server that is asked as somebody. It keeps its connection from one
// question to the next, and may be used from several goroutines; Close ends it. Every
// error that the server gave is a *model.Problem whose cause is a *model.Status, so
// that errors.Is(err, model.ErrForbidden) and the like tell them apart.
type API struct {
	caller  Caller
	granted model.Consent

	mu      sync.Mutex
	session *session
	opened  time.Time
}

// renewAfter is how old a plugin's credential has to be before an answer of 401 lets
// the plugin run again: a fresh one that is refused will be refused again.
const renewAfter = 30 * time.Second

// Connect returns the API of the caller's server. Credentials are read, and a plugin is
// run, only when granted covers that. The server hears of it with the first question.
func (c Caller) Connect(ctx context.Context, granted model.Consent) (*API, error) {
	s, err := c.open(ctx, granted)
	if err != nil {
		return nil, err
	}
	return &API{caller: c, granted: granted, session: s, opened: time.Now()}, nil
}

// Close ends the connections. What is under way fails.
func (a *API) Close() { a.now().close() }

// Caller returns who asks whom.
func (a *API) Caller() Caller { return a.caller }

// Server returns the address as it may be shown.
func (a *API) Server() model.Text { return shown(a.caller.Target.Server) }

func (a *API) now() *session {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.session
}

// renewed runs the plugin again, as it was agreed to, when its credential has ended.
func (a *API) renewed(ctx context.Context, old *session) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.session != old:
		return true
	case !old.plugin || time.Since(a.opened) < renewAfter:
		return false
	}
	s, err := a.caller.open(ctx, a.granted)
	if err != nil {
		return false
	}
	old.close()
	a.session, a.opened = s, time.Now()
	return true
}

// do asks one question and decodes the answer; into may be nil.
func (a *API) do(ctx context.Context, q question, into any) ([]model.Text, error) {
	s := a.now()
	got, err := s.ask(ctx, q)
	if err == nil && got.status == http.StatusUnauthorized && a.renewed(ctx, s) {
		s = a.now()
		got, err = s.ask(ctx, q)
	}
	if err != nil {
		return nil, err
	}
	if err := s.accepted(got); err != nil {
		return got.warnings, err
	}
	if into != nil && json.Unmarshal(got.body, into) != nil {
		return got.warnings, s.nonsense("its answer is not what was asked for")
	}
	return got.warnings, nil
}

// Get reads one object.
func (a *API) Get(ctx context.Context, p Path, into any) error {
	_, err := a.do(ctx, question{method: http.MethodGet, path: p.url(nil)}, into)
	return err
}

// Create makes an object and decodes what the server made of it; into may be nil. It
// returns what the server warns of.
func (a *API) Create(ctx context.Context, p Path, object, into any) ([]model.Text, error) {
	return a.do(ctx, question{method: http.MethodPost, path: p.url(nil), body: object}, into)
}

// TryCreate has the server check what Create would do, without doing it.
func (a *API) TryCreate(ctx context.Context, p Path, object, into any) ([]model.Text, error) {
	return a.do(ctx, question{method: http.MethodPost, path: p.url(url.Values{"dryRun": {"All"}}), body: object}, into)
}

// Update writes an object in full. Its resourceVersion has to be the one that was read,
// else the error is model.ErrConflict.
func (a *API) Update(ctx context.Context, p Path, object, into any) ([]model.Text, error) {
	return a.do(ctx, question{method: http.MethodPut, path: p.url(nil), body: object}, into)
}

// Patch merges a patch into an object (RFC 7386). A metadata.uid or
// metadata.resourceVersion in it has to fit, else the error is model.ErrConflict.
func (a *API) Patch(ctx context.Context, p Path, patch, into any) ([]model.Text, error) {
	return a.do(ctx, question{method: http.MethodPatch, path: p.url(nil), kind: "application/merge-patch+json", body: patch}, into)
}

// A Precondition is what an object has to be still. Empty fields are not looked at.
type Precondition struct {
	UID             string `json:"uid,omitempty"`
	ResourceVersion string `json:"resourceVersion,omitempty"`
}

type deleteOptions struct {
	Type
	Preconditions     *Precondition `json:"preconditions,omitempty"`
	PropagationPolicy string        `json:"propagationPolicy"`
}

// Delete deletes an object if it is still that one; else the error is model.ErrConflict.
func (a *API) Delete(ctx context.Context, p Path, still Precondition) error {
	o := deleteOptions{Type: Type{"v1", "DeleteOptions"}, PropagationPolicy: "Background"}
	if still != (Precondition{}) {
		o.Preconditions = &still
	}
	_, err := a.do(ctx, question{method: http.MethodDelete, path: p.url(nil), body: o}, nil)
	return err
}

// Whoami asks the server who we are.
func (a *API) Whoami(ctx context.Context) (model.Whoami, error) {
	return a.now().whoami(ctx, time.Now())
}
