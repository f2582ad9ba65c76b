package cli

import (
	"encoding/json"
	"strings"
	"testing"

	"kubeid/crypto"
	"kubeid/model"
)

// asJane is what a server says of jane, who logged in with her certificate.
func asJane() *looked {
	s := &looked{fake: twoContexts(), found: map[string]model.Credential{}}
	cert := until("jane", 9*day)
	cert.Login.Groups = model.Texts([]string{"devs", "payments"})
	s.found["jane"] = certificates(cert)
	s.who = model.Whoami{
		Context: s.loaded.Config.Ref(model.ContextKind, 0), Server: text("https://10.0.0.1:6443"), At: start, API: "authentication.k8s.io/v1",
		User: text("jane"), Groups: model.Texts([]string{"payments", "devs", "system:authenticated"}), Sent: model.Texts([]string{"client certificate"}),
		Extra: []model.Extra{{Key: text("authentication.kubernetes.io/credential-id"), Values: model.Texts([]string{"X509SHA256=jane"})}},
	}
	return s
}

func TestWhoamiTellsWhatTheServerSaysBesideWhatWasExpected(t *testing.T) {
	s := asJane()
	run(t, s, "kubeid whoami").ends(0).silent().prints(strings.Join([]string{
		"context    dev",
		"server     https://10.0.0.1:6443",
		"user       jane",
		"groups     payments, devs, system:authenticated",
		"extra      authentication.kubernetes.io/credential-id = X509SHA256=jane",
		"sent       client certificate",
		"expected   jane, groups devs, payments (client certificate)",
		"agrees     yes, and it is this very certificate",
		"took       0s",
		"",
	}, "\n"))
	run(t, s, "kubeid whoami -o name").ends(0).prints("jane\n")
	var got struct {
		Kind, User string
		Agrees     *bool
		Extra      map[string][]string
		Expected   struct{ By, CredentialID string }
	}
	if err := json.Unmarshal([]byte(run(t, s, "kubeid whoami -o json").ends(0).out), &got); err != nil {
		t.Fatal(err)
	}
	if got.Kind != "Whoami" || got.User != "jane" || got.Agrees == nil || !*got.Agrees || got.Expected.CredentialID != "X509SHA256=jane" || len(got.Extra) != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestWhoamiSaysWhatDoesNotAgree(t *testing.T) {
	account := &model.Token{
		Kind: crypto.BoundAccountToken, ID: text("1"), Subject: text("system:serviceaccount:ci:deployer"),
		Account: model.Account{Namespace: text("ci"), Name: text("deployer")},
	}
	for name, c := range map[string]struct {
		change func(s *looked)
		agrees string // in the table; "" when it is not told
	}{
		"another user":        {func(s *looked) { s.who.User = text("system:anonymous") }, "no: the server says system:anonymous, the client certificate says jane"},
		"a group less":        {func(s *looked) { s.who.Groups = s.who.Groups[:1] }, "no: group devs is missing"},
		"a group more":        {func(s *looked) { s.who.Groups = append(s.who.Groups, text("admins")) }, "no: group admins comes from elsewhere"},
		"another certificate": {func(s *looked) { s.who.Extra[0].Values[0] = text("X509SHA256=other") }, "no: the server took another credential: X509SHA256=other"},
		"an old server":       {func(s *looked) { s.who.Extra = nil }, "yes"},
		"nothing to expect":   {func(s *looked) { s.found["jane"] = model.Credential{} }, ""},
		"a refused certificate": {func(s *looked) {
			cert := s.found["jane"].Certificates[0]
			cert.Login.Refusals = []model.Note{{ID: "no-client-auth"}}
			s.found["jane"] = certificates(cert)
		}, ""},
		"an account": {func(s *looked) {
			s.found["jane"] = model.Credential{Token: account}
			s.who.User, s.who.Groups = account.Subject, model.Texts([]string{"system:serviceaccounts", "system:serviceaccounts:ci", "system:authenticated"})
			s.who.Extra[0].Values[0] = text("JTI=1")
		}, "yes, and it is this very ServiceAccount token"},
		"a token of a provider": {func(s *looked) {
			s.found["jane"] = model.Credential{Token: &model.Token{Kind: crypto.OIDCToken, Subject: text("4711")}}
		}, ""},
		"impersonation":            {func(s *looked) { s.loaded.Config.Users[0].As.User = text("root") }, "no: the server says jane, the impersonation (as) by client certificate says root"},
		"impersonation that works": {func(s *looked) { s.loaded.Config.Users[0].As.User, s.who.User = text("root"), text("root") }, "yes"},
	} {
		t.Run(name, func(t *testing.T) {
			s := asJane()
			c.change(s)
			r := run(t, s, "kubeid whoami").ends(0)
			got := ""
			for _, line := range strings.Split(r.out, "\n") {
				if rest, ok := strings.CutPrefix(line, "agrees"); ok {
					got = strings.TrimSpace(rest)
				}
			}
			if got != c.agrees {
				t.Errorf("agrees %q, want %q; printed\n%s", got, c.agrees, r.out)
			}
			if warned := strings.Contains(r.errors, "warning: the server does not see"); warned != strings.HasPrefix(c.agrees, "no") {
				t.Errorf("said %q", r.errors)
			}
		})
	}
}

// withPlugin has a context that would run a program and send a file.
func withPlugin() *looked {
	s := asJane()
	s.needs = model.Consent{Needs: []model.Need{
		{
			Hash: "run", Place: text("~/.kube/config:30"), Server: text("https://10.0.0.1:6443"), Command: text("aws"), Path: text("/usr/bin/aws"),
			Args: []crypto.Secret{crypto.NewSecret([]byte("CANARY-argument\x1b[2J"))},
			Env:  []model.Variable{{Name: text("KEY"), Value: crypto.NewSecret([]byte("CANARY-variable"))}},
		},
		{Hash: "send", Place: text("~/.kube/config:30"), Server: text("https://10.0.0.1:6443"), File: text("/etc/token"), What: "token"},
	}}
	return s
}

func TestWithoutATerminalNothingRunsUnlessItWasAllowed(t *testing.T) {
	for line, says := range map[string]string{
		"kubeid whoami":                                "add --allow-exec",
		"kubeid whoami --allow-files":                  "~/.kube/config:30 would run /usr/bin/aws",
		"kubeid whoami --allow-exec":                   "add --allow-files",
		"kubeid ns --all":                              "add --allow-exec",
		"kubeid ns --all --yes":                        "add --allow-exec",
		"kubeid ns --all --context prod --allow-files": "nobody agreed to it",
	} {
		s := withPlugin()
		r := run(t, s, line).ends(4).prints("").says(says)
		if s.granted != nil || strings.Contains(r.errors, "CANARY") {
			t.Errorf("%s: logged in with %+v, and said %s", line, s.granted, r.errors)
		}
	}
	for _, line := range []string{"kubeid whoami --allow-exec --allow-files", "kubeid ns --all --allow-exec --allow-files"} {
		s := withPlugin()
		run(t, s, line).ends(0)
		if s.granted == nil || !s.granted.Allows("run") || !s.granted.Allows("send") || s.granted.Remember {
			t.Errorf("%s: granted %+v", line, s.granted)
		}
	}
}

func TestOnATerminalAPersonIsShownWhatWouldHappenAndAsked(t *testing.T) {
	for answer, agreed := range map[string]bool{"y": true, "yes": true, "always": true, "": false, "n": false, "yess": false} {
		s := withPlugin()
		r := run(t, s, "kubeid whoami", terminal, answers(answer))
		for _, shown := range []string{"program   /usr/bin/aws", "written   aws", `argument  CANARY-argument\x1b[2J`, "variable  KEY=CANARY-variable", "the token in /etc/token"} {
			r.says(shown)
		}
		if strings.Contains(r.out, "CANARY") {
			t.Errorf("%q: printed %s", answer, r.out)
		}
		if !agreed {
			if r.ends(4); s.granted != nil {
				t.Errorf("%q: logged in all the same", answer)
			}
			continue
		}
		if r.ends(0); s.granted == nil || len(s.granted.Open()) > 0 || s.granted.Remember != (answer == "always") {
			t.Errorf("%q: granted %+v", answer, s.granted)
		}
	}
}

func TestOnlyWhatNobodyAgreedToIsAskedFor(t *testing.T) {
	s := withPlugin()
	s.needs.Needs[0].Agreed = model.AgreedByKuberc
	r := run(t, s, "kubeid whoami", terminal, answers("y")).ends(0).says("/etc/token")
	if strings.Contains(r.errors, "aws") {
		t.Errorf("asked for what was agreed to: %s", r.errors)
	}
	s.needs.Needs[1].Agreed = model.AgreedBefore
	run(t, s, "kubeid whoami").ends(0).silent()
}

func TestWhatMayNotRunIsNotAskedFor(t *testing.T) {
	s := withPlugin()
	s.needsErr = &model.Problem{Exit: model.ExitRefused, What: "kuberc forbids it"}
	run(t, s, "kubeid whoami --allow-exec", terminal, answers("y")).ends(4).says("kuberc forbids it")
	if s.granted != nil {
		t.Error("logged in all the same")
	}
}

func TestWhoamiFailsWithTheReasonOfTheServer(t *testing.T) {
	s := asJane()
	s.whoErr = model.Failure{Reason: model.ReasonUnauthorized}.Problem(model.Probe{Server: text("https://10.0.0.1:6443")})
	run(t, s, "kubeid whoami").ends(1).prints("").says("hint: ")
	run(t, s, "kubeid whoami --context ghost").ends(3).says(`no context named "ghost"`)
	run(t, s, "kubeid whoami jane").ends(2)
}
