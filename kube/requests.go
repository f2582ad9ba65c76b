package kube

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"kubeid/kube/cluster"
	"kubeid/kube/store"
	"kubeid/model"
)

// maxRequests is how many requests of a cluster are looked at.
const maxRequests = 5000

// Requests lists the requests of a context's cluster.
func (s *Service) Requests(ctx context.Context, of model.Ref, granted model.Consent) (model.Requests, error) {
	api, done, err := s.borrow(ctx, of, granted)
	if err != nil {
		return model.Requests{}, err
	}
	defer done()
	all, _, err := listRequests(ctx, api, of)
	return all, err
}

// WatchRequests tells model.RequestsSeen, and then every change, until ctx ends. When
// the server goes away it tells model.RequestsLost, and goes on when it is back. An
// error is that the first list did not come.
func (s *Service) WatchRequests(ctx context.Context, of model.Ref, granted model.Consent, tell func(model.Event)) error {
	api, done, err := s.borrow(ctx, of, granted)
	if err != nil {
		return err
	}
	defer done()
	all, from, err := listRequests(ctx, api, of)
	if err != nil {
		return err
	}
	tell(model.RequestsSeen{Requests: all})
	for wait := shortWait; ; {
		began := time.Now()
		if from != "" {
			from, err = watchRequests(ctx, api, of, from, tell)
		}
		if errors.Is(err, model.ErrGone) {
			from, err = "", nil
		}
		if err == nil && from == "" {
			if all, from, err = listRequests(ctx, api, of); err == nil {
				tell(model.RequestsSeen{Requests: all})
			}
		}
		pause := max(0, shortWait-time.Since(began)) // a server may end every watch at once
		if err != nil && ctx.Err() == nil {
			tell(model.RequestsLost{Context: of, Err: err})
			pause, wait, from, err = wait, min(2*wait, longWait), "", nil
		} else {
			wait = shortWait
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// How long is waited before a server that has gone is asked again.
const (
	shortWait = time.Second
	longWait  = 30 * time.Second
)

func watchRequests(ctx context.Context, api *cluster.API, of model.Ref, from string, tell func(model.Event)) (string, error) {
	return cluster.Watch(ctx, api, cluster.Requests, from, cluster.ListOptions{}, func(h cluster.Happening[cluster.SigningRequest]) error {
		if h.Kind != "BOOKMARK" {
			tell(model.RequestSeen{Context: of, CSR: h.Object.Facts(), Gone: h.Kind == "DELETED"})
		}
		return nil
	})
}

// listRequests lists the requests, and finds out beside that who signs there and what we
// may do. What cannot be found out is left open. It returns from where to watch.
func listRequests(ctx context.Context, api *cluster.API, of model.Ref) (model.Requests, string, error) {
	var view model.SignerView
	var may []model.Verdict
	var wait sync.WaitGroup
	wait.Go(func() { view = signerView(ctx, api) })
	wait.Go(func() {
		if v, err := api.MayAll(ctx, model.DecidingRights(model.ClientSigner)); err == nil {
			may = v
		}
	})
	list, err := cluster.List[cluster.SigningRequest](ctx, api, cluster.Requests, cluster.ListOptions{Most: maxRequests})
	wait.Wait()
	if err != nil {
		return model.Requests{}, "", err
	}
	all := make([]model.CSR, len(list.Items))
	for i, r := range list.Items {
		all[i] = r.Facts()
	}
	out := model.NewRequests(of, time.Now(), all, list.More)
	out.View, out.May = view, may
	return out, list.Version, nil
}

// signerView finds out what can be known about who signs in a cluster.
func signerView(ctx context.Context, api *cluster.API) model.SignerView {
	v := model.SignerView{Server: api.Server()}
	if version, err := api.Version(ctx); err == nil {
		v.Version = version
	}
	if authorities, err := api.ClientAuthorities(ctx); err == nil {
		for _, c := range authorities {
			v.Clients = append(v.Clients, model.NewServed(c))
		}
	}
	return v
}

// Decide approves or denies a request exactly as it was shown, and returns what became
// of it. When it had changed, nothing is decided: the error is model.ErrConflict, and
// what it is now is returned.
func (s *Service) Decide(ctx context.Context, of model.Ref, granted model.Consent, d model.Decision) (model.CSR, error) {
	if err := d.Check(); err != nil {
		return d.Seen, err
	}
	api, done, err := s.borrowToWrite(ctx, of, granted)
	if err != nil {
		return d.Seen, err
	}
	defer done()
	decide := api.Deny
	if d.Approve {
		decide = api.Approve
	}
	now, err := decide(ctx, d.Seen, d.Reason)
	if now.Metadata.Name == "" {
		return d.Seen, err
	}
	return now.Facts(), err
}

// FetchRequest returns a request with its certificate.
func (s *Service) FetchRequest(ctx context.Context, of model.Ref, granted model.Consent, name string) (model.Fetched, error) {
	api, done, err := s.borrow(ctx, of, granted)
	if err != nil {
		return model.Fetched{}, err
	}
	defer done()
	r, err := api.FetchRequest(ctx, name)
	if err != nil {
		return model.Fetched{}, err
	}
	return model.Fetched{CSR: r.Facts(), Request: r.Spec.Request, Certificate: r.Status.Certificate, View: signerView(ctx, api)}, nil
}

// SaveCertificate writes what was issued for a request to a new file, and returns its
// path.
func (s *Service) SaveCertificate(ctx context.Context, of model.Ref, granted model.Consent, name, path string) (string, error) {
	got, err := s.FetchRequest(ctx, of, granted, name)
	if err != nil {
		return "", err
	}
	if len(got.Certificate) == 0 {
		d := got.CSR.Diagnose(got.View, time.Now())
		return "", &model.Problem{Exit: model.ExitRefused, What: "there is no certificate: " + d.What, Todo: d.Todo, Cause: model.ErrNotIssued}
	}
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		path = filepath.Join(s.opts.Home, rest)
	}
	if path, err = filepath.Abs(path); err != nil {
		return "", err
	}
	if err := store.Free(path); err != nil {
		return "", err
	}
	return path, store.NewFile(path, got.Certificate)
}
