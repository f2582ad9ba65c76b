package apiserver

import (
	"fmt"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/validate/content"
	"k8s.io/apimachinery/pkg/util/validation"
)

// prepare fills in what Kubernetes would fill in, and says what is wrong. before is nil
// on create.
func (c *call) prepare(k *kind, o, before object) []fault {
	faults := names(k, o)
	switch k {
	case namespaces:
		c.prepareNamespace(o, before)
	case secrets:
		faults = append(faults, prepareSecret(o, before)...)
	case pods:
		preparePod(o, before)
	case roles, clusterRoles:
		faults = append(faults, prepareRole(k, o)...)
	case roleBindings, clusterRoleBindings:
		faults = append(faults, prepareBinding(k, o, before)...)
	case requests:
		faults = append(faults, c.prepareRequest(o, before)...)
	}
	return faults
}

// admit refuses what somebody may not write, beyond what verbs say.
func (c *call) admit(k *kind, o, before object) error {
	switch k {
	case roles, clusterRoles:
		return c.admitRole(k, o, before)
	case roleBindings, clusterRoleBindings:
		return c.admitBinding(k, o, before)
	case requests:
		return c.admitRequest(o, before)
	case pods:
		if name := o.text("spec", "serviceAccountName"); before == nil && c.store.get(accounts, o.namespace(), name) == nil {
			return errForbidden("", pods.plural, o.name(), fmt.Sprintf("error looking up service account %s/%s: serviceaccount %q not found", o.namespace(), name, name))
		}
	}
	return nil
}

// names checks the name, and the labels.
func names(k *kind, o object) []fault {
	var out []fault
	rule := validation.IsDNS1123Subdomain
	switch k {
	case namespaces:
		rule = validation.IsDNS1123Label
	case roles, clusterRoles, roleBindings, clusterRoleBindings, requests:
		rule = content.IsPathSegmentName
	}
	for _, why := range rule(o.name()) {
		out = append(out, invalid("metadata.name", quote(o.name()), why))
	}
	for key, value := range o.labels("metadata", "labels") {
		for _, why := range validation.IsQualifiedName(key) {
			out = append(out, invalid("metadata.labels", quote(key), why))
		}
		for _, why := range validation.IsValidLabelValue(value) {
			out = append(out, invalid("metadata.labels", quote(value), why))
		}
	}
	return out
}

func quote(s string) string { return strconv.Quote(s) }

func (c *call) prepareNamespace(o, before object) {
	o.set(o.name(), "metadata", "labels", "kubernetes.io/metadata.name")
	if before == nil {
		o["spec"] = map[string]any{"finalizers": []any{"kubernetes"}}
		o["status"] = map[string]any{"phase": "Active"}
	}
}

// prepareSecret moves stringData into data, and checks the Secret of a token.
func prepareSecret(o, before object) []fault {
	for k, v := range o.labels("stringData") {
		o.set(encodeBase64(v), "data", k)
	}
	delete(o, "stringData")
	if o.text("type") == "" {
		o["type"] = "Opaque"
	}
	var out []fault
	if before != nil && o.text("type") != before.text("type") {
		out = append(out, invalid("type", quote(o.text("type")), "field is immutable"))
	}
	if o.text("type") == tokenSecretType && o.labels("metadata", "annotations")[accountNameNote] == "" {
		out = append(out, required("metadata.annotations["+accountNameNote+"]", ""))
	}
	for k, v := range o.labels("data") {
		if _, err := decodeBase64(v); err != nil {
			out = append(out, invalid("data["+k+"]", "…", err.Error()))
		}
	}
	return out
}

func preparePod(o, before object) {
	if o.text("spec", "serviceAccountName") == "" {
		o.set("default", "spec", "serviceAccountName")
	}
	if before == nil && o.text("status", "phase") == "" {
		o.set("Pending", "status", "phase")
	}
}

// prepareRole checks the rules of a role (pkg/apis/rbac/validation).
func prepareRole(k *kind, o object) []fault {
	if k == clusterRoles && o["aggregationRule"] == nil && o["rules"] == nil || k == roles && o["rules"] == nil {
		o["rules"] = []any{}
	}
	var out []fault
	for i, r := range rulesOf(o) {
		at := fmt.Sprintf("rules[%d].", i)
		if len(r.verbs) == 0 {
			out = append(out, required(at+"verbs", "verbs must contain at least one value"))
		}
		shown := `["` + strings.Join(r.paths, `","`) + `"]`
		switch {
		case len(r.paths) > 0 && k == roles:
			out = append(out, invalid(at+"nonResourceURLs", shown, "namespaced rules cannot apply to non-resource URLs"))
		case len(r.paths) > 0 && len(r.groups)+len(r.resources)+len(r.names) > 0:
			out = append(out, invalid(at+"nonResourceURLs", shown, "rules cannot apply to both regular resources and non-resource URLs"))
		case len(r.paths) > 0:
		default:
			if len(r.groups) == 0 {
				out = append(out, required(at+"apiGroups", "resource rules must supply at least one api group"))
			}
			if len(r.resources) == 0 {
				out = append(out, required(at+"resources", "resource rules must supply at least one resource"))
			}
		}
	}
	return out
}

// prepareBinding fills in and checks who is bound to what.
func prepareBinding(k *kind, o, before object) []fault {
	var out []fault
	if o.text("roleRef", "apiGroup") == "" {
		o.set(rbacGroup, "roleRef", "apiGroup")
	}
	known := []string{"ClusterRole"}
	if k == roleBindings {
		known = []string{"Role", "ClusterRole"}
	}
	if got := o.text("roleRef", "apiGroup"); got != rbacGroup {
		out = append(out, unsupported("roleRef.apiGroup", got, rbacGroup))
	}
	if got := o.text("roleRef", "kind"); got != known[0] && got != known[len(known)-1] {
		out = append(out, unsupported("roleRef.kind", got, known...))
	}
	if o.text("roleRef", "name") == "" {
		out = append(out, required("roleRef.name", ""))
	}
	if before != nil && fmt.Sprint(o["roleRef"]) != fmt.Sprint(before["roleRef"]) {
		out = append(out, invalid("roleRef", "…", "cannot change roleRef"))
	}
	for i, s := range o.list("subjects") {
		at := fmt.Sprintf("subjects[%d].", i)
		if s.text("name") == "" {
			out = append(out, required(at+"name", ""))
		}
		switch s.text("kind") {
		case "ServiceAccount":
			if s.text("namespace") == "" {
				out = append(out, required(at+"namespace", ""))
			}
		case "User", "Group":
			if s.text("apiGroup") == "" {
				s["apiGroup"] = rbacGroup
			}
		default:
			out = append(out, unsupported(at+"kind", s.text("kind"), "Group", "ServiceAccount", "User"))
		}
	}
	return out
}
