package kube

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kubeid/kube/config"
	"kubeid/model"
)

// pointingElsewhere is a kubeconfig whose context needs a token and an authority of other folders.
func pointingElsewhere(t *testing.T, authority string) (h *home, outside string) {
	t.Helper()
	outside = t.TempDir()
	for name, text := range map[string]string{"token": "hunter2", "ca.crt": authority} {
		if err := os.WriteFile(filepath.Join(outside, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	h = newHome(t, `clusters:
- {name: c, cluster: {server: "https://c", certificate-authority: `+outside+`/ca.crt}}
users:
- {name: u, user: {tokenFile: `+outside+`/token}}
contexts:
- {name: x, context: {cluster: c, user: u}}
`)
	return h, outside
}

func TestAnExportNamesFilesFromElsewhereAndReadsThemOnlyThen(t *testing.T) {
	h, outside := pointingElsewhere(t, "authority")
	s := h.service()
	out := filepath.Join(h.dir, "out.yaml")
	change := model.Export{Contexts: []model.Ref{h.ref("a.yaml", model.ContextKind, "x")}, Out: out}
	plan, err := s.Plan(t.Context(), change)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"cluster \"c\" takes in a file from elsewhere as its certificate-authority: " + outside + "/ca.crt", "user \"u\" takes in a file from elsewhere as its tokenFile: " + outside + "/token"} {
		if !strings.Contains(strings.Join(plan.Question(), "\n"), want) {
			t.Errorf("the question %q does not say: %s", plan.Question(), want)
		}
	}
	h.write("a.yaml", strings.Replace(h.text("a.yaml"), "ca.crt", "token", 1))
	if _, err := s.Apply(t.Context(), plan); model.ExitCode(err) != model.ExitConflict {
		t.Errorf("another file than was asked about is taken in: %v", err)
	}
	h.write("a.yaml", strings.Replace(h.text("a.yaml"), "/token}}\nusers", "/ca.crt}}\nusers", 1))
	if _, err := s.Apply(t.Context(), plan); err != nil {
		t.Fatal(err)
	}
	if got := h.text("out.yaml"); !strings.Contains(got, "token: hunter2") || !strings.Contains(got, encoded("authority")) {
		t.Errorf("the export says %s", got)
	}
	if plan := h.must(model.Export{Contexts: change.Contexts, Out: filepath.Join(h.dir, "bare.yaml"), Redacted: true}); len(plan.Question()) > 0 {
		t.Errorf("a redacted export takes nothing in, and asks %q", plan.Question())
	}
}

func TestAnImportReadsFilesFromElsewhereOnlyAfterTheYes(t *testing.T) {
	from, _ := pointingElsewhere(t, "authority")
	h := newHome(t, shared)
	c := importing(from.text("a.yaml"))
	c.Folder, c.Embed = from.dir, true
	s := h.service()
	plan, err := s.Plan(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range plan.Edits {
		if strings.Contains(e.After.Text.Raw(), encoded("authority")) {
			t.Errorf("the plan has read a file: %s", e.After.Text)
		}
	}
	if _, err := s.Apply(t.Context(), plan); err != nil {
		t.Fatal(err)
	}
	if got := h.text("a.yaml"); !strings.Contains(got, encoded("authority")) || !strings.Contains(got, "hunter2") || strings.Contains(got, encoded("the content of")[:12]) {
		t.Errorf("a.yaml says %s", got)
	}
	once := h.text("a.yaml")
	h.must(c)
	h.says("a.yaml", once) // it is there already, which is seen when the files are read
}

func TestNoKeyGoesAlongWithAnAuthority(t *testing.T) {
	certificate, key := madeCertificate(t, "ca")
	both := certificate + key
	h, _ := pointingElsewhere(t, both)
	export := func(name string, redacted bool) string {
		h.must(model.Export{Contexts: []model.Ref{h.ref("a.yaml", model.ContextKind, "x")}, Out: filepath.Join(h.dir, name), Redacted: redacted})
		return h.text(name)
	}
	leaks := func(what, text string) {
		t.Helper()
		f, err := config.Read([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range []model.Kind{model.ClusterKind, model.UserKind} {
			entries, err := f.Entries(kind)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				for _, field := range []string{"certificate-authority-data", "client-certificate-data"} {
					if data, _ := base64.StdEncoding.DecodeString(e.Body.Text(field)); strings.Contains(string(data), "PRIVATE KEY") {
						t.Errorf("%s gives the key away in %s", what, field)
					}
				}
			}
		}
	}
	got := export("file.yaml", false)
	leaks("an export of a file", got)
	if !strings.Contains(got, encoded(certificate)) {
		t.Errorf("the authority is not in %s", got)
	}
	h.write("a.yaml", `clusters:
- {name: c, cluster: {server: "https://c", certificate-authority-data: `+encoded(both)+`}}
users:
- {name: u, user: {client-certificate-data: `+encoded(both)+`, client-key-data: `+encoded(key)+`}}
contexts:
- {name: x, context: {cluster: c, user: u}}
`)
	leaks("a redacted export", export("redacted.yaml", true))
	if got := export("inline.yaml", false); strings.Contains(got, "certificate-authority-data: "+encoded(both)) || !strings.Contains(got, "certificate-authority-data: "+encoded(certificate)) {
		t.Errorf("an export gives the authority's key away")
	}
	h.write("a.yaml", strings.ReplaceAll(h.text("a.yaml"), encoded(both), encoded(key)))
	if _, err := h.do(model.Export{Contexts: []model.Ref{h.ref("a.yaml", model.ContextKind, "x")}, Out: filepath.Join(h.dir, "no.yaml")}); err == nil {
		t.Error("a key was exported as an authority")
	}
}
