package cluster

import (
	"os"
	"path/filepath"
	"testing"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

func TestAServerWithoutASchemeIsJudgedAsClientGoDoes(t *testing.T) {
	for name, test := range map[string]struct {
		target Target
		want   string
	}{
		"nothing says TLS":         {Target{Server: "a:1"}, "http://a:1"},
		"a CA":                     {Target{Server: "a:1", CA: []byte("x")}, "http://a:1"},
		"a CA file":                {Target{Server: "a", CAFile: "x"}, "http://a"},
		"insecure":                 {Target{Server: "a:1", Insecure: true}, "http://a:1"},
		"a path without a scheme":  {Target{Server: "a/b"}, ""},
		"another scheme":           {Target{Server: "ftp://a"}, ""},
		"a path is kept":           {Target{Server: "https://a/k8s/clusters/c-1/"}, "https://a/k8s/clusters/c-1/"},
		"a password is dropped":    {Target{Server: "https://u:p@a"}, "https://a"},
		"a question is dropped":    {Target{Server: "https://a/x?y#z"}, "https://a/x"},
		"nothing":                  {Target{Server: ""}, ""},
		"what cannot be parsed":    {Target{Server: "https://a:b:c"}, ""},
		"an IPv6 address":          {Target{Server: "https://[::1]:6443"}, "https://[::1]:6443"},
		"a port and nothing else":  {Target{Server: "https://:6443"}, ""},
		"an address without slash": {Target{Server: "https:a"}, ""},
	} {
		a, err := test.target.address()
		got := ""
		if err == nil {
			got = a.url.String()
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// TestTheSchemeIsTheOneOfClientcmd holds addresses with and without a scheme against
// what client-go would connect to, with all that could ask for TLS.
func TestTheSchemeIsTheOneOfClientcmd(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	user := api.AuthInfo{ClientCertificate: file, ClientKey: file}
	for _, server := range []string{"a:1", "a", "10.0.0.1:6443", "10.0.0.1", "localhost:8080", "[::1]:6443", "http://a:1", "https://a:1", "HTTPS://a", "Http://a", "https://a/k8s/clusters/c"} {
		for name, c := range map[string]api.Cluster{
			"nothing": {}, "a CA": {CertificateAuthorityData: []byte("x")}, "a CA file": {CertificateAuthority: file},
			"insecure": {InsecureSkipTLSVerify: true}, "a name": {TLSServerName: "x"},
		} {
			c.Server = server
			theirs, err := clientcmd.NewDefaultClientConfig(api.Config{
				Clusters: map[string]*api.Cluster{"c": &c}, AuthInfos: map[string]*api.AuthInfo{"u": &user},
				Contexts: map[string]*api.Context{"x": {Cluster: "c", AuthInfo: "u"}}, CurrentContext: "x",
			}, nil).ClientConfig()
			if err != nil {
				t.Fatal(err)
			}
			want, _, err := rest.DefaultServerUrlFor(theirs)
			if err != nil {
				t.Fatal(err)
			}
			a, err := Target{Server: server, CA: c.CertificateAuthorityData, CAFile: c.CertificateAuthority, Insecure: c.InsecureSkipTLSVerify, TLSServerName: c.TLSServerName}.address()
			if err != nil || a.url.String() != want.String() {
				t.Errorf("%s with %s: %v, %v; client-go connects to %v", server, name, a.url, err, want)
			}
		}
	}
}
