package apiserver

import (
	"encoding/pem"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// control does what a cluster's controllers do, whenever something has changed.
func (s *Server) control() {
	for {
		s.mu.Lock()
		s.reconcile()
		changed := s.store.changed
		s.mu.Unlock()
		select {
		case <-changed:
		case <-s.ctx.Done():
			return
		}
	}
}

// reconcile goes on until there is nothing left to do. The lock is held.
func (s *Server) reconcile() {
	for before := uint64(0); before != s.store.version; {
		before = s.store.version
		s.keepNamespaces()
		s.keepTokenSecrets()
		s.aggregate()
		for _, o := range s.store.list(requests, "") {
			if next := s.signRequest(o); next != nil {
				s.store.put(requests, next)
			}
		}
	}
}

// keepNamespaces gives every namespace its default account and the authority of the
// server, and empties those that shall go.
func (s *Server) keepNamespaces() {
	for _, ns := range s.store.list(namespaces, "") {
		if ns.terminating() {
			for _, k := range s.kinds {
				for _, o := range s.store.list(k, ns.name()) {
					if k.namespaced {
						s.store.remove(k, o)
					}
				}
			}
			s.store.remove(namespaces, ns)
			continue
		}
		s.ensure(accounts, ns, "default", object{})
		s.ensure(configMaps, ns, "kube-root-ca.crt", object{"data": map[string]any{"ca.crt": s.serverCA}})
	}
}

// ensure makes an object that every namespace has from its beginning.
func (s *Server) ensure(k *kind, ns object, name string, o object) {
	if s.store.get(k, ns.name(), name) != nil {
		return
	}
	o["apiVersion"], o["kind"] = k.apiVersion(), k.name
	o["metadata"] = map[string]any{
		"name": name, "namespace": ns.name(), "uid": newUID(), "creationTimestamp": stamp(s.now()),
	}
	if !s.running() {
		o.set(ns.at("metadata", "creationTimestamp"), "metadata", "creationTimestamp")
	}
	s.store.put(k, o)
}

// running tells whether the server serves already.
func (s *Server) running() bool { return s.listener != nil }

// keepTokenSecrets fills the Secrets that shall hold a token, and removes those whose
// account is not there (pkg/controller/serviceaccount/tokens_controller.go).
func (s *Server) keepTokenSecrets() {
	for _, secret := range s.store.list(secrets, "") {
		if secret.text("type") != tokenSecretType {
			continue
		}
		notes := secret.labels("metadata", "annotations")
		account := s.store.get(accounts, secret.namespace(), notes[accountNameNote])
		if account == nil || notes[accountUIDNote] != "" && notes[accountUIDNote] != account.uid() {
			s.store.remove(secrets, secret)
			continue
		}
		if secret.text("data", "token") != "" && secret.text("data", "ca.crt") != "" && secret.text("data", "namespace") != "" && notes[accountUIDNote] != "" {
			continue
		}
		token, err := s.legacyToken(account, secret)
		if err != nil {
			continue
		}
		filled := secret.clone()
		filled.set(account.uid(), "metadata", "annotations", accountUIDNote)
		filled.set(encodeBase64(token), "data", "token")
		filled.set(encodeBase64(s.serverCA), "data", "ca.crt")
		filled.set(encodeBase64(secret.namespace()), "data", "namespace")
		s.store.put(secrets, filled)
	}
}

// aggregate gathers the rules of roles that are made of others.
func (s *Server) aggregate() {
	all := s.store.list(clusterRoles, "")
	for _, role := range all {
		if role["aggregationRule"] == nil {
			continue
		}
		rules := []any{}
		for _, other := range all {
			if other.name() != role.name() && role.aggregates(other) {
				part, _ := other["rules"].([]any)
				rules = append(rules, part...)
			}
		}
		old, _ := role["rules"].([]any)
		if sameJSON(old, rules) {
			continue
		}
		next := role.clone()
		next["rules"] = clone(rules)
		s.store.put(clusterRoles, next)
	}
}

// aggregates tells whether a role takes in the rules of another one.
func (o object) aggregates(other object) bool {
	for _, s := range o.list("aggregationRule", "clusterRoleSelectors") {
		selector, err := metav1.LabelSelectorAsSelector(&metav1.LabelSelector{MatchLabels: s.labels("matchLabels")})
		if err == nil && s["matchExpressions"] == nil && selector.Matches(labels.Set(other.labels("metadata", "labels"))) {
			return true
		}
	}
	return false
}

// certificatePEM is an authority as files hold it.
func (a Authority) pem() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.Certificate.Raw}))
}
