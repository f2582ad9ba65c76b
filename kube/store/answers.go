package store

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"

	"kubeid/model"
)

// What was answered when a user was added last is kept for each cluster, by the address
// of its server. There is nothing secret in it, and nothing depends on it.

const answersName = "answers.json"

// maxAnswers bounds of how many clusters answers are kept.
const maxAnswers = 200

func (s *Store) allAnswers() map[string]model.NewUser {
	all := map[string]model.NewUser{}
	data, err := readOwn(filepath.Join(s.dir, answersName))
	if err != nil || json.Unmarshal(data, &all) != nil {
		return map[string]model.NewUser{}
	}
	return all
}

// Answers returns what was answered last for a server: all but who the user was.
func (s *Store) Answers(server string) (model.NewUser, bool) {
	u, ok := s.allAnswers()[server]
	return u, ok
}

// KeepAnswers remembers what was answered for a server.
func (s *Store) KeepAnswers(ctx context.Context, server string, u model.NewUser) error {
	free, err := s.guard(ctx, "answers.lock")
	if err != nil {
		return err
	}
	defer free()
	all := s.allAnswers()
	if len(all) >= maxAnswers {
		all = map[string]model.NewUser{}
	}
	all[server] = u.Kept()
	data, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	path, me := filepath.Join(s.dir, answersName), self()
	temp := tempName(path, me)
	if err := writeNew(temp, append(data, '\n')); err != nil {
		return bare("write the answers", err)
	}
	if err := replace(temp, path); err != nil {
		os.Remove(temp)
		return bare("write the answers", err)
	}
	sweep(path, me)
	return nil
}
