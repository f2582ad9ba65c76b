package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kubeid/testdata/cluster"
)

// TestRealTokenForm walks the whole form on a real cluster: an account that is made with
// its token, a login with what was handed over, who can become it, and the revocation.
func TestRealTokenForm(t *testing.T) {
	c := cluster.Shared(t)
	ns := cluster.Name("ui")
	c.Apply(t, fmt.Sprintf("apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n", ns))
	file := filepath.Join(t.TempDir(), "robot.kubeconfig")
	d := liveOn(t, c.Admin(), 120, 40).waits("real")
	d.presses("5").waits("enter connects to real and lists its ServiceAccounts", "as admin, certificate").presses("enter").waits("all namespaces", "kube-system")
	d.presses("n").waits("Which namespace?").types(ns).presses("enter").waits(ns, "default")

	d.presses("a").waits("New ServiceAccount with a token", ns).presses("enter").types("robot").presses("enter", "enter", "right", "enter", "enter", "enter", "right", "enter", "enter")
	d.waits("Where to, and what is done", "makes ServiceAccount "+ns+"/robot", "empty: the token ends with it", "RoleBinding", "for up to 24 hours")
	d.presses("up", "up", "up", "right").waits("a kubeconfig elsewhere").presses("down", "ctrl+u").types(file).presses("enter", "enter", "enter").waits("writes " + file).presses("enter")
	d.waits("The token of "+ns+"/robot logs in", "granted only 2 hours", "shortened to 7200 seconds", "Logged in, with exactly this credential", "ends with")

	out, complaints, err := c.Kubectl(t, file, "", "auth", "whoami", "-o", "jsonpath={.status.userInfo.username}")
	if err != nil || out != "system:serviceaccount:"+ns+":robot" {
		t.Errorf("kubectl logs in as %q: %s", out, complaints)
	}
	if out, complaints, err := c.Kubectl(t, file, "", "get", "configmaps"); err != nil {
		t.Errorf("it has no role: %s %s", out, complaints)
	}
	token := tokenIn(t, file)
	d.misses(token).presses("enter").waits("Everything that it needs is there", "signed by a key of this cluster", "from the TokenRequest API", "robot-anchor-").misses(token)
	d.presses("v").waits(token[:60]).presses("v").misses(token[:60]).presses("esc").waits("robot")

	d.presses("/").types("robot").presses("enter", "enter").waits("ServiceAccount "+ns+"/robot", "none runs as it now").presses("down", "enter")
	d.waits("Who can become "+ns+"/robot?", "group system:masters", "This is what RBAC says").presses("esc").waits("TOKEN SECRETS")

	d.presses("t").waits("Token of "+ns+"/robot").presses("right").waits("everybody who can read its Secret").presses("enter", "enter", "enter").waits("is this account: group system:masters")
	d.presses("enter").waits("logs in", "No end", "stands in").presses("esc").waits("1 without end")
	d.presses("esc", "v", "v").waits("x revokes this one").presses("x").waits("What stops working", "whatever logs in with this token")
	_, name, _ := strings.Cut(d.line("Secret "+ns+"/"), ns+"/")
	name = strings.TrimSpace(strings.TrimRight(strings.TrimSpace(name), "│"))
	d.types(name).presses("enter", "enter").waits("The cluster has refused the token since")
}

// tokenIn reads the token of a kubeconfig that was just written.
func tokenIn(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "token: ")
	token, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(token)
}
