package cli

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

func TestIssueAsksForTheWholeOfWhatTheFlagsSay(t *testing.T) {
	f := twoContexts()
	run(t, f, "kubeid issue --user jane --group devs --group ops --context dev --context prod --duration 8h --key-type rsa:3072 --role view --role-namespace web --format pem --out /tmp/x --encrypt-to age1x --name {user}-{context} --dangerous system:x --yes").ends(model.ExitUsage).
		says("only a single file can be encrypted")
	run(t, f, "kubeid issue --user jane --group devs --group ops --context dev --context prod --duration 8h --key-type rsa:3072 --role view --role-namespace web --format pem --out /tmp/x --name {user}-{context} --dangerous system:x --yes").ends(0)
	u := f.added[0]
	want := crypto.Subject{User: "jane", Groups: []string{"devs", "ops"}}
	if !u.Subject.Same(want) || u.Life != 8*time.Hour || u.KeyType != crypto.RSA3072 || u.Result != model.AsPEM || u.Out != "/tmp/x" || len(u.Contexts) != 2 || u.By != model.ByAPI {
		t.Errorf("added %+v", u)
	}
	if u.Role.Name != "view" || !slices.Equal(u.Role.Namespaces, []string{"web"}) || u.Role.Local || u.Name != "{user}-{context}" || !u.Says("system:x") {
		t.Errorf("added %+v", u)
	}
}

func TestTheSettingsSayWhatIsIssuedUnlessAFlagDoes(t *testing.T) {
	f := twoContexts()
	f.usually = model.Defaults{KeyType: crypto.RSA2048, Life: 30 * 24 * time.Hour, TokenLife: 12 * time.Hour}
	run(t, f, "kubeid issue --user jane --yes").ends(0)
	run(t, f, "kubeid issue --user jane --duration 8h --key-type ed25519 --yes").ends(0)
	if a, b := f.added[0], f.added[1]; a.Life != 30*24*time.Hour || a.KeyType != crypto.RSA2048 || b.Life != 8*time.Hour || b.KeyType != crypto.Ed25519 {
		t.Errorf("added %+v and %+v", a, b)
	}
	run(t, f, "kubeid token ci/robot").ends(0)
	run(t, f, "kubeid token ci/robot --duration 1h").ends(0)
	run(t, f, "kubeid token ci/robot --secret --yes").ends(0) // the settings are no --duration, which would not go with it
	if a, b := f.wishes[0], f.wishes[1]; a.Life != 12*time.Hour || b.Life != time.Hour {
		t.Errorf("wished %+v and %+v", a, b)
	}
}

func TestIssueWithAnAuthorityTakesBothOfItsFiles(t *testing.T) {
	f := twoContexts()
	run(t, f, "kubeid issue --user jane --ca-cert ca.crt --yes").ends(model.ExitUsage).says("a certificate and its key")
	run(t, f, "kubeid issue --user jane --ca-cert ca.crt --ca-key ca.key --yes").ends(0).prints("/state/handover/jane.kubeconfig\n").says("ok  make a key: ECDSA P-256").says("hand it over").says("kubectl --kubeconfig")
	if u := f.added[0]; u.By != model.ByAuthority || !strings.HasSuffix(u.CA, "/cli/ca.crt") || u.Life != model.UsualLife {
		t.Errorf("added %+v", u)
	}
}

func TestIssueAsksBeforeWhatCannotBeTakenBack(t *testing.T) {
	f := twoContexts()
	run(t, f, "kubeid issue --user jane").ends(model.ExitRefused).says("not to be taken back before").says("--yes")
	run(t, f, "kubeid issue --user jane", terminal, answers("n")).ends(model.ExitRefused)
	if len(f.added) > 0 {
		t.Fatal("it was done without a yes")
	}
	run(t, f, "kubeid issue --user jane", terminal, answers("y")).ends(0)
	if len(f.added) != 1 {
		t.Error("it was not done")
	}
}

func TestWhatNobodyLoggedInWithIsSaidSo(t *testing.T) {
	f := twoContexts()
	run(t, f, "kubeid issue --user jane --yes").ends(0).says("logged in, with exactly this credential; it is good until")
	f.unproved = true
	run(t, f, "kubeid issue --user jane --yes").ends(0).says("no login was tried with it; it is good until")
}

func TestADangerousUserIsNamedTwice(t *testing.T) {
	f := twoContexts()
	f.worries = []model.Worry{{ID: "group-masters", Text: "system:masters may do everything", Type: "system:masters"}, {ID: "spaces", Text: "a space"}}
	run(t, f, "kubeid issue --user jane --group system:masters --yes").ends(model.ExitRefused).says("--dangerous system:masters").says("warning: a space")
	run(t, f, "kubeid issue --user jane --group system:masters --yes --dangerous masters").ends(model.ExitRefused)
	if len(f.added) > 0 {
		t.Fatal("it was issued all the same")
	}
	run(t, f, "kubeid issue --user jane --group system:masters --yes --dangerous system:masters").ends(0)
}

func TestADryRunShowsTheCommandsAndDoesNothing(t *testing.T) {
	f := twoContexts()
	r := run(t, f, "kubeid issue --user jane --ca-cert ca.crt --ca-key ca.key --dry-run").ends(0)
	for _, want := range []string{"subject     CN=jane", "openssl req -new", "kubectl --kubeconfig", "/state/handover/jane.kubeconfig"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("no %q in\n%s", want, r.out)
		}
	}
	if len(f.added) > 0 {
		t.Error("something was done")
	}
	var plan struct {
		Kind     string
		DryRun   bool
		Contexts []struct{ Commands []string }
	}
	if err := json.Unmarshal([]byte(run(t, f, "kubeid issue --user jane --dry-run -o json").ends(0).out), &plan); err != nil || plan.Kind != "IssuePlan" || !plan.DryRun || len(plan.Contexts[0].Commands) < 5 {
		t.Errorf("%+v, %v", plan, err)
	}
}

func TestMissingRightsAreToldBeforeAnythingIsMade(t *testing.T) {
	f := twoContexts()
	f.asked = []model.Verdict{{Right: model.Right{Verb: "create", Group: "certificates.k8s.io", Resource: "certificatesigningrequests"}}}
	run(t, f, "kubeid issue --user jane --yes").ends(model.ExitRefused).says("create certificatesigningrequests.certificates.k8s.io")
	if len(f.added) > 0 {
		t.Error("it began all the same")
	}
	f.asked[0].Right = model.Right{Verb: "approve", Group: "certificates.k8s.io", Resource: "signers", Name: "x/y"}
	run(t, f, "kubeid issue --user jane --yes").ends(0).says("will wait for somebody who may approve it")
}

func TestWhoWaitsIsTakenUpAgain(t *testing.T) {
	f := twoContexts()
	f.pending = []string{"jane"}
	run(t, f, "kubeid issue --resume bob").ends(model.ExitNotFound)
	run(t, f, "kubeid issue --resume jane").ends(0).says("issue --resume jane")
	run(t, f, "kubeid accept").ends(model.ExitUsage)
	run(t, f, "kubeid accept /tmp/jane.crt").ends(0)
	run(t, f, "kubeid __complete issue --resume j").prints("jane\n:4\n")
	if !slices.Equal(f.resumed, []string{"jane", "/tmp/jane.crt"}) {
		t.Errorf("went on with %q", f.resumed)
	}
	run(t, f, "kubeid issue --waiting").ends(0).contains("jane   jane   prod").contains("kubeid-jane-1")
	run(t, f, "kubeid issue --waiting -o name").prints("jane\n")
	run(t, f, "kubeid issue --waiting -o json").contains(`"until": "2026-11-29T12:00:00Z"`)
	run(t, f, "kubeid issue --forget bob --yes").ends(model.ExitNotFound)
	run(t, f, "kubeid issue --forget jane").ends(model.ExitRefused).says("deletes key and request")
	run(t, f, "kubeid issue --forget jane --dry-run").ends(0).says("deletes key and request")
	if len(f.gaveUp) > 0 {
		t.Error("it was deleted without a yes")
	}
	run(t, f, "kubeid issue --forget jane --yes").ends(0).says(`key and request of "jane" are deleted`)
	f.pending, f.swept = nil, []model.Waiting{{At: waitsSince, User: model.NewUser{Subject: crypto.Subject{User: "joe"}}}}
	run(t, f, "kubeid issue --waiting").ends(0).says("the request of joe of 2026-11-26 was not answered in time; its key is deleted").says("nobody waits")
	if !slices.Equal(f.gaveUp, []string{"jane"}) {
		t.Errorf("forgot %q", f.gaveUp)
	}
	run(t, f, "kubeid request --user jane --yes").ends(0)
	if u := f.added[0]; u.By != model.ByOthers || u.KeyType != crypto.ECDSAP256 {
		t.Errorf("asked for %+v", u)
	}
}

func TestAFailureSaysWhatExistsAndOffersToTakeItBack(t *testing.T) {
	f := twoContexts()
	f.addErr, f.left = errSign, []model.Leftover{{Kind: "RoleBinding", Where: "web", Name: "kubeid:x", Remove: "kubectl delete rolebinding kubeid:x -n web"}}
	run(t, f, "kubeid issue --user jane --yes").ends(model.ExitError).says("on holiday").says("RoleBinding web/kubeid:x").says("kubectl delete rolebinding kubeid:x -n web")
	if len(f.tookBack) > 0 {
		t.Fatal("it was taken back without a yes")
	}
	run(t, f, "kubeid issue --user jane --yes", terminal, answers("y")).ends(model.ExitError).says("they are gone")
	if len(f.tookBack) != 1 {
		t.Error("it was not taken back")
	}
	r := run(t, f, "kubeid issue --user jane --yes -o json").ends(model.ExitError)
	var out struct {
		Error string
		Left  []string
	}
	if err := json.Unmarshal([]byte(r.out), &out); err != nil || out.Error == "" || len(out.Left) != 1 {
		t.Errorf("%+v, %v", out, err)
	}
}

func TestAnEncryptedAuthorityIsAskedForOnATerminal(t *testing.T) {
	f := twoContexts()
	f.keyLocked = "open sesame"
	run(t, f, "kubeid issue --user jane --ca-cert a --ca-key b --yes").ends(model.ExitError)
	run(t, f, "kubeid issue --user jane --ca-cert a --ca-key b --yes", terminal, answers("open sesame")).ends(0).says("passphrase of b")
}

func TestWrongFlagsOfIssueAreTold(t *testing.T) {
	for line, want := range map[string]string{
		"kubeid issue":                                         "has no name",
		"kubeid issue --user jane --uid u1":                    "drops the UID",
		"kubeid issue --user jane --key-type dsa":              "ecdsa-p256",
		"kubeid issue --user jane --duration 1m":               "too short",
		"kubeid issue --user jane --format doc":                "pem or p12",
		"kubeid issue --user jane --merge a --out b":           "--merge",
		"kubeid issue --user jane --role a --clusterrole b":    "one role each",
		"kubeid issue --user jane --role-namespace web":        "no role",
		"kubeid issue --user jane --role a/b":                  "cannot be the name",
		"kubeid issue --user jane --role v --role-namespace X": "cannot be a namespace",
		"kubeid issue --user jane --name x":                    "{user}",
		"kubeid issue --user jane --offline":                   "local authority",
		"kubeid issue --user jane --context ghost":             "no context",
		"kubeid issue --user a\u202eb":                         "cannot be seen",
	} {
		f := twoContexts()
		r := run(t, f, line+" --yes")
		if r.code != model.ExitUsage && r.code != model.ExitNotFound {
			t.Errorf("%s: code %d", line, r.code)
		}
		r.says(want)
	}
}
