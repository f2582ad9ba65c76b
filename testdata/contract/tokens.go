package contract

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"kubeid/crypto"
	"kubeid/kube/cluster"
	"kubeid/model"
)

func tokenRows() []Row {
	return []Row{
		{Name: "a token logs in as its account, and the server says which one it is", Run: tokenLogsIn},
		{Name: "a token beyond the cap is cut, with a warning", Run: tokenIsCut},
		{Name: "a token for less than ten minutes is invalid", Run: tokenTooShort},
		{Name: "a token for somebody else does not log in", Run: otherAudience},
		{Name: "a certificate comes before a token", Run: certificateFirst},
		{Name: "a token ends with the Secret that it is bound to", Run: anchoredToken},
		{Name: "a token Secret is filled, and its token has no end", Run: secretIsFilled},
		{Name: "a token Secret that is called invalid does not log in", Run: invalidSecret},
		{Name: "a token Secret of no account is taken away", Run: secretOfNobody},
		{Name: "a token ends with its account", Run: accountIsGone},
	}
}

// account makes an account in a namespace of its own.
func account(t *testing.T, a *cluster.API) model.Account {
	t.Helper()
	ns := name("contract")
	namespace := map[string]any{"apiVersion": "v1", "kind": "Namespace", "metadata": cluster.Meta{Name: ns}}
	if _, err := a.Create(t.Context(), cluster.Namespaces, namespace, nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Delete(context.Background(), cluster.Namespaces.Named(ns), cluster.Precondition{}) })
	of := model.Account{Namespace: model.NewText(ns), Name: model.NewText("robot")}
	if _, err := a.CreateAccount(t.Context(), of); err != nil {
		t.Fatal(err)
	}
	return of
}

// with logs in with a token, and with a certificate as well if c has one.
func with(t *testing.T, a *cluster.API, c cluster.Credentials) *cluster.API {
	t.Helper()
	b, err := a.Caller().With(c).Connect(t.Context(), model.Consent{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

func mint(t *testing.T, a *cluster.API, of model.Account, anchor *cluster.Anchor) crypto.Secret {
	t.Helper()
	m, err := a.Mint(t.Context(), of, nil, time.Hour, anchor)
	if err != nil {
		t.Fatal(err)
	}
	return m.Token
}

func tokenLogsIn(t *testing.T, s Server) {
	a := API(t, s.Admin())
	of := account(t, a)
	m, err := a.Mint(t.Context(), of, nil, time.Hour, nil)
	if err != nil || len(m.Warnings) > 0 {
		t.Fatalf("%v, %v", m.Warnings, err)
	}
	w, err := with(t, a, cluster.Credentials{Token: m.Token}).Whoami(t.Context())
	user := "system:serviceaccount:" + of.Namespace.Raw() + ":robot"
	if err != nil || w.User.Raw() != user || len(w.Groups) != 3 || !strings.HasPrefix(w.CredentialID().Raw(), "JTI=") || w.UID.Empty() {
		t.Errorf("%+v, %v", w, err)
	}
	if left := time.Until(m.Expires); left < 59*time.Minute || left > 61*time.Minute {
		t.Errorf("it ends in %v", left)
	}
}

func tokenIsCut(t *testing.T, s Server) {
	a := API(t, s.Admin())
	m, err := a.Mint(t.Context(), account(t, a), nil, 24*time.Hour, nil)
	if err != nil || len(m.Warnings) != 1 || m.Warnings[0].Raw() != "requested expiration of 86400 seconds shortened to 7200 seconds" {
		t.Errorf("%v, %v", m.Warnings, err)
	}
	if left := time.Until(m.Expires); left > MaxToken+time.Minute || left < MaxToken-time.Minute {
		t.Errorf("it ends in %v", left)
	}
}

func tokenTooShort(t *testing.T, s Server) {
	a := API(t, s.Admin())
	_, err := a.Mint(t.Context(), account(t, a), nil, 599*time.Second, nil)
	if !errors.Is(err, model.ErrInvalid) || !strings.Contains(err.Error(), "may not specify a duration less than 10 minutes") {
		t.Errorf("it says %v", err)
	}
}

func otherAudience(t *testing.T, s Server) {
	a := API(t, s.Admin())
	m, err := a.Mint(t.Context(), account(t, a), []string{"vault"}, time.Hour, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := with(t, a, cluster.Credentials{Token: m.Token}).Get(t.Context(), cluster.Namespaces, nil); !errors.Is(err, model.ErrUnauthorized) {
		t.Errorf("it says %v", err)
	}
	got, err := a.ReviewToken(t.Context(), m.Token, []string{"vault"})
	if err != nil || !got.Taken {
		t.Errorf("for its audience: %+v, %v", got, err)
	}
}

func certificateFirst(t *testing.T, s Server) {
	a := API(t, s.Admin())
	token, n := mint(t, a, account(t, a), nil), name("jane")
	own := API(t, s.User(t, n)).Caller().User
	both := cluster.Credentials{Certificate: own.ClientCertificateData, Key: crypto.NewSecret(own.ClientKeyData), Token: token}
	if w, err := with(t, a, both).Whoami(t.Context()); err != nil || w.User.Raw() != n {
		t.Errorf("%+v, %v", w, err)
	}
}

// ends waits until a token is refused: a server may take one that it knows for some ten
// seconds more.
func ends(t *testing.T, a *cluster.API, token crypto.Secret) {
	t.Helper()
	b := with(t, a, cluster.Credentials{Token: token})
	var err error
	for began := time.Now(); time.Since(began) < 30*time.Second; time.Sleep(200 * time.Millisecond) {
		if _, err = b.Whoami(t.Context()); err != nil && strings.Contains(err.Error(), "does not accept the credential") {
			return
		}
	}
	t.Errorf("it still logs in: %v", err)
}

func anchoredToken(t *testing.T, s Server) {
	a := API(t, s.Admin())
	of := account(t, a)
	anchor, err := a.MakeAnchor(t.Context(), of, "anchor")
	if err != nil {
		t.Fatal(err)
	}
	token := mint(t, a, of, &anchor)
	if _, err := with(t, a, cluster.Credentials{Token: token}).Whoami(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := a.DeleteSecret(t.Context(), anchor); err != nil {
		t.Fatal(err)
	}
	ends(t, a, token)
}

func accountIsGone(t *testing.T, s Server) {
	a := API(t, s.Admin())
	of := account(t, a)
	token := mint(t, a, of, nil)
	if err := a.Delete(t.Context(), cluster.ServiceAccounts.In(of.Namespace.Raw()).Named("robot"), cluster.Precondition{}); err != nil {
		t.Fatal(err)
	}
	ends(t, a, token)
}

// filled makes a token Secret and waits for its token.
func filled(t *testing.T, a *cluster.API, of model.Account) (cluster.Anchor, crypto.Secret) {
	t.Helper()
	made, err := a.MakeTokenSecret(t.Context(), of, "long")
	if err != nil {
		t.Fatal(err)
	}
	token, err := a.AwaitToken(t.Context(), made)
	if err != nil {
		t.Fatal(err)
	}
	return made, token
}

func secretIsFilled(t *testing.T, s Server) {
	a := API(t, s.Admin())
	of := account(t, a)
	made, token := filled(t, a, of)
	if j := crypto.ParseToken(token); !j.Expires.IsZero() {
		t.Errorf("the token ends: %v", j.Expires)
	}
	w, err := with(t, a, cluster.Credentials{Token: token}).Whoami(t.Context())
	if err != nil || w.User.Raw() != "system:serviceaccount:"+of.Namespace.Raw()+":robot" {
		t.Errorf("%+v, %v", w, err)
	}
	got, err := a.Account(t.Context(), of)
	if err != nil || len(got.Listed) != 0 {
		t.Errorf("the account lists %v, %v", got.Listed, err)
	}
	at := model.Account{Namespace: of.Namespace, Name: model.NewText(made.Name)}
	for range 50 { // its first use is noted a moment later
		facts, err := a.SecretFacts(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		if !facts.LastUsed.IsZero() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Error("its use is not noted")
}

func invalidSecret(t *testing.T, s Server) {
	a := API(t, s.Admin())
	of := account(t, a)
	made, token := filled(t, a, of)
	label := map[string]any{"metadata": map[string]any{"labels": map[string]string{"kubernetes.io/legacy-token-invalid-since": "2026-01-02"}}}
	if _, err := a.Patch(t.Context(), cluster.Secrets.In(made.Namespace).Named(made.Name), label, nil); err != nil {
		t.Fatal(err)
	}
	ends(t, a, token)
}

func secretOfNobody(t *testing.T, s Server) {
	a := API(t, s.Admin())
	of := account(t, a)
	of.Name = model.NewText("nobody")
	made, err := a.MakeTokenSecret(t.Context(), of, "lost")
	if err != nil {
		t.Fatal(err)
	}
	for range 100 {
		if err = a.Get(t.Context(), cluster.Secrets.In(made.Namespace).Named(made.Name), nil); errors.Is(err, model.ErrNoObject) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Errorf("it is still there: %v", err)
}
