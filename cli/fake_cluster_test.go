package cli

import (
	"context"

	"kubeid/crypto"
	"kubeid/model"
)

// fakeCluster is what a fake finds at servers.
type fakeCluster struct {
	probes     map[string]model.Probe // by the name of the entry
	probed     []model.Ref
	needs      model.Consent
	needsErr   error
	granted    *model.Consent // what was agreed to when somebody logged in
	who        model.Whoami
	whoErr     error
	namespaces []model.Text
	listErr    error
	inspect    func(what string, passphrase crypto.Secret) (model.Inspection, error) // what is - for standard input
	input      string                                                                // what came through it
}

func (f *fakeCluster) Inspect(_ context.Context, what string, passphrase crypto.Secret) (model.Inspection, error) {
	return f.inspect(what, passphrase)
}

func (f *fakeCluster) InspectBytes(_ context.Context, data []byte, passphrase crypto.Secret) (model.Inspection, error) {
	f.input = string(data)
	return f.inspect("-", passphrase)
}

func (f *fakeCluster) Probe(_ context.Context, refs []model.Ref, tell func(model.Event)) error {
	f.probed = append(f.probed, refs...)
	for _, r := range refs {
		tell(model.Probed{Refs: []model.Ref{r}, Probe: f.probes[r.Name.Raw()]})
	}
	return nil
}

func (f *fakeCluster) WhoamiNeeds(context.Context, model.Ref) (model.Consent, error) {
	return f.needs, f.needsErr
}

func (f *fakeCluster) Whoami(_ context.Context, _ model.Ref, granted model.Consent) (model.Whoami, error) {
	f.granted = &granted
	return f.who, f.whoErr
}

func (f *fakeCluster) Namespaces(_ context.Context, _ model.Ref, granted model.Consent) ([]model.Text, error) {
	f.granted = &granted
	return f.namespaces, f.listErr
}
