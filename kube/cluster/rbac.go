package cluster

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"kubeid/model"
)

type policyRule struct {
	Verbs     []string `json:"verbs"`
	Groups    []string `json:"apiGroups"`
	Resources []string `json:"resources"`
	Names     []string `json:"resourceNames"`
	URLs      []string `json:"nonResourceURLs"`
}

type role struct {
	Metadata    Meta         `json:"metadata"`
	Rules       []policyRule `json:"rules"`
	Aggregation *struct {
		Selectors []any `json:"clusterRoleSelectors"`
	} `json:"aggregationRule"`
}

type roleBinding struct {
	Metadata Meta `json:"metadata"`
	Ref      struct {
		Kind string `json:"kind"`
		Name string `json:"name"`
	} `json:"roleRef"`
	Subjects []struct {
		Kind      string `json:"kind"`
		Name      string `json:"name"`
		Namespace string `json:"namespace"`
	} `json:"subjects"`
}

func (r role) told() model.Role {
	return model.Role{
		Namespace: model.NewText(r.Metadata.Namespace), Name: model.NewText(r.Metadata.Name), Rules: rulesOf(r.Rules),
		Aggregated: r.Aggregation != nil && len(r.Aggregation.Selectors) > 0,
	}
}

func rulesOf(list []policyRule) []model.PolicyRule {
	out := make([]model.PolicyRule, len(list))
	for i, p := range list {
		out[i] = model.PolicyRule{
			Verbs: model.Texts(p.Verbs), Groups: model.Texts(p.Groups), Resources: model.Texts(p.Resources), Names: model.Texts(p.Names), URLs: model.Texts(p.URLs),
		}
	}
	return out
}

func (b roleBinding) told() model.Binding {
	out := model.Binding{
		Namespace: model.NewText(b.Metadata.Namespace), Name: model.NewText(b.Metadata.Name), RoleKind: model.NewText(b.Ref.Kind), RoleName: model.NewText(b.Ref.Name),
	}
	for _, s := range b.Subjects {
		out.Subjects = append(out.Subjects, model.Subject{Kind: s.Kind, Namespace: model.NewText(s.Namespace), Name: model.NewText(s.Name)})
	}
	return out
}

// RBAC reads all roles and bindings of the cluster. Where they may not be listed, those
// of one namespace are read, and the roles that its bindings refer to one by one; what
// is missing then is told in unknown, a sentence each, and the answer is of what there
// is. namespace "" does not narrow. progress is told what has been read.
func (a *API) RBAC(ctx context.Context, namespace string, progress func(what string, have int, rest *int64)) (rbac *model.RBAC, unknown []model.Text, err error) {
	r := &rbacReading{api: a, namespace: namespace, progress: progress}
	var wait sync.WaitGroup
	for _, read := range []func(context.Context){r.clusterRoles, r.roles, r.bindings, r.clusterBindings} {
		wait.Go(func() { read(ctx) })
	}
	wait.Wait()
	if r.err != nil {
		return nil, nil, r.err
	}
	if err := r.referred(ctx); err != nil {
		return nil, nil, err
	}
	return model.NewRBAC(r.allRoles, r.allBindings), r.unknown, nil
}

type rbacReading struct {
	api       *API
	namespace string
	progress  func(string, int, *int64)

	mu          sync.Mutex
	allRoles    []model.Role
	allBindings []model.Binding
	oneByOne    bool // the roles could not be listed
	unknown     []model.Text
	err         error
}

// list reads one kind, first of the whole cluster and then of the namespace alone. It
// tells whether anything could be read.
func list[T interface{ told() M }, M any](ctx context.Context, r *rbacReading, what string, p Path, narrows bool, add func([]M)) {
	read := func(p Path) error {
		got, err := List[T](ctx, r.api, p, ListOptions{Progress: func(have int, rest *int64) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.progress(what, have, rest)
		}})
		if err != nil {
			return err
		}
		out := make([]M, len(got.Items))
		for i, item := range got.Items {
			out[i] = item.told()
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		add(out)
		if got.More {
			r.miss("there are more %s than could be read", what)
		}
		return nil
	}
	err := read(p)
	if errors.Is(err, model.ErrForbidden) && narrows && r.namespace != "" {
		if err = read(p.In(r.namespace)); err == nil {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.miss("only the %s of %s could be listed", what, model.NewText(r.namespace))
			return
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case errors.Is(err, model.ErrForbidden):
		r.miss("the %s could not be listed", what)
		r.oneByOne = true
	case err != nil && r.err == nil:
		r.err = err
	}
}

func (r *rbacReading) miss(format string, args ...any) {
	r.unknown = append(r.unknown, model.NewText(fmt.Sprintf(format, args...)))
}

func (r *rbacReading) clusterRoles(ctx context.Context) {
	list[role](ctx, r, "ClusterRoles", ClusterRoles, false, r.addRoles)
}

func (r *rbacReading) roles(ctx context.Context) {
	list[role](ctx, r, "Roles", Roles, true, r.addRoles)
}

func (r *rbacReading) bindings(ctx context.Context) {
	list[roleBinding](ctx, r, "RoleBindings", RoleBindings, true, r.addBindings)
}

func (r *rbacReading) clusterBindings(ctx context.Context) {
	list[roleBinding](ctx, r, "ClusterRoleBindings", ClusterRoleBindings, false, r.addBindings)
}

func (r *rbacReading) addRoles(l []model.Role)       { r.allRoles = append(r.allRoles, l...) }
func (r *rbacReading) addBindings(l []model.Binding) { r.allBindings = append(r.allBindings, l...) }

// maxReferred bounds how many roles are read one by one.
const maxReferred = 500

// referred reads the roles that bindings refer to, one by one, where they could not be
// listed: getting one may be allowed all the same.
func (r *rbacReading) referred(ctx context.Context) error {
	if !r.oneByOne {
		return nil
	}
	type key struct{ namespace, name string }
	have, refused := map[key]bool{}, 0
	for _, x := range r.allRoles {
		have[key{x.Namespace.Raw(), x.Name.Raw()}] = true
	}
	for _, b := range r.allBindings {
		k, p := key{"", b.RoleName.Raw()}, ClusterRoles.Named(b.RoleName.Raw())
		if b.RoleKind.Raw() == "Role" {
			k.namespace = b.Namespace.Raw()
			p = Roles.In(k.namespace).Named(k.name)
		}
		if have[k] || len(have) > maxReferred {
			continue
		}
		have[k] = true
		var got role
		switch err := r.api.Get(ctx, p, &got); {
		case err == nil:
			r.allRoles = append(r.allRoles, got.told())
		case errors.Is(err, model.ErrForbidden):
			refused++
		case !errors.Is(err, model.ErrNoObject):
			return err
		}
	}
	if refused > 0 {
		r.miss("%d of the roles that are given may not be read", refused)
	}
	return nil
}

type rulesReview struct {
	Type
	Spec struct {
		Namespace string `json:"namespace"`
	} `json:"spec"`
	Status struct {
		Rules      []policyRule `json:"resourceRules"`
		URLs       []policyRule `json:"nonResourceRules"`
		Incomplete bool         `json:"incomplete"`
		Error      string       `json:"evaluationError"`
	} `json:"status,omitzero"`
}

var rulesReviews = Path{Group: "authorization.k8s.io", Version: "v1", Resource: "selfsubjectrulesreviews"}

// OwnRights asks the server what we may do in a namespace (SelfSubjectRulesReview).
// Trouble says why the answer is not the whole of it.
func (a *API) OwnRights(ctx context.Context, namespace string) (permits []model.Permit, trouble model.Text, err error) {
	ask := rulesReview{Type: Type{"authorization.k8s.io/v1", "SelfSubjectRulesReview"}}
	ask.Spec.Namespace = namespace
	var got rulesReview
	if _, err := a.Create(ctx, rulesReviews, ask, &got); err != nil {
		return nil, model.Text{}, err
	}
	if got.Status.Incomplete {
		trouble = model.NewText("the server cannot list all of it " + got.Status.Error)
	}
	permits = model.PermitsOf(model.NewText(namespace), rulesOf(got.Status.Rules))
	return append(permits, model.PermitsOf(model.Text{}, rulesOf(got.Status.URLs))...), trouble, nil
}
