package cli

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"kubeid/model"
)

// someRequests are one of each kind: an ordinary one, a dangerous one, a kubelet's, an old one.
func someRequests() *fake {
	f := twoContexts()
	now := time.Now()
	csr := func(name, user string, age time.Duration, change func(*model.CSR)) model.CSR {
		r := model.CSR{
			Name: text(name), UID: "u-" + name, Version: "7", Created: now.Add(-age), Signer: text(model.ClientSigner), Asked: 90 * 24 * time.Hour,
			Usages: model.Texts([]string{"digital signature", "client auth"}), By: model.Requester{User: text("boss")},
			Body: model.RequestBody{Request: model.Request{Subject: text("CN=" + user), Login: model.Login{User: text(user)}, Key: "ECDSA P-256"}},
		}
		if change != nil {
			change(&r)
		}
		return r
	}
	issued := func(r *model.CSR) {
		r.Conditions = []model.Condition{{Kind: model.Approved, Reason: text("Fine"), At: r.Created}}
		r.Certificate = model.RequestCertificate{Issued: true, Served: model.Served{NotBefore: r.Created.Add(-5 * time.Minute), NotAfter: r.Created.Add(30*24*time.Hour - 5*time.Minute)}}
	}
	f.requests = model.NewRequests(model.Ref{}, now, []model.CSR{
		csr("old", "joe", 30*time.Hour, issued),
		csr("done", "joe", 2*time.Hour, issued),
		csr("jane", "jane\x1b", time.Minute, func(r *model.CSR) { r.Body.Login.Groups = model.Texts([]string{"devs"}) }),
		csr("root", "root", time.Hour, func(r *model.CSR) {
			r.Body.Login.Groups, r.Body.Means = model.Texts([]string{"system:masters"}), []model.Note{{ID: "group-masters", Text: text("system:masters may do everything")}}
		}),
		csr("node", "system:node:n1", time.Minute, func(r *model.CSR) { r.Signer = text(model.KubeletClientSigner) }),
	}, false)
	return f
}

func TestRequestsAreListedForPeople(t *testing.T) {
	f := someRequests()
	r := run(t, f, "kubeid requests").ends(0).says("2 of kubelets, or older than a day, are not shown; --all shows them")
	if lines := strings.Split(strings.TrimSpace(r.out), "\n"); len(lines) != 4 || strings.Contains(r.out, "\x1b") ||
		strings.Join(strings.Fields(lines[1]), " ") != `jane 60s jane\x1b (devs) boss 90d Pending in 23h unseen` ||
		strings.Join(strings.Fields(lines[2]), " ") != "root 60m root (system:masters) boss 90d Pending in 22h group-masters" ||
		strings.Join(strings.Fields(lines[3]), " ") != "done 120m joe boss 30d of 90d Approved,Issued soon -" {
		t.Errorf("printed\n%s", r.out)
	}
	run(t, f, "kubeid csr -o name --all").prints("jane\nnode\nroot\ndone\nold\n")
	run(t, twoContexts(), "kubeid requests").ends(0).says("there are no requests on dev")
	run(t, f, "kubeid requests approve").ends(model.ExitUsage).says("needs the name of a request")
	run(t, f, "kubeid requests x").ends(model.ExitUsage)
}

func TestRequestsAsData(t *testing.T) {
	var list struct {
		Kind, Context string
		Items         []struct {
			Name, State, User string
			AskedSeconds      int64
			GrantedSeconds    int64
			Groups            []string
			Flags             []struct{ ID, Gravity string }
		}
	}
	if err := json.Unmarshal([]byte(run(t, someRequests(), "kubeid requests --context prod -o json").ends(0).out), &list); err != nil {
		t.Fatal(err)
	}
	if list.Kind != "RequestList" || list.Context != "prod" || len(list.Items) != 3 || list.Items[0].User != "jane\x1b" || list.Items[0].AskedSeconds != 90*86400 ||
		list.Items[1].Flags[0].ID != "group-masters" || list.Items[2].State != "Approved,Issued" || list.Items[2].GrantedSeconds != 30*86400 {
		t.Errorf("%+v", list)
	}
}

func TestARequestIsApprovedAsItWasShown(t *testing.T) {
	f := someRequests()
	run(t, f, "kubeid requests approve done").ends(model.ExitConflict).says("decided already: Approved,Issued")
	run(t, f, "kubeid requests approve jan --yes").ends(model.ExitNotFound).says(`did you mean "jane"?`)
	run(t, f, "kubeid requests approve node").ends(model.ExitRefused).says("asked by    boss").says("cannot be undone").says("--yes")
	run(t, f, "kubeid requests approve node", terminal, answers("n")).ends(model.ExitRefused)
	run(t, f, "kubeid requests approve node --dry-run").ends(0)
	if len(f.decided) > 0 {
		t.Fatalf("decided without a yes: %v", f.decided)
	}
	run(t, f, "kubeid requests approve node --yes -o name").ends(0).prints("node\n").says("node is approved")
	if d := f.decided[0]; !d.Approve || d.Seen.UID != "u-node" || d.Seen.Version != "7" {
		t.Errorf("decided %+v", d)
	}
}

func TestADangerousRequestIsNamedTwice(t *testing.T) {
	f := someRequests()
	run(t, f, "kubeid requests approve root node --yes").ends(model.ExitRefused).says("system:masters may do everything").says("--dangerous system:masters")
	if len(f.decided) > 0 {
		t.Fatal("something was approved")
	}
	run(t, f, "kubeid requests approve root node --yes --dangerous system:masters").ends(0)
	run(t, f, "kubeid requests approve jane --yes").ends(model.ExitRefused).says("--dangerous jane")
	if len(f.decided) != 2 {
		t.Errorf("decided %v", f.decided)
	}
}

func TestADenialNeedsAReason(t *testing.T) {
	f := someRequests()
	run(t, f, "kubeid requests deny root --yes").ends(model.ExitUsage).says("--reason")
	run(t, f, "kubeid requests deny root --yes --reason no").ends(0).says("root is denied")
	if d := f.decided[0]; d.Approve || d.Reason != "no" {
		t.Errorf("decided %+v", d)
	}
}

func TestAChangedRequestIsShownAgain(t *testing.T) {
	f := someRequests()
	f.decide = func(d model.Decision) (model.CSR, error) {
		if d.Seen.Name.Raw() == "node" {
			d.Seen.Body.Subject = text("CN=somebody-else")
			return d.Seen, &model.Problem{Exit: model.ExitConflict, What: "it has changed", Todo: "look", Cause: fmt.Errorf("x: %w", model.ErrConflict)}
		}
		return d.Seen, nil
	}
	run(t, f, "kubeid requests approve node root --yes --dangerous system:masters").ends(model.ExitConflict).says("it is this now").says("CN=somebody-else")
	if len(f.decided) != 2 {
		t.Errorf("the others were left: %v", f.decided)
	}
}

func TestWhoMayNotDecideIsToldBefore(t *testing.T) {
	f := someRequests()
	f.requests.May = []model.Verdict{{Right: model.DecidingRights(model.ClientSigner)[0], Allowed: true}, {Right: model.DecidingRights(model.ClientSigner)[1]}}
	run(t, f, "kubeid requests approve root --yes --dangerous system:masters").ends(model.ExitRefused).says("you lack the right to approve signers.certificates.k8s.io kubernetes.io/kube-apiserver-client")
	run(t, f, "kubeid requests approve node --yes").ends(0) // another signer: the server knows
}

func TestACertificateIsFetched(t *testing.T) {
	f := someRequests()
	f.fetched = model.Fetched{CSR: f.requests.List[0], Request: []byte("R\n")}
	run(t, f, "kubeid requests fetch jane").ends(model.ExitRefused).says("has no certificate: nobody has approved or denied it yet")
	f.fetched.Certificate = []byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
	run(t, f, "kubeid requests fetch jane").ends(0).prints("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
	if out := run(t, f, "kubeid requests show jane -o json").ends(0).out; !strings.Contains(out, `"request": "R\n"`) {
		t.Errorf("printed %s", out)
	}
	f.fetchErr = &model.Problem{Exit: model.ExitNotFound, What: "it is not there"}
	run(t, f, "kubeid requests show jane").ends(model.ExitNotFound)
}

// TestNothingIsWrittenToAnUnverifiedServer wants the word for it typed, by every command
// that changes something in a cluster.
func TestNothingIsWrittenToAnUnverifiedServer(t *testing.T) {
	f := someRequests()
	f.needs.Unverified = "the kubeconfig does not verify https://10.0.0.1 (insecure-skip-tls-verify), so anybody may be it"
	f.offboarding = model.Offboarding{Bindings: []model.NamedIn{{Kind: "RoleBinding", Name: "x"}}}
	for _, line := range []string{
		"kubeid requests approve node", "kubeid requests deny node --reason no", "kubeid offboard jane", "kubeid revoke ci/robot-anchor",
	} {
		run(t, f, line+" --yes").ends(model.ExitRefused).says("anybody may be it").says("--dangerous insecure")
		if len(f.decided)+len(f.offboarded)+len(f.revoked) > 0 {
			t.Fatalf("%s did it", line)
		}
		run(t, f, line+" --dry-run").ends(0)
		run(t, f, line+" --yes --dangerous insecure").ends(0).says("warning: the kubeconfig does not verify")
		if len(f.decided)+len(f.offboarded)+len(f.revoked) != 1 {
			t.Fatalf("%s did not do it", line)
		}
		f.decided, f.offboarded, f.revoked = nil, nil, nil
	}
}
