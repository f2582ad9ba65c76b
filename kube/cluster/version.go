package cluster

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"kubeid/model"
)

// maxVersion is how long an answer to a request for the version may be.
const maxVersion = 64 << 10

// version asks for /version over a connection that is ready, and notes what it means.
// It is one request: nothing that the answer points to is followed, and nothing in it
// is unpacked.
func version(ctx context.Context, conn net.Conn, a address, p *model.Probe) []model.Failure {
	fail := func(r model.Reason, format string, args ...any) []model.Failure {
		return []model.Failure{{Reason: r, Stage: model.StageHTTP, Detail: model.NewText(fmt.Sprintf(format, args...))}}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, a.at("/version"), nil)
	if err != nil {
		return fail(model.ReasonBadAddress, "")
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", userAgent)
	sent := time.Now()
	answer, err := exchange(conn, a, request)
	came := time.Now()
	if err != nil {
		return []model.Failure{failureOf(err, model.StageHTTP)}
	}
	defer answer.Body.Close()
	p.Latency, p.Protocol, p.Status = came.Sub(sent), answer.Proto, answer.StatusCode
	p.Clock = clock(answer.Header.Get("Date"), sent, came)
	switch code := answer.StatusCode; {
	case code == http.StatusUnauthorized, code == http.StatusForbidden:
		return nil
	case code >= 300 && code < 400:
		return fail(model.ReasonRedirected, "%s", shown(answer.Header.Get("Location")).Raw())
	case code >= 500:
		return fail(model.ReasonServerFailed, "%d %s", code, http.StatusText(code))
	case code != http.StatusOK:
		return fail(model.ReasonNotKubernetes, "it answers %d %s to /version", code, http.StatusText(code))
	}
	body, err := read(answer, maxVersion)
	if err != nil {
		return []model.Failure{failureOf(err, model.StageHTTP)}
	}
	var told struct {
		GitVersion string `json:"gitVersion"`
	}
	if json.Unmarshal(body, &told) != nil || told.GitVersion == "" {
		return fail(model.ReasonNotKubernetes, "its answer to /version is not a version")
	}
	p.Version = model.NewText(told.GitVersion[:min(len(told.GitVersion), 100)])
	return nil
}

// read reads a body of at most so many bytes. A packed one is not unpacked: nobody
// asked for it.
func read(answer *http.Response, most int64) ([]byte, error) {
	if packed := answer.Header.Get("Content-Encoding"); packed != "" && packed != "identity" {
		return nil, fmt.Errorf("the answer is packed (%s), which nobody asked for", packed)
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, most+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(body)) > most:
		return nil, errTooMuch
	}
	return body, nil
}

// clock compares a Date header with our own clock. The header was true at some moment
// between sent and came, and is cut to whole seconds: what cannot be explained by that
// is the least that the clocks differ by.
func clock(date string, sent, came time.Time) model.Clock {
	server, err := http.ParseTime(date)
	if err != nil {
		return model.Clock{}
	}
	earliest, latest := server.Sub(came), server.Add(time.Second).Sub(sent)
	switch {
	case earliest > 0:
		return model.Clock{Known: true, Off: earliest}
	case latest < 0:
		return model.Clock{Known: true, Off: latest}
	}
	return model.Clock{Known: true}
}
