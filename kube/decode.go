package kube

import (
	"context"

	"kubeid/crypto"
	"kubeid/model"
)

// batch is how many users are decoded before something is told.
const batch = 200

// Decode looks into the credentials of these users and tells what it found, in
// batches, in the order in which they were asked for. Nothing but the kubeconfigs
// is read.
func (s *Service) Decode(ctx context.Context, users []model.Ref, tell func(model.Event)) error {
	k, files, err := s.load(ctx)
	if err != nil {
		return err
	}
	first := firstUsers(k)
	for len(users) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		found := map[model.Ref]model.Account{}
		n := min(batch, len(users))
		for _, ref := range users[:n] {
			i := k.Find(ref)
			if i < 0 || !k.Users[i].Token.Inline {
				continue
			}
			file := k.Users[i].File
			if a, ok := accountOf(files[file].config.Token(i - first[file])); ok {
				found[ref] = a
			}
		}
		if len(found) > 0 {
			tell(model.Decoded{Accounts: found})
		}
		users = users[n:]
	}
	return nil
}

// firstUsers returns the index of the first user of each file.
func firstUsers(k model.Kubeconfig) []int {
	first := make([]int, len(k.Files))
	for i := len(k.Users) - 1; i >= 0; i-- {
		first[k.Users[i].File] = i
	}
	return first
}

func accountOf(token crypto.Secret) (model.Account, bool) {
	namespace, name, ok := crypto.AccountOf(token)
	return model.Account{Namespace: model.NewText(namespace), Name: model.NewText(name)}, ok
}
