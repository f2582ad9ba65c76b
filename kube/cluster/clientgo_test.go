package cluster

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
	v1 "k8s.io/client-go/tools/clientcmd/api/v1"
)

// theirs asks with client-go itself, from the same user and cluster.
func theirs(t *testing.T, d *desk) error {
	t.Helper()
	c, u := d.caller, d.caller.User
	cluster := &api.Cluster{
		Server: c.Target.Server, CertificateAuthorityData: c.Target.CA, TLSServerName: c.Target.TLSServerName,
		InsecureSkipTLSVerify: c.Target.Insecure, ProxyURL: c.Target.ProxyURL,
	}
	if len(c.Info) > 0 {
		cluster.Extensions = map[string]runtime.Object{ExecExtension: &runtime.Unknown{Raw: c.Info, ContentType: "application/json"}}
	}
	user := &api.AuthInfo{
		ClientCertificate: u.ClientCertificate, ClientCertificateData: u.ClientCertificateData, ClientKey: u.ClientKey, ClientKeyData: u.ClientKeyData,
		Token: u.Token, TokenFile: u.TokenFile, Username: u.Username, Password: u.Password,
		Impersonate: u.Impersonate, ImpersonateUID: u.ImpersonateUID, ImpersonateGroups: u.ImpersonateGroups, ImpersonateUserExtra: u.ImpersonateUserExtra,
	}
	if x := u.Exec; x != nil {
		user.Exec = &api.ExecConfig{
			Command: x.Command, Args: x.Args, APIVersion: x.APIVersion, ProvideClusterInfo: x.ProvideClusterInfo,
			InteractiveMode: api.ExecInteractiveMode(x.InteractiveMode), StdinUnavailable: true,
		}
		for _, v := range x.Env {
			user.Exec.Env = append(user.Exec.Env, api.ExecEnvVar{Name: v.Name, Value: v.Value})
		}
	}
	config, err := clientcmd.NewDefaultClientConfig(api.Config{
		Clusters: map[string]*api.Cluster{"c": cluster}, AuthInfos: map[string]*api.AuthInfo{"u": user},
		Contexts: map[string]*api.Context{"x": {Cluster: "c", AuthInfo: "u"}}, CurrentContext: "x",
	}, nil).ClientConfig()
	if err != nil {
		return err
	}
	client, err := rest.HTTPClientFor(config)
	if err != nil {
		return err
	}
	answer, err := client.Post(c.Target.Server+reviewPath, "application/json", strings.NewReader("{}"))
	if err != nil {
		return err
	}
	return answer.Body.Close()
}

// theirInfo is the KUBERNETES_EXEC_INFO that client-go gives the plugin of d.
func theirInfo(t *testing.T, d *desk) string {
	t.Helper()
	if err := theirs(t, d); err != nil {
		t.Fatal(err)
	}
	text, err := readLocal(filepath.Join(filepath.Dir(d.caller.File), "info"))
	if err != nil {
		t.Fatal(err)
	}
	var compact json.RawMessage
	if err := json.Unmarshal(text, &compact); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}

// TestWeSendWhatClientGoSends goes through all combinations of credentials that
// client-go accepts, and holds the request against client-go's own.
func TestWeSendWhatClientGoSends(t *testing.T) {
	d := newDesk(t)
	d.answers[reviewPath] = isJane
	cert, key := d.clients.client("jane")
	token := d.file(t, "token", "from-file\n", 0o600)
	d.plugin(t, gives)
	plugin := d.caller.User.Exec
	agreed, refused := 0, 0
	for bits := range 1 << 6 {
		has := func(i int) bool { return bits>>i&1 == 1 }
		var u v1.AuthInfo
		if has(0) {
			u.ClientCertificateData, u.ClientKeyData = cert, key
		}
		if has(1) {
			u.Token = "inline"
		}
		if has(2) {
			u.TokenFile = token
		}
		if has(3) {
			u.Username, u.Password = "me", "p"
		}
		if has(4) {
			u.Exec = plugin
		}
		if has(5) {
			u.Impersonate, u.ImpersonateGroups = "joe", []string{"g"}
		}
		d.caller.User, d.notes = u, nil
		if err := theirs(t, d); err != nil {
			refused++ // the kubeconfig's own check refuses these before they come here
			continue
		}
		want := d.String()
		d.notes = nil
		if _, err := d.whoami(t); err != nil {
			t.Errorf("%06b: client-go sends %q, we fail: %v", bits, want, err)
			continue
		}
		if got := d.String(); got != want {
			t.Errorf("%06b: sent %q, client-go %q", bits, got, want)
		}
		agreed++
	}
	t.Logf("%d combinations agree, client-go refuses %d", agreed, refused)
	if agreed < 30 || agreed+refused != 64 {
		t.Errorf("only %d combinations were compared, %d refused", agreed, refused)
	}
}
