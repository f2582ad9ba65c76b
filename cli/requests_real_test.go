package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"kubeid/kube"
	"kubeid/testdata/cluster"
)

// real runs a command line on a real cluster, as the user of a kubeconfig.
func real(t *testing.T, kubeconfig, line string) result {
	t.Helper()
	dir := t.TempDir()
	s := kube.New(kube.Options{List: kubeconfig, Home: dir, StateDir: filepath.Join(dir, "state"), ConfigDir: filepath.Join(dir, "config")})
	t.Setenv("KUBERC", "off")
	return run(t, s, line)
}

func TestRealRequestsAreApprovedDeniedAndFetched(t *testing.T) {
	c := cluster.Shared(t)
	dir := t.TempDir()
	ask := func(user string) string {
		t.Helper()
		name := cluster.Name("kubeid-test")
		key, csr := filepath.Join(dir, name+".key"), filepath.Join(dir, name+".csr")
		c.Request(t, name, user, key, csr)
		t.Cleanup(func() { c.Kubectl(t, c.Admin(), "", "delete", "csr", name, "--ignore-not-found") })
		return name
	}
	jane, joe := ask("jane"), ask("joe")
	r := real(t, c.Admin(), "kubeid requests")
	r.ends(0)
	if !strings.Contains(r.out, jane) || !strings.Contains(r.out, joe) {
		t.Errorf("listed\n%s", r.out)
	}
	real(t, c.Admin(), "kubeid requests fetch "+jane).ends(4).says("nobody has approved or denied it yet")
	real(t, c.Admin(), "kubeid requests deny "+joe+" --reason no --yes").ends(0).says(joe + " is denied")
	real(t, c.Admin(), "kubeid requests approve "+joe+" --yes").ends(5).says("decided already: Denied")
	real(t, c.Admin(), "kubeid requests approve "+jane+" --yes").ends(0).says(jane + " is approved")
	if _, complaints, err := c.Kubectl(t, c.Admin(), "", "wait", "--for=jsonpath={.status.certificate}", "csr/"+jane, "--timeout=20s"); err != nil {
		t.Fatal(complaints)
	}
	got := real(t, c.Admin(), "kubeid requests fetch "+jane).ends(0)
	if !strings.HasPrefix(got.out, "-----BEGIN CERTIFICATE-----\n") {
		t.Errorf("fetched %q", got.out)
	}
	if err := os.WriteFile(filepath.Join(dir, "jane.crt"), []byte(got.out), 0o600); err != nil {
		t.Fatal(err)
	}
	out, complaints, err := c.Kubectl(t, c.Admin(), "", "auth", "whoami", "--client-certificate", filepath.Join(dir, "jane.crt"), "--client-key", filepath.Join(dir, jane+".key"), "-o", "jsonpath={.status.userInfo.username}")
	if err != nil || out != "jane" {
		t.Errorf("kubectl logs in as %q: %s", out, complaints)
	}
	nobody := c.User(t, cluster.Name("nobody"))
	real(t, nobody, "kubeid requests").ends(4).says("does not allow it").says("cannot list resource")
}

// TestRealNothingIsWrittenOverAnUnverifiedConnection tries every command that changes
// something in a cluster by a kubeconfig that does not verify its server.
func TestRealNothingIsWrittenOverAnUnverifiedConnection(t *testing.T) {
	c, dir := cluster.Shared(t), t.TempDir()
	text, err := os.ReadFile(c.Admin())
	if err != nil {
		t.Fatal(err)
	}
	insecure := filepath.Join(dir, "config")
	text = regexp.MustCompile(`certificate-authority-data: .*`).ReplaceAll(text, []byte("insecure-skip-tls-verify: true"))
	if err := os.WriteFile(insecure, text, 0o600); err != nil {
		t.Fatal(err)
	}
	ns, name, user := cluster.Name("ns"), cluster.Name("kubeid-test"), cluster.Name("jane")
	c.Apply(t, "{apiVersion: v1, kind: Namespace, metadata: {name: "+ns+"}}")
	c.Apply(t, "{apiVersion: v1, kind: ServiceAccount, metadata: {name: robot, namespace: "+ns+"}}")
	c.Apply(t, "{apiVersion: v1, kind: Secret, metadata: {name: robot-token, namespace: "+ns+", annotations: {kubernetes.io/service-account.name: robot}}, type: kubernetes.io/service-account-token}")
	c.Apply(t, "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: x, namespace: "+ns+"}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}, subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: "+user+"}]}")
	c.Request(t, name, user, filepath.Join(dir, "key"), filepath.Join(dir, "csr"))
	t.Cleanup(func() { c.Kubectl(t, c.Admin(), "", "delete", "csr", name, "--ignore-not-found") })
	state := func() string {
		t.Helper()
		out, complaints, err := c.Kubectl(t, c.Admin(), "", "get", "sa,secrets,rolebindings,csr", "-n", ns, "-o", "name")
		if err != nil {
			t.Fatal(complaints)
		}
		decided, _, _ := c.Kubectl(t, c.Admin(), "", "get", "csr", name, "-o", "jsonpath={.status.conditions}")
		var ours []string
		for _, line := range strings.Split(out, "\n") {
			if !strings.Contains(line, "certificatesigningrequest") || strings.Contains(line, name) || strings.Contains(line, user) {
				ours = append(ours, line)
			}
		}
		return strings.Join(ours, "\n") + decided
	}
	real(t, insecure, "kubeid requests").ends(0).says("") // looking is free
	before := state()
	lines := []string{
		"kubeid issue --user " + user + " --yes", "kubeid token " + ns + "/robot --yes", "kubeid token " + ns + "/other --create --yes",
		"kubeid offboard " + user + " --yes", "kubeid revoke " + ns + "/robot-token --yes", "kubeid requests approve " + name + " --yes",
	}
	for _, line := range append(lines, "kubeid requests deny "+name+" --reason no --yes") {
		real(t, insecure, line).ends(4).says("insecure-skip-tls-verify").says("--dangerous insecure")
		if now := state(); now != before {
			t.Fatalf("%s changed\n%s\nto\n%s", line, before, now)
		}
	}
	for _, line := range lines {
		real(t, insecure, line+" --dangerous insecure").ends(0)
	}
}
