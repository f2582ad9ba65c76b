package crypto

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	josejson "github.com/go-jose/go-jose/v4/json"
)

// legacyClaim begins the claims of the old tokens (kubernetes/pkg/serviceaccount/legacy.go).
const legacyClaim = "kubernetes.io/serviceaccount/"

func (t *Token) odd(id, text string) { t.Odd = append(t.Odd, Note{id, text}) }

// text returns a claim that is a string. Another type is odd: the apiserver refuses
// the whole token for it.
func (t *Token) text(name string) string {
	raw, there := t.claims[name]
	if !there || string(raw) == "null" {
		return ""
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		t.odd("token-claim-type", fmt.Sprintf("%q is not a text", name))
	}
	return text
}

// texts returns a claim that is a string or a list of strings.
func (t *Token) texts(name string) []string {
	raw, there := t.claims[name]
	if !there || string(raw) == "null" {
		return nil
	}
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return []string{one}
	}
	var many []string
	if json.Unmarshal(raw, &many) != nil {
		t.odd("token-claim-type", fmt.Sprintf("%q is neither a text nor a list of texts", name))
		return nil
	}
	return many
}

// A Claim is one that is shown, with its values.
type Claim struct {
	Name   string
	Values []string
}

// nameClaims are the claims that servers take for the name of a user, and for the groups:
// which of them, the server's settings say (--oidc-username-claim, --oidc-groups-claim).
var nameClaims = []string{"email", "preferred_username", "upn", "unique_name", "name", "groups", "roles"}

// names collects who the token says that somebody is.
func (t *Token) names() {
	for _, name := range nameClaims {
		raw := t.claims[name]
		var one string
		var many []string
		switch {
		case json.Unmarshal(raw, &one) == nil && one != "":
			t.Names = append(t.Names, Claim{name, []string{one}})
		case json.Unmarshal(raw, &many) == nil && len(many) > 0:
			t.Names = append(t.Names, Claim{name, many})
		}
	}
}

// The dates that are shown; what lies outside is cut, since nothing can print it.
var (
	firstTime = time.Date(1, 1, 1, 0, 0, 1, 0, time.UTC)
	lastTime  = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
)

// time reads a NumericDate (RFC 7519, 2): seconds, which may have a fraction, that
// go-jose, and with it the apiserver, cuts off. A text is none, even with digits.
func (t *Token) time(name string, raw json.RawMessage) time.Time {
	if raw == nil || string(raw) == "null" {
		return time.Time{}
	}
	seconds, err := strconv.ParseFloat(string(raw), 64)
	switch {
	case raw[0] == '"' || err != nil && seconds == 0:
		t.odd("token-time", fmt.Sprintf("%q is not a number of seconds, so that the token is refused", name))
		return time.Time{}
	case seconds >= float64(lastTime.Unix()):
		t.odd("token-time-range", fmt.Sprintf("%q lies beyond the year 9999", name))
		return lastTime
	case seconds <= float64(firstTime.Unix()):
		t.odd("token-time-range", fmt.Sprintf("%q lies before the year 1", name))
		return firstTime
	}
	return time.Unix(int64(seconds), 0).UTC()
}

// bound reads the claim "kubernetes.io" (kubernetes/pkg/serviceaccount/claims.go).
func (t *Token) bound(namespace, name string) {
	var private struct {
		Namespace string          `json:"namespace"`
		Account   Bound           `json:"serviceaccount"`
		Pod       Bound           `json:"pod"`
		Node      Bound           `json:"node"`
		Secret    Bound           `json:"secret"`
		WarnAfter json.RawMessage `json:"warnafter"`
	}
	if json.Unmarshal(t.claims["kubernetes.io"], &private) != nil {
		t.odd("token-claim-type", `"kubernetes.io" is not what a ServiceAccount token says there`)
	}
	t.Account = &TokenAccount{private.Namespace, private.Account, private.Pod, private.Node, private.Secret}
	t.WarnAfter = t.time("warnafter", private.WarnAfter)
	t.agree(namespace, name)
	if t.Expires.IsZero() {
		t.odd("token-no-end", "a bound token without an end")
	}
}

// agree compares the subject with the other claims, as the apiserver does.
func (t *Token) agree(namespace, name string) {
	if t.Account.Namespace != namespace || t.Account.Account.Name != name {
		t.odd("token-subject", "its subject and its other claims name different ServiceAccounts")
	}
}

// unique looks for names that stand twice: readers differ in which one they take,
// and go-jose, and with it the apiserver, refuses the token.
func (t *Token) unique(part []byte, what string) {
	raw, err := base64.RawURLEncoding.DecodeString(string(part))
	if err != nil {
		return
	}
	strict := josejson.NewDecoder(bytes.NewReader(raw))
	strict.SetNumberType(josejson.UnmarshalJSONNumber) // so that a number out of range is not what it stumbles over
	var object map[string]any
	if strict.Decode(&object) != nil {
		t.odd("token-twice", "a name stands twice in its "+what+", so that it is refused")
	}
}
