package kube

import (
	"context"

	"kubeid/model"
)

// mostUnheard is how much is kept of what was said while nobody watched.
const mostUnheard = 5

// say tells a person what goes on meanwhile: that a lock is waited for, or that a change
// which another kubeid left half written was ended. Who watches hears it as model.Said,
// also what was said shortly before.
func (s *Service) say(words string) {
	if s.opts.Say != nil {
		s.opts.Say(words)
	}
	s.mu.Lock()
	hear := s.hear
	if hear == nil && len(s.unheard) < mostUnheard {
		s.unheard = append(s.unheard, words)
	}
	s.mu.Unlock()
	if hear != nil {
		hear(words)
	}
}

// listen has tell hear what is said, from now on until ctx ends.
func (s *Service) listen(ctx context.Context, tell func(model.Event)) {
	hear := func(words string) {
		if ctx.Err() == nil {
			tell(model.Said{Words: words})
		}
	}
	s.mu.Lock()
	missed := s.unheard
	s.hear, s.unheard = hear, nil
	s.mu.Unlock()
	for _, words := range missed {
		hear(words)
	}
}
