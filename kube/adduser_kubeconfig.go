package kube

import (
	"bytes"
	"fmt"

	"k8s.io/apimachinery/pkg/runtime"
	v1 "k8s.io/client-go/tools/clientcmd/api/v1"
	"sigs.k8s.io/yaml"

	"kubeid/crypto"
	"kubeid/model"
)

// A form fills the certificates of one place into the entries of a kubeconfig.
type form func(o *onboarding, p *place, c *v1.Cluster, u *v1.AuthInfo) error

// embedded puts everything into the kubeconfig itself.
func embedded(_ *onboarding, p *place, c *v1.Cluster, u *v1.AuthInfo) error {
	key, err := p.key.PEM()
	if err != nil {
		return err
	}
	c.CertificateAuthorityData = p.ca
	u.ClientCertificateData, u.ClientKeyData = p.certificatePEM(), key.Reveal()
	return nil
}

// referring has the kubeconfig refer to the files beside it.
func referring(o *onboarding, p *place, c *v1.Cluster, u *v1.AuthInfo) error {
	n := o.pemNames(p)
	if len(p.ca) > 0 {
		c.CertificateAuthority = n.ca
	}
	u.ClientCertificate, u.ClientKey = n.certificate, n.key
	return nil
}

// certificatePEM is the certificate with what has to be sent along.
func (p *place) certificatePEM() []byte {
	out := p.certificate.PEM()
	for _, c := range p.chain {
		out = append(out, c.PEM()...)
	}
	return out
}

// kubeconfig writes the kubeconfig of the new user, with current as its current context.
func (o *onboarding) kubeconfig(current *place, fill form) (crypto.Secret, error) {
	config := v1.Config{APIVersion: "v1", Kind: "Config", CurrentContext: current.Entry}
	clusters := map[string]bool{}
	for _, p := range o.places {
		var c v1.Cluster
		var u v1.AuthInfo
		c.Server, c.TLSServerName, c.ProxyURL = p.Address.Server, p.Address.TLSServerName, p.Address.ProxyURL
		c.InsecureSkipTLSVerify = p.Address.Insecure
		if err := fill(o, p, &c, &u); err != nil {
			return crypto.Secret{}, err
		}
		if !clusters[p.name] {
			clusters[p.name] = true
			config.Clusters = append(config.Clusters, v1.NamedCluster{Name: p.name, Cluster: c})
		}
		config.AuthInfos = append(config.AuthInfos, v1.NamedAuthInfo{Name: p.Entry, AuthInfo: u})
		context := v1.Context{Cluster: p.name, AuthInfo: p.Entry}
		if len(o.user.Role.Namespaces) > 0 {
			context.Namespace = o.user.Role.Namespaces[0]
		}
		config.Contexts = append(config.Contexts, v1.NamedContext{Name: p.Entry, Context: context})
	}
	body, err := yaml.Marshal(bare(config))
	if err != nil {
		return crypto.Secret{}, err
	}
	var text bytes.Buffer
	fmt.Fprintf(&text, "# %s, made with kubeid. It logs in as this user and cannot be taken back before it ends:\n", model.NewText(o.review.Subject))
	for _, p := range o.places {
		fmt.Fprintf(&text, "# %s until %s\n", model.NewText(p.Entry), p.certificate.NotAfter.UTC().Format("2006-01-02 15:04 UTC"))
	}
	text.Write(body)
	return crypto.NewSecret(text.Bytes()), nil
}

// bare leaves out what Kubernetes has given up but still writes (preferences).
func bare(c v1.Config) map[string]any {
	out, err := runtime.DefaultUnstructuredConverter.ToUnstructured(&c)
	if err != nil {
		return nil
	}
	delete(out, "preferences")
	return out
}
