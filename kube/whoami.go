package kube

import (
	"context"
	"fmt"
	"os"

	v1 "k8s.io/client-go/tools/clientcmd/api/v1"

	"kubeid/kube/cluster"
	"kubeid/model"
)

// WhoamiNeeds says what would run, be read and be sent to log in with a context, and
// what of it was agreed to already. Nothing is run, read or sent.
func (s *Service) WhoamiNeeds(ctx context.Context, ref model.Ref) (model.Consent, error) {
	c, err := s.caller(ctx, ref)
	if err != nil {
		return model.Consent{}, err
	}
	return c.Needs()
}

// Whoami logs in with a context and asks the server who that is. What WhoamiNeeds
// lists has to be granted; what changed since is not covered by that.
func (s *Service) Whoami(ctx context.Context, ref model.Ref, granted model.Consent) (model.Whoami, error) {
	c, err := s.caller(ctx, ref)
	if err != nil {
		return model.Whoami{}, err
	}
	return c.Whoami(ctx, granted)
}

// ForgetConsents forgets what was agreed to for good.
func (s *Service) ForgetConsents() error { return cluster.OpenMemory(s.opts.StateDir).Forget() }

// caller returns a context as kubectl would use it. What kubectl refuses is refused.
func (s *Service) caller(ctx context.Context, ref model.Ref) (cluster.Caller, error) {
	k, files, err := s.load(ctx)
	if err != nil {
		return cluster.Caller{}, err
	}
	i := k.Find(ref)
	if ref.Kind != model.ContextKind || i < 0 {
		return cluster.Caller{}, model.NotFound(model.ContextKind, ref.Name.Raw(), k.Names(model.ContextKind))
	}
	if err := usable(k, i); err != nil {
		return cluster.Caller{}, err
	}
	t := newTargets(k, files)
	target, _, err := t.target(ref)
	if err != nil {
		return cluster.Caller{}, err
	}
	r := k.Resolve(i)
	u, c := k.Users[r.User], k.Clusters[r.Cluster]
	place := k.Place(model.UserKind, r.User)
	full, err := t.of(u.File).User(u)
	if err != nil {
		return cluster.Caller{}, unreadableEntry(place)
	}
	full.ClientCertificate, full.ClientKey, full.TokenFile = u.Certificate.File.Raw(), u.Key.File.Raw(), u.Token.File.Raw()
	caller := cluster.Caller{
		Context: ref, Target: target, User: full, Entry: k.Ref(model.UserKind, r.User), Place: model.NewText(place), File: k.Files[u.File].Path,
		Policy: cluster.ReadPolicy(os.Getenv("KUBERC"), s.opts.Home), Memory: cluster.OpenMemory(s.opts.StateDir),
	}
	if full.Exec == nil {
		return caller, nil
	}
	full.Exec.Command, full.Exec.InteractiveMode = u.Exec.Command.Raw(), v1.ExecInteractiveMode(u.Exec.InteractiveMode.Raw())
	if full.Exec.ProvideClusterInfo {
		entry, err := t.of(c.File).Cluster(c)
		if err != nil {
			return cluster.Caller{}, unreadableEntry(k.Place(model.ClusterKind, r.Cluster))
		}
		for _, e := range entry.Extensions {
			if e.Name == cluster.ExecExtension {
				caller.Info = e.Extension.Raw
			}
		}
	}
	return caller, nil
}

// usable returns why kubectl would not use context i.
func usable(k model.Kubeconfig, i int) error {
	if shadow := k.Shadow(model.ContextKind, i); shadow >= 0 {
		return &model.Problem{
			Exit: model.ExitRefused,
			What: fmt.Sprintf("%s is shadowed: kubectl would use the context of %s", k.Place(model.ContextKind, i), k.Place(model.ContextKind, shadow)),
			Todo: "give one of the two another name, or put its file first in KUBECONFIG",
		}
	}
	for _, f := range k.Files {
		if !f.Refused.Empty() || !f.Problem.Empty() {
			return &model.Problem{
				Exit: model.ExitRefused, What: fmt.Sprintf("kubectl cannot load %s: %s%s", f.Label, f.Refused, f.Problem), Todo: "mend that file, or take it out of KUBECONFIG",
			}
		}
	}
	if wrong := k.Resolve(i).Refusals; len(wrong) > 0 {
		return refusedBy(wrong)
	}
	return nil
}
