package model

import "testing"

// TestOneWayWinsAtMost judges the ways without a server; which of them client-go
// really sends is compared with it in package kube.
func TestOneWayWinsAtMost(t *testing.T) {
	inline := Source{Inline: true}
	for name, test := range map[string]struct {
		user User
		want []Way // without their words
	}{
		"a certificate beside a token wins": {
			User{Certificate: inline, Key: inline, Token: inline},
			[]Way{{Mechanism: ClientCertificate, Sent: true, Wins: true}, {Mechanism: BearerToken, Sent: true}},
		},
		"a token file beside a token wins": {
			User{Token: Source{Inline: true, File: NewText("/t")}},
			[]Way{{Mechanism: TokenFile, Sent: true, Wins: true}, {Mechanism: BearerToken}},
		},
		"an account's token is called so": {
			User{Token: inline, Account: Account{NewText("ci"), NewText("robot")}},
			[]Way{{Mechanism: ServiceAccountToken, Sent: true, Wins: true}},
		},
		"a plugin is not run beside a token": {
			User{Token: inline, Exec: ptr(goodPlugin())},
			[]Way{{Mechanism: BearerToken, Sent: true, Wins: true}, {Mechanism: ExecPlugin}},
		},
		"a key alone is nothing": {User{Key: inline}, []Way{{Mechanism: ClientCertificate}}},
		"a password alone too":   {User{Password: true}, []Way{{Mechanism: Basic}}},
		"what is refused is not sent": {
			User{Token: inline, Username: NewText("me")},
			[]Way{{Mechanism: BearerToken, Refused: true}, {Mechanism: Basic, Refused: true}},
		},
		"nothing is nothing": {User{}, nil},
	} {
		got := test.user.Credentials()
		if len(got) != len(test.want) {
			t.Errorf("%s: %+v", name, got)
			continue
		}
		for i, w := range got {
			if w.Why == "" {
				t.Errorf("%s: %s says nothing", name, w.Mechanism)
			}
			if w.Why = ""; w != test.want[i] {
				t.Errorf("%s: %+v, want %+v", name, w, test.want[i])
			}
		}
	}
}

func ptr[T any](v T) *T { return &v }
