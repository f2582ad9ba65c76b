package kube

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"kubeid/crypto"
	"kubeid/kube/cluster"
	"kubeid/kube/config"
	"kubeid/model"
)

// Where an entry stands by itself, the content of the files that it points to comes to
// stand in it. Once it does, nobody is asked any more before it is sent or given away. So
// a file outside of the folder of its kubeconfig is only looked for, not read, until a
// person has agreed to it; a private key that stands beside an authority is left out.

// elsewhere returns the files outside of the folder of its kubeconfig that an entry points
// to; all of them when nobody knows the folder.
func elsewhere(e config.Entry, folder string) []config.FileField {
	var out []config.FileField
	for _, f := range e.Rebase(folder, "").Files() {
		if real, err := filepath.EvalSymlinks(f.Path); err == nil {
			f.Path = real
		}
		if f.Field != "exec.command" && (folder == "" || !cluster.Beside(filepath.Join(folder, "config"), f.Path)) {
			out = append(out, f)
		}
	}
	return out
}

// takesIn says that the content of a file is taken in.
func takesIn(kind model.Kind, name model.Text, f config.FileField) model.Danger {
	return model.Danger{Kind: kind, Name: name, What: fmt.Sprintf("takes in a file from elsewhere as its %s: %s", f.Field, model.NewText(f.Path))}
}

// withFiles returns an entry with the content of the files that it names; the path of
// a credential plugin is made absolute. In place of those that are not agreed to stands
// which file it is.
func withFiles(e config.Entry, folder string, agreed bool) (config.Entry, error) {
	var ask []config.FileField
	if !agreed {
		ask = elsewhere(e, folder)
	}
	e = e.Rebase(folder, "")
	for _, f := range e.Files() {
		if f.Field == "exec.command" {
			continue
		}
		content, err := []byte("the content of "+f.Path), error(nil)
		if slices.ContainsFunc(ask, func(a config.FileField) bool { return a.Field == f.Field }) {
			err = cluster.FileThere(f.Path)
		} else if content, err = cluster.ReadFile(f.Path); err == nil && f.Field == "certificate-authority" {
			content, err = authorityAlone(content)
		}
		if err != nil {
			return e, &model.Problem{
				Exit: model.ExitError, What: fmt.Sprintf("%s %q points to a file that cannot be read", e.Kind, model.NewText(e.Name)),
				Todo: "put that file in its place; view, and import without --embed, keep the path", Cause: err,
			}
		}
		e.Body = e.Body.Embed(f.Field, content)
	}
	return e, nil
}

// authorityAlone returns an authority as it is, or its certificates alone where a private
// key stands beside them: whoever has that key is everybody.
func authorityAlone(pem []byte) ([]byte, error) {
	if !slices.ContainsFunc(crypto.Blocks(pem), func(b crypto.Block) bool { return strings.HasSuffix(b.Type, "PRIVATE KEY") }) {
		return pem, nil
	}
	certificates, _ := crypto.ParseCertificates(pem)
	if len(certificates) == 0 {
		return nil, errors.New("the authority is a private key, not a certificate")
	}
	var out []byte
	for _, c := range certificates {
		out = append(out, c.PEM()...)
	}
	return out, nil
}

// withoutKey returns a cluster without a private key that stands beside its authority.
func withoutKey(e config.Entry) (config.Entry, error) {
	const field = "certificate-authority-data"
	if e.Kind != model.ClusterKind || e.Body.Text(field) == "" {
		return e, nil
	}
	data, err := base64.StdEncoding.DecodeString(e.Body.Text(field))
	if err != nil {
		return e, nil // it is no kubeconfig for kubectl either
	}
	alone, err := authorityAlone(data)
	if err != nil {
		return e, &model.Problem{Exit: model.ExitRefused, What: fmt.Sprintf("%s %q is not given away", e.Kind, model.NewText(e.Name)), Todo: "put its certificate in the place of the key", Cause: err}
	}
	if !bytes.Equal(alone, data) {
		e.Body = e.Body.With(field, base64.StdEncoding.EncodeToString(alone))
	}
	return e, nil
}

// agreed returns the plan of an import with the files from elsewhere to which a person has
// agreed by having it carried out. They are read now. It may turn out that an entry is
// there already, so that less comes in than was asked about, but never more.
func (s *Service) agreed(ctx context.Context, p model.Plan) (model.Plan, error) {
	c, waits := withConsent(p.Change)
	if !waits {
		return p, nil
	}
	again, err := s.Plan(ctx, c)
	if err != nil {
		return p, err
	}
	for _, line := range again.Question() {
		if !slices.Contains(p.Question(), line) {
			return p, conflict(errOther)
		}
	}
	return again, nil
}

// withConsent returns a change in which a person agrees to the files that imports take in.
func withConsent(c model.Change) (agreed model.Change, waits bool) {
	switch c := c.(type) {
	case model.Import:
		waits = c.Embed && !c.Agreed
		c.Agreed = true
		return c, waits
	case model.Several:
		all := make([]model.Change, len(c.Changes))
		for i, one := range c.Changes {
			var w bool
			all[i], w = withConsent(one)
			waits = waits || w
		}
		return model.Several{Changes: all}, waits
	}
	return c, false
}
