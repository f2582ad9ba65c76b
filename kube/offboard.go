package kube

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"kubeid/kube/cluster"
	"kubeid/model"
)

// Offboarding finds out what gives a user rights in a cluster, and what of it cannot be
// taken away. Nothing is changed.
func (s *Service) Offboarding(ctx context.Context, ref model.Ref, user string, granted model.Consent) (model.Offboarding, error) {
	out := model.Offboarding{Context: ref, User: user}
	if user == "" {
		return out, &model.Problem{Exit: model.ExitUsage, What: "the user has no name", Todo: "name the user as the cluster calls them"}
	}
	api, done, err := s.borrow(ctx, ref, granted)
	if err != nil {
		return out, err
	}
	defer done()
	groups, err := s.stillGood(&out, api.Caller().Target.Server)
	if err != nil {
		return out, err
	}
	for _, path := range []cluster.Path{cluster.ClusterRoleBindings, cluster.RoleBindings} {
		list, err := cluster.List[binding](ctx, api, path, cluster.ListOptions{Most: 50_000})
		if errors.Is(err, model.ErrForbidden) {
			out.Unknown = append(out.Unknown, model.NewText(serverWords(err)))
			continue
		}
		if err != nil {
			return out, err
		}
		for _, b := range list.Items {
			b.Kind = kindOf(path)
			out.Bindings = append(out.Bindings, b.names("User", []string{user})...)
			out.Groups = append(out.Groups, b.names("Group", groups)...)
		}
	}
	return out, nil
}

func kindOf(p cluster.Path) string {
	if p.Resource == cluster.ClusterRoleBindings.Resource {
		return "ClusterRoleBinding"
	}
	return "RoleBinding"
}

// stillGood collects the user's certificates that are still good, and their groups.
func (s *Service) stillGood(out *model.Offboarding, server string) ([]string, error) {
	ledger, err := s.store.Ledger()
	if err != nil {
		return nil, err
	}
	var groups []string
	for _, i := range ledger {
		if i.Subject.User == out.User && i.Until.After(now()) && (i.Server == server || i.Context == out.Context.Name.Raw()) {
			out.Alive = append(out.Alive, i)
			groups = append(groups, i.Subject.Groups...)
		}
	}
	slices.Sort(groups)
	return slices.Compact(groups), nil
}

// names tells which of these subjects the binding names.
func (b binding) names(kind string, who []string) []model.NamedIn {
	var out []model.NamedIn
	for _, subject := range b.Subjects {
		if subject.Kind != kind || !slices.Contains(who, subject.Name) {
			continue
		}
		n := model.NamedIn{
			Kind: b.Kind, Namespace: b.Metadata.Namespace, Name: b.Metadata.Name, UID: b.Metadata.UID, Version: b.Metadata.ResourceVersion,
			Role: b.RoleRef.Kind + " " + b.RoleRef.Name, Subject: subject.Name, Alone: len(b.Subjects) == 1,
		}
		if kind == "Group" {
			n.Subject = "group " + subject.Name
		}
		out = append(out, n)
	}
	return out
}

// Offboard takes the user out of the bindings, each exactly as it was seen: one that
// names nobody else is deleted. It stops at the first that has changed meanwhile.
func (s *Service) Offboard(ctx context.Context, o model.Offboarding, granted model.Consent, tell func(model.Event)) error {
	api, done, err := s.borrowToWrite(ctx, o.Context, granted)
	if err != nil {
		return err
	}
	defer done()
	for _, n := range o.Bindings {
		err := steps{tell}.do(ctx, "take "+o.User+" out of "+n.String(), func(ctx context.Context) (string, error) {
			return takeOut(ctx, api, n)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func takeOut(ctx context.Context, api *cluster.API, n model.NamedIn) (string, error) {
	path := cluster.ClusterRoleBindings
	if n.Kind == "RoleBinding" {
		path = cluster.RoleBindings.In(n.Namespace)
	}
	path = path.Named(n.Name)
	if n.Alone {
		err := api.Delete(ctx, path, cluster.Precondition{UID: n.UID, ResourceVersion: n.Version})
		if errors.Is(err, model.ErrNoObject) {
			return "it was gone already", nil
		}
		return "deleted", err
	}
	var have binding
	if err := api.Get(ctx, path, &have); err != nil {
		return "", err
	}
	left := slices.DeleteFunc(have.Subjects, func(s bindingSubject) bool { return s.Kind == "User" && s.Name == n.Subject })
	patch := map[string]any{
		"metadata": map[string]string{"uid": n.UID, "resourceVersion": n.Version},
		"subjects": left,
	}
	_, err := api.Patch(ctx, path, patch, nil)
	return fmt.Sprintf("%d others stay in it: %s", len(left), others(left)), err
}

func others(list []bindingSubject) string {
	var out []string
	for _, s := range list[:min(len(list), 5)] {
		out = append(out, s.Name)
	}
	return strings.Join(out, ", ")
}
