package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kubeid/model"
)

func TestATalkRenewsACertificate(t *testing.T) {
	f := renewable()
	said := talked(t, f, "renew a certificate", "oidc", "jane", "prod-us", "", "1", "1")
	hears(t, said, "Nothing has that name.", "Renew jane: who asks?", "The same user, with a new key:", "O=devs, CN=jane", "jane is renewed and can log in; undo brings the old certificate back.")
	if len(f.added) != 1 || f.added[0].Result != model.AsRenewed || f.renewedBy[len(f.renewedBy)-1].Name.Raw() != "prod-us" {
		t.Errorf("added %+v by %v", f.added, f.renewedBy)
	}
	f = renewable()
	hears(t, talked(t, f, "renew a certificate", "jane", "0"), "Renew whose certificate?", "You are on prod-eu")
	if len(f.renewedBy) > 0 {
		t.Errorf("it asked about %v", f.renewedBy)
	}
}

func TestATalkDecidesOnRequests(t *testing.T) {
	f := newFake(sample())
	f.requests = asked()
	said := talked(t, f, "requests for certificates", "connect to prod-eu and look at its requests", "kubeid-jane-x7k2m", "approve", "yes", "0", "0")
	hears(t, said, "It logs in as jane, certificate. Nothing is sent before.", "Pending, jane in devs, payments, asked by boss", "asked by: boss",
		"Whoever has the key can log in from then on", "yes or no [no]:", "Approved kubeid-jane-x7k2m.", "1. kubeid-root: Pending, root in system:masters")
	if len(f.decided) != 1 || !f.decided[0].Approve || f.decided[0].Seen.UID != "u-kubeid-jane-x7k2m" {
		t.Errorf("decided %+v", f.decided)
	}
	if at := strings.Index(said, "Approved kubeid"); strings.Contains(said[:at], "Number: Kubeid") {
		t.Errorf("a result is said after the next question:\n%s", said)
	}
}

// TestATalkApprovesWhatIsDangerousOnlyTyped types something else, then nothing, then it.
func TestATalkApprovesWhatIsDangerousOnlyTyped(t *testing.T) {
	f := newFake(sample())
	f.requests = asked()
	said := talked(t, f, "requests for certificates", "1", "kubeid-root", "1", "yes", "root", "system:masters")
	hears(t, said, "Mind: ", "system:masters may do everything", "It has to be exactly system:masters.", "Approved kubeid-root.")
	if len(f.decided) != 1 || !f.decided[0].Approve {
		t.Errorf("decided %+v", f.decided)
	}
	f = newFake(sample())
	f.requests = asked()
	if talked(t, f, "requests for certificates", "1", "kubeid-root", "1", "yes"); len(f.decided) > 0 {
		t.Errorf("it approved %+v", f.decided)
	}
}

func TestATalkDeniesWithAReason(t *testing.T) {
	f := newFake(sample())
	f.requests = asked()
	said := talked(t, f, "requests for certificates", "1", "kubeid-web", "deny", "", "who is that?", "tell others", "tell others", "kubeid-denied", "approve", "write the certificate to a file", "0", "kubeid-joe", "write the certificate to a file", "", "0", "0")
	hears(t, said, "A reason is needed.", "Denied kubeid-web.", "is decided already, and that stays", "there is none:", "Written to ~/joe.crt.")
	if len(f.decided) != 1 || f.decided[0].Approve || f.decided[0].Reason != "who is that?" || !slices.Equal(f.saved, []string{"kubeid-joe ~/joe.crt"}) {
		t.Errorf("decided %+v, saved %v", f.decided, f.saved)
	}
}

// TestATalkAsksAnotherClusterAndSaysWhyNot goes on after a refusal, and after a no.
func TestATalkAsksAnotherClusterAndSaysWhyNot(t *testing.T) {
	f := newFake(sample())
	f.requests, f.asksErr = asked(), &model.Problem{What: "the server does not answer", Todo: "look at the network"}
	f.needs = model.Consent{Needs: []model.Need{{Hash: "h", Command: text("aws")}}}
	said := talked(t, f, "requests for certificates", "2", "prod-us", "1", "no", "1", "yes", "0")
	hears(t, said, "connect to prod-us and look at its requests", "The server does not answer. Look at the network.", "You are on prod-eu")
	if len(f.watched) != 1 || f.watched[0].Name.Raw() != "prod-us" {
		t.Errorf("watched %v", f.watched)
	}
	if n := f.ended.Load(); n != 0 {
		t.Errorf("a watch that failed was ended %d times", n)
	}
}

func TestATalkGoesThroughTheKindsOfRequests(t *testing.T) {
	f := newFake(sample())
	f.requests = asked()
	said := talked(t, f, "requests for certificates", "1", "tell others", "tell others", "csr-abc12", "0", "0")
	hears(t, said, "now for people, then waiting", "Showing waiting.", "now everything, then for people", "Request csr-abc12.")
	if before, _, _ := strings.Cut(said, "Showing waiting."); strings.Contains(before, "csr-abc12") {
		t.Error("requests of nodes are told at once")
	}
	for deadline := time.Now().Add(5 * time.Second); f.ended.Load() < 1 && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond) // the watch ends by itself, a moment after the talk
	}
	if n := f.ended.Load(); n != 1 {
		t.Errorf("%d watches ended, want 1", n)
	}
}

func TestATalkRevokesATokenAndSaysWhoCould(t *testing.T) {
	f := newFake(sample())
	f.robots, f.rbac = accountsOfFake(), rbacOfFake()
	said := talked(t, f, "ServiceAccounts", "1", "Secret ci/robot-token", "revoke it", "no", "robot-token", "1", "0")
	hears(t, said, "ci/robot: 3 token Secrets", "Secret ci/robot-token: ", "stops:", "the pod web-0, which mounts it", "it cannot be taken back", "Type robot-token to go on.", "Delete the Secret")
	if len(f.revoked) != 1 || f.revoked[0].Name.Raw() != "robot-token" {
		t.Errorf("revoked %v in\n%s", f.revoked, said)
	}
	f.revoked = nil
	said = talked(t, f, "ServiceAccounts", "1", "ci/robot", "who can become it", "user jane", "tell others", "0", "ci/default", "what it may do", "0")
	hears(t, said, "ServiceAccount ci/robot.", "subjects can now, by", "can: ", "RoleBinding ci/jane-mints", "Showing who can now.", "What ci/default may do.")
	if said = talked(t, f, "ServiceAccounts", "1", "Secret ci/robot-token", "1", "yes"); len(f.revoked) > 0 {
		t.Errorf("it revoked %v", f.revoked)
	}
	hears(t, said, "Type robot-token to go on.")
}

// TestATalkListsAnotherNamespaceBeforeItAsksAgain is about lists that stay on the screen
// while they are asked for anew.
func TestATalkListsAnotherNamespaceBeforeItAsksAgain(t *testing.T) {
	f := newFake(sample())
	f.robots, f.rbac = accountsOfFake(), rbacOfFake()
	said := talked(t, f, "ServiceAccounts", "1", "choose the namespace", "payments", "0")
	_, after, _ := strings.Cut(said, "Which namespace?")
	_, after, _ = strings.Cut(after, "Which account")
	hears(t, after, "payments/api")
	if strings.Contains(after, "ci/robot") {
		t.Errorf("the old list is told:\n%s", said)
	}
}

func TestATalkOffboardsAUser(t *testing.T) {
	f := newFake(sample())
	f.bindings = []model.NamedIn{{Kind: "RoleBinding", Namespace: "web", Name: "x", Role: "ClusterRole view", Alone: true}, {Kind: "ClusterRoleBinding", Name: "y", Role: "ClusterRole edit"}}
	said := talked(t, f, "off-board a user", "", "joe", "yes", "joe", "1")
	hears(t, said, "Off-board a user on prod-eu.", "A name is needed.", "RoleBinding web/x: ClusterRole view: deleted, as it names nobody else", "ClusterRoleBinding y: ClusterRole edit: they are taken out of it, others stay",
		"The ledger has no certificate of theirs", "Type joe to go on.", "Take joe out of", "joe is out of 2 bindings on prod-eu.", "stays: ")
	if len(f.offboarded) != 1 || f.offboarded[0].User != "joe" {
		t.Errorf("off-boarded %+v", f.offboarded)
	}
	f.offboarded = nil
	talked(t, f, "off-board a user", "joe", "yes", "y")
	f.bindings = nil
	hears(t, talked(t, f, "off-board a user", "joe", "1", "0"), "No binding names them", "Not now: There is nothing to take away.")
	if len(f.offboarded) > 0 {
		t.Errorf("off-boarded %+v", f.offboarded)
	}
}

// TestATalkAsksForTheWordWhereTheServerIsNotVerified asks for it beside the other one.
func TestATalkAsksForTheWordWhereTheServerIsNotVerified(t *testing.T) {
	f := newFake(sample())
	f.needs = model.Consent{Unverified: "the server is not verified"}
	f.bindings = []model.NamedIn{{Kind: "RoleBinding", Namespace: "web", Name: "x", Role: "ClusterRole view"}}
	f.requests = asked()
	if talked(t, f, "off-board a user", "joe", "joe", "yes"); len(f.offboarded) > 0 {
		t.Errorf("off-boarded %+v", f.offboarded)
	}
	hears(t, talked(t, f, "off-board a user", "joe", "joe", "yes", "insecure", "1"), "The server is not verified", "Type insecure to go on.", "joe is out of 1 binding")
	hears(t, talked(t, f, "requests for certificates", "1", "kubeid-jane-x7k2m", "1", "yes", "insecure", "yes", "0", "0"), "Change something on prod-eu?", "It has to be exactly insecure.", "Approved kubeid-jane")
	if len(f.decided) != 1 || !f.decidedWith.Unsafely {
		t.Errorf("decided %+v with %+v", f.decided, f.decidedWith)
	}
}

func TestATalkTellsWhatIsWrong(t *testing.T) {
	f := certified()
	said := talked(t, f, "health", "1", "ignore this rule until the program ends", "tell others", "0")
	hears(t, said, "Health.", "error, ", "why: ", "to do: ", "where: ", "rule: ", "Ignoring ", "Showing warnings and errors.")
	for _, sign := range []string{"\x1b", "▸", "│", "…"} {
		if strings.Contains(said, sign) {
			t.Errorf("it says %q in\n%s", sign, said)
		}
	}
	rule, _, _ := strings.Cut(strings.SplitAfterN(said, "rule: ", 2)[1], "\n")
	before, after, _ := strings.Cut(said, "Ignoring "+rule)
	hears(t, before, `1. context "ghost"`)
	hears(t, after, "1. context \"lab\"")
	if strings.Contains(after, `context "ghost"`) {
		t.Errorf("what is ignored is told again:\n%s", said)
	}
	if !f.looks[len(f.looks)-1].Files {
		t.Error("files beside the kubeconfigs were not read")
	}
}
