package config

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	v1 "k8s.io/client-go/tools/clientcmd/api/v1"
	kjson "sigs.k8s.io/json"

	"kubeid/model"
)

// into decodes JSON as client-go does. Nothing at all and null leave v as it is.
func into(r raw, v any) bool {
	return len(r) == 0 || kjson.UnmarshalCaseSensitivePreserveInts(r, v) == nil
}

// lenient reads the items of one of the three lists, one by one, so that a bad
// one does not hide the others.
func lenient[T any](f *File, list string, r raw, read func(model.Entry, raw) T) []T {
	var items []raw
	if !into(r, &items) {
		f.refuse("%s is not a list", list)
		return nil
	}
	places := f.root.get(f.data, list)
	out := make([]T, 0, len(items))
	for i, item := range items {
		e := model.Entry{}
		if places != nil && len(places.children()) == len(items) {
			e.Line = places.children()[i].line
		}
		out = append(out, read(e, item))
	}
	return out
}

// open decodes an item into named. If client-go would refuse it, its fields are
// tried one by one: what cannot be read is left out and named in Entry.Wrong.
func open(e model.Entry, r raw, named any, body string) model.Entry {
	if string(r) == "null" || into(r, named) {
		return e
	}
	var fields map[string]raw
	if !into(r, &fields) {
		e.Wrong = append(e.Wrong, model.NewText("the entry is not a mapping"))
		return e
	}
	if !into(wrap("name", fields["name"]), named) {
		e.Wrong = append(e.Wrong, notText(e.Line, fields["name"]))
	}
	var inner map[string]raw
	if !into(fields[body], &inner) {
		e.Wrong = append(e.Wrong, model.NewText(body+" is not a mapping"))
	}
	for _, key := range sortedKeys(inner) {
		if !into(wrap(body, wrap(key, inner[key])), named) {
			e.Wrong = append(e.Wrong, model.NewText(wrongField(key)))
		}
	}
	if len(e.Wrong) == 0 {
		e.Wrong = append(e.Wrong, model.NewText("the entry cannot be read"))
	}
	return e
}

// notText says what is wrong with a name that YAML takes for a number, or for true or
// false, as it does with on, y and 0x1.
func notText(line int, name raw) model.Text {
	where := ""
	if line > 0 {
		where = fmt.Sprintf(" in line %d", line)
	}
	switch name[0] {
	case '{', '[':
		return model.NewText("the name" + where + " is not a text")
	}
	return model.NewText(fmt.Sprintf("YAML takes the name%s for %s; put it in quotes", where, name))
}

func sortedKeys(m map[string]raw) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// wrap returns {key: value}, or {} for nothing.
func wrap(key string, value raw) raw {
	if len(value) == 0 {
		return raw("{}")
	}
	k, _ := json.Marshal(key)
	return raw(fmt.Sprintf("{%s:%s}", k, value))
}

func wrongField(key string) string {
	switch {
	case strings.HasSuffix(key, "-data"):
		return key + " is not base64"
	case key == "insecure-skip-tls-verify", key == "disable-compression":
		return key + " is neither true nor false"
	}
	return key + " has a value of the wrong type"
}

func source(data []byte, file string) model.Source {
	return model.Source{Inline: len(data) > 0, File: model.NewText(file)}
}

func clusterOf(e model.Entry, c v1.Cluster) model.Cluster {
	return model.Cluster{
		Entry:              e,
		Server:             model.NewText(c.Server),
		CA:                 source(c.CertificateAuthorityData, c.CertificateAuthority),
		Insecure:           c.InsecureSkipTLSVerify,
		TLSServerName:      model.NewText(c.TLSServerName),
		ProxyURL:           model.NewText(c.ProxyURL),
		DisableCompression: c.DisableCompression,
	}
}

func contextOf(e model.Entry, c v1.Context) model.Context {
	return model.Context{
		Entry:     e,
		Cluster:   model.NewText(c.Cluster),
		User:      model.NewText(c.AuthInfo),
		Namespace: model.NewText(c.Namespace),
	}
}

func userOf(e model.Entry, a v1.AuthInfo) model.User {
	u := model.User{
		Entry:       e,
		Certificate: source(a.ClientCertificateData, a.ClientCertificate),
		Key:         source(a.ClientKeyData, a.ClientKey),
		Token:       model.Source{Inline: a.Token != "", File: model.NewText(a.TokenFile)},
		Username:    model.NewText(a.Username),
		Password:    a.Password != "",
		As: model.Impersonation{
			User: model.NewText(a.Impersonate), UID: model.NewText(a.ImpersonateUID), Extra: len(a.ImpersonateUserExtra) > 0,
		},
	}
	if len(a.ImpersonateGroups) > 0 {
		u.As.Groups = model.Texts(a.ImpersonateGroups)
	}
	if a.Exec != nil {
		u.Exec = execOf(*a.Exec)
	}
	if a.AuthProvider != nil {
		u.Provider = &model.Provider{Name: model.NewText(a.AuthProvider.Name)}
	}
	return u
}

func execOf(x v1.ExecConfig) *model.Exec {
	e := &model.Exec{
		Command:     model.NewText(x.Command),
		APIVersion:  model.NewText(x.APIVersion),
		InstallHint: model.NewText(x.InstallHint),
		Args:        len(x.Args),
		Env:         len(x.Env),
		UnnamedEnv:  slices.ContainsFunc(x.Env, func(v v1.ExecEnvVar) bool { return v.Name == "" }),
	}
	e.InteractiveMode = interactive(e.APIVersion, model.NewText(string(x.InteractiveMode)))
	return e
}
