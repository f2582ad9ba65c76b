package cli

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"kubeid/kube"
	"kubeid/model"
)

func (f *fake) Survey(context.Context, model.Look) (model.Facts, error) { return model.Facts{}, nil }

func (f *fake) Settings() (model.Settings, error) { return model.Settings{Defaults: f.usually}, nil }

// A sick one is a fake that has something wrong with it.
type sick struct {
	*fake
	facts    model.Facts
	settings model.Settings
	wrong    error // of the settings
	looks    []model.Look
}

func (s *sick) Survey(_ context.Context, look model.Look) (model.Facts, error) {
	s.looks = append(s.looks, look)
	return s.facts, nil
}

func (s *sick) Settings() (model.Settings, error) { return s.settings, s.wrong }

func (s *sick) Decode(_ context.Context, refs []model.Ref, look model.Look, tell func(model.Event)) error {
	s.decoded, s.looks = append(s.decoded, refs...), append(s.looks, look)
	return nil
}

// sound has nothing worse than info: its clusters are verified.
func sound() *sick {
	s := &sick{fake: twoContexts()}
	s.loaded.Config.Clusters[1].Insecure = false
	s.loaded.Config.Clusters[1].Server = text("https://10.0.0.2")
	return s
}

func TestDoctorIsContentWithASoundHome(t *testing.T) {
	s := sound()
	run(t, s, "kubeid doctor").ends(0).silent().prints("nothing to complain about\n")
	run(t, s, "kubeid doctor -o table").ends(0).silent().prints("")
	if len(s.decoded) < 4 || len(s.probed) > 0 {
		t.Errorf("looked into %v, probed %v", s.decoded, s.probed)
	}
	for _, look := range s.looks {
		if !look.Files || !look.Keys {
			t.Errorf("it looked only %+v", look)
		}
	}
}

func TestDoctorTellsTheWorstFirst(t *testing.T) {
	s := &sick{fake: twoContexts()}
	s.loaded.Config.Contexts[0].User = text("jnae")
	r := run(t, s, "kubeid doctor").ends(1).silent().prints(`error    dangling-reference  ~/.kube/config:10
         context "dev": there is no user "jnae"
         did you mean "jane"?

warning  insecure-skip-tls-verify  ~/.kube/config:24
         cluster "big": the certificate of https://[secret]@10.0.0.2 is not verified
         put the cluster's CA into certificate-authority-data, and take insecure-skip-tls-verify out

warning  secret-in-address  ~/.kube/config:24
         cluster "big": https://[secret]@10.0.0.2 has something before the @
         take it out of the address

info     unused  ~/.kube/config:30
         user "jane": no context uses it
         delete it, if nobody needs it

1 error, 2 warnings, 1 worth knowing
`)
	if strings.Contains(r.out, "hunter2") {
		t.Error("a password is told")
	}
}

func TestDoctorLeavesRulesOut(t *testing.T) {
	s := &sick{fake: twoContexts(), settings: model.Settings{Ignore: []string{"secret-in-address"}}}
	run(t, s, "kubeid doctor --ignore insecure-skip-tls-verify").ends(0).prints("nothing to complain about\n")
	run(t, s, "kubeid doctor --ignore insecure").ends(2).prints("").says(`there is no rule "insecure"`).says(`hint: did you mean "insecure-skip-tls-verify"?`)
	run(t, s, "kubeid doctor --ignore zzzzzzzzzz").ends(2).says("kubeid doctor --rules")
	run(t, s, "kubeid doctor now").ends(2)
	run(t, s, "kubeid doctor -o name").ends(2)
}

func TestDoctorSpeaksJSON(t *testing.T) {
	s := &sick{fake: twoContexts()}
	r := run(t, s, "kubeid doctor -o json").ends(1).silent()
	var list struct {
		APIVersion, Kind, Worst string
		Items                   []struct {
			Rule, Severity, File string
			Line                 int
			Entry                struct{ Kind, Name string }
		}
	}
	if err := json.Unmarshal([]byte(r.out), &list); err != nil {
		t.Fatal(err)
	}
	if list.APIVersion != apiVersion || list.Kind != "FindingList" || list.Worst != "warning" || len(list.Items) != 2 {
		t.Errorf("it says %s", r.out)
	}
	first := list.Items[0]
	if first.Rule != "insecure-skip-tls-verify" || first.Severity != "warning" || first.Entry.Kind+" "+first.Entry.Name != "cluster big" || first.Line != 24 || first.File != "/home/jane/.kube/config" {
		t.Errorf("the first is %+v", first)
	}
	run(t, sound(), "kubeid doctor -o yaml").ends(0).prints(`apiVersion: kubeid/v1
kind: FindingList
files:
  - path: "/home/jane/.kube/config"
worst: none
items: []
`)
}

func TestDoctorListsItsRules(t *testing.T) {
	s := &sick{fake: twoContexts()}
	r := run(t, s, "kubeid doctor --rules").ends(0).silent()
	if n := strings.Count(r.out, "\n"); n != len(model.Rules())+1 || !strings.HasPrefix(r.out, "RULE ") {
		t.Errorf("%d lines:\n%s", n, r.out)
	}
	var list ruleList
	if err := json.Unmarshal([]byte(run(t, s, "kubeid doctor --rules -o json").ends(0).out), &list); err != nil || len(list.Items) != len(model.Rules()) || list.Items[0].Remedy == "" {
		t.Errorf("%v: %+v", err, list)
	}
	if len(s.decoded) > 0 {
		t.Error("files were read to list the rules")
	}
}

func TestDoctorProbesOnlyWhenAsked(t *testing.T) {
	s := sound()
	s.probes = map[string]model.Probe{"lab": {At: time.Now(), Failures: []model.Failure{{Reason: model.ReasonOtherKey}}}}
	run(t, s, "kubeid doctor --probe").ends(1)
	if len(s.probed) != 2 {
		t.Errorf("probed %v", s.probed)
	}
	r := run(t, s, "kubeid doctor --probe -o table").ends(1)
	if !strings.Contains(r.out, "ca-other-key") {
		t.Errorf("it says %s", r.out)
	}
}

func TestDoctorStopsAtWrongSettings(t *testing.T) {
	s := sound()
	s.wrong = &model.Problem{Exit: model.ExitUsage, What: "~/config.yaml:3: there is no rule", Todo: "look"}
	run(t, s, "kubeid doctor").ends(2).prints("").says("config.yaml:3")
}

func TestDoctorTellsOfFilesThatCannotBeRead(t *testing.T) {
	s := sound()
	s.loaded.Config = model.NewKubeconfig([]model.File{{Path: "/a", Label: text("~/a"), Problem: text("is a folder")}}, nil, nil, nil)
	r := run(t, s, "kubeid doctor").ends(1)
	if !strings.Contains(r.out, "file-unreadable  ~/a") {
		t.Errorf("it says %s", r.out)
	}
	s.loaded.Config.Files[0] = model.File{Path: "/a", Label: text("~/a"), Missing: true}
	run(t, s, "kubeid doctor").ends(3).says("there is no kubeconfig; looked at ~/a")
}

func TestSettingsStandInTheConfigFolder(t *testing.T) {
	for _, test := range []struct{ env, want string }{
		{"/cfg", "/cfg/kubeid"}, {"", "/home/jane/.config/kubeid"}, {"relative", "/home/jane/.config/kubeid"},
	} {
		var got string
		run(t, sound(), "kubeid doctor", func(w *World) {
			w.Env = func(name string) string {
				return map[string]string{"HOME": "/home/jane", "XDG_CONFIG_HOME": test.env}[name]
			}
			open := w.Open
			w.Open = func(o kube.Options) Service { got = o.ConfigDir; return open(o) }
		})
		if got != test.want {
			t.Errorf("with XDG_CONFIG_HOME=%q it is %q, want %q", test.env, got, test.want)
		}
	}
}
