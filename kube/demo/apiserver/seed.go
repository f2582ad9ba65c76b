package apiserver

import (
	"embed"
	"encoding/json"
	"fmt"
	"reflect"

	"sigs.k8s.io/yaml"
)

// bootstrap holds the roles and bindings that every cluster begins with. The files are
// Kubernetes' own, of k8s.io/kubernetes v1.36.3
// plugin/pkg/auth/authorizer/rbac/bootstrappolicy/testdata.
//
//go:embed bootstrap
var bootstrap embed.FS

// seed makes what a cluster begins with, and what the options add.
func (s *Server) seed(o Options) error {
	s.serverCA = o.ServerCA.pem()
	for _, name := range []string{"default", "kube-node-lease", "kube-public", "kube-system"} {
		s.plant(namespaces, object{"metadata": map[string]any{"name": name, "creationTimestamp": stamp(o.Born)}})
	}
	files, err := bootstrap.ReadDir("bootstrap")
	if err != nil {
		return err
	}
	for _, f := range files {
		file := f.Name()
		data, err := bootstrap.ReadFile("bootstrap/" + file)
		if err != nil {
			return err
		}
		var list struct {
			Items []map[string]any `json:"items"`
		}
		if err := yaml.Unmarshal(data, &list); err != nil {
			return fmt.Errorf("read %s: %w", file, err)
		}
		for _, item := range list.Items {
			if err := s.plantAny(item); err != nil {
				return err
			}
		}
	}
	names, _ := json.Marshal([]string{})
	s.plant(configMaps, object{
		"metadata": map[string]any{"namespace": "kube-system", "name": "extension-apiserver-authentication"},
		"data": map[string]any{
			"client-ca-file": o.ClientCA.pem(), "requestheader-allowed-names": string(names),
		},
	})
	var failed error
	if o.Objects != nil {
		o.Objects(func(item map[string]any) {
			if err := s.plantAny(item); err != nil && failed == nil {
				failed = err
			}
		})
	}
	s.reconcile()
	return failed
}

// plantAny keeps an object that names its kind.
func (s *Server) plantAny(item map[string]any) error {
	text, err := json.Marshal(item)
	if err != nil {
		return err
	}
	o, err := decodeObject(text)
	if err != nil {
		return err
	}
	for _, k := range s.kinds {
		if k.name == o.text("kind") && k.apiVersion() == o.text("apiVersion") {
			s.plant(k, o)
			return nil
		}
	}
	return fmt.Errorf("no kind %q in %q", o.text("kind"), o.text("apiVersion"))
}

// plant keeps an object of a kind, with all that Kubernetes would fill in.
func (s *Server) plant(k *kind, o object) {
	c := &call{Server: s, user: identity{name: "system:apiserver", groups: []string{superusers}}}
	o["apiVersion"], o["kind"] = k.apiVersion(), k.name
	given := o.clone()
	c.prepare(k, o, nil)
	if k == requests { // who asked, and how far it is, is part of the picture
		o.set(given["spec"], "spec")
		o.set(given["status"], "status")
	}
	if o.uid() == "" {
		o.set(newUID(), "metadata", "uid")
	}
	if o.text("metadata", "creationTimestamp") == "" {
		o.set(stamp(s.now()), "metadata", "creationTimestamp")
	}
	s.store.put(k, o)
}

func sameJSON(a, b []any) bool { return len(a) == len(b) && (len(a) == 0 || reflect.DeepEqual(a, b)) }
