package cluster

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	clientauth "k8s.io/client-go/pkg/apis/clientauthentication/v1"

	"kubeid/crypto"
	"kubeid/model"
)

// Bounds of a plugin. Some wait for a person in a browser.
const (
	pluginTime  = 2 * time.Minute
	pluginGrace = 5 * time.Second // for what it leaves behind and still writes
	maxPlugin   = 1 << 20
)

// run runs the credential plugin, which somebody has agreed to, and returns what it
// gave. The protocol is that of client-go (plugin/pkg/client/auth/exec); its own runner
// is not used, because it writes the plugin's complaints over the screen, cannot be
// cancelled, and keeps what it got for as long as the program runs.
func (c Caller) run(ctx context.Context) (login, error) {
	x := c.User.Exec
	path, err := resolve(x.Command)
	if err != nil {
		return login{}, c.pluginFailed(err.Error(), nil)
	}
	if x.InteractiveMode == "Always" {
		return login{}, c.pluginFailed("it wants to talk to a person, which is not possible here", nil)
	}
	info, err := c.execInfo()
	if err != nil {
		return login{}, c.pluginFailed(err.Error(), nil)
	}
	ctx, cancel := context.WithTimeout(ctx, pluginTime)
	defer cancel()
	out, complaints := &head{most: maxPlugin}, &head{most: 8 << 10}
	cmd := exec.CommandContext(ctx, path, x.Args...)
	cmd.Args[0] = filepath.Clean(x.Command)
	cmd.Env = os.Environ()
	for _, v := range x.Env {
		cmd.Env = append(cmd.Env, v.Name+"="+v.Value)
	}
	cmd.Env = append(cmd.Env, "KUBERNETES_EXEC_INFO="+string(info))
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = out, complaints, pluginGrace
	alone(cmd)
	err = cmd.Run()
	switch {
	case ctx.Err() != nil && context.Cause(ctx) == context.DeadlineExceeded:
		return login{}, c.pluginFailed(fmt.Sprintf("it did not end within %v", pluginTime), complaints)
	case ctx.Err() != nil:
		return login{}, ctx.Err()
	case err != nil:
		return login{}, c.pluginFailed(err.Error(), complaints)
	case out.over:
		return login{}, c.pluginFailed("it wrote more than 1 MiB", nil)
	}
	l, err := credentialOf(out.text, x.APIVersion)
	if err != nil {
		return login{}, c.pluginFailed(err.Error(), complaints)
	}
	return l, nil
}

// pluginFailed says that there is no credential, with what the plugin said itself. The
// arguments are not told: they may hold secrets.
func (c Caller) pluginFailed(why string, complaints *head) error {
	p := &model.Problem{
		Exit: model.ExitError, What: fmt.Sprintf("the credential plugin %q gave no credential: %s", model.NewText(c.User.Exec.Command), model.NewText(why)),
		Todo: model.Failure{Reason: model.ReasonPluginFailed}.Todo(),
	}
	if complaints != nil {
		if last := lastLine(string(complaints.text)); last != "" {
			p.What += fmt.Sprintf(" (it says: %s)", model.NewText(last))
		}
	}
	return p
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	last := strings.TrimSpace(lines[len(lines)-1])
	return last[:min(len(last), 300)]
}

// execInfo is what the plugin is told: no person is there to talk to, and the cluster
// when the kubeconfig wants it told.
func (c Caller) execInfo() ([]byte, error) {
	info := clientauth.ExecCredential{}
	info.APIVersion, info.Kind = c.User.Exec.APIVersion, "ExecCredential"
	switch info.APIVersion {
	case "client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1":
	default:
		return nil, fmt.Errorf("its apiVersion %q is not supported any more", info.APIVersion)
	}
	if c.User.Exec.ProvideClusterInfo {
		ca, err := dataOr(c.Target.CA, c.Target.CAFile)
		if err != nil {
			return nil, err
		}
		info.Spec.Cluster = &clientauth.Cluster{
			Server: c.Target.Server, TLSServerName: c.Target.TLSServerName, InsecureSkipTLSVerify: c.Target.Insecure,
			CertificateAuthorityData: ca, ProxyURL: c.proxyURL(), DisableCompression: c.Target.DisableCompression,
		}
		info.Spec.Cluster.Config.Raw = c.Info
	}
	return json.Marshal(info)
}

func (c Caller) proxyURL() string {
	if a, err := c.Target.address(); err == nil && a.proxy != nil {
		return a.proxy.String()
	}
	return ""
}

// credentialOf reads what a plugin wrote. Errors quote none of it.
func credentialOf(text []byte, version string) (login, error) {
	var got clientauth.ExecCredential
	if !decode(text, &got) || got.Kind != "ExecCredential" {
		return login{}, errors.New("what it wrote is no ExecCredential")
	}
	s := got.Status
	switch {
	case got.APIVersion != version:
		return login{}, fmt.Errorf("it speaks %q, and the kubeconfig wants %q", model.NewText(got.APIVersion), version)
	case s == nil || s.Token == "" && s.ClientCertificateData == "" && s.ClientKeyData == "":
		return login{}, errors.New("it wrote neither a token nor a certificate")
	case (s.ClientCertificateData == "") != (s.ClientKeyData == ""):
		return login{}, errors.New("it wrote a certificate or a key, but not both")
	}
	l := login{token: crypto.NewSecret([]byte(s.Token))}
	if s.Token != "" {
		l.words = append(l.words, "token of the plugin")
	}
	if s.ClientCertificateData != "" {
		l.certificate, l.key = []byte(s.ClientCertificateData), []byte(s.ClientKeyData)
		l.words = append(l.words, "client certificate of the plugin")
		if _, err := tls.X509KeyPair(l.certificate, l.key); err != nil {
			return login{}, errors.New("its certificate and key cannot be used")
		}
	}
	return l, nil
}

// head keeps the first bytes of what is written to it.
type head struct {
	text []byte
	most int
	over bool
}

// Write implements io.Writer. It takes everything, so that nobody has to wait.
func (h *head) Write(b []byte) (int, error) {
	room := h.most - len(h.text)
	h.over = h.over || len(b) > room
	h.text = append(h.text, b[:min(len(b), room)]...)
	return len(b), nil
}
