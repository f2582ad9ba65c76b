package kube

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	v1 "k8s.io/client-go/tools/clientcmd/api/v1"

	"kubeid/kube/cluster"
	"kubeid/kube/config"
	"kubeid/model"
)

// pointers are the fields of an entry that point to a file, with the field that can
// hold its content.
var pointers = [3][]struct {
	field, data string
	base64      bool
}{
	model.ClusterKind: {{"certificate-authority", "certificate-authority-data", true}},
	model.UserKind: {
		{"client-certificate", "client-certificate-data", true},
		{"client-key", "client-key-data", true},
		{"tokenFile", "token", false},
	},
}

// moved returns what an import's body says when it stands here.
func (in *intake) moved(kind model.Kind, body config.Body) (config.Body, error) {
	var embed func(path string) ([]byte, error)
	if in.wish.Embed {
		embed = cluster.ReadFile
	}
	out, err := moved(kind, body, in.wish.Folder, embed)
	if err != nil {
		return body, &model.Problem{Exit: model.ExitRefused, What: fmt.Sprintf("%s cannot be taken over", in.wish.Source), Todo: "say which folder its paths count from, or put the files' content into it first", Cause: err}
	}
	return out, nil
}

// moved returns a body in which paths are absolute, counted from folder, or in which
// the content of the files stands, when they are to be embedded.
func moved(kind model.Kind, body config.Body, folder string, embed func(path string) ([]byte, error)) (config.Body, error) {
	for _, p := range pointers[kind] {
		path := body.Text(p.field)
		if path == "" {
			continue
		}
		path, err := absolute(path, folder)
		if err != nil {
			return body, err
		}
		if embed == nil {
			body = body.With(p.field, path)
			continue
		}
		data, err := embed(path)
		if err != nil {
			return body, err
		}
		text := strings.TrimSpace(string(data))
		if p.base64 {
			text = base64.StdEncoding.EncodeToString(data)
		}
		body = body.Without(p.field).With(p.data, text)
	}
	if kind != model.UserKind {
		return body, nil
	}
	return movedPlugin(body, folder)
}

// movedPlugin makes the path of a credential plugin absolute. A bare name is looked
// for on the PATH, wherever the kubeconfig is.
func movedPlugin(body config.Body, folder string) (config.Body, error) {
	u := userIn(body)
	if u.Exec == nil || filepath.Base(u.Exec.Command) == u.Exec.Command || filepath.IsAbs(u.Exec.Command) {
		return body, nil
	}
	path, err := absolute(u.Exec.Command, folder)
	if err != nil {
		return body, err
	}
	var all map[string]any
	if err := json.Unmarshal(body.JSON(), &all); err != nil {
		return body, err
	}
	if plugin, ok := all["exec"].(map[string]any); ok {
		plugin["command"] = path
	}
	data, err := json.Marshal(all)
	if err != nil {
		return body, err
	}
	return config.ParseBody(data)
}

func absolute(path, folder string) (string, error) {
	switch {
	case filepath.IsAbs(path):
		return path, nil
	case folder == "":
		return "", fmt.Errorf("it names the file %q, and nobody knows in which folder", model.NewText(path))
	}
	return filepath.Join(folder, path), nil
}

// userIn returns what client-go reads of a user's body.
func userIn(body config.Body) v1.AuthInfo {
	var u v1.AuthInfo
	if json.Unmarshal(body.JSON(), &u) != nil {
		return v1.AuthInfo{}
	}
	return u
}

func clusterIn(body config.Body) v1.Cluster {
	var c v1.Cluster
	if json.Unmarshal(body.JSON(), &c) != nil {
		return v1.Cluster{}
	}
	return c
}

// dangers says what in an entry from outside may do harm.
func dangers(kind model.Kind, body config.Body) []string {
	switch kind {
	case model.ClusterKind:
		return clusterDangers(clusterIn(body))
	case model.UserKind:
		return userDangers(userIn(body))
	}
	return nil
}

func clusterDangers(c v1.Cluster) (out []string) {
	add := adder(&out)
	add(c.InsecureSkipTLSVerify, "does not verify who the server is (insecure-skip-tls-verify)")
	add(strings.HasPrefix(strings.ToLower(c.Server), "http://"), "speaks to %s without TLS", model.Address(model.NewText(c.Server)))
	add(c.ProxyURL != "", "goes through the proxy %s", model.Address(model.NewText(c.ProxyURL)))
	add(c.TLSServerName != "", "takes the server for %s (tls-server-name)", model.NewText(c.TLSServerName))
	add(c.CertificateAuthority != "", "trusts what is in the file %s", model.NewText(c.CertificateAuthority))
	return out
}

func userDangers(u v1.AuthInfo) (out []string) {
	add := adder(&out)
	if u.Exec != nil {
		words := []string{u.Exec.Command}
		words = append(words, u.Exec.Args...)
		for i, w := range words {
			words[i] = model.ShellQuote(w)
		}
		add(true, "runs %s", strings.Join(words, " "))
		for _, e := range u.Exec.Env {
			add(true, "runs it with %s=%s", model.NewText(e.Name), model.ShellQuote(e.Value))
		}
	}
	add(u.AuthProvider != nil, "uses an auth-provider, which runs or sends what its settings say")
	add(u.ClientCertificate != "", "shows the file %s to the server", model.NewText(u.ClientCertificate))
	add(u.ClientKey != "", "logs in with the key in %s", model.NewText(u.ClientKey))
	add(u.TokenFile != "", "sends what is in the file %s", model.NewText(u.TokenFile))
	add(u.Impersonate != "", "acts as %s", model.NewText(u.Impersonate))
	add(u.ImpersonateUID != "", "acts as the uid %s", model.NewText(u.ImpersonateUID))
	for _, g := range u.ImpersonateGroups {
		add(true, "acts as a member of %s", model.NewText(g))
	}
	add(len(u.ImpersonateUserExtra) > 0, "sends extra fields for who it acts as")
	return out
}

func adder(out *[]string) func(is bool, format string, args ...any) {
	return func(is bool, format string, args ...any) {
		if is {
			*out = append(*out, fmt.Sprintf(format, args...))
		}
	}
}
