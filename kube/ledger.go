package kube

import (
	"context"
	"errors"
	"fmt"
	"os"

	"kubeid/kube/cluster"
	"kubeid/model"
)

// Issued lists the certificates that were issued with this program, the newest first.
func (s *Service) Issued(context.Context) ([]model.Issued, error) { return s.store.Ledger() }

// TakeBack removes what a failed try to add a user has left behind: objects, each only
// if it is still the one that was made, files, and what was written into kubeconfigs. It goes on after a failure and tells
// all of them.
func (s *Service) TakeBack(ctx context.Context, left []model.Leftover, granted model.Consent) error {
	var errs []error
	for _, l := range left {
		if l.Kind == "file" {
			if err := os.Remove(l.Name); err != nil && !errors.Is(err, os.ErrNotExist) {
				errs = append(errs, fmt.Errorf("%s: %w", l, err))
			}
			continue
		}
		if l.Kind == "entries" {
			if err := s.undo(ctx, l.UID); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", l, err))
			}
			continue
		}
		if err := s.delete(ctx, l, granted); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", l, err))
		}
	}
	return errors.Join(errs...)
}

// delete deletes an object, if it is still the one that was made. Whoever had it made has
// agreed to the way there.
func (s *Service) delete(ctx context.Context, l model.Leftover, granted model.Consent) error {
	api, done, err := s.borrow(ctx, l.Context, granted)
	if err != nil {
		return err
	}
	defer done()
	if err := api.Delete(ctx, pathOf(l), cluster.Precondition{UID: l.UID}); !errors.Is(err, model.ErrNoObject) {
		return err
	}
	return nil
}

// undo takes one step of the journal back.
func (s *Service) undo(ctx context.Context, id string) error {
	plan, err := s.Plan(ctx, model.Undo{ID: id})
	if err != nil {
		return err
	}
	_, err = s.Apply(ctx, plan)
	return err
}

// pathOf is where an object that was left behind is.
func pathOf(l model.Leftover) cluster.Path {
	switch l.Kind {
	case "CertificateSigningRequest":
		return cluster.Requests.Named(l.Name)
	case "ClusterRoleBinding":
		return cluster.ClusterRoleBindings.Named(l.Name)
	case "ServiceAccount":
		return cluster.ServiceAccounts.In(l.Where).Named(l.Name)
	case "Secret":
		return cluster.Secrets.In(l.Where).Named(l.Name)
	}
	return cluster.RoleBindings.In(l.Where).Named(l.Name)
}
