package ui

import (
	"crypto/sha256"
	"fmt"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

// certified is sample with something in its entries, made for the moment at which a
// bubble's time begins.
func certified() *fakeBackend {
	b := newFake(sample())
	k, now := b.loaded.Config, time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	user := func(i int) model.Ref { return k.Ref(model.UserKind, i) }
	cluster := func(i int) model.Ref { return k.Ref(model.ClusterKind, i) }
	jane := client("jane", now.Add(-353*day), now.Add(12*day+time.Hour), "devs", "payments")
	jane.Notes = []model.Note{{ID: "cert-rsa-small", Text: text("an RSA key of 1024 bits; 2048 are the least")}}
	root := client("root", now.Add(-400*day), now.Add(-3*day-time.Hour), "system:masters")
	root.Login.Facts = []model.Note{{ID: "group-masters", Text: text("system:masters may do everything; no role gives that and none can take it away")}}
	half := client("half", now.Add(-10*day), now.Add(201*day))
	half.Login.Refusals = []model.Note{{ID: "login-usage", Text: text("it is for server auth and not for client auth")}}
	ca := func(name string, from, to time.Duration) model.Certificate {
		c := client(name, now.Add(from), now.Add(to))
		c.CA, c.SelfIssued, c.Issuer, c.PathLimit, c.Usages = true, true, c.Subject, -1, []string{"digital signature", "cert sign"}
		return c
	}
	eu := ca("kubernetes-eu", -5*yearish, 5*yearish)
	b.found = map[model.Ref]model.Credential{
		user(0): {Certificates: []model.Certificate{jane, ca("team-ca", -100*day, 900*day)}, Key: model.KeyFits},
		user(3): {Token: &model.Token{
			Kind: crypto.BoundAccountToken, Issuer: text("https://kubernetes.default.svc"), Subject: text("system:serviceaccount:ci:deployer"),
			ID: text("4f9c7a1e"), Audiences: []model.Text{text("https://kubernetes.default.svc")}, Account: model.Account{Namespace: text("ci"), Name: text("deployer")},
			Bound: []model.Text{text("secret anchor")}, IssuedAt: now.Add(-90 * day), Expires: now.Add(9*day + time.Hour),
		}},
		user(4): {Certificates: []model.Certificate{half}, Key: model.KeyMissing},
		user(5): {Unread: []model.Text{text("/home/jane/token")}, Token: &model.Token{
			Kind: crypto.LegacyAccountToken, Subject: text("system:serviceaccount:lab:jane"), Account: model.Account{Namespace: text("lab"), Name: text("jane")},
		}},
		user(7):    {Certificates: []model.Certificate{root}, Key: model.KeyForeign},
		user(9):    {Certificates: []model.Certificate{client("tomorrow", now.Add(20*time.Hour), now.Add(364*day))}, Key: model.KeyLocked},
		cluster(0): {Certificates: []model.Certificate{eu}},
		cluster(1): {Unread: []model.Text{text("/etc/kube/ca.crt")}, Certificates: []model.Certificate{ca("kubernetes-us", -9*yearish, 27*day)}},
		cluster(3): {Certificates: []model.Certificate{eu}},
		cluster(4): {Troubles: []model.Text{text("the PEM block at byte 0 ends in the middle")}},
	}
	return b
}

// client is what is known of a client certificate.
func client(name string, from, to time.Time, groups ...string) model.Certificate {
	subject := "CN=" + name
	for _, g := range groups {
		subject += ",O=" + g
	}
	return model.Certificate{
		Served: model.Served{
			Subject: text(subject), Issuer: text("CN=kubernetes"), NotBefore: from, NotAfter: to, Serial: text("1f:22:0a:9c:00:51"),
			Key: "ECDSA P-256", Signature: "ECDSA-SHA256", Fingerprint: "X509SHA256=" + fmt.Sprintf("%x", sha256.Sum256([]byte(name))),
		},
		Login: model.Login{User: text(name), Groups: model.Texts(groups)}, Usages: []string{"digital signature", "client auth"}, Version: 3, PathLimit: -1,
	}
}
