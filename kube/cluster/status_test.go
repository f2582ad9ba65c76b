package cluster

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"kubeid/model"
)

func TestWhatTheServerRefusesIsToldApart(t *testing.T) {
	key := strings.Repeat("QUJD", 40)
	for name, test := range map[string]struct {
		code   int
		reason string
		says   string
		is     error
		exit   int
		want   string
	}{
		"forbidden":       {403, "Forbidden", `csr "x" is forbidden: no`, model.ErrForbidden, 4, `the server does not allow it: csr "x" is forbidden: no`},
		"unauthorized":    {401, "Unauthorized", "Unauthorized", model.ErrUnauthorized, 1, "does not accept the credential: Unauthorized"},
		"not found":       {404, "NotFound", "x not found", model.ErrNoObject, 3, "does not have it: x not found"},
		"already there":   {409, "AlreadyExists", "x already exists", model.ErrExists, 5, "is there already: x already exists"},
		"a conflict":      {409, "Conflict", "UID mismatch", model.ErrConflict, 5, "changed meanwhile: UID mismatch"},
		"base64 inside":   {422, "Invalid", "spec.request: Invalid value: \"" + key + "\": PEM block type", model.ErrInvalid, 4, `spec.request: Invalid value: "…": PEM block type`},
		"bytes inside":    {422, "Invalid", "spec.request: Invalid value: []byte{0x2d, 0x2d}: bad", model.ErrInvalid, 4, "Invalid value: …: bad"},
		"PEM inside":      {422, "Invalid", "value \"-----BEGIN CERTIFICATE-----\\nAAA\\n-----END CERTIFICATE-----\\n\": bad", model.ErrInvalid, 4, `value "…": bad`},
		"an escape":       {400, "BadRequest", "no \x1b[2J", model.ErrInvalid, 4, `no \x1b[2J`},
		"busy":            {429, "TooManyRequests", "slow down", model.ErrServerBusy, 1, "cannot answer: slow down"},
		"a timeout":       {504, "Timeout", "late", model.ErrServerBusy, 1, "cannot answer: late"},
		"expired":         {410, "Expired", "too old", model.ErrGone, 5, "too old"},
		"a reason unread": {403, "Whatever", "hm", model.ErrForbidden, 4, "does not allow it: hm"},
		"no Status":       {502, "", "", model.ErrServerBusy, 1, "it answers 502 Bad Gateway"},
		"a teapot":        {418, "", "", nil, 1, "no Kubernetes API: it answers 418 I'm a teapot"},
	} {
		t.Run(name, func(t *testing.T) {
			a, _, _ := apiOf(t, true, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(test.code)
				if test.says != "" {
					json.NewEncoder(w).Encode(map[string]any{
						"kind": "Status", "message": test.says, "reason": test.reason,
						"details": map[string]any{"retryAfterSeconds": 3, "causes": []map[string]string{{"field": "spec.x", "reason": "FieldValueInvalid", "message": key}}},
					})
				}
			})
			_, err := a.Create(t.Context(), Requests, thing{}, nil)
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "QUJD") || model.ExitCode(err) != test.exit || model.Hint(err) == "" {
				t.Fatalf("it says %v (%d), want %q (%d)", err, model.ExitCode(err), test.want, test.exit)
			}
			for _, kind := range []error{model.ErrForbidden, model.ErrUnauthorized, model.ErrNoObject, model.ErrExists, model.ErrConflict, model.ErrInvalid, model.ErrServerBusy, model.ErrGone} {
				if errors.Is(err, kind) != (kind == test.is) {
					t.Errorf("it is %v: %v", kind, errors.Is(err, kind))
				}
			}
			var s *model.Status
			if !errors.As(err, &s) || s.Code != test.code || test.says != "" && (s.Seconds != 3 || len(s.Causes) != 1 || s.Causes[0].Message.Raw() != "…") {
				t.Errorf("the Status is %+v", s)
			}
		})
	}
}

func TestAConnectionThatIsGoneIsCalledSo(t *testing.T) {
	for _, words := range []string{
		"http2: client connection lost", "http2: server sent GOAWAY and closed the connection; LastStreamID=1, ErrCode=NO_ERROR, debug=\"\"", "http: server closed idle connection",
	} {
		if f := failureOf(errors.New(words), model.StageHTTP); f.Reason != model.ReasonBrokenOff {
			t.Errorf("%q: %v", words, f)
		}
	}
}
