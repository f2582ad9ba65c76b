package cli

import (
	"time"

	"kubeid/model"
)

// accountList is what accounts prints, as data.
type accountList struct {
	APIVersion string        `json:"apiVersion"`
	Kind       string        `json:"kind"`
	Context    model.Text    `json:"context"`
	Complete   bool          `json:"complete"` // false: there are more than could be listed
	Items      []accountFact `json:"items"`
	Unknown    []model.Text  `json:"unknown,omitempty"`
}

type accountFact struct {
	account
	UID     model.Text        `json:"uid"`
	Made    string            `json:"createdAt"`
	Tokens  []tokenSecretFact `json:"tokenSecrets"` // null when they could not be listed
	Pull    []model.Text      `json:"imagePullSecrets,omitempty"`
	Outside []model.Text      `json:"cloudIdentities,omitempty"`
	Mounts  bool              `json:"automount"`
}

type tokenSecretFact struct {
	Namespace    model.Text `json:"namespace"`
	Name         model.Text `json:"name"`
	Account      model.Text `json:"account"`
	What         string     `json:"what"`
	Automatic    bool       `json:"automatic"`
	Made         string     `json:"createdAt"`
	LastUsed     string     `json:"lastUsed,omitempty"`
	InvalidSince string     `json:"invalidSince,omitempty"`
	CleanUp      string     `json:"cleanUpAt,omitempty"`
	CleanUpIs    string     `json:"cleanUp,omitempty"` // refused or deleted
}

type legacyList struct {
	APIVersion string            `json:"apiVersion"`
	Kind       string            `json:"kind"`
	Context    model.Text        `json:"context"`
	Items      []tokenSecretFact `json:"items"`
}

func tokenSecretsOf(list []model.TokenSecret, tracked time.Time) []tokenSecretFact {
	out := []tokenSecretFact{}
	for _, s := range list {
		fact := tokenSecretFact{
			Namespace: s.Namespace, Name: s.Name, Account: s.Account, What: s.Kind(), Automatic: s.Automatic,
			Made: stamp(s.Made), LastUsed: stamp(s.LastUsed), InvalidSince: stamp(s.InvalidSince),
		}
		if at, deleted, ok := s.CleanUp(tracked); ok {
			fact.CleanUp, fact.CleanUpIs = stamp(at), "refused"
			if deleted {
				fact.CleanUpIs = "deleted"
			}
		}
		out = append(out, fact)
	}
	return out
}

func accountsOf(a model.Accounts) accountList {
	out := accountList{APIVersion: apiVersion, Kind: "ServiceAccountList", Context: a.Context.Name, Complete: !a.More, Items: []accountFact{}, Unknown: a.Unknown}
	for _, s := range a.List {
		out.Items = append(out.Items, accountFactOf(s, a.TokensKnown, a.Tracked))
	}
	return out
}

func accountFactOf(s model.ServiceAccount, tokensKnown bool, tracked time.Time) accountFact {
	fact := accountFact{account: account{s.Namespace, s.Name}, UID: s.UID, Made: stamp(s.Made), Pull: s.Pull, Outside: s.Outside, Mounts: s.Mounts}
	if tokensKnown {
		fact.Tokens = tokenSecretsOf(s.Tokens, tracked)
	}
	return fact
}

// accountPage is one account, as data.
type accountPage struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	accountFact
	Pods    []podFact    `json:"pods"`  // null when they could not be listed
	Roles   []grantFact  `json:"roles"` // that it has, directly and by groups
	Unknown []model.Text `json:"unknown,omitempty"`
}

type podFact struct {
	Name model.Text `json:"name"`
	Node model.Text `json:"node,omitzero"`
}

type grantFact struct {
	Binding     string     `json:"bindingKind"`
	Namespace   model.Text `json:"bindingNamespace,omitzero"`
	BindingName model.Text `json:"binding"`
	Role        model.Text `json:"roleKind"`
	RoleName    model.Text `json:"role"`
	To          string     `json:"to"`
}

func grantOf(g model.Grant) grantFact {
	return grantFact{g.Binding.Kind(), g.Binding.Namespace, g.Binding.Name, g.Binding.RoleKind, g.Binding.RoleName, g.Subject.String()}
}

func accountPageOf(page model.AccountPage) accountPage {
	out := accountPage{
		APIVersion: apiVersion, Kind: "ServiceAccount", accountFact: accountFactOf(page.ServiceAccount, page.TokensKnown, page.Tracked),
		Roles: []grantFact{}, Unknown: page.Unknown,
	}
	if page.PodsKnown {
		out.Pods = []podFact{}
	}
	for _, p := range page.Pods {
		out.Pods = append(out.Pods, podFact{p.Name, p.Node})
	}
	for _, g := range page.Grants {
		out.Roles = append(out.Roles, grantOf(g))
	}
	return out
}
