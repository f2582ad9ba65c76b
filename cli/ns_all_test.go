package cli

import (
	"testing"

	"kubeid/model"
)

func TestNsListsFromTheClusterOnRequest(t *testing.T) {
	s := twoContexts()
	s.namespaces = model.Texts([]string{"default", "payments", "web"})
	run(t, s, "kubeid ns").ends(0).prints("default\n")
	if s.granted != nil {
		t.Error("the cluster was asked without a request")
	}
	run(t, s, "kubeid ns --all").ends(0).silent().prints("default\npayments\nweb\n")
	run(t, s, "kubeid ns -a --context prod", terminal).ends(0).prints("  default\n* payments\n  web\n")
	run(t, s, "kubeid ns -a -o table").ends(0).prints("CURRENT   NAMESPACE\n*         default\n          payments\n          web\n")
	run(t, s, "kubeid ns -a --context prod -o yaml").ends(0).prints(`apiVersion: kubeid/v1
kind: NamespaceList
context: prod
current: payments
source: cluster
items:
  - name: default
    current: false
  - name: payments
    current: true
  - name: web
    current: false
`)
}

func TestWhereListingIsForbiddenTheKnownNamespacesAreListed(t *testing.T) {
	s := twoContexts()
	s.listErr = &model.Problem{Exit: model.ExitError, What: "forbidden", Cause: model.ErrMayNotList}
	run(t, s, "kubeid ns --all").ends(0).prints("default\npayments\n").says(`the cluster of "dev" does not let you list`)
	run(t, s, "kubeid ns --all -o json --context prod").ends(0).says("does not let you list").prints(`{
  "apiVersion": "kubeid/v1",
  "kind": "NamespaceList",
  "context": "prod",
  "current": "payments",
  "source": "kubeconfigs",
  "items": [
    {
      "name": "payments",
      "current": true
    }
  ]
}
`)
}

func TestNsAllFailsWhereTheClusterDoesNotAnswer(t *testing.T) {
	s := twoContexts()
	s.listErr = &model.Problem{Exit: model.ExitError, What: "nobody listens there"}
	run(t, s, "kubeid ns --all").ends(1).prints("").says("nobody listens there")
	run(t, s, "kubeid ns --all web").ends(2).says("take no name")
	run(t, s, "kubeid ns --all -u").ends(2).says("do not go together")
}
