package model

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"
)

// large makes 10,000 roles and 20,000 bindings as a large cluster has them, and worse:
// some hundred subjects may bind, raise or do everything.
func large() ([]Role, []Binding) {
	rng := rand.New(rand.NewPCG(1, 2))
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	namespace := func() Text { return NewText(fmt.Sprintf("team-%d", rng.IntN(500))) }
	var roles []Role
	for i := range 10_000 {
		role := Role{Name: NewText(fmt.Sprintf("role-%d", i))}
		if i%2 == 1 {
			role.Namespace = NewText(fmt.Sprintf("team-%d", i%500))
		}
		for range 5 {
			rule := pick("get,list,watch pods", "create,patch apps!deployments", "get secrets:a,b,c", "get,list configmaps", "create batch!jobs", "get /healthz", "update apps!deployments/scale")
			switch rng.IntN(200) {
			case 0:
				rule = "* *"
			case 1:
				rule = "create,update,bind,escalate " + rbacGroup + "!rolebindings,clusterrolebindings,roles,clusterroles"
			case 2:
				rule = "update,bind " + rbacGroup + "!clusterrolebindings,clusterroles"
			}
			role.Rules = append(role.Rules, policy(rule)...)
		}
		roles = append(roles, role)
	}
	var bindings []Binding
	for i := range 20_000 {
		role := roles[rng.IntN(len(roles))]
		b := Binding{Namespace: role.Namespace, Name: NewText(fmt.Sprintf("binding-%d", i)), RoleKind: NewText(role.Kind()), RoleName: role.Name}
		if role.Namespace.Empty() && i%4 != 0 {
			b.Namespace = namespace()
		}
		for range 2 {
			switch rng.IntN(3) {
			case 0:
				b.Subjects = append(b.Subjects, Subject{UserSubject, Text{}, NewText(fmt.Sprintf("user-%d", rng.IntN(15_000)))})
			case 1:
				b.Subjects = append(b.Subjects, Subject{GroupSubject, Text{}, NewText(fmt.Sprintf("group-%d", rng.IntN(300)))})
			case 2:
				b.Subjects = append(b.Subjects, Subject{AccountSubject, namespace(), NewText(fmt.Sprintf("account-%d", rng.IntN(20)))})
			}
		}
		bindings = append(bindings, b)
	}
	return roles, bindings
}

var largeGoal = Goal{Account: Account{NewText("team-1"), NewText("account-1")}, Tokens: Texts([]string{"a"}), TokensKnown: true, PodsKnown: true}

// TestWhoCanIsQuick looks up 10,000 roles and 20,000 bindings: the answer keeps memory of
// the order of the lists, and no way to it is quadratic. How long it takes is for
// BenchmarkWhoCan to say; the race detector and busy machines take several times that.
func TestWhoCanIsQuick(t *testing.T) {
	roles, bindings := large()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var r *RBAC
	var got []Holder
	took := time.Hour
	for range 3 { // somebody else may be using the processor
		began := time.Now()
		r = NewRBAC(roles, bindings)
		got = r.WhoCan(largeGoal)
		took = min(took, time.Since(began))
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	kept := int64(after.HeapAlloc) - int64(before.HeapAlloc)
	t.Logf("%d subjects in %v, %d MiB more", len(got), took, kept>>20)
	if len(got) < 100 {
		t.Errorf("only %d subjects are found: the lists are not what this test is for", len(got))
	}
	if took > 20*time.Second {
		t.Errorf("it took %v, which only a quadratic way needs", took)
	}
	if kept > 32<<20 {
		t.Errorf("the answer and its index keep %d MiB", kept>>20)
	}
	runtime.KeepAlive(got)
	runtime.KeepAlive(r)
}

func BenchmarkWhoCan(b *testing.B) {
	roles, bindings := large()
	for b.Loop() {
		NewRBAC(roles, bindings).WhoCan(largeGoal)
	}
}

func BenchmarkCan(b *testing.B) {
	r := NewRBAC(large())
	act := Right{Verb: "create", Group: "batch", Resource: "jobs", Namespace: "team-1"}
	for b.Loop() {
		r.Can(largeGoal.Account.Actor(), act)
	}
}
