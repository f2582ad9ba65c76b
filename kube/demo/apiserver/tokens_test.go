package apiserver

import (
	"strings"
	"testing"
	"time"
)

const defaultAccount = "/api/v1/namespaces/default/serviceaccounts/default"

func TestTokensOfAccounts(t *testing.T) {
	for name, key := range map[string]func(*Options){
		"ES256": func(*Options) {},
		"RS256": func(o *Options) { o.TokenKey = newRSA(t) },
	} {
		t.Run(name, func(t *testing.T) {
			l := start(t, key)
			admin := l.admin()
			ask := func(spec object) said { return admin.ask("POST", defaultAccount+"/token", object{"spec": spec}) }

			ask(object{"expirationSeconds": 599}).is(422, `TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes`)
			got := ask(object{"expirationSeconds": 86400}).is(201)
			if w := got.head.Get("Warning"); w != `299 - "requested expiration of 86400 seconds shortened to 7200 seconds"` {
				t.Errorf("the warning is %q", w)
			}
			if n, _ := got.number("spec", "expirationSeconds"); n != 7200 {
				t.Errorf("granted %d", n)
			}
			token := got.text("status", "token")
			account := l.bearer(token)
			account.ask("POST", selfReview, aReview).is(201, `"username":"system:serviceaccount:default:default"`, `["JTI=`, `"system:serviceaccounts:default"`)
			account.ask("GET", "/openid/v1/jwks", nil).is(200, `"alg":"`+name+`"`, l.tokens.id)

			if _, err := l.tokens.open(token[:len(token)-4] + "AAAA"); err == nil {
				t.Error("a spoiled signature is taken")
			}
			other := ask(object{"audiences": []any{"vault"}}).is(201).text("status", "token")
			l.bearer(other).ask("POST", selfReview, aReview).is(401)
			admin.ask("POST", "/apis/authentication.k8s.io/v1/tokenreviews", object{"spec": object{"token": other, "audiences": []any{"vault"}}}).is(201, `"authenticated":true`, `"audiences":["vault"]`)
			admin.ask("POST", "/apis/authentication.k8s.io/v1/tokenreviews", object{"spec": object{"token": other}}).is(201, "is invalid for the target audiences")
		})
	}
}

func TestATokenGoesWithWhatItIsBoundTo(t *testing.T) {
	l := start(t)
	admin := l.admin()
	admin.ask("POST", "/api/v1/namespaces/default/secrets", object{"metadata": object{"name": "anchor"}}).is(201)
	bound := object{"spec": object{"boundObjectRef": object{"apiVersion": "v1", "kind": "Secret", "name": "anchor"}}}
	token := admin.ask("POST", defaultAccount+"/token", bound).is(201).text("status", "token")
	account := l.bearer(token)
	account.ask("POST", selfReview, aReview).is(201)
	admin.ask("DELETE", "/api/v1/namespaces/default/secrets/anchor", nil).is(200)
	account.ask("POST", selfReview, aReview).is(401)
	admin.ask("POST", defaultAccount+"/token", bound).is(404, `secrets "anchor" not found`)

	token = admin.ask("POST", defaultAccount+"/token", object{}).is(201).text("status", "token")
	admin.ask("DELETE", defaultAccount, nil).is(200)
	l.bearer(token).ask("POST", selfReview, aReview).is(401)
}

func TestTokenSecrets(t *testing.T) {
	l := start(t)
	admin := l.admin()
	secret := func(name, account string) object {
		return object{"metadata": object{"name": name, "annotations": object{accountNameNote: account}}, "type": tokenSecretType}
	}
	const all = "/api/v1/namespaces/default/secrets"
	admin.ask("POST", all, object{"metadata": object{"name": "x"}, "type": tokenSecretType}).is(422, "metadata.annotations[kubernetes.io/service-account.name]: Required value")
	admin.ask("POST", all, secret("lost", "ghost")).is(201)
	admin.until(all+"/lost", func(s said) bool { return s.code == 404 })

	admin.ask("POST", all, secret("long", "default")).is(201)
	got := admin.until(all+"/long", func(s said) bool { return s.text("data", "token") != "" })
	token, err := decodeBase64(got.text("data", "token"))
	if err != nil {
		t.Fatal(err)
	}
	claims, err := l.tokens.open(string(token))
	if err != nil || claims.text("iss") != legacyIssuer || claims["exp"] != nil {
		t.Errorf("the claims are %v: %v", claims, err)
	}
	account := l.bearer(string(token))
	who := account.ask("POST", selfReview, aReview).is(201, `"system:serviceaccount:default:default"`)
	if strings.Contains(who.raw, credentialID) {
		t.Error("a legacy token has no id")
	}
	admin.ask("GET", all+"/long", nil).is(200, `"`+lastUsedLabel+`":"`+time.Now().UTC().Format(time.DateOnly)+`"`)
	admin.ask("PATCH", mergePatch+" "+all+"/long", object{"metadata": object{"labels": object{invalidSinceLabel: "2026-01-01"}}}).is(200)
	account.ask("POST", selfReview, aReview).is(401)
	admin.ask("GET", defaultAccount, nil).is(200)
	admin.ask("DELETE", defaultAccount, nil).is(200)
	admin.until(all+"/long", func(s said) bool { return s.code == 404 })
}

func TestAPodsTokenLivesLonger(t *testing.T) {
	l := start(t, func(o *Options) { o.TokenCap = 0 })
	admin := l.admin()
	admin.ask("POST", "/api/v1/namespaces/default/pods", object{"metadata": object{"name": "web"}, "spec": object{"containers": []any{object{"name": "c", "image": "i"}}}}).is(201, `"phase":"Pending"`)
	got := admin.ask("POST", defaultAccount+"/token", object{"spec": object{
		"expirationSeconds": podTokenSeconds, "boundObjectRef": object{"apiVersion": "v1", "kind": "Pod", "name": "web"},
	}}).is(201)
	claims, err := l.tokens.open(got.text("status", "token"))
	if err != nil {
		t.Fatal(err)
	}
	begin, _ := claims.number("iat")
	end, _ := claims.number("exp")
	if end-begin != podTokenReal || claims.at("kubernetes.io", "warnafter") == nil {
		t.Errorf("it lives %d s: %v", end-begin, claims)
	}
}
