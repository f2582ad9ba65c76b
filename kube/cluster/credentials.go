package cluster

import (
	"errors"
	"path/filepath"

	v1 "k8s.io/client-go/tools/clientcmd/api/v1"

	"kubeid/crypto"
	"kubeid/model"
)

// Credentials log in as somebody. They are in memory: nothing is read or run for them.
type Credentials struct {
	Certificate []byte // PEM, with its chain
	Key         crypto.Secret
	Token       crypto.Secret
}

// With returns the caller of the same server with other credentials, and without the
// impersonation of the old ones: that is how something just made is tried. It has no
// Needs.
func (c Caller) With(with Credentials) Caller {
	c.User = v1.AuthInfo{ClientCertificateData: with.Certificate, ClientKeyData: with.Key.Reveal(), Token: string(with.Token.Reveal())}
	c.Entry, c.Place, c.Info = model.Ref{}, model.NewText("the new credentials"), nil
	return c
}

var errNotOurs = errors.New("the kubeconfig is not one that was just made")

// ReadCaller returns the current context of a kubeconfig that was just made, as the one
// who gets it will use it. file is where it stands or will stand: relative paths begin
// in its folder. Anything that a kubeconfig of ours does not have is an error: a
// plugin, several entries of a name, files outside its folder.
func ReadCaller(kubeconfig crypto.Secret, file string) (Caller, error) {
	var all v1.Config
	if !decode(kubeconfig.Reveal(), &all) {
		return Caller{}, errNotOurs
	}
	c := Caller{File: file, Place: model.NewText(file)}
	var context *v1.Context
	for i := range all.Contexts {
		if all.Contexts[i].Name == all.CurrentContext && context == nil {
			context = &all.Contexts[i].Context
		}
	}
	if context == nil {
		return Caller{}, errNotOurs
	}
	c.Context = model.Ref{File: file, Kind: model.ContextKind, Name: model.NewText(all.CurrentContext)}
	found := 0
	for _, n := range all.Clusters {
		if n.Name == context.Cluster {
			found++
			c.Target = targetOf(n.Cluster, file)
		}
	}
	for _, n := range all.AuthInfos {
		if n.Name == context.AuthInfo {
			found++
			c.User, c.Entry = n.AuthInfo, model.Ref{File: file, Kind: model.UserKind, Name: model.NewText(n.Name)}
		}
	}
	u := &c.User
	u.ClientCertificate, u.ClientKey, u.TokenFile = besides(u.ClientCertificate, file), besides(u.ClientKey, file), besides(u.TokenFile, file)
	if found != 2 || u.Exec != nil || u.AuthProvider != nil {
		return Caller{}, errNotOurs
	}
	needs, err := c.Needs()
	if err != nil || len(needs.Open()) > 0 {
		return Caller{}, errNotOurs
	}
	return c, nil
}

func targetOf(c v1.Cluster, file string) Target {
	return Target{
		Server: c.Server, TLSServerName: c.TLSServerName, ProxyURL: c.ProxyURL, CA: c.CertificateAuthorityData,
		CAFile: besides(c.CertificateAuthority, file), Insecure: c.InsecureSkipTLSVerify, DisableCompression: c.DisableCompression,
	}
}

// besides resolves a path as kubectl does: relative ones begin in the kubeconfig's folder.
func besides(path, file string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(file), path)
}
