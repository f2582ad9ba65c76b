package ui

import (
	"context"
	"fmt"
	"time"

	"kubeid/model"
)

// fakeOnboarding adds users nowhere.
type fakeOnboarding struct {
	offers      model.AddOffers
	userErr     error
	userWorries []model.Worry
	userRights  []model.Verdict
	addErr      error
	leftBehind  []model.Leftover
	renewal     model.NewUser // what a certificate says that is to be renewed
	renewedBy   []model.Ref   // through which contexts
	holdWork    chan struct{} // when set, the work waits for it or for its context
	reviewed    []model.NewUser
	added       []model.NewUser
	with        []model.AddWith
	tookBack    []model.Leftover
	connected   []bool
	bindings    []model.NamedIn // that name whoever leaves
	offboarded  []model.Offboarding
}

func (f *fakeOnboarding) AddOffers(_ context.Context, of model.Ref, _ model.Consent, connect bool) (model.AddOffers, error) {
	f.connected = append(f.connected, connect)
	o := f.offers
	o.Context, o.Connected = of, connect
	if !connect && o.Trouble == nil {
		o.Trouble = fmt.Errorf("nobody logged in")
	}
	return o, nil
}

func (f *fakeOnboarding) Renewal(_ context.Context, user, through model.Ref) (model.NewUser, error) {
	f.renewedBy = append(f.renewedBy, through)
	u := f.renewal
	u.Contexts, u.Result, u.Renews = []model.Ref{through}, model.AsRenewed, append([]model.Ref{user}, u.Renews...)
	return u.WithDefaults(), nil
}

func (f *fakeOnboarding) ReviewUser(_ context.Context, u model.NewUser, _ model.AddWith) (model.Review, error) {
	f.reviewed = append(f.reviewed, u)
	if f.userErr != nil {
		return model.Review{}, f.userErr
	}
	if err := u.Check(); err != nil {
		return model.Review{}, err
	}
	r := model.Review{
		User: u, Subject: u.Subject.Name().String(), Worries: f.userWorries,
		Files: []model.PlannedFile{{Path: "/state/handover/" + u.Subject.User + ".kubeconfig", What: "a kubeconfig with everything inside", Secret: true}},
	}
	if u.Result == model.AsRenewed {
		r.Files = nil
		for _, ref := range u.Renews {
			r.Files = append(r.Files, model.PlannedFile{Path: ref.File, What: "a new certificate and key of user " + ref.Name.String(), Secret: true, Merged: true})
		}
	}
	until := time.Date(2027, 2, 24, 12, 0, 0, 0, time.UTC)
	for _, ref := range u.Contexts {
		p := model.ReviewPlace{
			Context: ref, Entry: entryFor(u, ref), Signer: "the cluster", From: until.Add(-u.Life), Until: until,
			Asked: f.userRights, Address: model.ForThem{Server: "https://10.2.0.1:6443"},
		}
		if !u.Role.None() {
			p.Objects = []model.PlannedObject{{What: "RoleBinding", YAML: "kind: RoleBinding\nroleRef:\n  name: " + u.Role.Name + "\n"}}
		}
		r.Places = append(r.Places, p)
	}
	return r, nil
}

func entryFor(u model.NewUser, on model.Ref) string {
	if u.Result == model.AsRenewed {
		return u.Renews[0].Name.Raw()
	}
	return u.Subject.User + "@" + on.Name.Raw()
}

func (f *fakeOnboarding) AddUser(ctx context.Context, r model.Review, with model.AddWith, tell func(model.Event)) (model.AddedUser, error) {
	f.added, f.with = append(f.added, r.User), append(f.with, with)
	tell(model.Progress{Step: "make a key and a request"})
	tell(model.Progress{Step: "make a key and a request", State: model.StepDone, Note: text("ECDSA P-256")})
	a := model.AddedUser{Review: r, Left: f.leftBehind}
	if f.holdWork != nil {
		tell(model.Progress{Step: "wait for the certificate"})
		select {
		case <-f.holdWork:
		case <-ctx.Done():
			return a, ctx.Err()
		}
	}
	if f.addErr != nil {
		return a, f.addErr
	}
	a.Files, a.Left = r.Files, nil
	a.Try = "kubectl --kubeconfig " + r.Files[0].Path + " auth whoami"
	if r.User.Result == model.AsRenewed {
		a.Try = "kubectl --context " + r.Places[0].Context.Name.Raw() + " --user " + r.Places[0].Entry + " auth whoami"
	}
	for _, p := range r.Places {
		var bound []string
		if !r.User.Role.None() {
			bound = []string{"RoleBinding payments/kubeid:clusterrole:view:jane"}
		}
		a.Places = append(a.Places, model.AddedPlace{
			Context: p.Context, Entry: p.Entry, Asked: r.User.Life, Cut: true, Proof: model.Proof{Tried: true},
			Issued: model.Issued{Fingerprint: "X509SHA256=ab12", Authority: "CN=client-ca", At: p.From, Until: p.From.Add(30 * 24 * time.Hour), Bindings: bound},
		})
	}
	return a, nil
}

func (f *fakeOnboarding) TakeBack(_ context.Context, left []model.Leftover, _ model.Consent) error {
	f.tookBack = append(f.tookBack, left...)
	return nil
}

func (f *fakeBackend) Offboarding(_ context.Context, of model.Ref, user string, granted model.Consent) (model.Offboarding, error) {
	return model.Offboarding{Context: of, User: user, Bindings: f.bindings}, f.login(granted)
}

func (f *fakeBackend) Offboard(_ context.Context, o model.Offboarding, granted model.Consent, tell func(model.Event)) error {
	if err := f.login(granted); err != nil {
		return err
	}
	f.offboarded = append(f.offboarded, o)
	for _, b := range o.Bindings {
		tell(model.Progress{Step: "take " + o.User + " out of " + b.String(), State: model.StepDone})
	}
	return nil
}
