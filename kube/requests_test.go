package kube

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kubeid/model"
)

// TestAServerThatEndsEveryWatchIsNotAskedWithoutPause: some proxies do, and so may
// anybody.
func TestAServerThatEndsEveryWatchIsNotAskedWithoutPause(t *testing.T) {
	t.Setenv("KUBERC", "off")
	for name, list := range map[string]string{"with a version": `{"metadata":{"resourceVersion":"5"},"items":[]}`, "without one": `{"metadata":{},"items":[]}`} {
		t.Run(name, func(t *testing.T) {
			var asked atomic.Int64
			s, ca := apiServer(t, func(w http.ResponseWriter, r *http.Request) {
				if !strings.HasPrefix(r.URL.Path, "/apis/certificates.k8s.io/v1/certificatesigningrequests") {
					w.WriteHeader(http.StatusForbidden)
					return
				}
				asked.Add(1)
				if r.URL.Query().Get("watch") == "" {
					io.WriteString(w, list)
				}
			})
			h := newHome(t, as(s.URL, ca, "    token: canary\n"))
			ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
			defer cancel()
			told := 0
			err := h.service().WatchRequests(ctx, h.load().Config.Ref(model.ContextKind, 0), model.Consent{}, func(model.Event) { told++ })
			if !errors.Is(err, context.DeadlineExceeded) || told == 0 {
				t.Errorf("told %d times, %v", told, err)
			}
			if n := asked.Load(); n > 6 {
				t.Errorf("asked %d times in 1.5 seconds", n)
			}
		})
	}
}
