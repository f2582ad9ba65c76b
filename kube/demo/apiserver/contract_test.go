package apiserver

import (
	"crypto/x509/pkix"
	"testing"
)

// TestAnswersOfKubernetes asks one question after the other, and wants what a real
// control plane of 1.36 was seen to answer.
func TestAnswersOfKubernetes(t *testing.T) {
	for name, steps := range map[string][]step{
		"a certificate for less than ten minutes": {
			{"admin", "POST", csrs, csr("x", "jane", nil, func(o object) { o.set(599, "spec", "expirationSeconds") }), 422, `CertificateSigningRequest.certificates.k8s.io "x" is invalid: spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 600 seconds (10 minutes)`},
		},
		"a request of the old PEM type": {
			{"admin", "POST", csrs, csr("x", "jane", nil, func(o object) {
				text, _ := decodeBase64(o.at("spec", "request").(string))
				o.set(encodeBase64(oldType(string(text))), "spec", "request")
			}), 422, "PEM block type must be CERTIFICATE REQUEST"},
		},
		"system:masters is not signed": {
			{"admin", "POST", csrs, csr("x", "jane", []string{superusers}), 403, `certificatesigningrequests.certificates.k8s.io "x" is forbidden: use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed`},
		},
		"kubeadm:cluster-admins is": {
			{"admin", "POST", csrs, csr("x", "jane", []string{"kubeadm:cluster-admins"}), 201, ""},
		},
		"unknown usages, usages twice, none": {
			{"admin", "POST", csrs, csr("x", "jane", nil, func(o object) { o.set([]any{"fun"}, "spec", "usages") }), 422, `spec.usages[0]: Unsupported value: "fun"`},
			{"admin", "POST", csrs, csr("x", "jane", nil, func(o object) { o.set([]any{"client auth", "client auth"}, "spec", "usages") }), 422, `spec.usages[1]: Duplicate value: "client auth"`},
			{"admin", "POST", csrs, csr("x", "jane", nil, func(o object) { o.set(nil, "spec", "usages") }), 422, "spec.usages: Required value"},
		},
		"wrong usages fail after the approval": {
			{"admin", "POST", csrs, csr("x", "jane", nil, func(o object) { o.set([]any{"client auth", "server auth"}, "spec", "usages") }), 201, ""},
			{"admin", "PATCH", mergePatch + " " + csrs + "/x/approval", approval("Approved"), 200, ""},
			{"admin", "SEE", csrs + "/x", nil, 200, "invalid usage for client certificate: server auth"},
			{"admin", "SEE", csrs + "/x", nil, 200, `"reason":"SignerValidationFailure"`},
		},
		"approved and denied": {
			{"admin", "POST", csrs, csr("x", "jane", nil, func(o object) { o.set("example.com/ours", "spec", "signerName") }), 201, ""},
			{"admin", "PATCH", mergePatch + " " + csrs + "/x/approval", approval("Approved"), 200, ""},
			{"admin", "PATCH", mergePatch + " " + csrs + "/x/approval", approval("Approved", "Denied"), 422, "Approved and Denied conditions are mutually exclusive"},
			{"admin", "PATCH", mergePatch + " " + csrs + "/x/approval", object{"status": object{"conditions": []any{}}}, 422, `updates may not remove a condition of type "Approved"`},
			{"admin", "GET", csrs + "/x", nil, 200, ""},
		},
		"an approver without the verb on the signer": {
			{"admin", "POST", csrs, csr("x", "jane", nil), 201, ""},
			{"admin", "POST", "/apis/rbac.authorization.k8s.io/v1/clusterroles", role("ClusterRole", "half", `{"apiGroups":["certificates.k8s.io"],"resources":["certificatesigningrequests","certificatesigningrequests/approval"],"verbs":["*"]}`), 201, ""},
			{"admin", "POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", binding("ClusterRoleBinding", "half", "ClusterRole", "half", "jane"), 201, ""},
			{"jane", "PATCH", mergePatch + " " + csrs + "/x/approval", approval("Approved"), 403, `user not permitted to approve requests with signerName \"kubernetes.io/kube-apiserver-client\"`},
		},
		"a stranger may see little": {
			{"nobody", "GET", "/version", nil, 200, Version},
			{"nobody", "GET", "/healthz", nil, 200, "ok"},
			{"nobody", "GET", "/openid/v1/jwks", nil, 403, `forbidden: User \"system:anonymous\" cannot get path \"/openid/v1/jwks\"`},
			{"nobody", "GET", "/api/v1/namespaces/kube-public/configmaps/cluster-info", nil, 403, `configmaps \"cluster-info\" is forbidden: User \"system:anonymous\" cannot get resource \"configmaps\" in API group \"\" in the namespace \"kube-public\"`},
			{"nobody", "GET", "/api", nil, 403, "cannot get path"},
		},
		"a user without rights": {
			{"jane", "GET", "/api/v1/namespaces", nil, 403, `namespaces is forbidden: User \"jane\" cannot list resource \"namespaces\" in API group \"\" at the cluster scope`},
			{"jane", "GET", "/apis", nil, 200, "APIGroupList"},
			{"jane", "POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", access("list", "", "namespaces", ""), 201, `"allowed":false`},
			{"admin", "POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", access("approve", "certificates.k8s.io", "signers", clientSigner), 201, `"allowed":true`},
			{"jane", "POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", object{"spec": object{"namespace": "default"}}, 201, "selfsubjectaccessreviews"},
			{"jane", "POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", object{"spec": object{}}, 403, "forbidden"},
		},
		"nobody grants what they have not": {
			{"admin", "POST", "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", binding("RoleBinding", "adm", "ClusterRole", "admin", "jane"), 201, ""},
			{"jane", "POST", "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", binding("RoleBinding", "bob", "ClusterRole", "edit", "bob"), 201, ""},
			{"jane", "POST", "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", binding("RoleBinding", "root", "ClusterRole", "cluster-admin", "bob"), 403, "is attempting to grant RBAC permissions not currently held"},
			{"jane", "POST", "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles", role("Role", "wide", `{"apiGroups":["example.com"],"resources":["things"],"verbs":["get"]}`), 403, `{APIGroups:[\"example.com\"], Resources:[\"things\"], Verbs:[\"get\"]}`},
			{"jane", "GET", "/api/v1/namespaces/default/secrets", nil, 200, "SecretList"},
			{"bob", "GET", "/api/v1/namespaces/default/pods", nil, 200, "PodList"},
			{"bob", "GET", "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles", nil, 403, "forbidden"},
		},
		"a roleRef stays": {
			{"admin", "POST", "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", binding("RoleBinding", "b", "ClusterRole", "view", "jane"), 201, ""},
			{"admin", "PUT", "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings/b", binding("RoleBinding", "b", "ClusterRole", "edit", "jane"), 422, "cannot change roleRef"},
		},
		"objects": {
			{"admin", "POST", "/api/v1/namespaces/default/configmaps", object{"metadata": object{"name": "a"}}, 201, `"resourceVersion"`},
			{"admin", "POST", "/api/v1/namespaces/default/configmaps", object{"metadata": object{"name": "a"}}, 409, `configmaps \"a\" already exists`},
			{"admin", "POST", "/api/v1/namespaces/nowhere/configmaps", object{"metadata": object{"name": "a"}}, 404, `namespaces \"nowhere\" not found`},
			{"admin", "POST", "/api/v1/namespaces/default/configmaps", object{"metadata": object{"name": "A b"}}, 422, "RFC 1123 subdomain"},
			{"admin", "POST", "/api/v1/namespaces/default/configmaps", object{"metadata": object{}}, 422, "name or generateName is required"},
			{"admin", "POST", "/api/v1/namespaces/default/configmaps", object{"metadata": object{"generateName": "a-"}}, 201, `"name":"a-`},
			{"admin", "POST", "/api/v1/namespaces/default/configmaps", object{"kind": "Secret", "metadata": object{"name": "b"}}, 400, "Secret"},
			{"admin", "PUT", "/api/v1/namespaces/default/configmaps/a", object{"metadata": object{"name": "a", "resourceVersion": "1"}}, 409, "the object has been modified"},
			{"admin", "PATCH", strategicPatch + " /api/v1/namespaces/default/configmaps/a", object{"data": object{"k": "v"}}, 200, `"k":"v"`},
			{"admin", "PATCH", jsonPatch + " /api/v1/namespaces/default/configmaps/a", []any{object{"op": "remove", "path": "/data/k"}}, 200, `"data":{}`},
			{"admin", "PATCH", "text/plain /api/v1/namespaces/default/configmaps/a", object{}, 415, "unknown format"},
			{"admin", "DELETE", "/api/v1/namespaces/default/configmaps/a", object{"preconditions": object{"uid": "other"}}, 409, "Precondition failed"},
			{"admin", "DELETE", "/api/v1/namespaces/default/configmaps/a", nil, 200, `"status":"Success"`},
			{"admin", "DELETE", "/api/v1/namespaces/default/configmaps/a", nil, 404, `configmaps \"a\" not found`},
			{"admin", "GET", "/api/v1/namespaces/default/services", nil, 404, "the server could not find the requested resource"},
			{"admin", "DELETE", "/api/v1/namespaces/kube-system", nil, 403, "this namespace may not be deleted"},
			{"admin", "GET", "/api/v1/configmaps?fieldSelector=spec.x%3D1", nil, 400, "field label not supported"},
		},
		"a namespace comes with its things and goes with them": {
			{"admin", "POST", "/api/v1/namespaces", object{"metadata": object{"name": "team-a"}}, 201, `"phase":"Active"`},
			{"admin", "SEE", "/api/v1/namespaces/team-a/serviceaccounts/default", nil, 200, "default"},
			{"admin", "SEE", "/api/v1/namespaces/team-a/configmaps/kube-root-ca.crt", nil, 200, "BEGIN CERTIFICATE"},
			{"admin", "DELETE", "/api/v1/namespaces/team-a", nil, 200, "Terminating"},
			{"admin", "SEE", "/api/v1/namespaces/team-a", nil, 404, `namespaces \"team-a\" not found`},
			{"admin", "GET", "/api/v1/namespaces/team-a/configmaps", nil, 200, `"items":[]`},
		},
		"the authority of clients can be read": {
			{"admin", "GET", "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication", nil, 200, "client-ca-file"},
		},
		"impersonation": {
			{"admin as bob", "POST", selfReview, aReview, 201, `"username":"bob"`},
			{"admin as system:serviceaccount:default:default", "POST", selfReview, aReview, 201, `"system:serviceaccounts:default"`},
			{"jane as bob", "POST", selfReview, aReview, 403, `users \"bob\" is forbidden: User \"jane\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := start(t)
			people := map[string]*visitor{
				"admin": l.admin(), "nobody": l.visitor(nil),
				"jane": l.login(l.clientCA, pkix.Name{CommonName: "jane"}), "bob": l.login(l.clientCA, pkix.Name{CommonName: "bob"}),
			}
			for _, s := range steps {
				s.take(l, people)
			}
		})
	}
}
