package model

import (
	"strings"
	"testing"
	"time"
)

func TestProbesAreKeptByEntry(t *testing.T) {
	a, b := Ref{File: "f", Name: NewText("a")}, Ref{File: "f", Kind: ClusterKind, Name: NewText("a")}
	first := State{}.Apply(Probed{Refs: []Ref{a, b}, Probe: Probe{At: time.Unix(1, 0)}})
	second := first.Apply(Probed{Refs: []Ref{b}, Probe: Probe{At: time.Unix(2, 0)}})
	if len(first.Probes) != 2 || first.Probes[b].At != time.Unix(1, 0) || second.Probes[a].At != time.Unix(1, 0) || second.Probes[b].At != time.Unix(2, 0) {
		t.Errorf("first %v, second %v", first.Probes, second.Probes)
	}
}

func TestAFailureIsToldInWords(t *testing.T) {
	p := Probe{
		At: time.Unix(1, 0), Server: NewText("https://a"), Steps: []Step{{StageTCP, time.Second}, {StageTLS, 2 * time.Second}},
		Failures: []Failure{{Reason: ReasonTimedOut, Stage: StageTLS}, {Reason: ReasonExpired}},
	}
	if p.Good() || p.Took() != 3*time.Second {
		t.Errorf("%v, %v", p.Good(), p.Took())
	}
	if got := p.Err().Error(); got != "https://a: the server takes the connection, but does not go on with TLS" || Hint(p.Err()) == "" {
		t.Errorf("it says %q", got)
	}
	if (Probe{}).Good() || (Probe{At: time.Unix(1, 0)}).Err() != nil {
		t.Error("nothing at all counts as good, or a good one as bad")
	}
}

func TestEveryStageAndTrustHasAWord(t *testing.T) {
	for s := StageAddress; s <= StageHTTP; s++ {
		if s.String() == "" || timeoutWords[s] == "" {
			t.Errorf("stage %d", s)
		}
	}
	for trust := TrustConfig; trust <= TrustNotAsked; trust++ {
		if strings.TrimSpace(trust.String()) == "" {
			t.Errorf("trust %d", trust)
		}
	}
}
