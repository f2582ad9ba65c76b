package cluster

import (
	"testing"
)

func TestAServerWithoutASchemeIsJudgedAsClientGoDoes(t *testing.T) {
	for name, test := range map[string]struct {
		target Target
		want   string
	}{
		"nothing says TLS":         {Target{Server: "a:1"}, "http://a:1"},
		"a CA":                     {Target{Server: "a:1", CA: []byte("x")}, "https://a:1"},
		"a CA file":                {Target{Server: "a", CAFile: "x"}, "https://a"},
		"insecure":                 {Target{Server: "a:1", Insecure: true}, "https://a:1"},
		"a client certificate":     {Target{Server: "a:1", ClientCertificate: true}, "https://a:1"},
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
