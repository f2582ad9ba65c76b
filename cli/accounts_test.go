package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

func TestAccountsAreListedWithTheirTokenSecrets(t *testing.T) {
	f := twoContexts()
	secret := model.TokenSecret{Namespace: text("ci"), Name: text("robot-token"), Account: text("robot"), AccountUID: text("u"), Made: time.Now().Add(-400 * 24 * time.Hour), Automatic: true, InvalidSince: time.Now().Add(-100 * 24 * time.Hour)}
	f.listed = model.Accounts{TokensKnown: true, List: []model.ServiceAccount{{Account: model.Account{Namespace: text("ci"), Name: text("ro\x1bbot")}, Made: time.Now().Add(-48 * time.Hour), Tokens: []model.TokenSecret{secret}}}}
	run(t, f, "kubeid accounts -A").ends(0).prints("NAMESPACE   NAME        AGE   TOKEN SECRETS   PULL SECRETS\nci          ro\\x1bbot   2d    1               -\n")
	run(t, f, "kubeid accounts -A --legacy").ends(0).says("none of these tokens has an end").contains("no longer taken").contains("deleted in 264d")
	if ns := f.listedIn[0]; !ns.Empty() {
		t.Errorf("listed in %q", ns)
	}
	run(t, f, "kubeid accounts --context prod -o name").ends(0)
	if ns := f.listedIn[2]; ns.Raw() != "payments" {
		t.Errorf("without -n it lists in %q, not in the context's namespace", ns)
	}
	f.listed.TokensKnown, f.listed.Unknown = false, []model.Text{text("the token Secrets could not be listed")}
	run(t, f, "kubeid accounts -n ci").ends(0).says("could not be listed").contains("?")
	var out struct {
		Items []struct{ TokenSecrets *[]any }
	}
	if err := json.Unmarshal([]byte(run(t, f, "kubeid accounts -o json").out), &out); err != nil || out.Items[0].TokenSecrets != nil {
		t.Errorf("unknown Secrets are %v, %v", out, err)
	}
}

func TestATokenTellsWhatWasAskedAndGranted(t *testing.T) {
	f := twoContexts()
	r := run(t, f, "kubeid token ci/robot --bound --audience vault --audience x").ends(0).prints("/state/handover/robot.kubeconfig\n").
		says("warning: the server says: shortened").says("life: asked 8 hours, granted only 2 hours; until 2027-01-01").says("try it:")
	if strings.Contains(r.out+r.errors, "CANARY") {
		t.Error("the token is shown")
	}
	w := f.wishes[0]
	if w.Account.String() != "ci/robot" || !w.Anchored || len(w.Audiences) != 2 || w.Life != 8*time.Hour || !w.Out.Handover || w.By != model.ByRequest {
		t.Errorf("wished %+v", w)
	}
	if r := run(t, f, "kubeid token ci/robot -o json").ends(0); strings.Contains(r.out, "CANARY") || !strings.Contains(r.out, `"askedLife": "8h"`) {
		t.Errorf("printed %s", r.out)
	}
}

func TestATokenOnATerminalNeedsAYes(t *testing.T) {
	f := twoContexts()
	run(t, f, "kubeid token ci/robot --stdout").ends(0).prints("CANARY-TOKEN\n")
	run(t, f, "kubeid token ci/robot --stdout", terminal, answers("n")).ends(model.ExitRefused).prints("").says("scrollback")
	run(t, f, "kubeid token ci/robot --stdout", terminal, answers("y")).ends(0).prints("CANARY-TOKEN\n")
	run(t, f, "kubeid token ci/robot --stdout --yes", terminal).ends(0).prints("CANARY-TOKEN\n")
	if f.wishes[0].Out.Handover {
		t.Error("a file is written as well")
	}
}

func TestATokenFromASecretSaysWhoCanReadIt(t *testing.T) {
	f := twoContexts()
	f.review = func(w model.TokenWish) model.TokenReview {
		return model.TokenReview{Wish: w, Exists: true, Readers: []model.Holder{{Subject: model.Subject{Kind: model.UserSubject, Name: text("eve")}}}, Objects: []model.PlannedObject{{What: "Secret ci/robot-token"}}}
	}
	run(t, f, "kubeid token ci/robot --secret").ends(model.ExitRefused).says("everybody who can read its Secret is this account").says("user eve").says("not all roles could be read").says("--yes")
	run(t, f, "kubeid token ci/robot --secret --yes").ends(0)
	run(t, f, "kubeid token ci/robot --secret --duration 1h").ends(model.ExitUsage).says("--duration means nothing")
	run(t, f, "kubeid token ci/robot --secret-name old").ends(0)
	if w := f.wishes[len(f.wishes)-1]; w.By != model.FromSecret || w.Secret != "old" {
		t.Errorf("wished %+v", w)
	}
}

func TestATokenIsNotBegunWithoutTheRights(t *testing.T) {
	f := twoContexts()
	f.review = func(w model.TokenWish) model.TokenReview {
		return model.TokenReview{Wish: w, Asked: []model.Verdict{{Right: model.Right{Verb: "create", Resource: "serviceaccounts", Sub: "token", Namespace: "ci", Name: "robot"}}}}
	}
	run(t, f, "kubeid token ci/robot").ends(model.ExitRefused).says("you may not: create serviceaccounts/token robot in ci")
	f.review = func(w model.TokenWish) model.TokenReview {
		return model.TokenReview{Wish: w, Worries: []model.Worry{{Text: "anybody may be the server", Type: "insecure"}}}
	}
	run(t, f, "kubeid token ci/robot --yes").ends(model.ExitRefused).says("--dangerous insecure")
	run(t, f, "kubeid token ci/robot --yes --dangerous insecure").ends(0)
	for line, want := range map[string]string{
		"kubeid token":                                   "needs the account",
		"kubeid token CI/robot":                          "cannot be a namespace",
		"kubeid token ci/ro_bot":                         "cannot be the name of a ServiceAccount",
		"kubeid token ci/robot --duration 5m":            "too short",
		"kubeid token ci/robot --secret --bound":         "neither an audience nor an anchor",
		"kubeid token ci/robot --secret-name x --create": "take one of both",
	} {
		run(t, f, line).ends(model.ExitUsage).says(want)
	}
}

func TestTokenInspectReadsFilesAndStandardInput(t *testing.T) {
	f := twoContexts()
	path := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(path, []byte("  Bearer CANARY-TOKEN\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f.check = model.TokenCheck{Token: model.Token{Kind: crypto.BoundAccountToken}, Findings: []model.TokenFinding{{What: model.TokenAccount, Holds: model.No, Words: "ServiceAccount ci/robot is gone"}}}
	r := run(t, f, "kubeid token inspect "+path+" --check").ends(model.ExitRefused).says("does not take it any more").contains("is gone")
	if f.checked != "CANARY-TOKEN" || f.sent || strings.Contains(r.out+r.errors, "CANARY") {
		t.Errorf("checked %q, sent %v: %s", f.checked, f.sent, r.out)
	}
	if run(t, f, "kubeid token inspect "+path+" --check --send --yes").ends(model.ExitRefused); f.sent {
		t.Error("a token that is good for nothing was sent")
	}
	f.check.Server, f.check.Token.Account = text("https://prod:6443"), model.Account{Namespace: text("ci"), Name: text("robot")}
	f.check.Findings = []model.TokenFinding{{What: model.TokenSignature, Holds: model.Yes}, {What: model.TokenIssuer, Holds: model.Unclear, Words: "signed by A, and the cluster calls itself B"}}
	if run(t, f, "kubeid token inspect "+path+" --send --yes").ends(model.ExitRefused).says("not shown to https://prod:6443: signed by A").says("--dangerous issuer"); f.sent {
		t.Error("it was sent to another issuer")
	}
	if run(t, f, "kubeid token inspect "+path+" --send --dangerous issuer").ends(model.ExitRefused).says("this shows the token to https://prod:6443 (context ").says("which can be ci/robot from then on").says("can be copied").says("--yes"); f.sent {
		t.Error("it was sent though nobody said yes")
	}
	if run(t, f, "kubeid token inspect "+path+" --send --dangerous issuer --yes").ends(0); !f.sent {
		t.Error("it was not sent, although that was said")
	}
	f.sent, f.check.Findings[1].Holds = false, model.Yes
	if run(t, f, "kubeid token inspect "+path+" --check --send --yes").ends(0); !f.sent {
		t.Error("it was not sent, although that was said")
	}
	f.sent, f.needs.Unverified = false, "anybody may be it"
	run(t, f, "kubeid token inspect "+path+" --check").ends(0)
	if run(t, f, "kubeid token inspect "+path+" --check --send").ends(model.ExitRefused).says("--dangerous insecure"); f.sent {
		t.Error("it was sent to whoever may be there")
	}
	run(t, f, "kubeid token inspect", answers("a.b")).ends(0).contains("static token")
	run(t, f, "kubeid token inspect -", answers("two words")).ends(model.ExitError).says("more in it than one token")
	run(t, f, "kubeid token inspect /nowhere").ends(model.ExitError).says("no token in")
}

func TestWhoCanSaysHow(t *testing.T) {
	f := twoContexts()
	rbac := model.NewRBAC([]model.Role{{Namespace: text("ci"), Name: text("r"), Rules: []model.PolicyRule{{Verbs: []model.Text{text("create")}, Groups: []model.Text{text("")}, Resources: []model.Text{text("pods")}}}}},
		[]model.Binding{{Namespace: text("ci"), Name: text("b"), RoleKind: text("Role"), RoleName: text("r"), Subjects: []model.Subject{{Kind: model.GroupSubject, Name: text("system:authenticated")}}}})
	f.whoCan = model.WhoCan{Holders: rbac.WhoCan(model.Goal{Account: model.Account{Namespace: text("ci"), Name: text("robot")}})}
	run(t, f, "kubeid who-can become ci/robot").ends(0).says("who can become ci/robot: 1 of 1 subjects").says("A webhook").
		contains("group system:authenticated (everybody who can log in)   run a pod as it   create pods by RoleBinding ci/b → Role r")
	run(t, f, "kubeid who-can read db -n ci -o name").ends(0).prints("group system:authenticated\n")
	if f.askedFor.String() != "ci/db" {
		t.Errorf("asked about %s", f.askedFor)
	}
	run(t, f, "kubeid who-can become").ends(model.ExitUsage)
	run(t, f, "kubeid who-can eat ci/robot").ends(model.ExitUsage).says("there is no command")
}

func TestCanAnswersWithItsCode(t *testing.T) {
	f := twoContexts()
	f.can = model.Can{Server: &model.Verdict{Allowed: false}}
	run(t, f, "kubeid can get secrets/db -n ci --as jane --as-group devs").ends(model.ExitRefused).prints("no\n")
	if f.canRight != (model.Right{Verb: "get", Resource: "secrets", Name: "db", Namespace: "ci"}) || f.canWho.User.Raw() != "jane" || len(f.canWho.Groups) != 2 {
		t.Errorf("asked %+v about %+v", f.canRight, f.canWho)
	}
	f.can = model.Can{Server: &model.Verdict{Allowed: true}}
	run(t, f, "kubeid can create pods/exec --account ci/robot -A").ends(0).prints("yes\n").says("no role that could be read")
	if f.canRight != (model.Right{Verb: "create", Resource: "pods", Sub: "exec"}) || f.canWho.User.Raw() != "system:serviceaccount:ci:robot" {
		t.Errorf("asked %+v about %+v", f.canRight, f.canWho)
	}
	f.can = model.Can{Unknown: []model.Text{text("the Roles could not be listed")}}
	run(t, f, "kubeid can get /metrics").ends(model.ExitRefused).prints("no, as far as could be seen\n").says("could not be listed")
	run(t, f, "kubeid can get").ends(model.ExitUsage)
	f.ownRights = model.Rights{Own: true, Permits: []model.Permit{{What: text("pods"), Verbs: []model.Text{text("get")}}}}
	run(t, f, "kubeid can --list").ends(0).prints("WHERE        RESOURCE   NAMES   VERBS\neverywhere   pods       -       get\n").silent()
}

func TestRevokeSaysWhatStopsAndAsks(t *testing.T) {
	f := twoContexts()
	f.revoking = model.Revocation{Of: model.Account{Namespace: text("ci"), Name: text("robot")}, Stops: []model.Text{text("the pod web-0, which mounts it")}}
	run(t, f, "kubeid revoke ci/robot-anchor").ends(model.ExitRefused).says("the pod web-0").says("--yes")
	run(t, f, "kubeid revoke ci/robot-anchor --dry-run").ends(0)
	if len(f.revoked) > 0 {
		t.Fatal("it was revoked without a yes")
	}
	run(t, f, "kubeid revoke ci/robot-anchor --yes").ends(0).says("has refused the token since 9.0 s")
	run(t, f, "kubeid revoke --token-file - --yes", answers("CANARY-TOKEN")).ends(0)
	if f.token != "CANARY-TOKEN" || len(f.revoked) != 2 {
		t.Errorf("revoked %v by %q", f.revoked, f.token)
	}
	run(t, f, "kubeid revoke").ends(model.ExitUsage)
}
