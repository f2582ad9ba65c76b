package kube

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"sigs.k8s.io/yaml"

	"kubeid/kube/cluster"
	"kubeid/model"
)

// A binding is a RoleBinding or a ClusterRoleBinding of rbac.authorization.k8s.io/v1.
type binding struct {
	cluster.Type
	Metadata cluster.Meta     `json:"metadata"`
	RoleRef  roleRef          `json:"roleRef"`
	Subjects []bindingSubject `json:"subjects,omitempty"`
}

type roleRef struct {
	APIGroup string `json:"apiGroup"`
	Kind     string `json:"kind"`
	Name     string `json:"name"`
}

type bindingSubject struct {
	APIGroup  string `json:"apiGroup,omitempty"`
	Kind      string `json:"kind"`
	Name      string `json:"name"`
	Namespace string `json:"namespace,omitempty"`
}

const rbacGroup = "rbac.authorization.k8s.io"

// bindingsOf returns the bindings that give the user the role: one for each namespace,
// or one for the whole cluster.
func bindingsOf(u model.NewUser) []binding {
	if u.Role.None() {
		return nil
	}
	one := func(kind, namespace string) binding {
		return binding{
			Type: cluster.Type{APIVersion: rbacGroup + "/v1", Kind: kind},
			Metadata: cluster.Meta{
				Name: model.BindingName(u.Subject.User, u.Role), Namespace: namespace,
				Labels: map[string]string{"app.kubernetes.io/managed-by": "kubeid"},
			},
			RoleRef:  roleRef{rbacGroup, u.Role.Kind(), u.Role.Name},
			Subjects: []bindingSubject{{APIGroup: rbacGroup, Kind: "User", Name: u.Subject.User}},
		}
	}
	if len(u.Role.Namespaces) == 0 {
		return []binding{one("ClusterRoleBinding", "")}
	}
	var out []binding
	for _, ns := range u.Role.Namespaces {
		out = append(out, one("RoleBinding", ns))
	}
	return out
}

// String names the binding: "RoleBinding web/kubeid:…".
func (b binding) String() string {
	if b.Metadata.Namespace == "" {
		return b.Kind + " " + b.Metadata.Name
	}
	return b.Kind + " " + b.Metadata.Namespace + "/" + b.Metadata.Name
}

// path is where bindings of this kind are made.
func (b binding) path() cluster.Path {
	if b.Kind == "ClusterRoleBinding" {
		return cluster.ClusterRoleBindings
	}
	return cluster.RoleBindings.In(b.Metadata.Namespace)
}

func (b binding) yaml() (string, error) {
	text, err := yaml.Marshal(b)
	return string(text), err
}

// isThere makes sure that what has the binding's name does the same. It returns that.
func (b binding) isThere(ctx context.Context, api *cluster.API) (binding, error) {
	var have binding
	if err := api.Get(ctx, b.path().Named(b.Metadata.Name), &have); err != nil {
		return binding{}, err
	}
	if have.RoleRef == b.RoleRef && slices.Contains(have.Subjects, b.Subjects[0]) {
		return have, nil
	}
	return binding{}, &model.Problem{
		Exit: model.ExitConflict, What: fmt.Sprintf("there is another %s, which gives %s", b, have.RoleRef.Name),
		Todo: "look at it with kubectl, and delete it if nobody needs it",
	}
}

// bind gives the user the role. What is there already stays as it is.
func (o *onboarding) bind(ctx context.Context, p *place) error {
	for _, b := range bindingsOf(o.user) {
		does := fmt.Sprintf("give %s%s", model.RoleWish{Name: o.user.Role.Name, Local: o.user.Role.Local, Namespaces: namespaceOf(b)}, o.forPlace(p))
		err := o.steps.do(ctx, does, func(ctx context.Context) (string, error) {
			var made binding
			_, err := p.api.Create(ctx, b.path(), b, &made)
			if errors.Is(err, model.ErrExists) {
				_, err := b.isThere(ctx, p.api)
				return "was given already", err
			}
			if err != nil {
				return "", fmt.Errorf("%s: %w", b, err)
			}
			p.bound = append(p.bound, b.String())
			o.left(model.Leftover{Context: p.Context, Kind: b.Kind, Where: b.Metadata.Namespace, Name: b.Metadata.Name, UID: made.Metadata.UID})
			return b.String(), o.amend(ctx, p, []string{b.String()}, nil)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func namespaceOf(b binding) []string {
	if b.Metadata.Namespace == "" {
		return nil
	}
	return []string{b.Metadata.Namespace}
}

// amend notes in the ledger what became of a certificate.
func (o *onboarding) amend(ctx context.Context, p *place, bindings, written []string) error {
	issued := &o.added.Places[p.at].Issued
	issued.Bindings, issued.Written = append(issued.Bindings, bindings...), append(issued.Written, written...)
	return o.service.store.AmendIssued(context.WithoutCancel(ctx), issued.Fingerprint, bindings, written)
}

// left notes what would be left behind if the work failed from here on.
func (o *onboarding) left(l model.Leftover) {
	l.Remove = removal(l)
	o.added.Left = append(o.added.Left, l)
}
