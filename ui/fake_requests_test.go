package ui

import (
	"context"
	"sync/atomic"
	"time"

	"kubeid/model"
)

// fakeRequests is what the clusters of a fake are asked to sign.
type fakeRequests struct {
	requests    []model.CSR
	may         []model.Verdict
	view        model.SignerView
	asksErr     error
	events      chan model.Event // what a watch tells after the list; nil tells nothing
	watched     []model.Ref
	ended       atomic.Int32 // watches that were cancelled
	decided     []model.Decision
	decidedWith model.Consent
	decideErr   error
	saved       []string
}

// WatchRequests implements Requests.
func (f *fakeBackend) WatchRequests(ctx context.Context, of model.Ref, granted model.Consent, tell func(model.Event)) error {
	if err := f.login(granted); err != nil {
		return err
	}
	f.mu.Lock()
	f.watched = append(f.watched, of)
	all := model.NewRequests(of, time.Now(), append([]model.CSR(nil), f.requests...), false)
	all.View, all.May = f.view, f.may
	err, events := f.asksErr, f.events
	f.mu.Unlock()
	if err != nil {
		return err
	}
	tell(model.RequestsSeen{Requests: all})
	for {
		select {
		case e := <-events:
			tell(e)
		case <-ctx.Done():
			f.mu.Lock()
			defer f.mu.Unlock()
			f.ended.Add(1)
			return ctx.Err()
		}
	}
}

// Decide implements Requests.
func (f *fakeBackend) Decide(_ context.Context, _ model.Ref, granted model.Consent, d model.Decision) (model.CSR, error) {
	if err := f.login(granted); err != nil {
		return d.Seen, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.decided, f.decidedWith = append(f.decided, d), granted
	if f.decideErr != nil {
		return d.Seen, f.decideErr
	}
	kind := model.Denied
	if d.Approve {
		kind = model.Approved
	}
	d.Seen.Conditions = append(d.Seen.Conditions, model.Condition{Kind: kind, Message: text(d.Reason), At: time.Now()})
	return d.Seen, nil
}

// SaveCertificate implements Requests.
func (f *fakeBackend) SaveCertificate(_ context.Context, _ model.Ref, _ model.Consent, name, path string) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.saved = append(f.saved, name+" "+path)
	return path, nil
}

// csr is a request of an age, for a user.
func csr(name, user string, age time.Duration, change func(*model.CSR)) model.CSR {
	now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	r := model.CSR{
		Name: text(name), UID: "u-" + name, Version: "7", Created: now.Add(-age), Signer: text(model.ClientSigner), Asked: 90 * day,
		Usages: model.Texts([]string{"digital signature", "client auth"}),
		By:     model.Requester{User: text("boss"), Groups: model.Texts([]string{"admins", "system:authenticated"}), Credential: text("X509SHA256=1fc2f684")},
		Body: model.RequestBody{
			Request: model.Request{Subject: text("CN=" + user), Login: model.Login{User: text(user)}, Key: "ECDSA P-256"},
		},
	}
	if change != nil {
		change(&r)
	}
	return r
}

func inGroups(groups ...string) func(*model.CSR) {
	return func(r *model.CSR) { r.Body.Login.Groups = model.Texts(groups) }
}

func approvedAt(ago time.Duration, issued bool) func(*model.CSR) {
	return func(r *model.CSR) {
		now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
		r.Conditions = append(r.Conditions, model.Condition{Kind: model.Approved, Reason: text("KubeidApprove"), At: now.Add(-ago)})
		if issued {
			r.Certificate = model.RequestCertificate{Issued: true, Served: model.Served{
				NotBefore: now.Add(-ago - 5*time.Minute), NotAfter: now.Add(30*day - ago - 5*time.Minute), Issuer: text("CN=client-ca"), Serial: text("4f:aa"), Fingerprint: "X509SHA256=77ab",
			}}
		}
	}
}

// asked is what a cluster is asked in the pictures: one of each kind.
func asked() []model.CSR {
	return []model.CSR{
		csr("kubeid-jane-x7k2m", "jane", 4*time.Minute, inGroups("devs", "payments")),
		csr("kubeid-root", "root", 20*time.Minute, func(r *model.CSR) {
			r.Body.Login.Groups = model.Texts([]string{"system:masters"})
			r.Body.Means = []model.Note{{ID: "group-masters", Text: text("system:masters may do everything; no role gives that and none can take it away")}}
		}),
		csr("kubeid-web", "web", 2*time.Hour, func(r *model.CSR) { r.Usages = model.Texts([]string{"client auth", "server auth"}) }),
		csr("kubeid-joe", "joe", 35*time.Minute, approvedAt(30*time.Minute, true)),
		csr("kubeid-stuck", "ann", 3*time.Hour, approvedAt(2*time.Hour, false)),
		csr("kubeid-denied", "mallory", 50*time.Minute, func(r *model.CSR) {
			r.Conditions = []model.Condition{{Kind: model.Denied, Reason: text("KubeidDeny"), Message: text("we do not know mallory"), At: r.Created.Add(time.Minute)}}
		}),
		csr("csr-abc12", "system:node:n1", time.Minute, func(r *model.CSR) { r.Signer = text(model.KubeletClientSigner) }),
	}
}
