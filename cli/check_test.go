package cli

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"kubeid/model"
)

// looked is a fake whose entries were looked into: each by its name.
type looked struct {
	*fake
	found map[string]model.Credential
	look  model.Look
}

func (l *looked) Decode(_ context.Context, refs []model.Ref, look model.Look, tell func(model.Event)) error {
	l.decoded, l.look = append(l.decoded, refs...), look
	for _, r := range refs {
		tell(model.Decoded{Found: map[model.Ref]model.Credential{r: l.found[r.Name.Raw()]}})
	}
	return nil
}

// start is when the clock of synctest begins.
var start = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

const (
	day  = 24 * time.Hour
	year = 365 * day
)

// until is a certificate of a year that ends so long after the tests begin.
func until(name string, left time.Duration) model.Certificate {
	end := start.Add(left)
	return model.Certificate{
		Served: model.Served{Subject: text("CN=" + name), Fingerprint: "X509SHA256=" + name, NotBefore: end.Add(-year), NotAfter: end},
		Login:  model.Login{User: text(name)},
	}
}

func certificates(list ...model.Certificate) model.Credential {
	return model.Credential{Certificates: list}
}

// fourCertificates has one that is urgent, one soon, one fine, and a token without an end.
func fourCertificates() *looked {
	return &looked{fake: twoContexts(), found: map[string]model.Credential{
		"jane":  certificates(until("jane", 9*day+5*time.Hour)),
		"robot": {Token: &model.Token{Account: model.Account{Namespace: text("ci"), Name: text("deployer")}}},
		"lab":   certificates(until("lab-ca", 20*day), until("old-ca", 300*day)),
		"big":   {},
	}}
}

// checks runs a check at the beginning of the clock of synctest.
func checks(t *testing.T, s Service, line string, see func(r result)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { see(run(t, s, line)) })
}

func TestCheckSumsUpAndListsTheWorstFirst(t *testing.T) {
	s := fourCertificates()
	checks(t, s, "kubeid check", func(r result) {
		r.ends(2).silent().prints(strings.Join([]string{
			"KUBEID URGENT - 1 urgent, 1 soon, 1 fine, 1 without an end",
			"URGENT   client cert   jane          9d (2000-01-10)    used by dev    ~/.kube/config:30",
			"SOON     CA            lab-ca        20d (2000-01-21)   used by dev    ~/.kube/config:20",
			"NO END   token         ci/deployer   -                  used by prod   ~/.kube/config:34",
			"",
		}, "\n"))
	})
	if !s.look.Files || s.look.Keys || len(s.decoded) != 4 {
		t.Errorf("looked at %v, as %+v", s.decoded, s.look)
	}
	if len(s.probed) > 0 {
		t.Errorf("servers were probed unasked: %v", s.probed)
	}
}

func TestCheckListsWhatIsFineOnRequest(t *testing.T) {
	checks(t, fourCertificates(), "kubeid check --all", func(r result) {
		if r.ends(2); !strings.Contains(r.out, "\nFINE     CA            old-ca        300d (2000-10-27)") {
			t.Errorf("printed %s", r.out)
		}
	})
}

func TestCheckSpeaksNagios(t *testing.T) {
	for name, c := range map[string]struct {
		code int
		word string
		left []time.Duration // of certificates
		more model.Credential
	}{
		"nothing at all":                     {0, "FINE - there is nothing that ends", nil, model.Credential{}},
		"all is fine":                        {0, "FINE - 1 fine", []time.Duration{28 * day}, model.Credential{}},
		"a second under four weeks":          {1, "SOON - 1 soon", []time.Duration{28*day - time.Second}, model.Credential{}},
		"two weeks":                          {1, "SOON - 1 soon", []time.Duration{14 * day}, model.Credential{}},
		"a second under two weeks":           {2, "URGENT - 1 urgent", []time.Duration{14*day - time.Second}, model.Credential{}},
		"its last second":                    {2, "URGENT - 1 urgent", []time.Duration{0}, model.Credential{}},
		"over":                               {2, "URGENT - 1 expired", []time.Duration{-time.Second}, model.Credential{}},
		"not yet valid":                      {2, "URGENT - 1 not yet valid", []time.Duration{year + time.Second}, model.Credential{}},
		"unreadable":                         {3, "UNKNOWN - 1 unknown", nil, model.Credential{Troubles: []model.Text{text("is no certificate")}}},
		"unreadable is worse than soon":      {3, "UNKNOWN - 1 unknown, 1 soon", []time.Duration{20 * day}, model.Credential{Troubles: []model.Text{text("is no certificate")}}},
		"urgent is worse than unreadable":    {2, "URGENT - 1 urgent, 1 unknown", []time.Duration{1 * day}, model.Credential{Troubles: []model.Text{text("is no certificate")}}},
		"no end raises nothing":              {0, "FINE - 1 without an end", nil, model.Credential{Token: &model.Token{}}},
		"a year that no duration reaches":    {0, "FINE - 1 fine", []time.Duration{290 * year}, model.Credential{}},
		"of all that is over the worst wins": {2, "URGENT - 1 expired, 1 soon, 1 fine", []time.Duration{-day, 20 * day, 200 * day}, model.Credential{}},
	} {
		t.Run(name, func(t *testing.T) {
			s := &looked{fake: twoContexts(), found: map[string]model.Credential{"robot": c.more}}
			for _, left := range c.left {
				cert := until(left.String(), left)
				if c.word == "FINE - 1 fine" {
					cert.NotBefore = start
				}
				one := s.found["lab"]
				one.Certificates = append(one.Certificates, cert)
				s.found["lab"] = one
			}
			checks(t, s, "kubeid check", func(r result) {
				first, _, _ := strings.Cut(r.ends(c.code).out, "\n")
				if first != "KUBEID "+c.word {
					t.Errorf("says %q, want %q", first, c.word)
				}
			})
		})
	}
}

func TestExplicitThresholdsCountForEveryLife(t *testing.T) {
	short := until("short", 10*day) // of 20 days: fine by its share
	short.NotBefore = start.Add(-10 * day)
	s := &looked{fake: twoContexts(), found: map[string]model.Credential{"jane": certificates(short)}}
	for line, code := range map[string]int{
		"kubeid check": 0, "kubeid check --warn 28d": 1, "kubeid check --warn 4w --crit 11d": 2, "kubeid check --crit 240h": 0,
		"kubeid check --warn 0s --crit 0s": 0, "kubeid check --warn 10d1s --crit 1h": 1,
	} {
		checks(t, s, line, func(r result) { r.ends(code) })
	}
}

func TestACheckThatIsCalledWronglyIsUnknown(t *testing.T) {
	for line, word := range map[string]string{
		"kubeid check --nonsense":                    "unknown flag: --nonsense",
		"kubeid check --warn soon":                   "soon",
		"kubeid check --warn 28":                     "28",
		"kubeid check prod":                          `takes no "prod"`,
		"kubeid check -o xml":                        "xml",
		"kubeid check --warn 1d --crit 2d":           "what is soon (24h) is shorter than what is urgent (2d)",
		"kubeid check --warn 1d":                     "what is soon (24h) is shorter than what is urgent (14d)",
		"kubeid check --context ghost":               `no context named "ghost"`,
		"kubeid check --context":                     "flag needs an argument",
		"kubectl-identity check --context dev ghost": `takes no "ghost"`,
	} {
		r := run(t, fourCertificates(), line).ends(3).says(word).says("hint: ")
		if first, _, _ := strings.Cut(r.out, "\n"); !strings.HasPrefix(first, "KUBEID UNKNOWN - ") || !strings.Contains(first, word) {
			t.Errorf("%s: Nagios shows %q", line, first)
		}
	}
	run(t, fourCertificates(), "kubeid check --help").ends(0)
}

func TestACheckOfNothingReadableIsUnknown(t *testing.T) {
	s := twoContexts()
	s.err = errors.New("disk on fire")
	run(t, s, "kubeid check").ends(3).prints("KUBEID UNKNOWN - disk on fire\n")
	run(t, s, "kubeid check -o json").ends(3).says("disk on fire")
	s.err = context.Canceled
	run(t, s, "kubeid check").ends(3).prints("KUBEID UNKNOWN - interrupted\n")
	s = twoContexts()
	s.loaded.Config.Files[0].Missing = true
	run(t, s, "kubeid check").ends(3).says("there is no kubeconfig")
}

func TestFilesThatCannotBeReadAreFindings(t *testing.T) {
	s := &looked{fake: twoContexts()}
	s.loaded.Config.Files = append(s.loaded.Config.Files,
		model.File{Path: "/b", Label: text("/b"), Problem: text("is not YAML")},
		model.File{Path: "/c", Label: text("/c"), Refused: text("it has two users")},
		model.File{Path: "/d", Label: text("/d"), Missing: true})
	run(t, s, "kubeid check").ends(3).prints(strings.Join([]string{
		"KUBEID UNKNOWN - 2 unknown",
		"UNKNOWN   kubeconfig   /b   -   -   is not YAML",
		"UNKNOWN   kubeconfig   /c   -   -   kubectl refuses this file: it has two users",
		"",
	}, "\n"))
}

func TestCheckCanBeNarrowed(t *testing.T) {
	s := fourCertificates()
	checks(t, s, "kubeid check --context prod", func(r result) {
		r.ends(0).prints("KUBEID FINE - 1 without an end\nNO END   token   ci/deployer   -   used by prod   ~/.kube/config:34\n")
	})
	if len(s.decoded) != 2 {
		t.Errorf("looked at %v", s.decoded)
	}
	checks(t, s, "kubeid check --context prod --context dev", func(r result) { r.ends(2) })
}

func TestCheckLooksAtServersOnRequest(t *testing.T) {
	s := fourCertificates()
	leaf := until("apiserver", 5*day).Served
	s.probes = map[string]model.Probe{
		"lab": {At: start, Server: text("https://10.0.0.1:6443"), Chain: []model.Served{leaf}},
		"big": {At: start, Server: text("https://10.0.0.2"), Failures: []model.Failure{{Reason: model.ReasonConnectionRefused, Stage: model.StageTCP}}},
	}
	checks(t, s, "kubeid check --probe", func(r result) {
		r.ends(2)
		for _, want := range []string{
			"KUBEID URGENT - 2 urgent, 1 unknown, 1 soon, 1 fine, 1 without an end\n",
			"URGENT    server cert   https://10.0.0.1:6443   5d (2000-01-06)",
			"UNKNOWN   server cert   https://10.0.0.2 ", "~/.kube/config:24: nobody listens there\n",
		} {
			if !strings.Contains(r.out, want) {
				t.Errorf("%q is missing in\n%s", want, r.out)
			}
		}
	})
	if len(s.probed) != 2 {
		t.Errorf("probed %v", s.probed)
	}
	lab := s.probes["lab"]
	lab.Failures = []model.Failure{{Reason: model.ReasonWrongName, Stage: model.StageTLS}, {Reason: model.ReasonExpired, Stage: model.StageTLS}}
	s.probes["lab"] = lab
	checks(t, s, "kubeid check --probe --context dev", func(r result) {
		r.ends(2).says("warning: ~/.kube/config:20: https://10.0.0.1:6443: the server's certificate is for other names\n")
		if strings.Count(r.errors, "warning") != 1 {
			t.Errorf("said %s", r.errors)
		}
	})
}

func TestCheckAsData(t *testing.T) {
	s := fourCertificates()
	s.found["big"] = model.Credential{Troubles: []model.Text{text("is no certificate")}}
	checks(t, s, "kubeid check -o json", func(r result) {
		var got struct {
			APIVersion, Kind, Time, Status, Summary string
			Code                                    int
			Counts                                  map[string]int
			Items                                   []struct {
				Severity, Kind, Name, NotBefore, NotAfter, Fingerprint, Reason string
				SecondsLeft                                                    *int64
				Contexts                                                       []string
				Entries                                                        []struct {
					Kind, Name, File string
					Line             int
				}
			}
		}
		d := json.NewDecoder(strings.NewReader(r.ends(2).silent().out))
		d.DisallowUnknownFields()
		if err := d.Decode(&got); err != nil {
			t.Fatal(err)
		}
		if got.APIVersion != "kubeid/v1" || got.Kind != "Check" || got.Time != "2000-01-01T00:00:00Z" || got.Status != "urgent" || got.Code != 2 || len(got.Items) != 5 {
			t.Errorf("got %+v", got)
		}
		jane := got.Items[0]
		if jane.Severity != "urgent" || jane.Kind != "client-certificate" || jane.NotAfter != "2000-01-10T05:00:00Z" || *jane.SecondsLeft != int64((9*day+5*time.Hour)/time.Second) ||
			jane.Fingerprint != "X509SHA256=jane" || jane.Contexts[0] != "dev" || jane.Entries[0].Line != 30 || jane.Entries[0].File != "/home/jane/.kube/config" {
			t.Errorf("jane is %+v", jane)
		}
		if broken := got.Items[1]; broken.Severity != "unknown" || broken.Reason != "is no certificate" || broken.NotAfter != "" || broken.SecondsLeft != nil {
			t.Errorf("what cannot be read is %+v", broken)
		}
		if got.Counts["endless"] != 1 || got.Counts["not-yet-valid"] != 0 || got.Counts["unknown"] != 1 || len(got.Counts) != 7 {
			t.Errorf("counts are %v", got.Counts)
		}
	})
}
