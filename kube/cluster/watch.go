package cluster

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"kubeid/model"
)

// A server ends a watch after watchTime; one event is at most maxEvent long.
const (
	watchTime = 5 * time.Minute
	maxEvent  = 4 << 20
)

// A Happening is what a watch tells: Kind is ADDED, MODIFIED, DELETED or BOOKMARK.
type Happening[T any] struct {
	Kind   string
	Object T
}

// Watch tells what happens to objects after the state that a list had, until ctx ends,
// tell returns an error, or the server ends it, which is no error and happens every few
// minutes. It returns the version to go on from. When that has expired the error is
// model.ErrGone: list anew.
func Watch[T any](ctx context.Context, a *API, p Path, from string, o ListOptions, tell func(Happening[T]) error) (string, error) {
	query := o.query("")
	query.Del("limit")
	query.Set("watch", "true")
	query.Set("resourceVersion", from)
	query.Set("allowWatchBookmarks", "true")
	query.Set("timeoutSeconds", strconv.Itoa(int(watchTime.Seconds())))
	ctx, cancel := context.WithTimeout(ctx, watchTime+questionTime)
	defer cancel()
	s := a.now()
	got, l, err := s.send(ctx, question{method: http.MethodGet, path: p.url(query), accept: o.accept()})
	if err != nil {
		return from, err
	}
	defer s.lines.done(l, false)
	defer got.Body.Close()
	if got.StatusCode != http.StatusOK {
		body, err := read(got, maxAnswer)
		switch {
		case err != nil:
			return from, s.notAnswered(ctx, err, model.StageHTTP)
		case got.StatusCode >= 300 && got.StatusCode < 400:
			return from, s.redirected(got)
		}
		return from, s.accepted(answer{status: got.StatusCode, body: body})
	}
	if packed := got.Header.Get("Content-Encoding"); packed != "" && packed != "identity" {
		return from, s.nonsense("its answer is packed, which nobody asked for")
	}
	lines := bufio.NewScanner(got.Body)
	lines.Buffer(make([]byte, 0, 64<<10), maxEvent)
	for lines.Scan() {
		l.meter.refill(questionBudget)
		version, err := happened(s, lines.Bytes(), tell)
		if version != "" {
			from = version
		}
		if err != nil {
			return from, err
		}
	}
	switch err := lines.Err(); {
	case err == nil, ctx.Err() == context.DeadlineExceeded, isBroken(err) && ctx.Err() == nil:
		return from, nil // as every watch ends
	case errors.Is(err, bufio.ErrTooLong):
		return from, s.caller.problem(model.Failure{Reason: model.ReasonTooMuch, Stage: model.StageHTTP})
	default:
		return from, s.notAnswered(ctx, err, model.StageHTTP)
	}
}

// happened reads one line of a watch and returns the version that it leads to.
func happened[T any](s *session, text []byte, tell func(Happening[T]) error) (string, error) {
	var event struct {
		Type   string          `json:"type"`
		Object json.RawMessage `json:"object"`
	}
	if json.Unmarshal(text, &event) != nil {
		return "", s.nonsense("a line of its watch cannot be read")
	}
	switch event.Type {
	case "ERROR":
		var status struct {
			Code int `json:"code"`
		}
		_ = json.Unmarshal(event.Object, &status) // no Status: its words are those of no code
		return "", s.refused(answer{status: status.Code, body: event.Object}.said())
	case "ADDED", "MODIFIED", "DELETED", "BOOKMARK":
	default:
		return "", s.nonsense(fmt.Sprintf("its watch tells of %q", event.Type[:min(len(event.Type), 30)]))
	}
	var named struct {
		Metadata Meta `json:"metadata"`
	}
	h := Happening[T]{Kind: event.Type}
	if json.Unmarshal(event.Object, &named) != nil || json.Unmarshal(event.Object, &h.Object) != nil {
		return "", s.nonsense("an object of its watch cannot be read")
	}
	return named.Metadata.ResourceVersion, tell(h)
}
