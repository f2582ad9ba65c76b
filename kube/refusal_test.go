package kube

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/client-go/tools/clientcmd"

	"kubeid/model"
)

// parts are fields of a cluster, a user and a context that are good by themselves
// and bad in company, so that their combinations cover every refusal.
var (
	clusterParts = []string{
		`"server":"https://a"`, `"certificate-authority-data":"YQ=="`, `"certificate-authority":"HERE"`,
		`"proxy-url":"ftp://x"`, `"proxy-url":"http://x"`, `"tls-server-name":"x"`,
	}
	userParts = []string{
		`"token":"t"`, `"tokenFile":"HERE"`, `"username":"u"`, `"password":"p"`,
		`"client-certificate-data":"YQ=="`, `"client-certificate":"HERE"`, `"client-key-data":"YQ=="`, `"client-key":"HERE"`,
		`"as-groups":["g"]`, `"as":"x"`, `"auth-provider":{"name":"oidc"}`,
	}
	execParts = []string{
		`"command":"x"`, `"apiVersion":"client.authentication.k8s.io/v1"`, `"apiVersion":"client.authentication.k8s.io/v1beta1"`,
		`"interactiveMode":"Never"`, `"interactiveMode":"Sometimes"`, `"env":[{"name":"A","value":"b"}]`, `"env":[{"value":"b"}]`,
	}
	contextParts = []string{`"cluster":"c"`, `"user":"u"`, `"namespace":"web"`, `"namespace":"Not A Label"`, `"cluster":"gone"`, `"user":"gone"`}
)

// TestRefusalsAreThoseOfClientGo compares all combinations with clientcmd.ConfirmUsable.
func TestRefusalsAreThoseOfClientGo(t *testing.T) {
	const good = `"server":"https://a"`
	const pair = `"cluster":"c","user":"u"`
	dir := t.TempDir()
	for _, cluster := range combinations(clusterParts) {
		confirm(t, dir, cluster, `"token":"t"`, pair)
	}
	for _, user := range combinations(userParts) {
		confirm(t, dir, good, user, pair)
	}
	for _, exec := range combinations(execParts) {
		confirm(t, dir, good, `"exec":{`+exec+`}`, pair)
		confirm(t, dir, good, `"auth-provider":{"name":"oidc"},"exec":{`+exec+`}`, pair)
	}
	for _, context := range combinations(contextParts) {
		confirm(t, dir, good, `"token":"t"`, context)
	}
}

func combinations(parts []string) []string {
	var out []string
	for set := range 1 << len(parts) {
		var chosen []string
		for i, p := range parts {
			if set&(1<<i) != 0 {
				chosen = append(chosen, p)
			}
		}
		out = append(out, strings.Join(chosen, ","))
	}
	return out
}

func confirm(t *testing.T, dir, cluster, user, context string) {
	t.Helper()
	here := filepath.Join(dir, "here")
	text := fmt.Sprintf(`{"clusters":[{"name":"c","cluster":{%s}}],"users":[{"name":"u","user":{%s}}],"contexts":[{"name":"x","context":{%s}}]}`, cluster, user, context)
	text = strings.ReplaceAll(text, "HERE", here)
	path := filepath.Join(dir, "config")
	for name, content := range map[string]string{here: "", path: text} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	theirs, err := clientcmd.LoadFromFile(path)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	want := clientcmd.ConfirmUsable(*theirs, "x")
	loaded, err := New(Options{Kubeconfig: path, StateDir: dir}).Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := loaded.Config.Resolve(0); (want != nil) != (len(got.Refusals) > 0) {
		t.Errorf("%s:\nrefusals %v, client-go says: %v", text, got.Refusals, want)
	}
}

// TestAnAuthorityAndInsecureAreRefused is apart, since client-go only refuses it
// when a connection is made (transport.TLSConfigFor).
func TestAnAuthorityAndInsecureAreRefused(t *testing.T) {
	c := model.Cluster{Server: model.NewText("https://a"), Insecure: true, CA: model.Source{Inline: true}}
	if len(c.Refusals()) != 1 {
		t.Errorf("refusals %v, want one", c.Refusals())
	}
}

func TestAContextWithoutANameIsNotSwitchedTo(t *testing.T) {
	const text = "contexts:\n- {name: \"\", context: {}}\n- {name: dev, context: {}}\ncurrent-context: dev\n"
	h := newHome(t, text)
	if _, err := h.use(""); model.ExitCode(err) != model.ExitRefused {
		t.Errorf("got %v", err)
	}
	if got := h.text("a.yaml"); got != text {
		t.Errorf("got %q", got)
	}
}
