package kube

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"kubeid/kube/cluster"
	"kubeid/model"
)

// AddOffers finds out what the form for a new user can offer on a context: as somebody,
// when connect says so, and from what was answered there last. What may not be seen is
// left out; an error is that there is no such context.
func (s *Service) AddOffers(ctx context.Context, ref model.Ref, granted model.Consent, connect bool) (model.AddOffers, error) {
	k, files, err := s.load(ctx)
	if err != nil {
		return model.AddOffers{}, err
	}
	out := model.AddOffers{Context: ref}
	target, _, err := newTargets(k, files).target(ref)
	if err != nil {
		return out, err
	}
	out.Last, out.Answered = s.store.Answers(target.Server)
	if !connect {
		return out, nil
	}
	api, done, err := s.borrow(ctx, ref, granted)
	if err != nil {
		out.Trouble = err
		return out, ctx.Err()
	}
	defer done()
	l := &offering{api: api, out: &out}
	var wait sync.WaitGroup
	for _, look := range []func(context.Context) error{l.roles, l.namespaces, l.bound} {
		wait.Go(func() { l.note(look(ctx)) })
	}
	wait.Wait()
	out.Connected = out.Trouble == nil
	return out, ctx.Err()
}

// offering collects what several questions find at once.
type offering struct {
	api *cluster.API
	mu  sync.Mutex
	out *model.AddOffers
}

// note keeps why something could not be seen.
func (l *offering) note(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case err == nil:
	case errors.Is(err, model.ErrForbidden):
		l.out.Notes = append(l.out.Notes, model.NewText(serverWords(err)))
	default:
		l.out.Trouble = err
	}
}

// usualRoles are for people, and stand first (kubernetes, user-facing roles).
var usualRoles = []string{"view", "edit", "admin", "cluster-admin"}

func (l *offering) roles(ctx context.Context) error {
	list, err := cluster.List[binding](ctx, l.api, cluster.ClusterRoles, cluster.ListOptions{Metadata: true, Most: 5000})
	var names []string
	for _, r := range list.Items {
		if n := r.Metadata.Name; !strings.HasPrefix(n, "system:") && !slices.Contains(usualRoles, n) {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.out.Roles = model.Texts(append(slices.Clone(usualRoles), names...))
	return err
}

func (l *offering) namespaces(ctx context.Context) error {
	list, err := cluster.List[binding](ctx, l.api, cluster.Namespaces, cluster.ListOptions{Metadata: true, Most: 10_000})
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, n := range list.Items {
		l.out.Namespaces = append(l.out.Namespaces, model.NewText(n.Metadata.Name))
	}
	return err
}

func (l *offering) bound(ctx context.Context) error {
	var facts model.SubjectFacts
	for _, path := range []cluster.Path{cluster.ClusterRoleBindings, cluster.RoleBindings} {
		list, err := cluster.List[binding](ctx, l.api, path, cluster.ListOptions{Most: 20_000})
		if err != nil {
			return err
		}
		for _, b := range list.Items {
			b.tell(&facts)
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.out.Groups, l.out.AdminUsers, l.out.AdminGroups = once(facts.Groups), once(facts.AdminUsers), once(facts.AdminGroups)
	return nil
}

// once returns every name once, in order.
func once(names []string) []model.Text {
	slices.Sort(names)
	return model.Texts(slices.Compact(names))
}
