package cli

import (
	"kubeid/model"
)

// The shapes that probe -o json prints; the rules of entries.go hold here as well.

type probeList struct {
	APIVersion string      `json:"apiVersion"`
	Kind       string      `json:"kind"`
	Items      []probeFact `json:"items"`
}

// A probeFact is what a look at a server found out.
type probeFact struct {
	Context   model.Text    `json:"context,omitzero"`
	Server    model.Text    `json:"server"`
	Proxy     model.Text    `json:"proxy,omitzero"`
	Name      model.Text    `json:"name,omitzero"` // what the certificate was held against
	Time      string        `json:"time"`
	Good      bool          `json:"good"`
	Encrypted bool          `json:"encrypted"`
	Insecure  bool          `json:"insecureSkipTLSVerify,omitempty"`
	TLS       string        `json:"tls,omitempty"`
	Trust     string        `json:"trust,omitempty"`
	SignedBy  model.Text    `json:"signedBy,omitzero"`
	Chain     []servedFact  `json:"chain"`
	More      int           `json:"more,omitempty"` // further certificates, which nobody looked at
	ClientCAs []model.Text  `json:"clientCAs,omitempty"`
	Version   model.Text    `json:"version,omitzero"`
	Status    int           `json:"status,omitempty"`
	Latency   float64       `json:"latencySeconds,omitempty"`
	ClockOff  *float64      `json:"clockOffSeconds,omitempty"` // more than 0: the server is ahead
	Steps     []stepFact    `json:"steps"`
	Failures  []failureFact `json:"failures"`
}

// A servedFact is a certificate as a server shows it.
type servedFact struct {
	Subject     model.Text   `json:"subject"`
	Issuer      model.Text   `json:"issuer"`
	SANs        []model.Text `json:"sans,omitempty"`
	NotBefore   string       `json:"notBefore,omitempty"`
	NotAfter    string       `json:"notAfter,omitempty"`
	Serial      model.Text   `json:"serial,omitzero"`
	Key         string       `json:"key,omitempty"`
	Signature   string       `json:"signature,omitempty"`
	Fingerprint string       `json:"fingerprint,omitempty"`
	CA          bool         `json:"ca"`
}

type stepFact struct {
	Stage string  `json:"stage"`
	Took  float64 `json:"tookSeconds"`
}

type failureFact struct {
	Reason string     `json:"reason"` // a stable id
	Stage  string     `json:"stage"`
	Words  model.Text `json:"words"`
	Hint   string     `json:"hint,omitempty"`
}

func probesOf(s model.State, refs []model.Ref) probeList {
	out := probeList{APIVersion: apiVersion, Kind: "ProbeList", Items: make([]probeFact, len(refs))}
	for n, r := range refs {
		out.Items[n] = probeOf(s.Probes[r])
		out.Items[n].Context = r.Name
	}
	return out
}

func probeOf(v model.Probe) probeFact {
	out := probeFact{
		Server: v.Server, Proxy: v.Proxy, Name: v.Name, Time: stamp(v.At), Good: v.Good(), Encrypted: !v.Plain, Insecure: v.Insecure,
		TLS: v.TLS, Trust: v.Trust.String(), SignedBy: v.SignedBy, Chain: []servedFact{}, More: v.More, ClientCAs: v.ClientCAs,
		Version: v.Version, Status: v.Status, Latency: v.Latency.Seconds(), Steps: []stepFact{}, Failures: []failureFact{},
	}
	for _, c := range v.Chain {
		out.Chain = append(out.Chain, servedOf(c))
	}
	for _, s := range v.Steps {
		out.Steps = append(out.Steps, stepFact{s.Stage.String(), s.Took.Seconds()})
	}
	for _, f := range v.Failures {
		out.Failures = append(out.Failures, failureFact{f.Reason.ID(), f.Stage.String(), model.NewText(f.Error()), f.Todo()})
	}
	if v.Clock.Known {
		off := v.Clock.Off.Seconds()
		out.ClockOff = &off
	}
	return out
}

func servedOf(c model.Served) servedFact {
	return servedFact{
		Subject: c.Subject, Issuer: c.Issuer, SANs: c.SANs, NotBefore: stamp(c.NotBefore), NotAfter: stamp(c.NotAfter),
		Serial: c.Serial, Key: c.Key, Signature: c.Signature, Fingerprint: c.Fingerprint, CA: c.CA,
	}
}
