package config

import (
	"testing"

	"k8s.io/client-go/tools/clientcmd/api"

	"kubeid/model"
)

// An anchor that no alias refers to stands for one place only.
func TestAnAnchorThatNothingRefersToIsNoObstacle(t *testing.T) {
	data := []byte(`kind: Config
clusters:
- &c1
  name: &n c
  cluster: &body
    server: &s https://c
contexts: &all
- name: prod
  context: &p {cluster: c, user: u}
current-context: &cur prod
`)
	for _, op := range []Operation{
		SetField{Kind: model.ClusterKind, Name: "c", Field: "server", Value: "https://new"},
		SetField{Kind: model.ClusterKind, Name: "c", Field: "proxy-url", Value: "http://proxy"},
		SetNamespace{Context: "prod", Namespace: "web"},
		SetCurrent{Name: ""},
		Delete{Kind: model.ClusterKind, Name: "c"},
	} {
		f, err := Read(data)
		if err != nil {
			t.Fatal(err)
		}
		e, err := f.Edit(op)
		if err != nil {
			t.Errorf("%s: %v", op, err)
			continue
		}
		onlyValue(t, data, e, func(c *api.Config) {
			switch op := op.(type) {
			case SetNamespace:
				c.Contexts["prod"].Namespace = op.Namespace
			case SetCurrent:
				c.CurrentContext = ""
			}
		})
	}
}
