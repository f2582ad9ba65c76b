package cli

import (
	"context"

	"kubeid/model"
)

// fakeRequests is what a fake cluster is asked to sign.
type fakeRequests struct {
	requests model.Requests
	decided  []model.Decision
	decide   func(model.Decision) (model.CSR, error) // nil: it is done
	fetched  model.Fetched
	fetchErr error
}

func (f *fakeRequests) Requests(_ context.Context, of model.Ref, _ model.Consent) (model.Requests, error) {
	f.requests.Context = of
	return f.requests, nil
}

func (f *fakeRequests) Decide(_ context.Context, _ model.Ref, _ model.Consent, d model.Decision) (model.CSR, error) {
	f.decided = append(f.decided, d)
	if f.decide != nil {
		return f.decide(d)
	}
	kind := model.Denied
	if d.Approve {
		kind = model.Approved
	}
	d.Seen.Conditions = append(d.Seen.Conditions, model.Condition{Kind: kind, Message: model.NewText(d.Reason)})
	return d.Seen, nil
}

func (f *fakeRequests) FetchRequest(_ context.Context, _ model.Ref, _ model.Consent, name string) (model.Fetched, error) {
	f.fetched.CSR.Name = model.NewText(name)
	return f.fetched, f.fetchErr
}
