package apiserver

import (
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kubeid/crypto"
	"kubeid/kube"
	"kubeid/model"
)

// TestAnOlderServerGivesTheWeakerProof adds a user, by both ways, where the server does not
// say with which certificate somebody logged in. The names are compared then, and that
// this is less is said.
func TestAnOlderServerGivesTheWeakerProof(t *testing.T) {
	s := stand{start(t, func(o *Options) { o.NoCredentialID = true }), t.TempDir()}
	admin := s.Admin()
	service := kube.New(kube.Options{Kubeconfig: admin, StateDir: filepath.Join(s.dir, "state")})
	authority, key := filepath.Join(s.dir, "ca.crt"), filepath.Join(s.dir, "ca.key")
	der, err := x509.MarshalPKCS8PrivateKey(s.clientCA.Key)
	if err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string][]byte{authority: []byte(s.clientCA.pem()), key: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})} {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for way, u := range map[string]model.NewUser{
		"api":       {Subject: crypto.Subject{User: "jane", Groups: []string{"devs"}}},
		"authority": {Subject: crypto.Subject{User: "joe", Groups: []string{"devs"}}, By: model.ByAuthority, CA: authority, Key: key},
	} {
		u.Contexts = []model.Ref{{File: admin, Kind: model.ContextKind, Name: model.NewText("demo")}}
		u.Role = model.RoleWish{Name: "view", Namespaces: []string{"default"}}
		review, err := service.ReviewUser(t.Context(), u, model.AddWith{})
		if err != nil {
			t.Fatal(way, err)
		}
		var last model.Progress
		added, err := service.AddUser(t.Context(), review, model.AddWith{}, func(e model.Event) { last = e.(model.Progress) })
		if err != nil {
			t.Fatal(way, err)
		}
		if p := added.Places[0].Proof; !p.Good() || !p.Weak || p.Who.User.Raw() != u.Subject.User || !strings.Contains(last.Note.Raw(), "does not say with which credential, so only the names are compared") {
			t.Errorf("%s: proof %+v, said as %q", way, p, last.Note)
		}
	}
	if who, err := service.Whoami(t.Context(), model.Ref{File: admin, Kind: model.ContextKind, Name: model.NewText("demo")}, model.Consent{}); err != nil || !who.CredentialID().Empty() {
		t.Errorf("it says %+v, %v", who.Extra, err)
	}
}
