package kube

import (
	"context"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kubeid/model"
)

// apiServer is a TLS server of httptest, whose certificate is its own CA.
func apiServer(t testing.TB, h http.HandlerFunc) (s *httptest.Server, ca string) {
	t.Helper()
	s = httptest.NewTLSServer(h)
	t.Cleanup(s.Close)
	return s, base64.StdEncoding.EncodeToString(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}))
}

func versionOf(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"gitVersion":"v1.36.3"}`) }

// blackHole takes connections and never says a word.
func blackHole(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return "https://" + l.Addr().String()
}

// fleet writes a kubeconfig with a cluster and a context of the same name for each.
func fleet(clusters ...string) string {
	var b strings.Builder
	b.WriteString("apiVersion: v1\nkind: Config\nclusters:\n")
	for i, c := range clusters {
		fmt.Fprintf(&b, "- name: c%d\n  cluster:\n%s", i, c)
	}
	b.WriteString("contexts:\n")
	for i := range clusters {
		fmt.Fprintf(&b, "- name: c%d\n  context: {cluster: c%d, user: u}\n", i, i)
	}
	b.WriteString("users:\n- name: u\n  user: {token: canary}\n")
	return b.String()
}

func clusterAt(server, ca string) string {
	return fmt.Sprintf("    server: %s\n    certificate-authority-data: %s\n", server, ca)
}

// probe runs a probe of everything of this kind, and returns the State after it.
func (h *home) probe(kind model.Kind) (model.State, int) {
	h.t.Helper()
	s := h.service()
	loaded, err := s.Load(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	state := model.State{}.Apply(loaded)
	var refs []model.Ref
	for i := range loaded.Config.Len(kind) {
		refs = append(refs, loaded.Config.Ref(kind, i))
	}
	events := 0
	err = s.Probe(h.t.Context(), refs, func(e model.Event) {
		events++
		state = state.Apply(e)
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return state, events
}

func TestProbesGoToTheServersOfContexts(t *testing.T) {
	var requests atomic.Int32
	s, ca := apiServer(t, func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		if r.Header.Get("Authorization") != "" {
			t.Error("a credential was sent")
		}
		versionOf(w, r)
	})
	good := clusterAt(s.URL, ca)
	text := fleet(good, good, "    server: \"\"\n", clusterAt(s.URL, ca)+"    tls-server-name: elsewhere\n") +
		"# no cluster\n"
	text = strings.Replace(text, "contexts:\n", "contexts:\n- name: ghost\n  context: {cluster: nobody, user: u}\n", 1)
	for form, h := range map[string]*home{
		"block style":             newHome(t, text),
		"the full parser's style": newHome(t, "--- # the scanner gives up here\n"+text),
	} {
		t.Run(form, func(t *testing.T) {
			requests.Store(0)
			state, events := h.probe(model.ContextKind)
			k := state.Config
			for i, want := range map[int]string{0: "bad-entry", 1: "", 2: "", 3: "bad-entry", 4: "wrong-name"} {
				p := state.Probes[k.Ref(model.ContextKind, i)]
				got := ""
				if len(p.Failures) > 0 {
					got = p.Failures[0].Reason.ID()
				}
				if got != want || p.At.IsZero() {
					t.Errorf("context %d: %q, want %q: %v", i, got, want, p.Err())
				}
			}
			if p := state.Probes[k.Ref(model.ClusterKind, 1)]; p.Version.Raw() != "v1.36.3" {
				t.Errorf("the cluster's own row says %+v", p)
			}
			if n := requests.Load(); n != 1 || events != 4 {
				t.Errorf("%d requests and %d events, want one for both contexts of a server", n, events)
			}
		})
	}
}

func TestACAFileIsFoundBesideItsKubeconfig(t *testing.T) {
	s, ca := apiServer(t, versionOf)
	text, err := base64.StdEncoding.DecodeString(ca)
	if err != nil {
		t.Fatal(err)
	}
	h := newHome(t, fleet("    server: "+s.URL+"\n    certificate-authority: ca.crt\n"))
	h.write("ca.crt", string(text))
	state, _ := h.probe(model.ClusterKind)
	if p := state.Probes[state.Config.Ref(model.ClusterKind, 0)]; !p.Good() {
		t.Errorf("the probe says %v", p.Err())
	}
}

func TestProbesAreToldOneByOneAndEndWhenCancelled(t *testing.T) {
	s, ca := apiServer(t, versionOf)
	hole := blackHole(t)
	h := newHome(t, fleet(clusterAt(s.URL, ca), clusterAt(hole, ca)))
	service := h.service()
	k := h.load().Config
	ctx, cancel := contextOf(t)
	defer cancel()
	var told []model.Ref
	began := time.Now()
	err := service.Probe(ctx, []model.Ref{k.Ref(model.ContextKind, 0), k.Ref(model.ContextKind, 1)}, func(e model.Event) {
		told = append(told, e.(model.Probed).Refs...)
		cancel()
	})
	if model.ExitCode(err) != model.ExitInterrupted {
		t.Errorf("the error is %v", err)
	}
	if !slices.Contains(told, k.Ref(model.ContextKind, 0)) || slices.Contains(told, k.Ref(model.ContextKind, 1)) {
		t.Errorf("told %v", told)
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("it took %v to end", took)
	}
}

// TestFiveHundredServersHalfOfThemBlackHoles is the promise of DESIGN: 25 seconds.
func TestFiveHundredServersHalfOfThemBlackHoles(t *testing.T) {
	if testing.Short() {
		t.Skip("takes 10 seconds of waiting")
	}
	s, ca := apiServer(t, versionOf)
	var clusters []string
	for i := range 500 {
		server := s.URL
		if i%2 == 1 {
			server = blackHole(t)
		}
		clusters = append(clusters, clusterAt(fmt.Sprintf("%s/%d", server, i), ca))
	}
	h := newHome(t, fleet(clusters...))
	began := time.Now()
	state, events := h.probe(model.ContextKind)
	took := time.Since(began)
	t.Logf("500 servers in %v", took)
	if took > 25*time.Second || events != 500 {
		t.Errorf("it took %v for %d events", took, events)
	}
	for i := range 500 {
		p := state.Probes[state.Config.Ref(model.ContextKind, i)]
		if wrong := len(p.Failures) > 0 && p.Failures[0].Reason == model.ReasonTimedOut; p.Good() == (i%2 == 1) || wrong == (i%2 == 0) {
			t.Errorf("server %d says %v", i, p.Err())
		}
	}
}

func contextOf(t testing.TB) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithCancel(t.Context())
}

// write puts a file into the home folder; everybody may run it.
func (h *home) write(name, text string) {
	h.t.Helper()
	path := filepath.Join(h.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		h.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
		h.t.Fatal(err)
	}
}
