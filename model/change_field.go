package model

import (
	"fmt"
	"strings"

	"kubeid/crypto"
)

// SetCluster changes how a server is reached. What is nil stays; an empty text takes
// the setting away.
type SetCluster struct {
	Cluster                         Ref
	Server, TLSServerName, ProxyURL *Text
	CA                              *CertificateAuthority
}

// A CertificateAuthority is what a cluster's server is trusted by: PEM in the kubeconfig, or
// the path of a file. The zero value stands for none, which leaves it to the
// authorities of the machine.
type CertificateAuthority struct {
	PEM  []byte
	File Text
}

// Wish implements Change.
func (c SetCluster) Wish() string {
	return fmt.Sprintf("set %s of cluster %s", c.fields(), c.Cluster.Name)
}

// Fact implements Change.
func (c SetCluster) Fact() string {
	return fmt.Sprintf("cluster %s has the new %s", c.Cluster.Name, c.fields())
}

func (c SetCluster) fields() string {
	var words []string
	for _, f := range []struct {
		name string
		set  bool
	}{
		{"server", c.Server != nil},
		{"certificate authority", c.CA != nil},
		{"tls-server-name", c.TLSServerName != nil},
		{"proxy-url", c.ProxyURL != nil},
	} {
		if f.set {
			words = append(words, f.name)
		}
	}
	if len(words) == 0 {
		return "nothing"
	}
	return strings.Join(words, ", ")
}

// Renew gives a user another credential of the kind that is given: a certificate
// (PEM) with its key, or a token. It is written into the kubeconfig, and takes the
// place of the one before, also where that was in files. Other settings stay.
type Renew struct {
	User        Ref
	Certificate []byte
	Key, Token  crypto.Secret
}

// Wish implements Change.
func (c Renew) Wish() string { return fmt.Sprintf("renew the %s of user %s", c.what(), c.User.Name) }

// Fact implements Change.
func (c Renew) Fact() string { return fmt.Sprintf("user %s has a new %s", c.User.Name, c.what()) }

func (c Renew) what() string {
	if c.Token.Empty() {
		return "client certificate"
	}
	return "token"
}
