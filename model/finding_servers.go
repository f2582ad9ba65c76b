package model

import "time"

// clockOff is from when on a clock is wrong: the API server allows a minute
// (kubernetes, pkg/serviceaccount/claims.go).
const clockOff = time.Minute

// serverRuleOf says by which rule a failure is told. Entries that are refused, and files
// that are missing, are told already.
var serverRuleOf = map[Reason]string{
	ReasonUnknownAuthority: "ca-did-not-sign",
	ReasonOtherKey:         "ca-other-key",
	ReasonWrongName:        "wrong-name",
	ReasonBadCA:            "credential-unreadable",
	ReasonBadEntry:         "",
	ReasonBadFile:          "",
}

// lookAtServers tells what was found out about servers.
func lookAtServers(f *finder) {
	for i, c := range f.Config.Clusters {
		p, ok := f.Probes[f.Config.Ref(ClusterKind, i)]
		if !ok || f.Config.Shadow(ClusterKind, i) >= 0 {
			continue
		}
		for _, failure := range p.Failures {
			rule, ok := serverRuleOf[failure.Reason]
			if !ok {
				rule = "server-failed"
			}
			if f.ended(p, failure) {
				continue
			}
			f.entry(rule, ClusterKind, i, "%s: %s", Address(c.Server), failure.Error())
			f.last(rule, func(d *Finding) { d.Remedy = failure.Todo() })
		}
		if off := p.Clock.Off.Abs(); p.Clock.Known && off >= clockOff {
			way := "behind"
			if p.Clock.Off > 0 {
				way = "ahead of"
			}
			f.entry("clock-off", ClusterKind, i, "the clock of %s is %s %s this computer's", Address(c.Server), HumanDuration(off), way)
		}
	}
}

// ended tells of a failure that the life of the server's own certificate tells already.
func (f *finder) ended(p Probe, failure Failure) bool {
	if len(p.Chain) == 0 {
		return false
	}
	own := f.settings.Thresholds.Judge(f.now, p.Chain[0].NotBefore, p.Chain[0].NotAfter)
	return failure.Reason == ReasonExpired && own == Expired || failure.Reason == ReasonNotYetValid && own == NotYetValid
}
