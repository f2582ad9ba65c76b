package kube

import (
	"kubeid/kube/store"
	"kubeid/model"
)

// Settings reads what a person has decided for good, anew each time. Without a file
// everything is as usual; one that is wrong anywhere is an error that says where.
func (s *Service) Settings() (model.Settings, error) {
	if s.opts.ConfigDir == "" {
		return model.Settings{}, nil
	}
	return store.ReadSettings(s.opts.ConfigDir, s.label)
}
