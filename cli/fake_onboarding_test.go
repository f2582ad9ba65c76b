package cli

import (
	"context"
	"fmt"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

// fakeOnboarding adds users nowhere.
type fakeOnboarding struct {
	unproved         bool // nobody logs in with what was made
	worries          []model.Worry
	asked            []model.Verdict
	keyLocked        string // the passphrase of the authority's key
	addErr           error
	left             []model.Leftover
	reviewed         []model.NewUser
	added            []model.NewUser
	tookBack         []model.Leftover
	issued           []model.Issued
	pending, resumed []string
	swept            []model.Waiting
	sameAs           []model.Ref // the entries with the same certificate
	gaveUp           []string
	offboarding      model.Offboarding
	offboarded       []string
}

func (f *fakeOnboarding) AddOffers(_ context.Context, ref model.Ref, _ model.Consent, _ bool) (model.AddOffers, error) {
	return model.AddOffers{Context: ref}, nil
}

func (f *fakeOnboarding) ReviewUser(_ context.Context, u model.NewUser, with model.AddWith) (model.Review, error) {
	f.reviewed = append(f.reviewed, u)
	if f.keyLocked != "" && with.Authority.Empty() {
		return model.Review{}, &model.Problem{What: "the key", Cause: crypto.ErrPassphraseNeeded}
	}
	if f.keyLocked != "" && string(with.Authority.Reveal()) != f.keyLocked {
		return model.Review{}, &model.Problem{What: "the key", Cause: crypto.ErrPassphraseWrong}
	}
	u = u.WithDefaults()
	until := time.Date(2027, 2, 24, 12, 0, 0, 0, time.UTC)
	r := model.Review{User: u, Subject: u.Subject.Name().String(), Worries: f.worries, Files: []model.PlannedFile{{Path: "/state/handover/jane.kubeconfig", What: "a kubeconfig", Secret: true}}}
	for _, ref := range u.Contexts {
		r.Places = append(r.Places, model.ReviewPlace{
			Context: ref, Entry: "jane@" + ref.Name.Raw(), Signer: "CN=ca", From: until.Add(-u.Life), Until: until, Asked: f.asked,
			Address: model.ForThem{Server: "https://10.0.0.1:6443"},
		})
	}
	return r, nil
}

func (f *fakeOnboarding) AddUser(_ context.Context, r model.Review, _ model.AddWith, tell func(model.Event)) (model.AddedUser, error) {
	f.added = append(f.added, r.User)
	tell(model.Progress{Step: "make a key", State: model.StepRunning})
	tell(model.Progress{Step: "make a key", State: model.StepDone, Note: model.NewText("ECDSA P-256")})
	a := model.AddedUser{Review: r, Left: f.left, Try: "kubectl --kubeconfig /state/handover/jane.kubeconfig auth whoami"}
	if f.addErr != nil {
		return a, f.addErr
	}
	a.Files = r.Files
	for _, p := range r.Places {
		a.Places = append(a.Places, model.AddedPlace{Context: p.Context, Entry: p.Entry, Issued: model.Issued{Fingerprint: "X509SHA256=ab", Until: p.Until}, Proof: model.Proof{Tried: !f.unproved}})
	}
	return a, nil
}

func (f *fakeOnboarding) TakeBack(_ context.Context, left []model.Leftover, _ model.Consent) error {
	f.tookBack = append(f.tookBack, left...)
	return nil
}

func (f *fakeOnboarding) Pending(context.Context) ([]model.Waiting, error) {
	var out []model.Waiting
	for _, id := range f.pending {
		out = append(out, model.Waiting{ID: id, At: waitsSince, User: model.NewUser{Subject: crypto.Subject{User: id}, Contexts: []model.Ref{{Name: text("prod")}}}, Requests: []model.Text{text("kubeid-" + id + "-1")}})
	}
	return out, nil
}

func (f *fakeOnboarding) SweepPending(context.Context) ([]model.Waiting, error) {
	return f.swept, nil
}

func (f *fakeOnboarding) ForgetPending(_ context.Context, id string) error {
	f.gaveUp = append(f.gaveUp, id)
	return nil
}

// waitsSince is when those who wait began to.
var waitsSince = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

func (f *fakeOnboarding) PendingUser(_ context.Context, id string) (model.NewUser, error) {
	if len(f.pending) == 0 || f.pending[0] != id {
		return model.NewUser{}, &model.Problem{Exit: model.ExitNotFound, What: "nobody waits"}
	}
	return model.NewUser{}, nil
}

func (f *fakeOnboarding) ResumeUser(_ context.Context, id string, _ model.AddWith, _ func(model.Event)) (model.AddedUser, error) {
	f.resumed = append(f.resumed, id)
	return model.AddedUser{Kept: id}, f.addErr
}

func (f *fakeOnboarding) AcceptCertificate(_ context.Context, file string, _ model.AddWith, _ func(model.Event)) (model.AddedUser, error) {
	f.resumed = append(f.resumed, file)
	return model.AddedUser{}, f.addErr
}

func (f *fakeOnboarding) Issued(context.Context) ([]model.Issued, error) { return f.issued, nil }

var errSign = fmt.Errorf("the authority is on holiday")

func (f *fakeOnboarding) Renewal(_ context.Context, user, through model.Ref) (model.NewUser, error) {
	return model.NewUser{
		Contexts: []model.Ref{through}, Subject: crypto.Subject{User: user.Name.Raw()}, Result: model.AsRenewed, Renews: append([]model.Ref{user}, f.sameAs...), KeyType: crypto.RSA2048,
	}.WithDefaults(), nil
}

func (f *fakeOnboarding) Offboarding(_ context.Context, ref model.Ref, user string, _ model.Consent) (model.Offboarding, error) {
	o := f.offboarding
	o.Context, o.User = ref, user
	return o, nil
}

func (f *fakeOnboarding) Offboard(_ context.Context, o model.Offboarding, _ model.Consent, _ func(model.Event)) error {
	f.offboarded = append(f.offboarded, o.User)
	return nil
}
