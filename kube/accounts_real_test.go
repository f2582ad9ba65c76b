package kube

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kubeid/crypto"
	"kubeid/model"
	realcluster "kubeid/testdata/cluster"
)

// realHome is a person whose only kubeconfig is this one, of a real cluster.
func realHome(t *testing.T, kubeconfig string) (*home, model.Ref) {
	t.Helper()
	text, err := os.ReadFile(kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	h := newHome(t, string(text))
	k := h.load().Config
	return h, k.Ref(model.ContextKind, 0)
}

// realAccount makes a namespace of its own with an account.
func realAccount(t *testing.T, c *realcluster.Cluster, more string) model.Account {
	t.Helper()
	ns := realcluster.Name("ns")
	c.Apply(t, fmt.Sprintf("apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n", ns))
	c.Apply(t, fmt.Sprintf("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: robot.one, namespace: %s}\n", ns)+strings.ReplaceAll(more, "NS", ns))
	return model.Account{Namespace: model.NewText(ns), Name: model.NewText("robot.one")}
}

func nobodyTold(model.Event) {}

// makeToken reviews and makes.
func makeToken(t *testing.T, s *Service, w model.TokenWish) (model.MadeToken, error) {
	t.Helper()
	r, err := s.ReviewToken(t.Context(), w, model.Consent{})
	if err != nil {
		return model.MadeToken{}, err
	}
	return s.MakeToken(t.Context(), r, model.Consent{}, nobodyTold)
}

func TestRealTokenWithAnEnd(t *testing.T) {
	c := realcluster.Shared(t)
	h, ref := realHome(t, c.Admin())
	of := realAccount(t, c, "")
	dir := t.TempDir()
	out := model.TokenOut{Kubeconfig: filepath.Join(dir, "it's robot.kubeconfig"), Token: filepath.Join(dir, "token"), CA: filepath.Join(dir, "ca.crt")}
	made, err := makeToken(t, h.service(), model.TokenWish{Context: ref, Account: of, Life: 24 * time.Hour, Anchored: true, Out: out})
	if err != nil {
		t.Fatal(err)
	}
	if made.Granted != realcluster.MaxToken || !made.Cut() || len(made.Warned) != 1 || !strings.Contains(made.Warned[0].Raw(), "shortened to 7200") {
		t.Errorf("asked %s, granted %s, warned %q", made.Asked, made.Granted, made.Warned)
	}
	if !made.Proof.Good() || made.Proof.Weak || made.Proof.Who.User.Raw() != of.Username() || made.Proof.Who.CredentialID().Raw() != "JTI="+made.Facts.ID.Raw() {
		t.Errorf("proof %+v", made.Proof)
	}
	for _, f := range []string{out.Kubeconfig, out.Token} {
		if info, err := os.Stat(f); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", f, info.Mode(), err)
		}
	}
	logsIn(t, c, out.Kubeconfig, made, of)
	check, err := h.service().CheckToken(t.Context(), ref, made.Token, false, model.Consent{})
	if err != nil || check.Alive() != model.Yes || check.Of(model.TokenSignature) != model.Yes || check.Of(model.TokenIssuer) != model.Yes || check.Of("secret") != model.Yes || check.Sent {
		t.Errorf("without showing it: %+v, %v", check, err)
	}
	check, err = h.service().CheckToken(t.Context(), ref, made.Token, true, model.Consent{})
	if err != nil || check.Alive() != model.Yes || check.Of(model.TokenServer) != model.Yes || !check.Sent {
		t.Errorf("it is said to be dead: %+v, %v", check, err)
	}
	revokes(t, h, ref, model.RevokeWhat{Token: made.Token}, made)
	check, err = h.service().CheckToken(t.Context(), ref, made.Token, false, model.Consent{})
	if err != nil || check.Alive() != model.No || check.Of("secret") != model.No {
		t.Errorf("it is said to live: %+v, %v", check, err)
	}
}

// logsIn uses what was handed over as others do: with kubectl, and with curl.
func logsIn(t *testing.T, c *realcluster.Cluster, kubeconfig string, made model.MadeToken, of model.Account) {
	t.Helper()
	said, complaints, err := c.Kubectl(t, kubeconfig, "", "auth", "whoami")
	if err != nil || !strings.Contains(said, of.Username()) {
		t.Errorf("kubectl says %s %s %v", said, complaints, err)
	}
	run := exec.Command("bash", "-c", made.Curl)
	run.Env = append(os.Environ(), "PATH="+c.Bin+":"+os.Getenv("PATH"), "KUBERC=off")
	answer, err := run.CombinedOutput()
	if err != nil || !strings.Contains(string(answer), "APIVersions") {
		t.Errorf("%s\nsays %s %v", made.Curl, answer, err)
	}
	if strings.Contains(made.Curl, string(made.Token.Reveal())) {
		t.Error("the curl line has the token in it")
	}
}

// revokes revokes a token and sees that it is refused.
func revokes(t *testing.T, h *home, ref model.Ref, what model.RevokeWhat, made model.MadeToken) {
	t.Helper()
	r, err := h.service().ReviewRevocation(t.Context(), ref, what, model.Consent{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Of != made.Review.Wish.Account || len(r.Stops) == 0 {
		t.Errorf("it is said to stop %+v", r)
	}
	done, err := h.service().Revoke(t.Context(), r, what.Token, model.Consent{}, nobodyTold)
	if err != nil || !done.Seen {
		t.Errorf("revoked: %+v, %v", done, err)
	}
	t.Log(done)
}

func TestRealTokenWithoutAnEnd(t *testing.T) {
	c := realcluster.Shared(t)
	h, ref := realHome(t, c.Admin())
	of := realAccount(t, c, `---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: jane, namespace: NS}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: jane}]
`)
	made, err := makeToken(t, h.service(), model.TokenWish{Context: ref, Account: of, By: model.BySecret, Out: model.TokenOut{Handover: true}})
	if err != nil {
		t.Fatal(err)
	}
	if made.Granted != 0 || !made.Proof.Good() || made.Secret.Empty() || made.Facts.Kind != crypto.LegacyAccountToken {
		t.Errorf("made %+v", made)
	}
	if !hasHolder(made.Review.Readers, "user jane") || !made.Review.Read {
		t.Errorf("its readers are %v", made.Review.Readers)
	}
	logsIn(t, c, made.Files[0].Path, made, of)
	page, err := h.service().Account(t.Context(), ref, of, model.Consent{})
	if err != nil || len(page.Tokens) != 1 || page.Tokens[0].Automatic || len(page.Listed) != 0 {
		t.Errorf("the account lists %v, its tokens are %+v, %v", page.Listed, page.Tokens, err)
	}
	again, err := makeToken(t, h.service(), model.TokenWish{Context: ref, Account: of, By: model.FromSecret, Secret: made.Secret.Raw()})
	if err != nil || !again.Token.Equal(made.Token) {
		t.Errorf("read again: %v", err)
	}
	who, err := h.service().WhoCanBecome(t.Context(), ref, of, model.Consent{}, nobodyTold)
	if err != nil || !hasHolder(who.Holders, "user jane") || !hasHolder(who.Holders, "group system:masters") || hasHolder(who.Holders, "user bob") {
		t.Errorf("who can become it: %v, %v", who.Holders, err)
	}
	revokes(t, h, ref, model.RevokeWhat{Secret: model.Account{Namespace: of.Namespace, Name: made.Secret}}, made)
}

func hasHolder(list []model.Holder, subject string) bool {
	for _, h := range list {
		if h.Subject.String() == subject && h.Open() {
			return true
		}
	}
	return false
}

func TestRealTokenOfALegacySecretThatIsInvalid(t *testing.T) {
	c := realcluster.Shared(t)
	h, ref := realHome(t, c.Admin())
	of := realAccount(t, c, "")
	made, err := makeToken(t, h.service(), model.TokenWish{Context: ref, Account: of, By: model.BySecret, Secret: "long.name-1"})
	if err != nil {
		t.Fatal(err)
	}
	if _, complaints, err := c.Kubectl(t, c.Admin(), "", "label", "secret", "-n", of.Namespace.Raw(), "long.name-1", "kubernetes.io/legacy-token-invalid-since=2026-01-02"); err != nil {
		t.Fatal(complaints)
	}
	check, err := h.service().CheckToken(t.Context(), ref, made.Token, true, model.Consent{})
	if err != nil || check.Alive() != model.No || check.Of("label") != model.No {
		t.Errorf("it is said to live: %+v, %v", check, err)
	}
	all, err := h.service().Accounts(t.Context(), ref, of.Namespace, model.Consent{}, nobodyTold)
	if err != nil || len(all.Legacy()) != 1 || all.Legacy()[0].InvalidSince.IsZero() || !all.TokensKnown {
		t.Errorf("the accounts are %+v, %v", all, err)
	}
}

func TestRealAccountThatIsMissing(t *testing.T) {
	c := realcluster.Shared(t)
	h, ref := realHome(t, c.Admin())
	of := realAccount(t, c, "")
	of.Name = model.NewText("nobody")
	if _, err := makeToken(t, h.service(), model.TokenWish{Context: ref, Account: of}); !errors.Is(err, model.ErrNoObject) || !strings.Contains(err.Error(), "there is no account") {
		t.Errorf("without an account: %v", err)
	}
	w := model.TokenWish{Context: ref, Account: of, By: model.BySecret}
	m, err := h.service().minting(t.Context(), model.TokenWish{Context: ref, Account: of, Create: true, By: model.BySecret}, model.Consent{})
	if err != nil {
		t.Fatal(err)
	}
	defer m.close()
	m.wish, m.steps.tell = w, nobodyTold // the account goes between the review and the work
	began := time.Now()
	if err := m.run(t.Context()); err == nil || !strings.Contains(err.Error(), "took the Secret") || time.Since(began) > 10*time.Second || len(m.made.Left) != 0 {
		t.Errorf("the Secret of nobody: %v after %s, left %v", err, time.Since(began), m.made.Left)
	}
	made, err := makeToken(t, h.service(), model.TokenWish{Context: ref, Account: of, Create: true, Role: model.RoleWish{Name: "view", Namespaces: []string{of.Namespace.Raw()}}})
	if err != nil || len(made.Left) != 2 {
		t.Fatalf("an account that is made: %v, left %v", err, made.Left)
	}
	page, err := h.service().Account(t.Context(), ref, of, model.Consent{})
	if err != nil || !strings.Contains(fmt.Sprint(page.Grants), "ClusterRole view") {
		t.Errorf("its roles are %v, %v", page.Grants, err)
	}
	if err := h.service().TakeBack(t.Context(), made.Left, model.Consent{}); err != nil {
		t.Error(err)
	}
	if _, err := h.service().Account(t.Context(), ref, of, model.Consent{}); !errors.Is(err, model.ErrNoObject) {
		t.Errorf("it is still there: %v", err)
	}
}
