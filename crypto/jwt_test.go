package crypto

import (
	"crypto/ecdsa"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

func jwt(header, claims string) string {
	part := base64.RawURLEncoding.EncodeToString
	return part([]byte(header)) + "." + part([]byte(claims)) + "." + part([]byte("signature"))
}

func parse(text string) Token { return ParseToken(NewSecret([]byte(text))) }

const rs256 = `{"alg":"RS256","kid":"k1","typ":"JWT"}`

func TestKindsOfTokens(t *testing.T) {
	for name, c := range map[string]struct {
		token string
		want  TokenKind
	}{
		"a bound token":                             {jwt(rs256, boundClaims), BoundAccountToken},
		"a legacy token":                            {jwt(rs256, legacyClaims), LegacyAccountToken},
		"an OIDC token":                             {jwt(rs256, `{"iss":"https://dex","sub":"jane","aud":"kube","exp":1}`), OIDCToken},
		"one that ends in a line break":             {jwt(rs256, boundClaims) + "\n", BoundAccountToken},
		"a JWT of another sort":                     {jwt(rs256, `{"iss":"me"}`), OtherJWT},
		"an issuer without https":                   {jwt(rs256, `{"iss":"http://dex","sub":"jane","aud":"kube","exp":1}`), OtherJWT},
		"a subject that only looks like an account": {jwt(rs256, `{"sub":"system:serviceaccount:a:b"}`), OtherJWT},
		"an encrypted JWT":                          {"eyJhbGciOiJkaXIifQ..a.b.c", EncryptedJWT},
		"a bootstrap token":                         {"07401b.f395accd246ae52d", BootstrapToken},
		"a static token":                            {"secret", StaticToken},
		"a static token with dots":                  {"a.b.c", StaticToken},
		"nothing":                                   {"", StaticToken},
		"dots":                                      {"....", StaticToken},
		"a header that is no object":                {jwt(`[]`, `{}`), StaticToken},
		"a header that is null":                     {jwt(`null`, `{}`), StaticToken},
		"claims that are no object":                 {jwt(rs256, `[]`), OtherJWT},
	} {
		t.Run(name, func(t *testing.T) {
			if got := parse(c.token); got.Kind != c.want {
				t.Errorf("Kind = %s, want %s", got.Kind, c.want)
			}
		})
	}
}

const boundClaims = `{"aud":["https://kubernetes.default.svc"],"exp":1795608000,"iat":1764072000,"nbf":1764072000.9,"iss":"https://kubernetes.default.svc",
"jti":"u-1","sub":"system:serviceaccount:ci:deployer","kubernetes.io":{"namespace":"ci","node":{"name":"n1","uid":"un"},"pod":{"name":"p1","uid":"up"},
"secret":{"name":"s1","uid":"us"},"serviceaccount":{"name":"deployer","uid":"ua"},"warnafter":1764075607}}`

const legacyClaims = `{"iss":"kubernetes/serviceaccount","kubernetes.io/serviceaccount/namespace":"ci","kubernetes.io/serviceaccount/secret.name":"deployer-token",
"kubernetes.io/serviceaccount/service-account.name":"deployer","kubernetes.io/serviceaccount/service-account.uid":"ua","sub":"system:serviceaccount:ci:deployer"}`

func TestABoundTokenTellsEverything(t *testing.T) {
	tok := parse(jwt(rs256, boundClaims))
	utc := func(s int64) time.Time { return time.Unix(s, 0).UTC() }
	if tok.Expires != utc(1795608000) || tok.IssuedAt != utc(1764072000) || tok.NotBefore != utc(1764072000) || tok.WarnAfter != utc(1764075607) {
		t.Errorf("times: %v %v %v %v", tok.Expires, tok.IssuedAt, tok.NotBefore, tok.WarnAfter)
	}
	got := fmt.Sprint(tok.Algorithm, tok.KeyID, tok.Type, tok.Issuer, tok.ID, tok.Audiences, *tok.Account, tok.Odd)
	want := "RS256k1JWThttps://kubernetes.default.svcu-1[https://kubernetes.default.svc] {ci {deployer ua} {p1 up} {n1 un} {s1 us}} []"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestALegacyTokenTellsItsSecretAndHasNoEnd(t *testing.T) {
	tok := parse(jwt(rs256, legacyClaims))
	if want := (TokenAccount{Namespace: "ci", Account: Bound{"deployer", "ua"}, Secret: Bound{Name: "deployer-token"}}); *tok.Account != want {
		t.Errorf("Account = %v, want %v", *tok.Account, want)
	}
	if !tok.Expires.IsZero() || len(tok.Odd) != 0 {
		t.Errorf("ends %s, odd %v", tok.Expires, tok.Odd)
	}
}

func TestOddAndHostileTokens(t *testing.T) {
	year9999 := time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
	for name, c := range map[string]struct {
		claims string
		odd    string
		end    time.Time
	}{
		"an end as a fraction":        {`{"exp":1795608000.75}`, "", time.Unix(1795608000, 0)},
		"an end with an exponent":     {`{"exp":1.795608e9}`, "", time.Unix(1795608000, 0)},
		"an end in the text":          {`{"exp":"1795608000"}`, "token-time", time.Time{}},
		"an end that is true":         {`{"exp":true}`, "token-time", time.Time{}},
		"an end that is a list":       {`{"exp":[1]}`, "token-time", time.Time{}},
		"an end that is null":         {`{"exp":null}`, "", time.Time{}},
		"an end beyond all numbers":   {`{"exp":1e999}`, "token-time-range", year9999},
		"an end beyond all years":     {`{"exp":9223372036854775807}`, "token-time-range", year9999},
		"the last second of all":      {`{"exp":253402300799}`, "token-time-range", year9999},
		"the second before it":        {`{"exp":253402300798}`, "", year9999.Add(-time.Second)},
		"an end before all years":     {`{"exp":-1e30}`, "token-time-range", firstTime},
		"an end in 1969":              {`{"exp":-1}`, "", time.Unix(-1, 0)},
		"a number too large to read":  {`{"exp":` + strings.Repeat("9", 5000) + `}`, "token-time-range", year9999},
		"an issuer that is a number":  {`{"iss":1}`, "token-claim-type", time.Time{}},
		"audiences that are numbers":  {`{"aud":[1]}`, "token-claim-type", time.Time{}},
		"an end that stands twice":    {`{"exp":1,"exp":1795608000}`, "token-twice", time.Unix(1795608000, 0)},
		"a name that stands twice":    {`{"a":{"b":1,"b":2}}`, "token-twice", time.Time{}},
		"nested deeper than is read":  {`{"a":` + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + `}`, "token-claims", time.Time{}},
		"nested as deep as is read":   {`{"a":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}`, "", time.Time{}},
		"claims that are cut off":     {`{"exp":1`, "token-claims", time.Time{}},
		"an account of two names":     {strings.Replace(boundClaims, `"name":"deployer"`, `"name":"other"`, 1), "token-subject", time.Unix(1795608000, 0)},
		"a bound one without an end":  {strings.Replace(boundClaims, `"exp":1795608000,`, "", 1), "token-no-end", time.Time{}},
		"a private claim of a number": {`{"sub":"system:serviceaccount:a:b","exp":1,"kubernetes.io":7}`, "token-claim-type token-subject", time.Unix(1, 0)},
	} {
		t.Run(name, func(t *testing.T) {
			tok := parse(jwt(rs256, c.claims))
			var ids []string
			for _, n := range tok.Odd {
				ids = append(ids, n.ID)
			}
			if got := strings.Join(ids, " "); got != c.odd || !tok.Expires.Equal(c.end) {
				t.Errorf("odd %q, ends %s; want %q, %s", got, tok.Expires, c.odd, c.end)
			}
		})
	}
	if tok := parse(jwt(`{"alg":"none"}`, `{}`)); len(tok.Odd) != 1 || tok.Odd[0].ID != "token-unsigned" {
		t.Errorf("an unsigned token: %v", tok.Odd)
	}
	if tok := parse(strings.Repeat("a", maxToken+1)); len(tok.Odd) != 1 || tok.Odd[0].ID != "token-too-long" {
		t.Errorf("a long token: %v", tok.Odd)
	}
}

func TestSignedByTellsTheKeyOfACluster(t *testing.T) {
	own, other := must2(t)(NewKey(ecKey(t))), must2(t)(NewKey(ecKey(t)))
	id := jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: own.Signer().(*ecdsa.PrivateKey), KeyID: own.Public.KeyID()}}
	signer, err := jose.NewSigner(id, nil)
	must(t, signer, err)
	signed, err := signer.Sign([]byte(boundClaims))
	must(t, signed, err)
	text, err := signed.CompactSerialize()
	must(t, text, err)
	token := NewSecret([]byte(text))
	if !SignedBy(token, own.Public) || SignedBy(token, other.Public) || SignedBy(token, PublicKey{}) {
		t.Error("the signature is judged wrongly")
	}
	if tok := ParseToken(token); tok.KeyID != own.Public.KeyID() || tok.Kind != BoundAccountToken {
		t.Errorf("kid %s, want %s", tok.KeyID, own.Public.KeyID())
	}
	for _, forged := range []string{text[:len(text)-4] + "AAAA", jwt(`{"alg":"none"}`, boundClaims), jwt(`{"alg":"HS256"}`, boundClaims), "", "a.b.c"} {
		if SignedBy(NewSecret([]byte(forged)), own.Public) {
			t.Errorf("%q passes for genuine", forged)
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, claims := range []string{boundClaims, legacyClaims, `{"exp":1e999}`, `{"a":1,"a":2}`, `{"exp":"1","aud":[1]}`} {
		f.Add(rs256, claims)
	}
	f.Add(`{"alg":"none"}`, `null`)
	key := must2(f)(NewKey(edKey()))
	f.Fuzz(func(t *testing.T, header, claims string) {
		for _, text := range []string{header, jwt(header, claims)} {
			tok := parse(text)
			if tok.Kind.String() == "" || tok.Account != nil && tok.Kind != BoundAccountToken && tok.Kind != LegacyAccountToken {
				t.Errorf("%q: %v", text, tok)
			}
			for _, when := range []time.Time{tok.Expires, tok.NotBefore, tok.IssuedAt, tok.WarnAfter} {
				if _, err := when.MarshalJSON(); err != nil {
					t.Errorf("%q: a time that cannot be written: %v", text, err)
				}
			}
			if SignedBy(NewSecret([]byte(text)), key.Public) {
				t.Errorf("%q passes for genuine", text)
			}
		}
	})
}
