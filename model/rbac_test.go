package model

import (
	"slices"
	"strings"
	"testing"
)

const rbacOf1 = "rbac.authorization.k8s.io!"

// robot is the account that everybody wants to become here: it has a token Secret and
// a pod.
var robot = Goal{
	Account: Account{NewText("ci"), NewText("robot")}, Tokens: Texts([]string{"robot-token"}), TokensKnown: true,
	Pods: []Running{{NewText("robot-0"), NewText("node-1")}}, PodsKnown: true,
}

func roadIDs(holders []Holder, subject string) []string {
	var out []string
	for _, h := range holders {
		if h.Subject.String() == subject {
			for _, w := range h.Ways {
				out = append(out, w.ID)
			}
		}
	}
	return out
}

func TestWhoCanBecome(t *testing.T) {
	for _, c := range []struct {
		name  string
		roads string
		lines []string
	}{
		{"a token may be asked for", "mint", []string{"ci|user jane|create serviceaccounts/token"}},
		{"for this account by name", "mint", []string{"ci|user jane|create serviceaccounts/token:robot"}},
		{"not for another account", "", []string{"ci|user jane|create serviceaccounts/token:other"}},
		{"not in another namespace", "", []string{"web|user jane|create serviceaccounts/token"}},
		{"not by making accounts", "", []string{"ci|user jane|create serviceaccounts"}},
		{"by any subresource of that name", "mint", []string{"|user jane|create */token"}},
		{"the token Secret may be read", "read-secret", []string{"ci|user jane|get secrets:robot-token"}},
		{"listed by its name", "read-secret", []string{"ci|user jane|list secrets:robot-token"}},
		{"or patched, which answers with it", "read-secret", []string{"ci|user jane|patch secrets"}},
		{"but not by making Secrets alone", "", []string{"ci|user jane|create secrets"}},
		{"nor by reading another one", "", []string{"ci|user jane|get secrets:other"}},
		{"a token Secret may be made and read under a name", "make-secret", []string{"ci|user jane|create secrets; get secrets:other"}},
		{"by two bindings", "make-secret", []string{"ci|user jane|create secrets", "ci|user jane|get secrets:other"}},
		{"one of them for everybody", "make-secret", []string{"ci|user jane|create secrets", "|group system:authenticated|get secrets:other"}},
		{"pods may be run", "run-pod", []string{"ci|user jane|create pods"}},
		{"a workload may be changed", "change-deployments", []string{"ci|user jane|patch apps!deployments:web"}},
		{"a workload may be made", "run-cronjobs", []string{"ci|user jane|create batch!cronjobs"}},
		{"but not in another group", "", []string{"ci|user jane|create extensions!cronjobs"}},
		{"a command may be run in its pod", "exec", []string{"ci|user jane|create pods/exec:robot-0"}},
		{"but not in another one", "", []string{"ci|user jane|create pods/exec:web-0"}},
		{"its pod may get another container", "debug", []string{"ci|user jane|patch pods/ephemeralcontainers"}},
		{"its node may be reached", "node", []string{"|user jane|get nodes/proxy:node-1"}},
		{"not by a binding in its namespace, since nodes are in none", "", []string{"ci|user jane|get nodes/proxy"}},
		{"it may be impersonated", "impersonate", []string{"ci|user jane|impersonate serviceaccounts:robot"}},
		{"not as a user of its name, since that is looked up as an account", "", []string{"|user jane|impersonate users:system:serviceaccount:ci:robot"}},
		{"for some acts", "impersonate-for", []string{"ci|user jane|impersonate:serviceaccount authentication.k8s.io!serviceaccounts", "web|user jane|impersonate-on:serviceaccount:list pods"}},
		{"but for none", "", []string{"ci|user jane|impersonate:serviceaccount authentication.k8s.io!serviceaccounts"}},
		{"everybody may be impersonated", "impersonate-masters", []string{"|user jane|impersonate users:bob", "|user jane|impersonate groups"}},
		{"a certificate may be approved", "sign", []string{"|user jane|create certificates.k8s.io!certificatesigningrequests; update certificates.k8s.io!certificatesigningrequests/approval; approve certificates.k8s.io!signers:kubernetes.io/kube-apiserver-client"}},
		{"not for another signer", "", []string{"|user jane|create certificates.k8s.io!certificatesigningrequests; update certificates.k8s.io!certificatesigningrequests/approval; approve certificates.k8s.io!signers:example.com/own"}},
		{"a role may be bound that is enough", "bind", []string{"ci|user jane|create " + rbacOf1 + "rolebindings; bind " + rbacOf1 + "clusterroles", "||create pods"}},
		{"or by its name", "bind", []string{"ci|user jane|create " + rbacOf1 + "rolebindings; bind " + rbacOf1 + "clusterroles:role-1", "||create pods"}},
		{"but not one that is not enough", "", []string{"ci|user jane|create " + rbacOf1 + "rolebindings; bind " + rbacOf1 + "clusterroles:role-1", "||get pods"}},
		{"not by writing bindings alone", "", []string{"ci|user jane|create " + rbacOf1 + "rolebindings", "||create pods"}},
		{"a role that leads to another one", "bind", []string{
			"ci|user jane|create " + rbacOf1 + "rolebindings; bind " + rbacOf1 + "roles:role-1", "ci||bind " + rbacOf1 + "clusterroles:role-2", "||create pods",
		}},
		{"a binding may be updated to its own, of a role that it may bind", "bind", []string{"ci|user jane|update " + rbacOf1 + "rolebindings:binding-1; bind " + rbacOf1 + "roles:role-1", "ci|user eve|create pods"}},
		{"or patched", "bind", []string{"ci|user jane|patch " + rbacOf1 + "rolebindings:binding-1; bind " + rbacOf1 + "roles:role-1", "ci|user eve|create pods"}},
		{"but not another binding", "", []string{"ci|user jane|update,patch " + rbacOf1 + "rolebindings:binding-0; bind " + rbacOf1 + "roles:role-1", "ci|user eve|create pods"}},
		{"its own role may be raised", "escalate", []string{"ci|user jane|update,escalate " + rbacOf1 + "roles:role-0"}},
		{"but not one that it does not have", "", []string{"ci|user jane|update,escalate " + rbacOf1 + "roles:role-1", "ci||get pods"}},
		{"nor by raising what it may not write", "", []string{"ci|user jane|escalate " + rbacOf1 + "roles:role-0; update " + rbacOf1 + "roles:role-1", "ci||get pods"}},
		{"a new role may be made and bound", "escalate", []string{"ci|user jane|create,escalate,bind " + rbacOf1 + "roles; create " + rbacOf1 + "rolebindings"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.Join(roadIDs(rbacOf(c.lines...).WhoCan(robot), "user jane"), " "); got != c.roads {
				t.Errorf("ways: got %q, want %q", got, c.roads)
			}
		})
	}
}

func TestWithoutATokenSecretReadingSecretsLeadsNowhere(t *testing.T) {
	bare := Goal{Account: robot.Account, TokensKnown: true, PodsKnown: true}
	if got := roadIDs(rbacOf("ci|user jane|get secrets").WhoCan(bare), "user jane"); got != nil {
		t.Errorf("ways: %v", got)
	}
}

func TestWhoCanSaysByWhat(t *testing.T) {
	got := rbacOf("ci|user jane|create secrets", "|group system:authenticated|get,list secrets").WhoCan(robot)
	i := slices.IndexFunc(got, func(h Holder) bool { return h.Subject.String() == "user jane" })
	if i < 0 || len(got[i].Ways) != 1 {
		t.Fatalf("jane is not told of: %v", got)
	}
	var said []string
	for _, s := range got[i].Ways[0].Steps {
		said = append(said, s.Right.String()+" by "+s.Grant.String()+" to "+s.Grant.Subject.String())
	}
	want := "create secrets in ci by RoleBinding ci/binding-0 → Role role-0 to user jane; get secrets in ci by ClusterRoleBinding binding-1 → ClusterRole role-1 to group system:authenticated"
	if strings.Join(said, "; ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(said, "; "), want)
	}
}

func TestWhoCanNamesEachSubjectAsItIs(t *testing.T) {
	got := rbacOf("ci|user system:serviceaccount:web:front|create pods", "ci|account web/front|get secrets", "ci|account /near|create pods", "|account /nowhere|create pods",
		"|group system:serviceaccounts:web|create pods").WhoCan(robot)
	var said []string
	for _, h := range got {
		said = append(said, h.Subject.String()+" "+h.Ways[0].ID)
	}
	want := "group system:serviceaccounts:web run-pod, account ci/near run-pod, account web/front read-secret"
	if strings.Join(said, ", ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(said, ", "), want)
	}
}

func TestWhoCanTellsWhatNobodyCouldLookAt(t *testing.T) {
	blind := Goal{Account: robot.Account}
	got := rbacOf("ci|user jane|get secrets; create pods/exec").WhoCan(blind)
	if len(got) != 1 || len(got[0].Ways) != 2 {
		t.Fatalf("got %v", got)
	}
	for _, w := range got[0].Ways {
		if w.Unless == "" {
			t.Errorf("%s is said to be open, though nobody knows", w.ID)
		}
	}
}

func TestWhoCanReadASecret(t *testing.T) {
	goal := Goal{Secret: Account{NewText("ci"), NewText("db")}, PodsKnown: true}
	got := rbacOf("ci|user jane|get secrets:db", "ci|user bob|get secrets:other", "ci|user eve|create pods").WhoCan(goal)
	if a, b, c := roadIDs(got, "user jane"), roadIDs(got, "user bob"), roadIDs(got, "user eve"); !slices.Equal(a, []string{"read-secret"}) || b != nil || !slices.Equal(c, []string{"run-pod"}) {
		t.Errorf("jane %v, bob %v, eve %v", a, b, c)
	}
}

func TestPermits(t *testing.T) {
	r := rbacOf("|group system:serviceaccounts|get /metrics", "ci|account ci/robot|list,get pods; patch apps!deployments/scale:web", "ci|account ci/robot|watch pods", "web|group system:authenticated|* *!*")
	var said []string
	for _, x := range r.Permits(robot.Account.Actor()) {
		var verbs []string
		for _, v := range x.Verbs {
			verbs = append(verbs, v.String())
		}
		said = append(said, x.Namespace.String()+" "+strings.Join(verbs, ",")+" "+x.What.String())
	}
	want := []string{" get /metrics", "ci patch deployments.apps/scale", "ci get,list,watch pods", "web * *.*"}
	if !slices.Equal(said, want) {
		t.Errorf("got %q, want %q", said, want)
	}
}
