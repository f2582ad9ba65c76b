package cluster

import (
	"context"
	"sync"

	"kubeid/model"
)

// An accessReview is a SelfSubjectAccessReview, or with a user a SubjectAccessReview.
type accessReview struct {
	Type
	Spec struct {
		Attributes *attributes    `json:"resourceAttributes,omitempty"`
		Path       *urlAttributes `json:"nonResourceAttributes,omitempty"`
		User       string         `json:"user,omitempty"`
		Groups     []string       `json:"groups,omitempty"`
	} `json:"spec"`
	Status struct {
		Allowed bool   `json:"allowed"`
		Denied  bool   `json:"denied"`
		Reason  string `json:"reason"`
		Error   string `json:"evaluationError"`
	} `json:"status,omitzero"`
}

type attributes struct {
	Namespace   string `json:"namespace,omitempty"`
	Verb        string `json:"verb"`
	Group       string `json:"group"`
	Version     string `json:"version,omitempty"`
	Resource    string `json:"resource"`
	Subresource string `json:"subresource,omitempty"`
	Name        string `json:"name,omitempty"`
}

type urlAttributes struct {
	Path string `json:"path"`
	Verb string `json:"verb"`
}

// May asks the server whether we may do something (SelfSubjectAccessReview). Only the
// server knows: kubectl auth can-i refuses to ask for kinds that it cannot list, such
// as signers.
func (a *API) May(ctx context.Context, r model.Right) (model.Verdict, error) {
	return a.review(ctx, accessReviews, accessReview{Type: Type{"authorization.k8s.io/v1", "SelfSubjectAccessReview"}}, r)
}

var otherReviews = Path{Group: "authorization.k8s.io", Version: "v1", Resource: "subjectaccessreviews"}

// MayOther asks the server whether somebody else may do something
// (SubjectAccessReview), which few may ask.
func (a *API) MayOther(ctx context.Context, who model.Actor, r model.Right) (model.Verdict, error) {
	ask := accessReview{Type: Type{"authorization.k8s.io/v1", "SubjectAccessReview"}}
	ask.Spec.User = who.User.Raw()
	for _, g := range who.Groups {
		ask.Spec.Groups = append(ask.Spec.Groups, g.Raw())
	}
	return a.review(ctx, otherReviews, ask, r)
}

func (a *API) review(ctx context.Context, p Path, ask accessReview, r model.Right) (model.Verdict, error) {
	if r.URL != "" {
		ask.Spec.Path = &urlAttributes{r.URL, r.Verb}
	} else {
		ask.Spec.Attributes = &attributes{Namespace: r.Namespace, Verb: r.Verb, Group: r.Group, Resource: r.Resource, Subresource: r.Sub, Name: r.Name}
	}
	var got accessReview
	if _, err := a.Create(ctx, p, ask, &got); err != nil {
		return model.Verdict{}, err
	}
	s := got.Status
	return model.Verdict{Right: r, Allowed: s.Allowed && !s.Denied, Reason: model.NewText(s.Reason), Trouble: model.NewText(s.Error)}, nil
}

// accessAtOnce is how many questions about rights are under way at a time.
const accessAtOnce = 8

// MayAll asks for many rights at once; the verdicts stand in the order of the questions.
func (a *API) MayAll(ctx context.Context, rights []model.Right) ([]model.Verdict, error) {
	out, errs := make([]model.Verdict, len(rights)), make([]error, len(rights))
	var wait sync.WaitGroup
	gate := make(chan struct{}, accessAtOnce)
	for i, r := range rights {
		gate <- struct{}{}
		wait.Go(func() {
			out[i], errs[i] = a.May(ctx, r)
			<-gate
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
