package cluster

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

// apiOf starts a server with one handler, which speaks HTTP/2 or HTTP/1.1, and returns
// its API and how many connections it had.
func apiOf(t *testing.T, two bool, h http.HandlerFunc) (*API, *atomic.Int64, *httptest.Server) {
	t.Helper()
	ca := newAuthority(t, "kubernetes")
	s := httptest.NewUnstartedServer(h)
	s.TLS, s.EnableHTTP2 = with(ca.server(nil)), two
	var dialled atomic.Int64
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			dialled.Add(1)
		}
	}
	s.StartTLS()
	t.Cleanup(s.Close)
	c := Caller{Target: Target{Server: s.URL, CA: ca.pem()}, Place: model.NewText("config:7")}.With(Credentials{Token: crypto.NewSecret([]byte("canary"))})
	a, err := c.Connect(t.Context(), model.Consent{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a, &dialled, s
}

type thing struct {
	Metadata Meta `json:"metadata"`
}

func both(t *testing.T, test func(t *testing.T, two bool)) {
	t.Run("HTTP/2", func(t *testing.T) { test(t, true) })
	t.Run("HTTP/1.1", func(t *testing.T) { test(t, false) })
}

func TestOneConnectionServesManyQuestions(t *testing.T) {
	both(t, func(t *testing.T, two bool) {
		a, dialled, _ := apiOf(t, two, func(w http.ResponseWriter, q *http.Request) {
			if q.Header.Get("Authorization") != "Bearer canary" || (q.ProtoMajor == 2) != two {
				t.Errorf("%s with %q", q.Proto, q.Header.Get("Authorization"))
			}
			io.WriteString(w, `{"status":{"allowed":true,"reason":"RBAC"}}`)
		})
		for range 10 {
			v, err := a.May(t.Context(), model.Right{Verb: "approve", Group: "certificates.k8s.io", Resource: "signers", Name: "a/b"})
			if err != nil || !v.Allowed || v.Reason.Raw() != "RBAC" {
				t.Fatalf("%+v, %v", v, err)
			}
		}
		if n := dialled.Load(); n != 1 {
			t.Errorf("%d connections for ten questions", n)
		}
		if _, err := a.MayAll(t.Context(), make([]model.Right, 40)); err != nil {
			t.Error(err)
		}
		if n := dialled.Load(); two && n != 1 || n > accessAtOnce {
			t.Errorf("%d connections for forty questions at once", n)
		}
	})
}

func TestAConnectionThatWasClosedIsOpenedAnew(t *testing.T) {
	both(t, func(t *testing.T, two bool) {
		a, dialled, s := apiOf(t, two, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{}`) })
		var got thing
		for i := range 3 {
			if err := a.Get(t.Context(), Namespaces.Named("x"), &got); err != nil {
				t.Fatal(err)
			}
			s.CloseClientConnections()
			if n := dialled.Load(); n != int64(i+1) {
				t.Errorf("%d connections after question %d", n, i+1)
			}
			time.Sleep(20 * time.Millisecond) // so that the end has come here
		}
	})
}

func TestARequestThatMayHaveBeenDoneIsNotSentTwice(t *testing.T) {
	both(t, func(t *testing.T, two bool) {
		var asked atomic.Int64
		a, _, _ := apiOf(t, two, func(w http.ResponseWriter, q *http.Request) {
			if q.Method == http.MethodPost {
				asked.Add(1)
				panic(http.ErrAbortHandler)
			}
			io.WriteString(w, `{}`)
		})
		if err := a.Get(t.Context(), Namespaces, nil); err != nil {
			t.Fatal(err)
		}
		_, err := a.Create(t.Context(), Namespaces, thing{}, nil)
		if err == nil || asked.Load() != 1 {
			t.Errorf("asked %d times, %v", asked.Load(), err)
		}
	})
}

func TestVerbsAreSentAsTheAPIWantsThem(t *testing.T) {
	var got []string
	a, _, _ := apiOf(t, true, func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		got = append(got, fmt.Sprintf("%s %s %s %s", q.Method, q.RequestURI, q.Header.Get("Content-Type"), body))
		w.Header().Add("Warning", `299 - "be careful"`)
		w.WriteHeader(http.StatusCreated)
		io.WriteString(w, `{"metadata":{"name":"made","uid":"u-1","resourceVersion":"7","creationTimestamp":"2026-01-02T03:04:05Z"}}`)
	})
	ctx, object := t.Context(), thing{Meta{Name: "jane"}}
	var back thing
	warnings, err := a.Create(ctx, Requests, object, &back)
	if err != nil || len(warnings) != 1 || warnings[0].Raw() != "be careful" || back.Metadata.UID != "u-1" || back.Metadata.CreationTimestamp.Year() != 2026 {
		t.Errorf("%+v, %v, %v", back, warnings, err)
	}
	for _, err := range []error{
		second(a.TryCreate(ctx, RoleBindings.In("web"), object, nil)),
		second(a.Update(ctx, Requests.Named("jane").Part("approval"), object, nil)),
		second(a.Patch(ctx, Secrets.In("../kube-system").Named("a/b?c"), object, nil)),
		a.Delete(ctx, Pods.In("..").Named("p"), Precondition{UID: "u", ResourceVersion: "7"}),
		a.Delete(ctx, Pods.In("web").Named("p"), Precondition{}),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	want := []string{
		`POST /apis/certificates.k8s.io/v1/certificatesigningrequests application/json {"metadata":{"name":"jane"}}`,
		`POST /apis/rbac.authorization.k8s.io/v1/namespaces/web/rolebindings?dryRun=All application/json {"metadata":{"name":"jane"}}`,
		`PUT /apis/certificates.k8s.io/v1/certificatesigningrequests/jane/approval application/json {"metadata":{"name":"jane"}}`,
		`PATCH /api/v1/namespaces/..%2Fkube-system/secrets/a%2Fb%3Fc application/merge-patch+json {"metadata":{"name":"jane"}}`,
		`DELETE /api/v1/namespaces/%2E%2E/pods/p application/json {"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"uid":"u","resourceVersion":"7"},"propagationPolicy":"Background"}`,
		`DELETE /api/v1/namespaces/web/pods/p application/json {"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Background"}`,
	}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("sent\n%s\nwant\n%s", g, w)
	}
}

func second(_ []model.Text, err error) error { return err }

func TestARedirectOfTheAPIIsNotFollowed(t *testing.T) {
	evil := &recorder{}
	target := "http://" + plainServer(t, evil)
	a, _, _ := apiOf(t, true, func(w http.ResponseWriter, q *http.Request) {
		http.Redirect(w, q, target, http.StatusTemporaryRedirect)
	})
	_, err := a.Create(t.Context(), Secrets, thing{}, nil)
	_, watchErr := Watch(t.Context(), a, Secrets, "1", ListOptions{}, func(Happening[thing]) error { return nil })
	for _, err := range []error{err, watchErr} {
		if err == nil || !strings.Contains(err.Error(), "points to another address") {
			t.Errorf("it says %v", err)
		}
	}
	if evil.String() != "" {
		t.Errorf("the other server saw %q", evil)
	}
}

func TestAClosedAPIAnswersNothing(t *testing.T) {
	both(t, func(t *testing.T, two bool) {
		hang := make(chan struct{})
		a, _, _ := apiOf(t, two, func(_ http.ResponseWriter, q *http.Request) { close(hang); <-q.Context().Done() })
		done := make(chan error, 1)
		go func() { done <- a.Get(context.Background(), Namespaces, nil) }()
		<-hang
		a.Close()
		if err := <-done; err == nil {
			t.Error("a question was answered after the end")
		}
		if err := a.Get(t.Context(), Namespaces, nil); err == nil {
			t.Error("a question was asked after the end")
		}
	})
}

func TestAPluginRunsAgainWhenItsCredentialHasEnded(t *testing.T) {
	d := newDesk(t)
	d.plugin(t, `n=$(cat "$0.n" 2>/dev/null || echo 0); echo $((n+1)) >"$0.n"
echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"t'$n'"}}'`)
	d.answers["/api/v1/namespaces"] = func(w http.ResponseWriter, q *http.Request) {
		if q.Header.Get("Authorization") != "Bearer t1" {
			says(401, "Unauthorized")(w, q)
		}
	}
	needs, err := d.caller.Needs()
	if err != nil {
		t.Fatal(err)
	}
	a, err := d.caller.Connect(t.Context(), needs.Agree())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := a.Get(t.Context(), Namespaces, nil); !errors.Is(err, model.ErrUnauthorized) {
		t.Errorf("a fresh credential: %v", err)
	}
	a.opened = a.opened.Add(-time.Hour)
	if err := a.Get(t.Context(), Namespaces, nil); err != nil {
		t.Errorf("an old credential: %v", err)
	}
}

func TestAHostileAPIIsBounded(t *testing.T) {
	ca := newAuthority(t, "kubernetes")
	cert := ca.server(nil)
	for name, talk := range map[string]func(net.Conn){
		"a body without end": func(c net.Conn) { flood(c, "HTTP/1.1 200 OK\r\n\r\n") },
		"deep JSON": func(c net.Conn) {
			io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"+strings.Repeat("[", 1000000))
		},
		"a packed body": func(c net.Conn) { flood(c, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n") },
	} {
		t.Run(name, func(t *testing.T) {
			addr := listen(t, func(c net.Conn) {
				s := tls.Server(c, with(cert))
				defer s.Close()
				if s.Handshake() == nil {
					talk(s)
				}
			})
			c := Caller{Target: Target{Server: "https://" + addr, CA: ca.pem()}}
			a, err := c.Connect(t.Context(), model.Consent{})
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			began := time.Now()
			var got thing
			if err := a.Get(t.Context(), Namespaces, &got); err == nil || strings.ContainsAny(err.Error(), "\x1b\n") {
				t.Errorf("it says %v", err)
			}
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}
