package kube

import (
	"context"
	"fmt"

	"kubeid/crypto"
	"kubeid/kube/cluster"
	"kubeid/model"
)

// Renewal returns the answers with which the certificate of a user entry is renewed: the
// same name, groups and UID, a new key of the same kind. Every entry of the loaded
// kubeconfigs that has the very same certificate is renewed with it. context says
// through which cluster; it has to use the user.
func (s *Service) Renewal(ctx context.Context, user, through model.Ref) (model.NewUser, error) {
	k, files, err := s.load(ctx)
	if err != nil {
		return model.NewUser{}, err
	}
	t := newTargets(k, files)
	leaf, err := t.certificate(user)
	if err != nil {
		return model.NewUser{}, err
	}
	subject, err := leaf.Subject().Subject()
	if err != nil {
		return model.NewUser{}, &model.Problem{Exit: model.ExitRefused, What: fmt.Sprintf("the certificate of user %q names nobody who can log in", user.Name), Todo: "issue a new one", Cause: err}
	}
	u := model.NewUser{Contexts: []model.Ref{through}, Subject: subject, Result: model.AsRenewed, Renews: []model.Ref{user}}
	u.KeyType, _ = crypto.ParseKeyType(leaf.PublicKey().String())
	for i := range k.Users {
		ref := k.Ref(model.UserKind, i)
		if ref == user {
			continue
		}
		if other, err := t.certificate(ref); err == nil && other.Fingerprint() == leaf.Fingerprint() {
			u.Renews = append(u.Renews, ref)
		}
	}
	return u.WithDefaults(), nil
}

// certificate returns the client certificate of a user entry.
func (t *targets) certificate(ref model.Ref) (*crypto.Certificate, error) {
	i := t.config.Find(ref)
	if i < 0 || ref.Kind != model.UserKind {
		return nil, model.NotFound(model.UserKind, ref.Name.Raw(), t.config.Names(model.UserKind))
	}
	u := t.config.Users[i]
	none := &model.Problem{Exit: model.ExitRefused, What: fmt.Sprintf("user %q does not log in with a client certificate", ref.Name), Todo: "only certificates are renewed; tokens are made anew with kubeid token"}
	if !u.Certificate.Present() {
		return nil, none
	}
	full, err := t.of(u.File).User(u)
	if err != nil {
		return nil, unreadableEntry(t.config.Place(model.UserKind, i))
	}
	data := full.ClientCertificateData
	if len(data) == 0 {
		if data, err = cluster.ReadFile(u.Certificate.File.Raw()); err != nil {
			return nil, unreadable("the certificate of user "+ref.Name.String(), err)
		}
	}
	certs, troubles := crypto.ParseCertificates(data)
	if len(certs) == 0 {
		none.Cause = troubles[0]
		return nil, none
	}
	return certs[0], nil
}

// planRenewal says which files get the new certificate.
func (o *onboarding) planRenewal() {
	for _, ref := range o.user.Renews {
		o.review.Files = append(o.review.Files, model.PlannedFile{Path: ref.File, What: fmt.Sprintf("a new certificate and key of user %s", ref.Name), Secret: true, Merged: true})
	}
}

// renew puts the new certificate and key into the entries, as one change with one undo.
func (o *onboarding) renew(ctx context.Context) (string, error) {
	p := o.places[0]
	key, err := p.key.PEM()
	if err != nil {
		return "", err
	}
	var all model.Several
	for _, ref := range o.user.Renews {
		all.Changes = append(all.Changes, model.Renew{User: ref, Certificate: p.certificatePEM(), Key: key})
	}
	plan, err := o.service.Plan(ctx, all)
	if err != nil {
		return "", err
	}
	if _, err := o.service.Apply(ctx, plan); err != nil {
		return "", err
	}
	o.added.Files = o.review.Files
	o.leftEntries(ctx, o.user.Renews[0].File)
	var paths []string
	for _, f := range o.added.Files {
		paths = append(paths, f.Path)
	}
	return "kubeid undo brings the old one back", o.amend(ctx, p, nil, paths)
}
