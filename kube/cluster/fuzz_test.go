package cluster

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"strings"
	"testing"
)

// FuzzStrangersBytes feeds everything that strangers write and that is understood here:
// names in a handshake, a kuberc, the output of a plugin, a kubeconfig's lines.
func FuzzStrangersBytes(f *testing.F) {
	name, err := asn1.Marshal(pkix.Name{CommonName: "a", Organization: []string{"b"}}.ToRDNSequence())
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{
		name, []byte(kubercHead + "credentialPluginPolicy: DenyAll\n"), []byte("---\n" + kubercHead),
		[]byte(`{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"canary"}}`),
		[]byte("users:\n- name: a\n  user: {token: b}\n"),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if s := nameOf(data).String(); strings.ContainsAny(s, "\x1b\n\r") {
			t.Errorf("a name may be drawn as %q", s)
		}
		p := parsePolicy(data)
		if p.wrong != nil && p.mode != "" {
			t.Errorf("a policy that is wrong allows as %q", p.mode)
		}
		l, err := credentialOf(data, "client.authentication.k8s.io/v1")
		if err == nil && l.token.Empty() && len(l.certificate) == 0 {
			t.Error("a credential of nothing")
		}
		e := NewEntries(data)
		for line := range 5 {
			var any []map[string]any
			e.item(line, &any)
		}
	})
}
