package main

import (
	"os/exec"
	"strings"
	"testing"
)

// houseRules says who may import whom. reach bans what a package may not get to by
// any way; direct bans what it may not import itself, since the standard library
// reaches os on its own.
var houseRules = map[string]struct{ reach, direct []string }{
	"./crypto": {
		reach:  []string{"kubeid/", "k8s.io/", "charm.land/"},
		direct: []string{"os", "os/exec", "net", "net/http"},
	},
	"./model": {
		reach:  []string{"kubeid/kube/", "kubeid/ui/", "kubeid/cli/", "k8s.io/", "charm.land/"},
		direct: []string{"os", "os/exec", "net", "net/http"},
	},
	"./kube/config": {
		reach:  []string{"kubeid/kube/store/", "kubeid/kube/cluster/", "kubeid/ui/", "kubeid/cli/", "charm.land/"},
		direct: []string{"os", "os/exec", "net", "net/http"},
	},
	"./kube/store": {
		reach: []string{"kubeid/kube/cluster/", "kubeid/ui/", "kubeid/cli/", "charm.land/"},
	},
	"./kube/cluster": {
		reach: []string{"kubeid/kube/store/", "kubeid/ui/", "kubeid/cli/", "charm.land/"},
	},
	"./kube": {
		reach: []string{"kubeid/kube/demo/", "kubeid/ui/", "kubeid/cli/", "charm.land/"},
	},
	"./kube/demo": {
		reach: []string{"kubeid/ui/", "kubeid/cli/", "charm.land/"},
	},
	"./ui": {
		reach:  []string{"kubeid/kube/", "kubeid/cli/", "k8s.io/"},
		direct: []string{"os/exec", "net", "net/http"},
	},
	"./cli": {
		reach: []string{"kubeid/ui/", "kubeid/kube/demo/", "charm.land/"},
	},
}

// TestImports keeps the house in order.
func TestImports(t *testing.T) {
	for pkg, rule := range houseRules {
		check(t, pkg, list(t, "-deps", pkg), rule.reach)
		check(t, pkg, list(t, "-f", `{{join .Imports "\n"}}`, pkg), rule.direct)
	}
}

func list(t *testing.T, args ...string) []string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list"}, args...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(out))
}

func check(t *testing.T, pkg string, deps, banned []string) {
	t.Helper()
	self := "kubeid/" + strings.TrimPrefix(pkg, "./")
	for _, dep := range deps {
		for _, b := range banned {
			tree, whole := strings.CutSuffix(b, "/")
			if dep != self && (dep == tree || whole && strings.HasPrefix(dep, tree+"/")) {
				t.Errorf("%s must not import %s", pkg, dep)
			}
		}
	}
}
