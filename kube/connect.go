package kube

import (
	"context"
	"reflect"

	"kubeid/kube/cluster"
	"kubeid/model"
)

// A connection serves everything that is done at the same time to one server as
// one user: while a screen watches, what is decided there does not log in once more.
type connection struct {
	api    *cluster.API
	caller cluster.Caller
	users  int
}

// borrow logs in with a context, or takes the connection of somebody who has, exactly
// so. What WhoamiNeeds lists has to be granted. done gives it back.
func (s *Service) borrow(ctx context.Context, of model.Ref, granted model.Consent) (api *cluster.API, done func(), err error) {
	caller, err := s.caller(ctx, of)
	if err != nil {
		return nil, nil, err
	}
	if err := caller.Agreed(granted); err != nil {
		return nil, nil, err
	}
	s.mu.Lock()
	have := s.connections[of]
	if have != nil && reflect.DeepEqual(have.caller, caller) {
		have.users++
		s.mu.Unlock()
		return have.api, func() { s.release(of, have) }, nil
	}
	s.mu.Unlock()
	if api, err = caller.Connect(ctx, granted); err != nil {
		return nil, nil, err
	}
	mine := &connection{api: api, caller: caller, users: 1}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.connections == nil {
		s.connections = map[model.Ref]*connection{}
	}
	s.connections[of] = mine
	return api, func() { s.release(of, mine) }, nil
}

// borrowToWrite is borrow for what changes something in a cluster: where nobody knows who
// the server is, that has to be granted by its name as well.
func (s *Service) borrowToWrite(ctx context.Context, of model.Ref, granted model.Consent) (api *cluster.API, done func(), err error) {
	caller, err := s.caller(ctx, of)
	if err != nil {
		return nil, nil, err
	}
	granted.Unverified = caller.Target.Unverified()
	if err := granted.MayWrite(); err != nil {
		return nil, nil, err
	}
	return s.borrow(ctx, of, granted)
}

func (s *Service) release(of model.Ref, c *connection) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.users--; c.users > 0 {
		return
	}
	c.api.Close()
	if s.connections[of] == c {
		delete(s.connections, of)
	}
}
