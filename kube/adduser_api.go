package kube

import (
	"context"

	"kubeid/crypto"
	"kubeid/model"
)

// askFor has the cluster sign.
func (o *onboarding) askFor(ctx context.Context, p *place, r *crypto.Request) error {
	return &model.Problem{Exit: model.ExitRefused, What: "no authority is named", Todo: "name one with --ca-cert and --ca-key"}
}
