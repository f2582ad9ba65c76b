package cluster

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	v1 "k8s.io/client-go/tools/clientcmd/api/v1"

	"kubeid/crypto"
	"kubeid/model"
)

// A Caller is a context of the kubeconfigs as kubectl uses it: a server, and a user to
// log in as. It does nothing by itself: what it would run or send is a Need, and has to
// be agreed to.
type Caller struct {
	Context model.Ref
	Target  Target
	User    v1.AuthInfo // paths are absolute
	Entry   model.Ref   // of the user
	Place   model.Text  // file:line of the user
	File    string      // the kubeconfig that has the user
	Info    json.RawMessage

	Policy Policy
	Memory Memory
}

// ExecExtension names the extension of a cluster that is handed to plugins
// (client-go tools/clientcmd/client_config.go, clusterExtensionKey).
const ExecExtension = "client.authentication.k8s.io/exec"

// uses says which credentials client-go would take of the user: a plugin runs only
// when nothing else is there, and nothing at all is sent over http://.
func (c Caller) uses() (certificate, token, basic, plugin bool) {
	if a, err := c.Target.address(); err != nil || !a.tls() {
		return false, false, false, false
	}
	u := c.User
	certificate = len(u.ClientCertificateData) > 0 || u.ClientCertificate != ""
	token = u.Token != "" || u.TokenFile != ""
	basic = u.Username != ""
	return certificate, token, basic, u.Exec != nil && !certificate && !token && !basic
}

// Needs says what would run or be sent, and what of it was agreed to already. An error
// is that something may not run, whoever agrees.
func (c Caller) Needs() (model.Consent, error) {
	certificate, token, _, plugin := c.uses()
	out := model.Consent{Unverified: c.Target.Unverified()}
	if plugin {
		n, err := c.pluginNeed()
		if err != nil {
			return model.Consent{}, err
		}
		out.Needs = append(out.Needs, n)
	}
	if token && c.User.TokenFile != "" {
		out.Needs = append(out.Needs, c.fileNeeds("token", c.User.TokenFile)...)
	}
	if certificate && c.User.ClientKey != "" && len(c.User.ClientKeyData) == 0 {
		out.Needs = append(out.Needs, c.fileNeeds("key", c.User.ClientKey)...)
	}
	for i, n := range out.Needs {
		if n.Agreed == "" && c.Memory.Has(n.Hash) {
			out.Needs[i].Agreed = model.AgreedBefore
		}
	}
	return out, nil
}

// Agreed returns an error unless everything that would happen was agreed to.
func (c Caller) Agreed(granted model.Consent) error {
	needs, err := c.Needs()
	if err != nil {
		return err
	}
	var fresh []string
	for _, n := range needs.Open() {
		if !granted.Allows(n.Hash) {
			return notAgreed(n)
		}
		fresh = append(fresh, n.Hash)
	}
	if granted.Remember && len(fresh) > 0 {
		if err := c.Memory.Remember(fresh...); err != nil {
			return &model.Problem{Exit: model.ExitError, What: "the consent cannot be remembered", Todo: "agree without remembering", Cause: err}
		}
	}
	return nil
}

func notAgreed(n model.Need) error {
	p := &model.Problem{Exit: model.ExitRefused, Cause: model.ErrNeedsConsent}
	if n.Runs() {
		p.What = fmt.Sprintf("%s would run %s to log in", n.Place, n.Path)
		p.Todo = "look at it, then allow it with --allow-exec, or in kubectl's kuberc (credentialPluginAllowlist)"
		return p
	}
	p.What = fmt.Sprintf("%s would use the %s in %s, outside its own folder, for %s", n.Place, n.What, n.File, n.Server)
	p.Todo = "look whether that is meant, then agree to it"
	return p
}

// fileNeeds asks for a file outside the folder of its kubeconfig; one inside needs nothing.
func (c Caller) fileNeeds(what, path string) []model.Need {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		real = path // it is told when it is read
	}
	if Beside(c.File, real) {
		return nil
	}
	return []model.Need{{
		Hash: hashOf("file", what, real, c.File, c.Target.Server, c.Target.TLSServerName, c.Target.ProxyURL, fmt.Sprint(c.Target.Insecure), string(c.Target.CA), c.Target.CAFile),
		User: c.Entry, Place: c.Place, Server: shown(c.Target.Server), File: model.NewText(real), What: what,
	}}
}

// Beside tells whether a file lies in the folder of a kubeconfig, where that is listed
// or where it really is. The links of file are followed by the caller.
func Beside(kubeconfig, file string) bool {
	dirs := []string{filepath.Dir(kubeconfig)}
	if real, err := filepath.EvalSymlinks(kubeconfig); err == nil {
		dirs = append(dirs, filepath.Dir(real))
	}
	if real, err := filepath.EvalSymlinks(dirs[0]); err == nil {
		dirs = append(dirs, real)
	}
	return slices.ContainsFunc(dirs, func(dir string) bool {
		rest, err := filepath.Rel(dir, file)
		return err == nil && filepath.IsLocal(rest)
	})
}

// A login is what is sent to say who we are.
type login struct {
	certificate, key []byte
	token            crypto.Secret
	username         string
	password         crypto.Secret
	words            []string
}

var errEmptyToken = errors.New("is empty")

// static reads the credentials that stand in the kubeconfig or in files.
func (c Caller) static() (login, error) {
	certificate, token, basic, _ := c.uses()
	var l login
	var err error
	if certificate {
		if l.certificate, err = dataOr(c.User.ClientCertificateData, c.User.ClientCertificate); err != nil {
			return login{}, c.notRead("client certificate", err)
		}
		if l.key, err = dataOr(c.User.ClientKeyData, c.User.ClientKey); err != nil {
			return login{}, c.notRead("key", err)
		}
		l.words = append(l.words, "client certificate")
	}
	if token {
		if l.token, err = c.token(); err != nil {
			return login{}, c.notRead("token", err)
		}
		l.words = append(l.words, "token")
	}
	if basic {
		l.username, l.password = c.User.Username, crypto.NewSecret([]byte(c.User.Password))
		l.words = append(l.words, "user name and password")
	}
	return l, nil
}

// token returns what client-go would send: the file's token, and that of the
// kubeconfig when the file cannot be read.
func (c Caller) token() (crypto.Secret, error) {
	if c.User.TokenFile == "" {
		return crypto.NewSecret([]byte(c.User.Token)), nil
	}
	data, err := ReadFile(c.User.TokenFile)
	text := strings.TrimSpace(string(data))
	if err == nil && text == "" {
		err = fmt.Errorf("%s %w", model.NewText(c.User.TokenFile), errEmptyToken)
	}
	switch {
	case err == nil:
		return crypto.NewSecret([]byte(text)), nil
	case c.User.Token != "":
		return crypto.NewSecret([]byte(c.User.Token)), nil
	}
	return crypto.Secret{}, err
}

func (c Caller) notRead(what string, err error) error {
	return &model.Problem{
		Exit: model.ExitError, What: fmt.Sprintf("the %s of %s cannot be read", what, c.Place),
		Todo: "check the path in the kubeconfig", Cause: err,
	}
}

func dataOr(data []byte, file string) ([]byte, error) {
	if len(data) > 0 || file == "" {
		return data, nil
	}
	return ReadFile(file)
}
