package cluster

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kubeid/model"
)

func TestThePathOfTheServerIsKept(t *testing.T) {
	var path atomic.Value
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path.Store(r.URL.Path)
		answerVersion(w, r)
	}))
	t.Cleanup(s.Close)
	wantReasons(t, Probe(t.Context(), Target{Server: s.URL + "/k8s/clusters/c-1/"}), "")
	if path.Load() != "/k8s/clusters/c-1/version" {
		t.Errorf("asked for %v", path.Load())
	}
}

func TestTheServersClockIsComparedWithOurs(t *testing.T) {
	sent := time.Date(2026, 11, 22, 12, 0, 0, 300e6, time.UTC)
	came := sent.Add(100 * time.Millisecond)
	for name, test := range map[string]struct {
		date string
		want model.Clock
	}{
		"the same second":       {"Sun, 22 Nov 2026 12:00:00 GMT", model.Clock{Known: true}},
		"an hour ahead":         {"Sun, 22 Nov 2026 13:00:00 GMT", model.Clock{Known: true, Off: time.Hour - 400*time.Millisecond}},
		"an hour behind":        {"Sun, 22 Nov 2026 11:00:00 GMT", model.Clock{Known: true, Off: -time.Hour + 700*time.Millisecond}},
		"the last second":       {"Sun, 22 Nov 2026 11:59:59 GMT", model.Clock{Known: true, Off: -300 * time.Millisecond}},
		"a server without one":  {"", model.Clock{}},
		"something else inside": {"tomorrow", model.Clock{}},
	} {
		if got := clock(test.date, sent, came); got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}

func TestAClockThatIsOffIsSeen(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", time.Now().Add(-10*time.Minute).UTC().Format(http.TimeFormat))
		answerVersion(w, r)
	}))
	t.Cleanup(s.Close)
	if off := Probe(t.Context(), Target{Server: s.URL}).Clock.Off; off > -9*time.Minute || off < -11*time.Minute {
		t.Errorf("the clock is off by %v", off)
	}
}

func TestEveryAnswerMeansSomething(t *testing.T) {
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		want   string
		words  string
	}{
		"401": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(401) }, "", ""},
		"403": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(403) }, "", ""},
		"404": {http.NotFound, "not-kubernetes", "404 Not Found to /version"},
		"500": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }, "server-failed", "503 Service Unavailable"},
		"a redirect": {
			func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "https://u:secret@evil/", http.StatusFound)
			},
			"redirect", "https://[secret]@evil/",
		},
		"an escape sequence in a header": {
			func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "\x1b[2J")
				w.WriteHeader(http.StatusFound)
			},
			"not-kubernetes", "malformed",
		},
		"a page": {func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("<html>")) }, "not-kubernetes", "not a version"},
		"too long a page": {
			func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, maxVersion+1)) }, "too-much", "",
		},
		"a packed page": {
			func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", "gzip")
				w.Write([]byte("\x1f\x8b"))
			},
			"not-kubernetes", "packed",
		},
		"escape sequences": {
			func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(`{"gitVersion":"v1\u001b[2J"}`)) }, "", "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(test.answer)
			t.Cleanup(s.Close)
			p := Probe(t.Context(), Target{Server: s.URL})
			wantReasons(t, p, test.want)
			if test.want != "" && !strings.Contains(p.Failures[0].Error(), test.words) {
				t.Errorf("it says %q", p.Failures[0].Error())
			}
			if strings.Contains(p.Version.String(), "\x1b") {
				t.Error("the version may be drawn with an escape in it")
			}
		})
	}
}
