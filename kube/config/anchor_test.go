package config

import (
	"errors"
	"strings"
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

func TestAnAnchorThatGoesMovesToTheFirstAliasThatStays(t *testing.T) {
	for name, c := range map[string]struct {
		before string
		op     Operation
		after  string
	}{
		"a name": {
			"users:\n- name: &u b\n  user: {}\ncontexts:\n- name: a\n  context: {user: *u}\n- name: c\n  context: {user: *u}\n",
			Delete{Kind: model.UserKind, Name: "b"},
			"users: []\ncontexts:\n- name: a\n  context: {user: &u b}\n- name: c\n  context: {user: *u}\n",
		},
		"a block": {
			"users:\n- name: b\n  user:\n    exec: &x # how\n      command: aws\n      # with\n      args:\n      - token\n- name: c\n  user:\n    exec: *x # too\n- name: d\n  user:\n    exec: *x\n",
			Delete{Kind: model.UserKind, Name: "b"},
			"users:\n- name: c\n  user:\n    exec: &x # how # too\n      command: aws\n      # with\n      args:\n      - token\n- name: d\n  user:\n    exec: *x\n",
		},
		"a block that stood elsewhere": {
			"users:\n- name: b\n  user: &x\n    token: |-\n      t\n- {name: c, user: {}}\nx-d:\n    e: *x\n",
			Delete{Kind: model.UserKind, Name: "b"},
			"users:\n- {name: c, user: {}}\nx-d:\n    e: &x\n      token: |-\n        t\n",
		},
		"a merge": {
			"clusters:\n- name: b\n  cluster: &x\n    server: https://b\n- name: c\n  cluster:\n    <<: *x\n    proxy-url: http://p\n",
			Delete{Kind: model.ClusterKind, Name: "b"},
			"clusters:\n- name: c\n  cluster:\n    <<: &x\n      server: https://b\n    proxy-url: http://p\n",
		},
		"one inside of another": {
			"contexts:\n- name: b\n  context: &x {cluster: &y one, user: u}\n- name: c\n  context: *x\n- name: d\n  context: {cluster: *y}\n",
			deleteB, "contexts:\n- name: c\n  context: &x {cluster: &y one, user: u}\n- name: d\n  context: {cluster: *y}\n",
		},
		"all that use it go": {
			"contexts:\n- name: b\n  context: &x {user: u}\n- name: c\n", deleteB, "contexts:\n- name: c\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := afterwards(t, c.before, c.op); got != c.after {
				t.Errorf("got\n%s\nwant\n%s", got, c.after)
			}
		})
	}
}

func TestAFieldOfAnAliasIsWrittenBesideIt(t *testing.T) {
	const shared = "contexts:\n- name: b\n  context: &x\n    cluster: c\n    user: u\n- name: d\n  context: *x # as b\n- name: e\n  context: {cluster: c}\n"
	refer := func(context string) Operation { return Refer{context, model.ClusterKind, "new"} }
	for name, c := range map[string]struct {
		ops   []Operation
		after string
	}{
		"one place":                   {[]Operation{SetNamespace{"d", "web"}}, strings.Replace(shared, "*x #", "{<<: *x, namespace: web} #", 1)},
		"a field that the anchor has": {[]Operation{refer("d")}, strings.Replace(shared, "*x #", "{<<: *x, cluster: new} #", 1)},
		"all places":                  {[]Operation{refer("b"), refer("d"), refer("e")}, strings.ReplaceAll(shared, "cluster: c", "cluster: new")},
		"there and back":              {[]Operation{SetNamespace{"d", "web"}, SetNamespace{"d", ""}}, shared},
		"two fields":                  {[]Operation{refer("d"), SetNamespace{"d", "web"}}, strings.Replace(shared, "*x #", "{<<: *x, cluster: new, namespace: web} #", 1)},
	} {
		t.Run(name, func(t *testing.T) {
			if got := afterwards(t, shared, c.ops...); got != c.after {
				t.Errorf("got\n%s\nwant\n%s", got, c.after)
			}
		})
	}
	for _, op := range []Operation{refer("b"), SetNamespace{"b", "web"}} {
		f, _ := Read([]byte(shared))
		if _, err := f.Edit(op); !errors.Is(err, ErrNotEditable) || !strings.Contains(err.Error(), "several places at once") {
			t.Errorf("%s, though d would follow: %v", op, err)
		}
	}
}
