package config

import (
	"bytes"
	"fmt"

	v1 "k8s.io/client-go/tools/clientcmd/api/v1"
	kjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"

	"kubeid/crypto"
	"kubeid/model"
)

// document is the top level of a kubeconfig with everything below still raw.
type document struct {
	Kind        raw `json:"kind"`
	APIVersion  raw `json:"apiVersion"`
	Clusters    raw `json:"clusters"`
	Contexts    raw `json:"contexts"`
	Users       raw `json:"users"`
	Current     raw `json:"current-context"`
	Preferences raw `json:"preferences"`
	Extensions  raw `json:"extensions"`
}

type raw []byte

func (r *raw) UnmarshalJSON(b []byte) error { *r = bytes.Clone(b); return nil }

// parse reads any file that is YAML at all, with the libraries of client-go: its
// YAML reader, its JSON reader, its types, and its codec as the judge of the
// whole. The full parser of another library only adds where the values stand.
func parse(data []byte) (*File, error) {
	f := &File{data: data}
	asJSON, err := toJSON(data)
	if err != nil {
		return nil, fmt.Errorf("is not YAML: %s", safeCause(err))
	}
	f.asJSON = asJSON
	if f.loaded, err = load(data); err != nil {
		f.Refused = "client-go cannot load it"
	}
	f.root = tree(data)
	if string(asJSON) == "null" {
		return f, nil // an empty file is an empty kubeconfig, for client-go too
	}
	var doc document
	if asJSON[0] != '{' {
		return nil, fmt.Errorf("is not a kubeconfig: it holds %s instead of clusters, users and contexts", jsonKind(asJSON))
	}
	if err := kjson.UnmarshalCaseSensitivePreserveInts(asJSON, &doc); err != nil {
		return nil, fmt.Errorf("is not a kubeconfig: it is nested too deeply, or broken in another way")
	}
	if err := f.identify(doc, asJSON); err != nil {
		return nil, err
	}
	f.fill(doc)
	return f, nil
}

// toJSON is the first step of client-go's decoder. A parser that panics on a file
// has not read it.
func toJSON(data []byte) (asJSON []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: the parser gives up")
		}
	}()
	return yaml.YAMLToJSON(data)
}

func jsonKind(b []byte) string {
	switch b[0] {
	case '[':
		return "a list"
	case '"':
		return "a text"
	}
	return "a single value"
}

// identify tells a kubeconfig from other YAML.
func (f *File) identify(doc document, asJSON []byte) error {
	var kind, version string
	if into(doc.Kind, &kind) && kind != "" && kind != "Config" {
		article := "a"
		switch kind[0] {
		case 'A', 'E', 'I', 'O', 'U':
			article = "an"
		}
		return fmt.Errorf("is %s %s, not a kubeconfig", article, model.NewText(kind))
	}
	if into(doc.APIVersion, &version) && version != "" && version != "v1" {
		return fmt.Errorf("has the apiVersion %s; a kubeconfig has v1", model.NewText(version))
	}
	known := len(doc.Kind) + len(doc.APIVersion) + len(doc.Clusters) + len(doc.Contexts) + len(doc.Users) +
		len(doc.Current) + len(doc.Preferences) + len(doc.Extensions)
	if known == 0 && string(asJSON) != "{}" {
		return fmt.Errorf("is not a kubeconfig: it has no clusters, users, contexts or current-context")
	}
	return nil
}

func (f *File) fill(doc document) {
	var current string
	if !into(doc.Current, &current) {
		f.refuse("current-context is not a text")
	}
	f.Current = model.NewText(current)
	if n := f.root.get(f.data, "current-context"); n != nil {
		f.CurrentLine = n.line
	}
	f.Clusters = lenient(f, "clusters", doc.Clusters, func(e model.Entry, r raw) model.Cluster {
		var named v1.NamedCluster
		e = open(e, r, &named, "cluster")
		e.Name = model.NewText(named.Name)
		f.clusters = append(f.clusters, Material{Certificate: named.Cluster.CertificateAuthorityData})
		return clusterOf(e, named.Cluster)
	})
	f.Contexts = lenient(f, "contexts", doc.Contexts, func(e model.Entry, r raw) model.Context {
		var named v1.NamedContext
		e = open(e, r, &named, "context")
		e.Name = model.NewText(named.Name)
		return contextOf(e, named.Context)
	})
	f.Users = lenient(f, "users", doc.Users, func(e model.Entry, r raw) model.User {
		var named v1.NamedAuthInfo
		e = open(e, r, &named, "user")
		e.Name = model.NewText(named.Name)
		f.users = append(f.users, Material{
			Certificate: named.AuthInfo.ClientCertificateData,
			Key:         func() crypto.Secret { return crypto.NewSecret(named.AuthInfo.ClientKeyData) },
			Token:       crypto.NewSecret([]byte(named.AuthInfo.Token)),
		})
		return userOf(e, named.AuthInfo)
	})
	f.judge()
}

// refuse notes the first reason that is more telling than client-go's.
func (f *File) refuse(format string, args ...any) {
	if f.Refused == "client-go cannot load it" {
		f.Refused = fmt.Sprintf(format, args...)
	}
}

// judge says in our own words why client-go does not load the file; its own words
// can hold tokens and keys (kubernetes/kubernetes#66435).
func (f *File) judge() {
	if f.Refused == "" {
		return
	}
	for _, c := range f.Clusters {
		f.blame(model.ClusterKind, c.Entry)
	}
	for _, u := range f.Users {
		f.blame(model.UserKind, u.Entry)
	}
	for _, c := range f.Contexts {
		f.blame(model.ContextKind, c.Entry)
	}
	f.blameTwins(model.ClusterKind, len(f.Clusters), func(i int) model.Text { return f.Clusters[i].Name })
	f.blameTwins(model.UserKind, len(f.Users), func(i int) model.Text { return f.Users[i].Name })
	f.blameTwins(model.ContextKind, len(f.Contexts), func(i int) model.Text { return f.Contexts[i].Name })
}

func (f *File) blame(kind model.Kind, e model.Entry) {
	if len(e.Wrong) > 0 {
		f.refuse("%s %q: %s", kind, e.Name, e.Wrong[0])
	}
}

func (f *File) blameTwins(kind model.Kind, n int, name func(int) model.Text) {
	seen := make(map[model.Text]bool, n)
	for i := range n {
		if seen[name(i)] {
			f.refuse("it has two %ss named %q", kind, name(i))
		}
		seen[name(i)] = true
	}
}
