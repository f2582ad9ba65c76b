package demo

import (
	"encoding/base64"
	"strings"
	"time"
)

// object is one object of the API.
type object = map[string]any

const (
	rbac       = "rbac.authorization.k8s.io"
	everything = "kubeadm:cluster-admins" // the group that kubeadm gives to its admins
)

// A garden makes objects of a certain age.
type garden struct {
	add  func(object)
	now  time.Time
	days int // how old its namespaces are
}

// metadata of an object that is so many days old.
func (g garden) metadata(namespace, name string, days int, more ...string) object {
	m := object{"name": name, "creationTimestamp": g.now.Add(-time.Duration(days) * day).UTC().Format(time.RFC3339)}
	if namespace != "" {
		m["namespace"] = namespace
	}
	for i := 0; i+1 < len(more); i += 2 {
		m["annotations"] = object{more[i]: more[i+1]}
	}
	return m
}

func (g garden) namespace(names ...string) {
	for _, n := range names {
		g.add(object{"apiVersion": "v1", "kind": "Namespace", "metadata": g.metadata("", n, g.days)})
	}
}

func (g garden) account(namespace, name string, days int) {
	g.add(object{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": g.metadata(namespace, name, days)})
}

func (g garden) pod(namespace, name, account string) {
	g.add(object{
		"apiVersion": "v1", "kind": "Pod", "metadata": g.metadata(namespace, name, 3),
		"spec":   object{"serviceAccountName": account, "containers": []any{object{"name": "main", "image": "registry.example/" + account + ":1"}}},
		"status": object{"phase": "Running"},
	})
}

// tokenSecret holds a token for good; the server fills it.
func (g garden) tokenSecret(namespace, name, account string, days int) {
	g.add(object{
		"apiVersion": "v1", "kind": "Secret", "metadata": g.metadata(namespace, name, days, "kubernetes.io/service-account.name", account),
		"type": "kubernetes.io/service-account-token",
	})
}

func (g garden) secret(namespace, name string, keys ...string) {
	data := object{}
	for _, k := range keys {
		data[k] = base64.StdEncoding.EncodeToString([]byte("demo"))
	}
	g.add(object{"apiVersion": "v1", "kind": "Secret", "metadata": g.metadata(namespace, name, 90), "type": "Opaque", "data": data})
}

// bind gives a ClusterRole to subjects, written as user:NAME, group:NAME or
// account:NAMESPACE/NAME. namespace "" is the whole cluster.
func (g garden) bind(namespace, name, role string, subjects ...string) {
	kind := "RoleBinding"
	if namespace == "" {
		kind = "ClusterRoleBinding"
	}
	g.add(object{
		"apiVersion": rbac + "/v1", "kind": kind, "metadata": g.metadata(namespace, name, 150),
		"roleRef": object{"apiGroup": rbac, "kind": "ClusterRole", "name": role}, "subjects": toSubjects(subjects),
	})
}

func toSubjects(written []string) []any {
	var out []any
	for _, w := range written {
		kind, name, _ := strings.Cut(w, ":")
		switch kind {
		case "user":
			out = append(out, object{"kind": "User", "apiGroup": rbac, "name": name})
		case "group":
			out = append(out, object{"kind": "Group", "apiGroup": rbac, "name": name})
		case "account":
			namespace, name, _ := strings.Cut(name, "/")
			out = append(out, object{"kind": "ServiceAccount", "namespace": namespace, "name": name})
		}
	}
	return out
}

// request is a CertificateSigningRequest that waits.
func (g garden) request(name, asker, signer, pem string, seconds int, usages ...any) {
	g.add(object{
		"apiVersion": "certificates.k8s.io/v1", "kind": "CertificateSigningRequest", "metadata": g.metadata("", name, 0),
		"spec": object{
			"request": base64.StdEncoding.EncodeToString([]byte(pem)), "signerName": signer, "usages": usages, "expirationSeconds": seconds,
			"username": asker, "groups": []any{"system:authenticated"},
		},
	})
}

// labObjects are what the lab holds: a small cluster of one team.
func labObjects(now time.Time) func(func(object)) {
	return func(add func(object)) {
		g := garden{add, now, 200}
		g.namespace("team-a", "team-b", "monitoring")
		g.bind("", everything, "cluster-admin", "group:"+everything)
		g.bind("team-a", "devs-view", "view", "group:devs")
		g.account("monitoring", "prometheus", 180)
		g.account("team-a", "builder", 60)
		g.bind("", "prometheus", "view", "account:monitoring/prometheus")
		g.bind("team-a", "builder", "edit", "account:team-a/builder")
		g.pod("monitoring", "prometheus-0", "prometheus")
		g.pod("team-a", "web-6d4cf56db6-7hk2p", "default")
		g.secret("team-a", "database", "user", "password")
	}
}

// prodObjects are what prod holds: more teams, old tokens, and people who wait.
func prodObjects(now time.Time) func(func(object)) {
	return func(add func(object)) {
		g := garden{add, now, 450}
		g.namespace("ci", "payments", "team-a", "web")
		g.bind("", everything, "cluster-admin", "group:"+everything)
		g.bind("web", "web-team", "edit", "user:jane", "group:web")
		g.bind("payments", "auditors", "view", "group:audit")
		g.account("ci", "deployer", 120)
		g.account("team-a", "builder", 30)
		g.account("payments", "backup", 400)
		g.account("payments", "ledger", 90)
		g.bind("web", "deployer", "edit", "account:ci/deployer")
		g.bind("payments", "backup", "admin", "account:payments/backup")
		g.tokenSecret("payments", "backup-token", "backup", 400)
		g.pod("payments", "ledger-5f7d9c-x2x9w", "ledger")
		g.pod("web", "shop-7c5ddbdf54-4q8nd", "default")
		g.secret("payments", "bank-api", "key")
		client := "kubernetes.io/kube-apiserver-client"
		g.request("bob-laptop", "jane", client, requestPEM("bob", "web"), 90*24*3600, "digital signature", "client auth")
		g.request("contractor", "jane", client, requestPEM("contractor", everything), 365*24*3600, "digital signature", "client auth")
		g.request("csr-7hq2x", "system:node:worker-2", "kubernetes.io/kubelet-serving", requestPEM("system:node:worker-2", "system:nodes"), 86400, "digital signature", "server auth")
	}
}
