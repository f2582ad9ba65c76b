package ui

import (
	"context"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

// fakeAccounts are the ServiceAccounts of the clusters of a fake.
type fakeAccounts struct {
	robots      []model.ServiceAccount
	noAll       bool // all namespaces may not be listed
	noTokens    bool // the token Secrets may not be listed
	accountsErr error
	rbac        *model.RBAC
	listedIn    []string
	mayToken    []model.Verdict
	worries     []model.Worry
	reviewErr   error
	minted      []model.TokenWish
	mintErr     error
	revoked     []model.Account
	pods        []model.Running
}

// secretToken is what every token of a fake is.
const secretToken = "CANARY-TOKEN"

// Accounts implements Accounts.
func (f *fakeBackend) Accounts(_ context.Context, of model.Ref, namespace model.Text, granted model.Consent, tell func(model.Event)) (model.Accounts, error) {
	if err := f.login(granted); err != nil {
		return model.Accounts{}, err
	}
	f.mu.Lock()
	f.listedIn = append(f.listedIn, of.Name.Raw()+" "+namespace.Raw())
	f.mu.Unlock()
	if f.accountsErr != nil {
		return model.Accounts{}, f.accountsErr
	}
	if f.noAll && namespace.Empty() {
		return model.Accounts{}, &model.Problem{What: "the server does not allow it", Cause: model.ErrMayNotList}
	}
	out := model.Accounts{Context: of, Namespace: namespace, TokensKnown: !f.noTokens, Tracked: time.Now().AddDate(-2, 0, 0)}
	for _, a := range f.robots {
		if namespace.Empty() || a.Namespace == namespace {
			if f.noTokens {
				a.Tokens = nil
			}
			out.List = append(out.List, a)
		}
	}
	tell(model.ListingAccounts{What: "accounts", Have: len(out.List), Rest: -1})
	return out, nil
}

// Account implements Accounts.
func (f *fakeBackend) Account(_ context.Context, of model.Ref, account model.Account, granted model.Consent) (model.AccountPage, error) {
	if err := f.login(granted); err != nil {
		return model.AccountPage{}, err
	}
	for _, a := range f.robots {
		if a.Account == account {
			return model.AccountPage{Context: of, ServiceAccount: a, TokensKnown: !f.noTokens, Pods: f.pods, PodsKnown: true, Grants: f.rbac.Grants(account.Actor()), RolesKnown: true}, nil
		}
	}
	return model.AccountPage{}, &model.Problem{What: "there is no account " + account.String()}
}

// WhoCanBecome implements Accounts.
func (f *fakeBackend) WhoCanBecome(_ context.Context, of model.Ref, account model.Account, granted model.Consent, tell func(model.Event)) (model.WhoCan, error) {
	if err := f.login(granted); err != nil {
		return model.WhoCan{}, err
	}
	return f.whoCan(of, model.Goal{Account: account, TokensKnown: true, Tokens: model.Texts([]string{"robot-token"}), PodsKnown: true, Pods: f.pods}), nil
}

// WhoCanRead implements Accounts.
func (f *fakeBackend) WhoCanRead(_ context.Context, of model.Ref, secret model.Account, granted model.Consent, tell func(model.Event)) (model.WhoCan, error) {
	if err := f.login(granted); err != nil {
		return model.WhoCan{}, err
	}
	return f.whoCan(of, model.Goal{Secret: secret, PodsKnown: true}), nil
}

func (f *fakeBackend) whoCan(of model.Ref, g model.Goal) model.WhoCan {
	return model.WhoCan{Context: of, Goal: g, Holders: f.rbac.WhoCan(g), Roles: len(f.rbac.Roles), Bound: len(f.rbac.Bindings)}
}

// Rights implements Accounts.
func (f *fakeBackend) Rights(_ context.Context, of model.Ref, who model.Actor, _ model.Text, granted model.Consent, _ func(model.Event)) (model.Rights, error) {
	if err := f.login(granted); err != nil {
		return model.Rights{}, err
	}
	return model.Rights{Context: of, Who: who, Permits: f.rbac.Permits(who)}, nil
}

// ReviewToken implements Accounts.
func (f *fakeBackend) ReviewToken(_ context.Context, w model.TokenWish, granted model.Consent) (model.TokenReview, error) {
	if err := f.login(granted); err != nil {
		return model.TokenReview{}, err
	}
	if err := w.Check(); err != nil {
		return model.TokenReview{}, err
	}
	r := model.TokenReview{Wish: w, Entry: w.Account.EntryName("prod-eu-1"), Address: model.ForThem{Server: "https://10.2.0.1:6443"}, Exists: !w.Create, Asked: f.mayToken, Worries: f.worries, Read: true}
	for _, path := range []string{w.Out.Kubeconfig, w.Out.Merge, w.Out.Token, w.Out.CA} {
		if path != "" {
			r.Files = append(r.Files, model.PlannedFile{Path: path, What: "a file"})
		}
	}
	if w.Out.Handover {
		r.Files = append(r.Files, model.PlannedFile{Path: "/state/handover/ci-robot.kubeconfig", What: "a kubeconfig with everything inside", Secret: true})
	}
	if w.By != model.ByRequest {
		r.Readers = f.rbac.WhoCan(model.Goal{Secret: model.Account{Namespace: w.Account.Namespace, Name: text("robot-token")}, PodsKnown: true})
	}
	return r, f.reviewErr
}

// MakeToken implements Accounts.
func (f *fakeBackend) MakeToken(_ context.Context, r model.TokenReview, granted model.Consent, tell func(model.Event)) (model.MadeToken, error) {
	if err := f.login(granted); err != nil {
		return model.MadeToken{}, err
	}
	f.mu.Lock()
	f.minted = append(f.minted, r.Wish)
	f.mu.Unlock()
	for _, s := range []string{"ask for a token", "log in with it"} {
		tell(model.Progress{Step: s, State: model.StepDone})
	}
	now := time.Now()
	m := model.MadeToken{
		Review: r, Token: crypto.NewSecret([]byte(secretToken)), Asked: r.Wish.Life, Granted: 2 * time.Hour, Files: r.Files,
		Facts: model.Token{Kind: crypto.BoundAccountToken, Account: r.Wish.Account, IssuedAt: now, Expires: now.Add(2 * time.Hour), ID: text("u-1")},
		Proof: model.Proof{Tried: true}, Warned: []model.Text{text("requested expiration of 28800 seconds shortened to 7200 seconds")},
		Try: "kubectl --kubeconfig /state/handover/ci-robot.kubeconfig auth whoami", Revoke: "kubeid revoke ci/robot-anchor-x7k2p1",
	}
	if r.Wish.Anchored {
		m.Anchor = text("robot-anchor-x7k2p1")
	}
	return m, f.mintErr
}

// CheckToken implements Accounts.
func (f *fakeBackend) CheckToken(_ context.Context, of model.Ref, _ crypto.Secret, _ bool, granted model.Consent) (model.TokenCheck, error) {
	if err := f.login(granted); err != nil {
		return model.TokenCheck{}, err
	}
	c := model.TokenCheck{Context: of}
	c.Add(model.TokenSignature, model.Yes, "signed by a key of this cluster")
	c.Add(model.TokenServer, model.Yes, "the server takes it")
	return c, nil
}

// ReviewRevocation implements Accounts.
func (f *fakeBackend) ReviewRevocation(_ context.Context, of model.Ref, what model.RevokeWhat, granted model.Consent) (model.Revocation, error) {
	if err := f.login(granted); err != nil {
		return model.Revocation{}, err
	}
	return model.Revocation{Context: of, Secret: what.Secret, UID: text("u"), Of: model.Account{Namespace: text("ci"), Name: text("robot")}, Stops: []model.Text{text("whatever logs in with this token as ci/robot"), text("the pod web-0, which mounts it")}}, nil
}

// Revoke implements Accounts.
func (f *fakeBackend) Revoke(_ context.Context, r model.Revocation, _ crypto.Secret, granted model.Consent, tell func(model.Event)) (model.Revoked, error) {
	if err := f.login(granted); err != nil {
		return model.Revoked{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.revoked = append(f.revoked, r.Secret)
	return model.Revoked{Revocation: r, Seen: true, Took: 9 * time.Second}, nil
}

// accountsOfFake are some accounts: with a token Secret of each sort, and without.
func accountsOfFake() []model.ServiceAccount {
	now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	account := func(ns, name string, age time.Duration) model.ServiceAccount {
		return model.ServiceAccount{Account: model.Account{Namespace: text(ns), Name: text(name)}, UID: text("u-" + name), Made: now.Add(-age), Mounts: true}
	}
	secret := func(name string, change func(*model.TokenSecret)) model.TokenSecret {
		t := model.TokenSecret{Namespace: text("ci"), Name: text(name), Account: text("robot"), AccountUID: text("u-robot"), Made: now.Add(-500 * day)}
		change(&t)
		return t
	}
	robot := account("ci", "robot", 700*day)
	robot.Pull = model.Texts([]string{"registry"})
	robot.Outside = model.Texts([]string{"eks.amazonaws.com/role-arn=arn:aws:iam::1:role/ci"})
	robot.Tokens = []model.TokenSecret{
		secret("robot-token", func(t *model.TokenSecret) { t.LastUsed = now.Add(-2 * day) }),
		secret("robot-token-abc12", func(t *model.TokenSecret) { t.Automatic, t.LastUsed = true, now.Add(-300*day) }),
		secret("robot-token-old", func(t *model.TokenSecret) { t.Automatic, t.InvalidSince = true, now.Add(-100*day) }),
	}
	return []model.ServiceAccount{account("ci", "default", 700*day), robot, account("payments", "api", 20*day), account("payments", "default", 300*day)}
}

// rbacOfFake lets jane mint, a group read Secrets, and masters do everything.
func rbacOfFake() *model.RBAC {
	rule := func(verbs, resources []string) model.PolicyRule {
		return model.PolicyRule{Verbs: model.Texts(verbs), Groups: model.Texts([]string{""}), Resources: model.Texts(resources)}
	}
	all := model.Texts([]string{"*"})
	subject := func(kind, name string) []model.Subject { return []model.Subject{{Kind: kind, Name: text(name)}} }
	return model.NewRBAC([]model.Role{
		{Name: text("cluster-admin"), Rules: []model.PolicyRule{{Verbs: all, Groups: all, Resources: all}}},
		{Namespace: text("ci"), Name: text("minter"), Rules: []model.PolicyRule{rule([]string{"create"}, []string{"serviceaccounts/token"})}},
		{Namespace: text("ci"), Name: text("reader"), Rules: []model.PolicyRule{rule([]string{"get", "list"}, []string{"secrets", "pods"})}},
		{Namespace: text("ci"), Name: text("debugger"), Rules: []model.PolicyRule{rule([]string{"create"}, []string{"pods/exec"})}},
	}, []model.Binding{
		{Name: text("cluster-admin"), RoleKind: text("ClusterRole"), RoleName: text("cluster-admin"), Subjects: subject(model.GroupSubject, "system:masters")},
		{Namespace: text("ci"), Name: text("jane-mints"), RoleKind: text("Role"), RoleName: text("minter"), Subjects: subject(model.UserSubject, "jane")},
		{Namespace: text("ci"), Name: text("devs-read"), RoleKind: text("Role"), RoleName: text("reader"), Subjects: subject(model.GroupSubject, "devs")},
		{Namespace: text("ci"), Name: text("devs-debug"), RoleKind: text("Role"), RoleName: text("debugger"), Subjects: subject(model.GroupSubject, "debuggers")},
		{Namespace: text("ci"), Name: text("robot-reads"), RoleKind: text("Role"), RoleName: text("reader"), Subjects: []model.Subject{{Kind: model.AccountSubject, Namespace: text("ci"), Name: text("robot")}}},
	})
}
