package crypto

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"
)

func TestTokensThatAreKnownByTheirForm(t *testing.T) {
	for text, want := range map[string]TokenKind{
		"sha256~Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmE":                         OpenShiftToken,
		"ya29.a0AfH6SMBx-abcdefghijklmnopqrstuvwxyz0123456789":                       GoogleToken,
		"ya29.c.abcdefghijklmnopqrstuvwxyz0123456789":                                GoogleToken,
		"kubeconfig-user-abc12.c-m-xyz:" + strings.Repeat("z", 54):                   RancherToken,
		"token-abc12:" + strings.Repeat("z", 54):                                     RancherToken,
		"k8s-aws-v1.???":                                                             EKSToken,
		"sha256~short":                                                               StaticToken,
		"31ada4fd-adec-460c-809a-9e56ceb75269":                                       StaticToken,
		"abcdef.0123456789ABCDEF":                                                    StaticToken,
		jwt(rs256, `{"iss":"https://dex","sub":"jane","aud":"k","exp":1,"email":5}`): OIDCToken,
	} {
		if got := parse(text); got.Kind != want {
			t.Errorf("%s is a %s, want %s", text, got.Kind, want)
		}
	}
}

func TestATokenOfEKSEndsAQuarterOfAnHourAfterItWasSigned(t *testing.T) {
	request := "https://sts.eu-central-1.amazonaws.com/?Action=GetCallerIdentity&X-Amz-Credential=AKIAEXAMPLE%2F20261126%2Feu-central-1%2Fsts%2Faws4_request" +
		"&X-Amz-Date=20261126T120000Z&X-Amz-Expires=60&X-Amz-Signature=abc"
	for _, encoding := range []*base64.Encoding{base64.RawURLEncoding, base64.URLEncoding} {
		got := parse("k8s-aws-v1." + encoding.EncodeToString([]byte(request)))
		if got.Kind != EKSToken || got.ID != "AKIAEXAMPLE" || got.Issuer != "https://sts.eu-central-1.amazonaws.com" || len(got.Odd) > 0 {
			t.Errorf("got %+v", got)
		}
		if want := time.Date(2026, 11, 26, 12, 15, 0, 0, time.UTC); got.Expires != want {
			t.Errorf("it ends at %v, want %v", got.Expires, want)
		}
	}
	for name, odd := range map[string]string{"no request": "bm8", "no date": "aHR0cHM6Ly94Lz9h"} {
		if got := parse("k8s-aws-v1." + odd); len(got.Odd) != 1 || !got.Expires.IsZero() {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestAnOIDCTokenTellsTheNamesThatAServerMayGoBy(t *testing.T) {
	got := parse(jwt(rs256, `{"iss":"https://dex","sub":"CgR","aud":"k","exp":1,"email":"jane@example.com","groups":["devs","ops"],"name":"","upn":7}`))
	if len(got.Names) != 2 || got.Names[0].Name != "email" || got.Names[0].Values[0] != "jane@example.com" || len(got.Names[1].Values) != 2 {
		t.Errorf("names are %v", got.Names)
	}
}
