package config

import (
	"encoding/base64"

	"k8s.io/client-go/tools/clientcmd/api"

	"kubeid/model"
)

// setField sets a field of client-go's view of a file. Fields that client-go does not
// know change nothing there.
func setField(c *api.Config, o SetField) error {
	value := o.Value
	if o.Remove {
		value = ""
	}
	data, _ := base64.StdEncoding.DecodeString(value)
	if len(data) == 0 {
		data = nil
	}
	switch o.Kind {
	case model.ClusterKind:
		setCluster(c.Clusters[o.Name], o.Field, value, data)
	case model.UserKind:
		setUser(c.AuthInfos[o.Name], o.Field, value, data)
	case model.ContextKind:
		setContext(c.Contexts[o.Name], o.Field, value)
	}
	return nil
}

func setCluster(c *api.Cluster, field, value string, data []byte) {
	switch field {
	case "server":
		c.Server = value
	case "tls-server-name":
		c.TLSServerName = value
	case "insecure-skip-tls-verify":
		c.InsecureSkipTLSVerify = value == "true"
	case "certificate-authority":
		c.CertificateAuthority = value
	case "certificate-authority-data":
		c.CertificateAuthorityData = data
	case "proxy-url":
		c.ProxyURL = value
	case "disable-compression":
		c.DisableCompression = value == "true"
	}
}

func setUser(u *api.AuthInfo, field, value string, data []byte) {
	switch field {
	case "client-certificate":
		u.ClientCertificate = value
	case "client-certificate-data":
		u.ClientCertificateData = data
	case "client-key":
		u.ClientKey = value
	case "client-key-data":
		u.ClientKeyData = data
	case "token":
		u.Token = value
	case "tokenFile":
		u.TokenFile = value
	case "as":
		u.Impersonate = value
	case "as-uid":
		u.ImpersonateUID = value
	case "username":
		u.Username = value
	case "password":
		u.Password = value
	case "exec":
		u.Exec = nil // it can only be taken away as a whole, as the other two
	case "auth-provider":
		u.AuthProvider = nil
	case "as-groups":
		u.ImpersonateGroups = nil
	}
}

func setContext(c *api.Context, field, value string) {
	switch field {
	case "cluster":
		c.Cluster = value
	case "user":
		c.AuthInfo = value
	case "namespace":
		c.Namespace = value
	}
}
