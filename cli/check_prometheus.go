package cli

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"kubeid/model"
)

// The text exposition format of Prometheus, as node_exporter's textfile collector
// reads it: a HELP and a TYPE line before the samples of a metric, every combination
// of labels once, no timestamps, UTF-8 throughout.

// A metric is a name with all its samples.
type metric struct {
	name, help string
	samples    []string
	seen       map[string]bool
}

func newMetric(name, help string) *metric {
	return &metric{name: name, help: help, seen: map[string]bool{}}
}

// A label is a name and its value.
type label struct{ name, value string }

// add adds a sample, unless there is one with these labels already.
func (m *metric) add(value int64, labels ...label) {
	var b strings.Builder
	for i, l := range labels {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(l.name + `="` + escapeLabel.Replace(l.value) + `"`)
	}
	series := m.name
	if b.Len() > 0 {
		series += "{" + b.String() + "}"
	}
	if !m.seen[series] {
		m.seen[series] = true
		m.samples = append(m.samples, series+" "+strconv.FormatInt(value, 10))
	}
}

var escapeLabel = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

// write writes the metric; one without samples is left out.
func (m *metric) write(b *bytes.Buffer) {
	if len(m.samples) == 0 {
		return
	}
	fmt.Fprintf(b, "# HELP %s %s\n# TYPE %s gauge\n", m.name, m.help, m.name)
	for _, s := range m.samples {
		b.WriteString(s + "\n")
	}
}

// expose prints a checkup as metrics.
func (p *program) expose(c checkup) {
	after := newMetric("kubeid_certificate_not_after_timestamp_seconds", "When a certificate ends, in seconds since 1970.")
	before := newMetric("kubeid_certificate_not_before_timestamp_seconds", "When a certificate begins, in seconds since 1970.")
	token := newMetric("kubeid_token_expiration_timestamp_seconds", "When a bearer token ends, in seconds since 1970.")
	for _, f := range c.checked {
		if f.NotAfter.IsZero() {
			continue
		}
		for _, labels := range c.series(f) {
			if f.Kind == model.TokenLife {
				token.add(f.NotAfter.Unix(), labels...)
				continue
			}
			after.add(f.NotAfter.Unix(), labels...)
			if !f.NotBefore.IsZero() {
				before.add(f.NotBefore.Unix(), labels...)
			}
		}
	}
	things := newMetric("kubeid_credentials", "How many certificates, tokens and files there are, by severity.")
	for v, n := range c.counts {
		things.add(int64(n), label{"severity", severityID(model.Severity(v))})
	}
	status := newMetric("kubeid_check_status", "Exit code of kubeid check: 0 fine, 1 soon, 2 urgent or over, 3 unknown.")
	status.add(int64(c.code()))
	at := newMetric("kubeid_check_timestamp_seconds", "When kubeid check ran, in seconds since 1970.")
	at.add(c.now.Unix())
	var b bytes.Buffer
	for _, m := range []*metric{after, before, token, things, status, at} {
		m.write(&b)
	}
	p.out.Write(b.Bytes())
}

// series returns the labels of one thing: once for each context that uses it. They
// hold names and places, never anything that is secret.
func (c checkup) series(f checked) [][]label {
	labels := []label{{"kind", f.id}, {"name", f.What.String()}}
	if len(f.Refs) > 0 {
		labels = append(labels, label{"entry", f.Refs[0].Name.String()}, label{"file", model.NewText(f.Refs[0].File).String()})
	}
	if id := fingerprint(f.Life); id != "" {
		labels = append(labels, label{"fingerprint", id})
	}
	if len(f.Contexts) == 0 {
		return [][]label{append(labels, label{"context", ""})}
	}
	var out [][]label
	for _, i := range f.Contexts {
		out = append(out, append(labels[:len(labels):len(labels)], label{"context", c.state.Config.Contexts[i].Name.String()}))
	}
	return out
}
