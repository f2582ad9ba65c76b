package kube

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"kubeid/kube/config"
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
// Users go to a server without TLS, so that it ends there.
func TestRefusalsAreThoseOfClientGo(t *testing.T) {
	const good = `"server":"http://a"`
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

// TestRefusalsOnConnectingAreThoseOfClientGo goes on to where client-go makes the
// connection, with credentials that are good by themselves, with and without TLS. What it
// refuses of a user or a cluster, whatever the other is, that entry says by itself too.
func TestRefusalsOnConnectingAreThoseOfClientGo(t *testing.T) {
	dir := t.TempDir()
	token := filepath.Join(dir, "token")
	if err := os.WriteFile(token, []byte("t"), 0o600); err != nil {
		t.Fatal(err)
	}
	certificate, key := madeCertificate(t, "jane")
	authority := `"certificate-authority-data":"` + encoded(certificate) + `"`
	users := combinations([]string{
		`"token":"t"`, `"tokenFile":"` + token + `"`, `"username":"u"`, `"password":"p"`,
		`"client-certificate-data":"` + encoded(certificate) + `","client-key-data":"` + encoded(key) + `"`,
	})
	others := []string{``}
	for _, version := range []string{"v1", "v1beta1", "v1alpha1", "v2"} {
		others = append(others, `"exec":{"command":"x","interactiveMode":"Never","apiVersion":"client.authentication.k8s.io/`+version+`"}`)
	}
	for _, provider := range []string{"oidc", "gcp", "azure", "openstack", ""} {
		others = append(others, `"auth-provider":{"name":"`+provider+`","config":{"idp-issuer-url":"https://issuer","client-id":"c"}}`)
	}
	compared, late := 0, 0
	for _, server := range []string{"https://a", "HTTPS://a", "http://a", "a:6443"} {
		for _, cluster := range combinations([]string{authority, `"insecure-skip-tls-verify":true`}) {
			for _, user := range users {
				for _, other := range others {
					cluster, user := join(`"server":"`+server+`"`, cluster), join(user, other)
					text := fmt.Sprintf(`{"clusters":[{"name":"c","cluster":{%s}}],"users":[{"name":"u","user":{%s}}],"contexts":[{"name":"x","context":{"cluster":"c","user":"u"}}],"current-context":"x"}`, cluster, user)
					f, err := config.Read([]byte(text))
					if err != nil {
						t.Fatal(err)
					}
					k := model.NewKubeconfig(make([]model.File, 1), f.Contexts, f.Clusters, f.Users)
					usable, want := connects(t, text)
					if got := k.Resolve(0).Refusals; (len(got) > 0) != (want != nil) {
						t.Errorf("%s %s: refusals %v, client-go says: %v", cluster, short(user), got, want)
					}
					if alone := append(k.Users[0].Refusals(), k.Clusters[0].Refusals()...); want != nil && len(alone) == 0 {
						t.Errorf("%s %s: neither entry says that client-go refuses it: %v", cluster, short(user), want)
					}
					if compared++; usable && want != nil {
						late++
					}
				}
			}
		}
	}
	if t.Logf("%d combinations, %d refused on connecting", compared, late); late < 500 {
		t.Error("that is not what a test of all combinations should find")
	}
}

func join(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ",")
}

// connects tells whether client-go finds a kubeconfig usable, and why it makes no
// connection with it.
func connects(t *testing.T, text string) (usable bool, err error) {
	t.Helper()
	theirs, err := clientcmd.Load([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := clientcmd.ConfirmUsable(*theirs, "x"); err != nil {
		return false, err
	}
	c, err := clientcmd.NewDefaultClientConfig(*theirs, nil).ClientConfig()
	if err == nil {
		_, err = rest.HTTPClientFor(c)
	}
	return true, err
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
