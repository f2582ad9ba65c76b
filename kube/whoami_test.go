package kube

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"kubeid/model"
)

// knowsJane is an API server that says who it was asked by.
func knowsJane(seen *atomic.Value) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		seen.Store(r.Header.Get("Authorization"))
		if r.URL.Path == "/api/v1/namespaces" {
			io.WriteString(w, `{"items":[{"metadata":{"name":"web"}}]}`)
			return
		}
		io.WriteString(w, `{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview","status":{"userInfo":{"username":"jane"}}}`)
	}
}

// as is a kubeconfig with one context, "here", and this user.
func as(server, ca, user string) string {
	return fmt.Sprintf("apiVersion: v1\nkind: Config\ncurrent-context: here\nclusters:\n- name: c\n  cluster:\n%s"+
		"contexts:\n- name: here\n  context: {cluster: c, user: u}\nusers:\n- name: u\n  user:\n%s", clusterAt(server, ca), user)
}

// whoami asks for everything that it needs and agrees to it.
func (h *home) whoami() (model.Whoami, model.Consent, error) {
	h.t.Helper()
	s := h.service()
	ref := h.load().Config.Ref(model.ContextKind, 0)
	needs, err := s.WhoamiNeeds(h.t.Context(), ref)
	if err != nil {
		return model.Whoami{}, needs, err
	}
	w, err := s.Whoami(h.t.Context(), ref, needs.Agree())
	return w, needs, err
}

func TestWhoamiLogsInWithTheContextsUser(t *testing.T) {
	t.Setenv("KUBERC", "off")
	var seen atomic.Value
	s, ca := apiServer(t, knowsJane(&seen))
	for name, test := range map[string]struct {
		user, sent string
		needs      int
	}{
		"a token":                   {"    token: canary\n", "Bearer canary", 0},
		"a token file beside it":    {"    tokenFile: tokens/mine\n", "Bearer from-file", 0},
		"a token file elsewhere":    {"    tokenFile: ../elsewhere\n", "Bearer outside", 1},
		"a plugin beside it":        {"    exec:\n      apiVersion: client.authentication.k8s.io/v1beta1\n      command: ./plugin\n", "Bearer from-plugin", 1},
		"a plugin in another style": {"    {exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: ./plugin, args: [v1]}}\n", "Bearer from-plugin", 1},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t, as(s.URL, ca, test.user))
			h.opts.List = h.inFolder("kube", "a.yaml")
			h.write("kube/tokens/mine", "from-file\n")
			h.write("elsewhere", "outside")
			h.write("kube/plugin", `#!/bin/sh
echo '{"apiVersion":"client.authentication.k8s.io/v1'${1:+}$(test -n "$1" || echo beta1)'","kind":"ExecCredential","status":{"token":"from-plugin"}}'
`)
			w, needs, err := h.whoami()
			if err != nil || w.User.Raw() != "jane" || seen.Load() != test.sent || len(needs.Needs) != test.needs {
				t.Errorf("%+v after %d needs, sent %v: %v", w, len(needs.Needs), seen.Load(), err)
			}
			if test.needs > 0 && !strings.HasSuffix(needs.Needs[0].Place.String(), "a.yaml:13") {
				t.Errorf("it stands in %s", needs.Needs[0].Place)
			}
		})
	}
}

func TestKubercOfTheHomeFolderIsObeyed(t *testing.T) {
	t.Setenv("KUBERC", "")
	var seen atomic.Value
	s, ca := apiServer(t, knowsJane(&seen))
	h := newHome(t, as(s.URL, ca, "    exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: /bin/sh}\n"))
	h.write(".kube/kuberc", "apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\ncredentialPluginPolicy: DenyAll\n")
	if _, _, err := h.whoami(); model.ExitCode(err) != model.ExitRefused || !strings.Contains(err.Error(), "kuberc") {
		t.Errorf("whoami says %v", err)
	}
	if seen.Load() != nil {
		t.Error("the server was asked")
	}
}

func TestWhatKubectlRefusesIsNotUsed(t *testing.T) {
	t.Setenv("KUBERC", "off")
	var seen atomic.Value
	s, ca := apiServer(t, knowsJane(&seen))
	good := as(s.URL, ca, "    token: canary\n")
	for name, files := range map[string][]string{
		"a user with two ways to log in": {as(s.URL, ca, "    token: canary\n    username: u\n    password: canary\n")},
		"a file that cannot be loaded":   {good, "clusters: [{name: x, cluster: {certificate-authority-data: '%'}}]\n"},
		"a user that is not there":       {strings.Replace(good, "user: u}", "user: nobody}", 1)},
	} {
		h := newHome(t, files...)
		_, _, err := h.whoami()
		if model.ExitCode(err) != model.ExitRefused || strings.Contains(err.Error(), "canary") || model.Hint(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	h := newHome(t, good, good)
	if _, err := h.service().Whoami(t.Context(), h.load().Config.Ref(model.ContextKind, 1), model.Consent{}); model.ExitCode(err) != model.ExitRefused {
		t.Errorf("a shadowed context: %v", err)
	}
	if _, err := h.service().Whoami(t.Context(), model.Ref{Name: model.NewText("nobody")}, model.Consent{}); model.ExitCode(err) != model.ExitNotFound {
		t.Errorf("no such context: %v", err)
	}
	if seen.Load() != nil {
		t.Error("the server was asked")
	}
}

func TestConsentIsKeptInTheStateFolder(t *testing.T) {
	t.Setenv("KUBERC", "off")
	var seen atomic.Value
	s, ca := apiServer(t, knowsJane(&seen))
	h := newHome(t, as(s.URL, ca, "    tokenFile: ../elsewhere\n"))
	h.opts.List = h.inFolder("kube", "a.yaml")
	h.write("elsewhere", "outside")
	service, ref := h.service(), h.load().Config.Ref(model.ContextKind, 0)
	needs, err := service.WhoamiNeeds(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	granted := needs.Agree()
	granted.Remember = true
	if _, err := service.Whoami(t.Context(), ref, granted); err != nil {
		t.Fatal(err)
	}
	if list, err := service.Namespaces(t.Context(), ref, model.Consent{}); err != nil || len(list) != 1 || list[0].Raw() != "web" {
		t.Errorf("namespaces %v, %v", list, err)
	}
	if text := h.text("state/consent"); strings.Contains(text, "elsewhere") || strings.Contains(text, "outside") {
		t.Errorf("the memory says %q", text)
	}
	if err := service.ForgetConsents(); err != nil {
		t.Fatal(err)
	}
	if _, err := service.Namespaces(t.Context(), ref, model.Consent{}); !errors.Is(err, model.ErrNeedsConsent) {
		t.Errorf("after forgetting: %v", err)
	}
}

func TestAskingWhatIsNeededReadsAndRunsNothing(t *testing.T) {
	t.Setenv("KUBERC", "off")
	h := newHome(t, as("https://127.0.0.1:1", "eA==", "    tokenFile: nowhere\n    client-certificate: nowhere\n    client-key: ../nowhere\n"))
	needs, err := h.service().WhoamiNeeds(context.Background(), h.load().Config.Ref(model.ContextKind, 0))
	if err != nil || len(needs.Needs) != 1 || needs.Needs[0].What != "key" {
		t.Errorf("needs %+v, %v", needs, err)
	}
}

// inFolder moves a file of the home folder into a folder of it, and returns its path.
func (h *home) inFolder(folder, name string) string {
	h.t.Helper()
	h.write(filepath.Join(folder, name), h.text(name))
	return filepath.Join(h.dir, folder, name)
}
