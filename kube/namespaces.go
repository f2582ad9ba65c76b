package kube

import (
	"context"

	"kubeid/model"
)

// Namespaces lists the namespaces of a context's cluster, logged in as its user: what
// WhoamiNeeds lists has to be granted. Where listing is forbidden the error is
// model.ErrMayNotList, and the names that the kubeconfigs know are all there is.
func (s *Service) Namespaces(ctx context.Context, ref model.Ref, granted model.Consent) ([]model.Text, error) {
	c, err := s.caller(ctx, ref)
	if err != nil {
		return nil, err
	}
	return c.Namespaces(ctx, granted)
}
