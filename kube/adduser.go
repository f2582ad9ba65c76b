package kube

import (
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"

	"kubeid/crypto"
	"kubeid/model"
)

// ReviewUser tells what adding a user would do, in full, and makes nothing. It reads
// the authority's files, looks at the servers as nobody, and, when that was granted and
// is needed, asks them as somebody for the rights that are needed.
func (s *Service) ReviewUser(ctx context.Context, u model.NewUser, with model.AddWith) (model.Review, error) {
	o, err := s.onboard(ctx, u, with)
	if err != nil {
		return model.Review{}, err
	}
	defer o.close()
	return o.review, nil
}

// AddUser carries out a review. What came of it is told also when it fails, since a
// certificate that was issued exists whatever happens then; what was left behind is in
// Left. It stops between two steps when ctx ends.
func (s *Service) AddUser(ctx context.Context, r model.Review, with model.AddWith, tell func(model.Event)) (model.AddedUser, error) {
	o, err := s.onboard(ctx, r.User, with)
	if err != nil {
		return model.AddedUser{Review: r}, err
	}
	defer o.close()
	if err := o.sameAs(r); err != nil {
		return model.AddedUser{Review: r}, err
	}
	o.steps.tell = tell
	return o.finish(ctx)
}

// finish does the work. What was made is left behind only when it fails.
func (o *onboarding) finish(ctx context.Context) (model.AddedUser, error) {
	o.added.Review = o.review
	if err := o.run(ctx); err != nil {
		return o.added, err
	}
	for _, p := range o.places[:o.kept()] { // losing the answers is no reason to call it failed
		o.service.store.KeepAnswers(context.WithoutCancel(ctx), p.target.Server, o.user)
	}
	if !o.waits() {
		o.added.Left = nil
	}
	return o.added, nil
}

// An onboarding is the work of adding one user.
type onboarding struct {
	service   *Service
	user      model.NewUser
	with      model.AddWith
	review    model.Review
	places    []*place
	authority *crypto.Authority     // nil unless it signs
	request   *crypto.Request       // that somebody gave; nil when we make it
	given     []*crypto.Certificate // that somebody else has signed, and what belongs to it
	resumed   bool                  // key and request were made before
	refused   bool                  // it was denied, or has failed: nothing comes of it any more
	steps     steps
	added     model.AddedUser
}

// onboard finds out everything that has to be known before anything is made.
func (s *Service) onboard(ctx context.Context, u model.NewUser, with model.AddWith) (*onboarding, error) {
	u = s.placed(u.WithDefaults())
	if err := u.Check(); err != nil {
		return nil, err
	}
	o := &onboarding{service: s, user: u, with: with, steps: steps{func(model.Event) {}}}
	return o, o.prepare(ctx)
}

// placed has every path begin at the root, ~ standing for the home folder.
func (s *Service) placed(u model.NewUser) model.NewUser {
	for _, path := range []*string{&u.Out, &u.CA, &u.Key, &u.Request} {
		if rest, ok := strings.CutPrefix(*path, "~/"); ok && s.opts.Home != "" {
			*path = filepath.Join(s.opts.Home, rest)
		}
		if abs, err := filepath.Abs(*path); err == nil && *path != "" {
			*path = abs
		}
	}
	return u
}

// prepare makes the review. When it fails, no connection is left open.
func (o *onboarding) prepare(ctx context.Context) error {
	if err := o.readRequest(); err != nil {
		return err
	}
	o.review.User, o.review.Subject = o.user, o.user.Subject.Name().String()
	if o.request != nil {
		o.review.Subject = o.request.Subject().String()
	}
	steps := []func(context.Context) error{o.readAuthority, o.findPlaces, o.lookAround, o.askRights, o.planFiles}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			o.close()
			return err
		}
	}
	return nil
}

// close ends the connections.
func (o *onboarding) close() {
	for _, p := range o.places {
		p.close()
	}
}

// sameAs makes sure that what was reviewed is what would be done now.
func (o *onboarding) sameAs(r model.Review) error {
	now, then := o.review, r
	same := now.Subject == then.Subject && reflect.DeepEqual(now.Files, then.Files) && len(now.Places) == len(then.Places)
	for i := range now.Places {
		if !same {
			break
		}
		a, b := now.Places[i], then.Places[i]
		same = a.Entry == b.Entry && a.Signer == b.Signer && a.CA == b.CA && reflect.DeepEqual(a.Address, b.Address) && reflect.DeepEqual(a.Objects, b.Objects)
	}
	if same {
		return o.review.Err()
	}
	return &model.Problem{Exit: model.ExitConflict, What: "something has changed since it was reviewed", Todo: "look at the review once more"}
}

// kept is of how many places the answers are kept: of none where nothing was answered.
func (o *onboarding) kept() int {
	if o.user.Result == model.AsRenewed || o.request != nil {
		return 0
	}
	return len(o.places)
}

// readRequest reads the request that somebody gave. Its subject is the user.
func (o *onboarding) readRequest() error {
	if o.user.Request == "" {
		return nil
	}
	r, err := readRequestFile(o.user.Request)
	if err != nil {
		return err
	}
	subject, err := r.Subject().Subject()
	if err != nil {
		return &model.Problem{Exit: model.ExitRefused, What: fmt.Sprintf("with the subject %s nobody can log in", model.NewText(r.Subject().String())), Todo: "ask for a new request", Cause: err}
	}
	if o.user.Subject.User != "" && !o.user.Subject.Same(subject) {
		return &model.Problem{
			Exit: model.ExitRefused, What: fmt.Sprintf("the request is for %s, not for %s", model.NewText(r.Subject().String()), model.NewText(o.user.Subject.Name().String())),
			Todo: "leave user and groups out to take those of the request, or ask for a new one",
		}
	}
	o.request, o.user.Subject = r, subject
	return o.user.Check()
}

// run does the work, step by step.
func (o *onboarding) run(ctx context.Context) error {
	for _, p := range o.places {
		if err := o.certify(ctx, p); err != nil {
			return err
		}
	}
	if o.waits() {
		return o.wait(ctx)
	}
	for _, p := range o.places {
		if err := o.bind(ctx, p); err != nil {
			return err
		}
	}
	if err := o.write(ctx); err != nil {
		return err
	}
	o.use()
	for _, p := range o.places {
		if err := o.prove(ctx, p); err != nil {
			return err
		}
	}
	return nil
}
