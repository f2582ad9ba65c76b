package model

import (
	"errors"
	"regexp"
	"strings"
	"sync"
)

// What a server says no with. They are told apart by errors.Is; the words are those
// of Status.
var (
	ErrForbidden    = errors.New("forbidden")
	ErrUnauthorized = errors.New("unauthorized")
	ErrNoObject     = errors.New("not found")
	ErrExists       = errors.New("already exists")
	ErrConflict     = errors.New("conflict") // changed meanwhile, or a precondition does not hold
	ErrInvalid      = errors.New("invalid")
	ErrServerBusy   = errors.New("timed out or busy") // it may have been done all the same
	ErrGone         = errors.New("gone")              // a place to continue at has expired
)

// ErrNotIssued says that no certificate came of a request.
var ErrNotIssued = errors.New("not issued")

// A Status is the API's way to say no: an error in the server's own words.
type Status struct {
	Code    int    // of HTTP
	Reason  string // of the API: "Forbidden", "AlreadyExists"; "" when it gave none
	Message Text   // without what nobody can read: base64, bytes, PEM
	Causes  []StatusCause
	Seconds int // after how many it may be tried again; 0 when it did not say
}

// A StatusCause is one field that the server finds wrong.
type StatusCause struct {
	Field   Text // "spec.expirationSeconds"
	Reason  string
	Message Text
}

// Error implements error.
func (s *Status) Error() string { return s.Message.String() }

// statusReasons are those of k8s.io/apimachinery/pkg/apis/meta/v1/types.go.
var statusReasons = map[string]error{
	"Forbidden": ErrForbidden, "Unauthorized": ErrUnauthorized, "NotFound": ErrNoObject, "AlreadyExists": ErrExists, "Conflict": ErrConflict,
	"Invalid": ErrInvalid, "BadRequest": ErrInvalid, "Timeout": ErrServerBusy, "ServerTimeout": ErrServerBusy, "TooManyRequests": ErrServerBusy,
	"ServiceUnavailable": ErrServerBusy, "InternalError": ErrServerBusy, "Gone": ErrGone, "Expired": ErrGone,
}

var statusCodes = map[int]error{
	400: ErrInvalid, 401: ErrUnauthorized, 403: ErrForbidden, 404: ErrNoObject, 409: ErrConflict, 410: ErrGone, 422: ErrInvalid,
	429: ErrServerBusy, 500: ErrServerBusy, 502: ErrServerBusy, 503: ErrServerBusy, 504: ErrServerBusy,
}

// Is implements errors.Is with the errors above.
func (s *Status) Is(target error) bool {
	if kind, ok := statusReasons[s.Reason]; ok {
		return kind == target
	}
	return statusCodes[s.Code] == target
}

var unreadable = sync.OnceValue(func() []*regexp.Regexp {
	return []*regexp.Regexp{
		regexp.MustCompile(`-----BEGIN [A-Z0-9 ]+-----[^-]*(-----END [A-Z0-9 ]+-----)?(\\n)?`),
		regexp.MustCompile(`\[\]byte\{[^}]*\}?`),
		regexp.MustCompile(`[A-Za-z0-9+/=]{64,}`),
	}
})

const maxStatus = 600

// Readable takes out of a server's message what nobody can read: base64, lists of
// bytes, PEM. The rest is cut to a few lines.
func Readable(message string) Text {
	for _, r := range unreadable() {
		message = r.ReplaceAllString(message, "…")
	}
	if len(message) > maxStatus {
		message = strings.ToValidUTF8(message[:maxStatus], "") + "…"
	}
	return NewText(strings.TrimSpace(message))
}
