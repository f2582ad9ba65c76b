package kube

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"kubeid/model"
	realcluster "kubeid/testdata/cluster"
)

// limited lets a user do some things in a namespace, and nothing else.
func limited(t *testing.T, c *realcluster.Cluster, of model.Account, user, rules string) (*home, model.Ref) {
	t.Helper()
	ns := of.Namespace.Raw()
	c.Apply(t, fmt.Sprintf(`apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: %[2]s, namespace: %[1]s}
rules: [%[3]s]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: %[2]s, namespace: %[1]s}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: %[2]s}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %[2]s}]
`, ns, user, rules))
	return realHome(t, c.User(t, user))
}

const mayGet = `{apiGroups: [""], resources: [serviceaccounts], verbs: [get]}`

// TestRealWhoMayDoLittle holds that what is forbidden is told before anything is begun,
// and that getting is enough where listing is not allowed.
func TestRealWhoMayDoLittle(t *testing.T) {
	c := realcluster.Shared(t)
	of := realAccount(t, c, "")
	ctx := t.Context()

	h, ref := limited(t, c, of, realcluster.Name("nothing"), `{apiGroups: [""], resources: [configmaps], verbs: [get]}`)
	if _, err := h.service().Accounts(ctx, ref, of.Namespace, model.Consent{}, nobodyTold); !errors.Is(err, model.ErrMayNotList) || model.Hint(err) == "" {
		t.Errorf("a list that is not allowed: %v", err)
	}
	if _, err := h.service().Account(ctx, ref, of, model.Consent{}); !errors.Is(err, model.ErrForbidden) {
		t.Errorf("an account that may not be read: %v", err)
	}
	for _, w := range []model.TokenWish{
		{Context: ref, Account: of, Anchored: true},
		{Context: ref, Account: of, By: model.BySecret},
		{Context: ref, Account: of, By: model.FromSecret, Secret: "x"},
		{Context: ref, Account: of, Create: true, Role: model.RoleWish{Name: "view", Namespaces: []string{of.Namespace.Raw()}}},
	} {
		r, err := h.service().ReviewToken(ctx, w, model.Consent{})
		if err != nil || len(r.Missing()) == 0 || len(r.Missing()) != len(r.Asked) {
			t.Errorf("%s: missing %v of %v, %v", w.By, r.Missing(), r.Asked, err)
		}
	}

	h, ref = limited(t, c, of, realcluster.Name("minter"), mayGet+`, {apiGroups: [""], resources: [serviceaccounts/token], resourceNames: [robot.one], verbs: [create]}`)
	made, err := makeToken(t, h.service(), model.TokenWish{Context: ref, Account: of})
	if err != nil || !made.Proof.Good() || len(made.Left) > 0 {
		t.Errorf("who may only mint: %v", err)
	}
	page, err := h.service().Account(ctx, ref, of, model.Consent{})
	if err != nil || page.TokensKnown || page.PodsKnown || page.RolesKnown || len(page.Unknown) < 4 {
		t.Errorf("a page of which little may be seen: %+v, %v", page.Unknown, err)
	}
	who, err := h.service().WhoCanBecome(ctx, ref, of, model.Consent{}, nobodyTold)
	if err != nil || len(who.Unknown) == 0 {
		t.Errorf("who can become it: %+v, %v", who, err)
	}

	// Bindings of the namespace may be listed, and roles read one by one: that is enough.
	h, ref = limited(t, c, of, realcluster.Name("auditor"), mayGet+`, {apiGroups: [rbac.authorization.k8s.io], resources: [rolebindings], verbs: [list]}, {apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [get]}`)
	who, err = h.service().WhoCanBecome(ctx, ref, of, model.Consent{}, nobodyTold)
	found := ""
	for _, holder := range who.Holders {
		found += holder.Subject.Name.Raw() + " "
	}
	if err != nil || !strings.Contains(found, "minter-") || len(who.Unknown) == 0 {
		t.Errorf("by reading roles one by one: %q, %+v, %v", found, who.Unknown, err)
	}
}

func TestRealTokenForSomebodyElse(t *testing.T) {
	c := realcluster.Shared(t)
	h, ref := realHome(t, c.Admin())
	of := realAccount(t, c, "")
	made, err := makeToken(t, h.service(), model.TokenWish{Context: ref, Account: of, Audiences: []string{"vault", "https://x.example"}})
	if err != nil || len(made.Facts.Audiences) != 2 || made.Proof.Tried || made.Curl != "" {
		t.Errorf("%+v, %v", made.Facts, err)
	}
	check, err := h.service().CheckToken(t.Context(), ref, made.Token, false, model.Consent{})
	if err != nil || check.Alive() != model.Yes {
		t.Errorf("%+v, %v", check, err)
	}
	if _, err := h.service().ReviewRevocation(t.Context(), ref, model.RevokeWhat{Token: made.Token}, model.Consent{}); err == nil || !strings.Contains(err.Error(), "bound to no Secret") {
		t.Errorf("it can be revoked: %v", err)
	}
}

// TestRealTwoClusters makes tokens on two clusters at once, and sees that the one is
// nothing to the other, which is not even shown it; then one of them dies midway.
func TestRealTwoClustersAndOneThatDies(t *testing.T) {
	one, two := realcluster.Shared(t), realcluster.Own(t, realcluster.Options{OneCA: true})
	h1, ref1 := realHome(t, one.Admin())
	h2, ref2 := realHome(t, two.Admin())
	of1, of2 := realAccount(t, one, ""), realAccount(t, two, "")
	type end struct {
		made model.MadeToken
		err  error
	}
	ends := make(chan end, 2)
	for _, w := range []struct {
		h *home
		w model.TokenWish
	}{{h1, model.TokenWish{Context: ref1, Account: of1, Anchored: true}}, {h2, model.TokenWish{Context: ref2, Account: of2, By: model.BySecret}}} {
		go func() {
			s := w.h.service()
			r, err := s.ReviewToken(context.Background(), w.w, model.Consent{})
			if err != nil {
				ends <- end{err: err}
				return
			}
			made, err := s.MakeToken(context.Background(), r, model.Consent{}, nobodyTold)
			ends <- end{made, err}
		}()
	}
	for range 2 {
		e := <-ends
		if e.err != nil || !e.made.Proof.Good() {
			t.Fatalf("%v", e.err)
		}
		if e.made.Review.Wish.Context != ref1 {
			continue
		}
		check, err := h2.service().CheckToken(t.Context(), ref2, e.made.Token, false, model.Consent{})
		if err != nil || check.Sent || check.Alive() != model.No || check.Of(model.TokenSignature) != model.No {
			t.Errorf("a foreign token: %+v, %v", check, err)
		}
	}

	r, err := h2.service().ReviewToken(t.Context(), model.TokenWish{Context: ref2, Account: of2, Anchored: true, Out: model.TokenOut{Handover: true}}, model.Consent{})
	if err != nil {
		t.Fatal(err)
	}
	made, err := h2.service().MakeToken(t.Context(), r, model.Consent{}, func(e model.Event) {
		if p, ok := e.(model.Progress); ok && p.State == model.StepDone && strings.HasPrefix(p.Step, "make a Secret") {
			two.StopAPI()
		}
	})
	if err == nil || len(made.Files) > 0 || len(made.Left) != 1 || made.Left[0].Remove == "" {
		t.Errorf("after the server died: %v, left %v, written %v", err, made.Left, made.Files)
	}
}
