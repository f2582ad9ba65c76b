package cluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"kubeid/model"
)

func TestAWatchTellsWhatHappens(t *testing.T) {
	both(t, func(t *testing.T, two bool) {
		a, dialled, _ := apiOf(t, two, func(w http.ResponseWriter, q *http.Request) {
			if q.URL.Query().Get("watch") == "" {
				io.WriteString(w, `{}`)
				return
			}
			if v := q.URL.Query(); v.Get("resourceVersion") != "5" || v.Get("timeoutSeconds") == "" || v.Get("limit") != "" {
				t.Errorf("asked for %s", q.URL)
			}
			fmt.Fprintln(w, `{"type":"ADDED","object":{"metadata":{"name":"a","resourceVersion":"6"}}}`)
			w.(http.Flusher).Flush()
			<-q.Context().Done()
		})
		ctx, cancel := context.WithCancel(t.Context())
		told := ""
		from, err := Watch(ctx, a, Requests, "5", ListOptions{}, func(h Happening[thing]) error {
			told += h.Kind + " " + h.Object.Metadata.Name
			if err := a.Get(ctx, Namespaces, nil); err != nil { // while the watch goes on
				t.Error(err)
			}
			cancel()
			return nil
		})
		if !errors.Is(err, context.Canceled) || from != "6" || told != "ADDED a" {
			t.Errorf("told %q up to %q, %v", told, from, err)
		}
		if n := dialled.Load(); two && n != 1 || !two && n != 2 {
			t.Errorf("%d connections", n)
		}
	})
}

func TestAWatchEnds(t *testing.T) {
	stop := errors.New("enough")
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		from   string
		is     error
		want   string // of the error; "" for none
	}{
		"when the server ends it": {func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintln(w, `{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"9"}}}`)
		}, "9", nil, ""},
		"when its version has expired": {func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintln(w, `{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old resource version"}}`)
		}, "5", model.ErrGone, "too old resource version"},
		"when it is forbidden": {says(403, "no"), "5", model.ErrForbidden, "no"},
		"at an unknown event": {func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintln(w, `{"type":"\u001b[2J","object":{}}`)
		}, "5", nil, "its watch tells of"},
		"at nonsense":        {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, `{{`) }, "5", nil, "cannot be read"},
		"at a line too long": {func(w http.ResponseWriter, _ *http.Request) { flood(w, "") }, "5", nil, "far more than an API server does"},
		"when nobody listens": {func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintln(w, `{"type":"ADDED","object":{"metadata":{"name":"stop","resourceVersion":"6"}}}`)
		}, "6", stop, "enough"},
	} {
		t.Run(name, func(t *testing.T) {
			a, _, _ := apiOf(t, true, test.answer)
			began := time.Now()
			from, err := Watch(t.Context(), a, Requests, "5", ListOptions{}, func(h Happening[thing]) error {
				if h.Object.Metadata.Name == "stop" {
					return stop
				}
				return nil
			})
			if from != test.from || (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) || test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("up to %q, %v", from, err)
			}
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}
