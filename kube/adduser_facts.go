package kube

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"kubeid/kube/cluster"
	"kubeid/model"
)

// certificateRights are what it takes to have a cluster sign a certificate.
func certificateRights() []model.Right {
	const group = "certificates.k8s.io"
	return []model.Right{
		{Verb: "create", Group: group, Resource: "certificatesigningrequests"},
		{Verb: "get", Group: group, Resource: "certificatesigningrequests"},
		{Verb: "update", Group: group, Resource: "certificatesigningrequests", Sub: "approval"},
		{Verb: "approve", Group: group, Resource: "signers", Name: model.ClientSigner},
	}
}

// factsOf finds out about one place what it takes to judge the user and the work: what
// was issued for it before, and, where somebody has to log in there anyway, who is
// bound to what and which rights are missing.
func (o *onboarding) factsOf(ctx context.Context, p *place) (model.SubjectFacts, error) {
	facts := model.SubjectFacts{}
	ledger, err := o.service.store.Ledger()
	if err != nil {
		return facts, err
	}
	for _, i := range ledger {
		if i.Server == p.Address.Server || i.Server == p.target.Server {
			facts.Issued = append(facts.Issued, i)
		}
	}
	p.Granted = lastGranted(facts.Issued)
	if p.caller == nil {
		return facts, nil
	}
	if p.api, err = p.caller.Connect(ctx, o.with.Granted); err != nil {
		return facts, err
	}
	if err := o.neverSigns(ctx, p); err != nil {
		return facts, err
	}
	o.knowsAuthority(ctx, p)
	if o.user.By == model.ByAPI {
		if p.Asked, err = p.api.MayAll(ctx, certificateRights()); err != nil {
			return facts, err
		}
	}
	if err := o.tryBindings(ctx, p); err != nil {
		return facts, err
	}
	return facts, o.boundIn(ctx, p, &facts)
}

// lastGranted is the life that a cluster has granted last, where it was less than was
// asked for.
func lastGranted(issued []model.Issued) time.Duration {
	for _, i := range issued {
		if i.Way == wayAPI {
			if granted := i.Granted(); granted < i.Asked {
				return granted
			}
			return 0
		}
	}
	return 0
}

// boundIn lists who is bound in a cluster. Who may not list that goes without.
func (o *onboarding) boundIn(ctx context.Context, p *place, facts *model.SubjectFacts) error {
	for _, path := range []cluster.Path{cluster.ClusterRoleBindings, cluster.RoleBindings} {
		list, err := cluster.List[binding](ctx, p.api, path, cluster.ListOptions{Most: 20_000})
		if errors.Is(err, model.ErrForbidden) && o.user.Result == model.AsRenewed {
			return nil
		}
		if errors.Is(err, model.ErrForbidden) {
			o.note("who is bound in %s cannot be seen, so near names are not noticed", p.Context.Name)
			return nil
		}
		if err != nil {
			return err
		}
		for _, b := range list.Items {
			b.tell(facts)
		}
	}
	for _, names := range []*[]string{&facts.Users, &facts.Groups, &facts.AdminUsers, &facts.AdminGroups} {
		slices.Sort(*names)
		*names = slices.Compact(*names)
	}
	return nil
}

// tell adds the subjects of a binding to what is known.
func (b binding) tell(facts *model.SubjectFacts) {
	admin := b.Metadata.Namespace == "" && b.RoleRef.Name == "cluster-admin"
	for _, s := range b.Subjects {
		switch {
		case s.Kind == "User":
			facts.Users = append(facts.Users, s.Name)
		case s.Kind == "Group":
			facts.Groups = append(facts.Groups, s.Name)
		}
		if admin && s.Kind == "User" {
			facts.AdminUsers = append(facts.AdminUsers, s.Name)
		}
		if admin && s.Kind == "Group" {
			facts.AdminGroups = append(facts.AdminGroups, s.Name)
		}
	}
}

// tryBindings has the server check the bindings without making them: only it knows
// whether a role may be given by who has fewer rights (escalation).
func (o *onboarding) tryBindings(ctx context.Context, p *place) error {
	if err := o.chooseRole(ctx, p); err != nil {
		return err
	}
	for _, b := range bindingsOf(o.user) {
		if err := o.roleExists(ctx, p, b); err != nil {
			return err
		}
		text, err := b.yaml()
		if err != nil {
			return err
		}
		p.Objects = append(p.Objects, model.PlannedObject{What: b.String(), YAML: text})
		right := model.Right{Verb: "create", Group: "rbac.authorization.k8s.io", Resource: b.path().Resource, Namespace: b.Metadata.Namespace}
		_, err = p.api.TryCreate(ctx, b.path(), b, nil)
		switch {
		case err == nil:
			p.Asked = append(p.Asked, model.Verdict{Right: right, Allowed: true})
		case errors.Is(err, model.ErrExists):
			if _, err := b.isThere(ctx, p.api); err != nil {
				return err
			}
			o.note("%s is there already", b)
		case errors.Is(err, model.ErrForbidden):
			p.Asked = append(p.Asked, model.Verdict{Right: right, Reason: model.NewText(serverWords(err))})
		default:
			return fmt.Errorf("%s: %w", b, err)
		}
	}
	return nil
}

// chooseRole finds out whether a name means the Roles of the namespaces or a ClusterRole.
func (o *onboarding) chooseRole(ctx context.Context, p *place) error {
	r := &o.user.Role
	if !r.Either || len(r.Namespaces) == 0 {
		return nil
	}
	r.Local = true
	for _, ns := range r.Namespaces {
		err := p.api.Get(ctx, cluster.Roles.In(ns).Named(r.Name), nil)
		if errors.Is(err, model.ErrNoObject) || errors.Is(err, model.ErrForbidden) {
			r.Local = false
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// serverWords returns what the server itself said.
func serverWords(err error) string {
	var s *model.Status
	if errors.As(err, &s) {
		return s.Error()
	}
	return err.Error()
}

// roleExists makes sure that there is a role to bind: the server takes a binding to
// nothing without a word.
func (o *onboarding) roleExists(ctx context.Context, p *place, b binding) error {
	path := cluster.ClusterRoles
	if b.RoleRef.Kind == "Role" {
		path = cluster.Roles.In(b.Metadata.Namespace)
	}
	err := p.api.Get(ctx, path.Named(b.RoleRef.Name), nil)
	switch {
	case errors.Is(err, model.ErrForbidden):
		o.note("whether there is a %s %s cannot be seen", b.RoleRef.Kind, model.NewText(b.RoleRef.Name))
		return nil
	case errors.Is(err, model.ErrNoObject):
		list, _ := cluster.List[binding](ctx, p.api, path, cluster.ListOptions{Metadata: true, Most: 5000})
		var names []string
		for _, r := range list.Items {
			names = append(names, r.Metadata.Name)
		}
		problem := &model.Problem{Exit: model.ExitNotFound, What: fmt.Sprintf("there is no %s %q on %s", b.RoleRef.Kind, model.NewText(b.RoleRef.Name), p.Context.Name), Todo: "see them with: kubectl get " + path.Resource}
		if near := model.Nearest(b.RoleRef.Name, names); len(near) > 0 {
			problem.Todo = fmt.Sprintf("did you mean %q?", model.NewText(near[0]))
		}
		return problem
	}
	return err
}
