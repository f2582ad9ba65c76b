package cli

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"kubeid/model"
)

// probedServers has a server that is well, and one where nobody listens.
func probedServers() *fake {
	s := twoContexts()
	s.probes = map[string]model.Probe{
		"dev": {
			At: start, Server: text("https://10.0.0.1:6443"), TLS: "TLS 1.3", Chain: []model.Served{until("apiserver", 20*day+time.Hour).Served}, Trust: model.TrustConfig,
			Version: text("v1.36.3"), Latency: 23 * time.Millisecond, Clock: model.Clock{Known: true, Off: -3 * time.Minute}, ClientCAs: model.Texts([]string{"CN=kubernetes"}),
			Steps: []model.Step{{Stage: model.StageTCP, Took: 2 * time.Millisecond}},
		},
		"prod": {At: start, Server: text("https://10.0.0.2"), Failures: []model.Failure{{Reason: model.ReasonConnectionRefused, Stage: model.StageTCP}}},
	}
	return s
}

func TestProbeLooksAtTheCurrentServer(t *testing.T) {
	s := probedServers()
	checks(t, s, "kubeid probe", func(r result) {
		r.ends(0).silent().prints(strings.Join([]string{
			"CONTEXT   SERVER                  STATE   VERSION   LATENCY   CERTIFICATE             SIGNED",
			"dev       https://10.0.0.1:6443   ok      v1.36.3   23ms      20d (2000-01-21) soon   signed by the kubeconfig's CA",
			"",
		}, "\n"))
	})
	if len(s.probed) != 1 || s.granted != nil {
		t.Errorf("probed %v, logged in with %v", s.probed, s.granted)
	}
}

func TestProbeOfSeveralEndsWithTheWorst(t *testing.T) {
	checks(t, probedServers(), "kubeid probe --all", func(r result) {
		r.ends(1).says("prod: nobody listens there\nhint: check the port")
		if !strings.Contains(r.out, "\nprod      https://10.0.0.2        refused   -") {
			t.Errorf("printed\n%s", r.out)
		}
	})
	s := probedServers()
	run(t, s, "kubeid probe prod dev prod").ends(1)
	if len(s.probed) != 2 || s.probed[0].Name.Raw() != "prod" {
		t.Errorf("probed %v", s.probed)
	}
	run(t, s, "kubeid probe ghost").ends(3).says(`no context named "ghost"`)
	run(t, s, "kubeid probe --all dev").ends(2)
}

func TestProbeAsData(t *testing.T) {
	var got struct {
		Kind  string
		Items []struct {
			Context, TLS, Version, Trust    string
			Good                            bool
			LatencySeconds, ClockOffSeconds float64
			Chain                           []struct{ Subject, NotAfter string }
			Failures                        []struct{ Reason, Stage, Words string }
		}
	}
	r := run(t, probedServers(), "kubeid probe -a -o json").ends(1)
	if err := json.Unmarshal([]byte(r.out), &got); err != nil {
		t.Fatal(err)
	}
	dev, prod := got.Items[0], got.Items[1]
	if got.Kind != "ProbeList" || !dev.Good || dev.LatencySeconds != 0.023 || dev.ClockOffSeconds != -180 || dev.Chain[0].Subject != "CN=apiserver" || dev.Chain[0].NotAfter != "2000-01-21T01:00:00Z" {
		t.Errorf("dev is %+v", dev)
	}
	if prod.Good || prod.Failures[0].Reason != "refused" || prod.Failures[0].Stage != "TCP" {
		t.Errorf("prod is %+v", prod)
	}
	checks(t, probedServers(), "kubeid probe -o wide", func(r result) {
		for _, want := range []string{"TLS 1.3", "3m behind", "CN=kubernetes", "TCP 2ms"} {
			if !strings.Contains(r.out, want) {
				t.Errorf("%q is missing in\n%s", want, r.out)
			}
		}
	})
}
