package ui

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// probing is a look at servers that is under way.
type probing struct {
	number int
	cancel context.CancelFunc
	first  model.Ref          // what was asked about, when it is one
	open   map[model.Ref]bool // what was not answered yet
	asked  int
	failed int
}

// probeMsg asks the App to look at the servers of contexts or clusters.
type probeMsg struct{ entries []model.Ref }

func (p *probing) running() bool { return p != nil && p.cancel != nil }

// probe looks at servers, one batch at a time.
func (a App) probe(entries []model.Ref) (App, tea.Cmd) {
	if a.probing.running() {
		return a.say(calm, "Servers are being looked at already; esc cancels")
	}
	ctx, cancel := context.WithCancel(a.ctx)
	p := &probing{cancel: cancel, first: entries[0], open: map[model.Ref]bool{}}
	if a.probing != nil {
		p.number = a.probing.number + 1
	}
	for _, r := range entries {
		p.open[r] = true
	}
	p.asked = len(p.open)
	a.probing = p
	a.toast.text = ""
	return a, commands{ctx, a.backend, 0}.probe(p.number, entries)
}

// answered counts what a server has answered for.
func (p *probing) answered(e model.Probed) {
	if !p.running() {
		return
	}
	for _, r := range e.Refs {
		if p.open[r] {
			delete(p.open, r)
			if !e.Probe.Good() {
				p.failed++
			}
		}
	}
}

// probedAll says how a look at servers ended.
func (a App) probedAll(msg probedAllMsg) (App, tea.Cmd) {
	p := a.probing
	if !p.running() || msg.probing != p.number {
		return a, nil
	}
	p.cancel()
	p.cancel = nil
	switch probe, ok := a.book.Probes[p.first]; {
	case errors.Is(msg.err, context.Canceled):
		return a.say(calm, fmt.Sprintf("Cancelled; %d of %d servers have answered", p.asked-len(p.open), p.asked))
	case msg.err != nil:
		return a.say(bad, sentence(msg.err))
	case p.asked == 1 && ok && !probe.Good():
		return a.say(bad, p.first.Name.String()+": "+sentence(probe.Failures[0])+". "+capital(probe.Failures[0].Todo()))
	case p.asked == 1 && ok:
		word, _ := a.styles.probeWord(probe)
		return a.say(good, p.first.Name.String()+": "+word)
	case p.failed > 0:
		return a.say(careful, fmt.Sprintf("Looked at %d: %s", p.asked, []string{
			"none as it should be", fmt.Sprintf("1 as it should be, %d not", p.failed), fmt.Sprintf("%d as they should be, %d not", p.asked-p.failed, p.failed),
		}[min(2, p.asked-p.failed)]))
	}
	return a.say(good, fmt.Sprintf("Looked at %d: all as they should be", p.asked))
}

// words is the progress, for the footer.
func (p *probing) words(s Styles) string {
	return s.joined(fmt.Sprintf("Looking at servers: %d of %d", p.asked-len(p.open), p.asked), "esc cancels")
}

// probeWord says in a few cells what a look at a server found.
func (s Styles) probeWord(p model.Probe) (string, ink) {
	if len(p.Failures) > 0 {
		f := p.Failures[0]
		return s.Glyph.Broken + " " + f.Stage.String() + ": " + reasonWord(f), s.Bad
	}
	version := p.Version.String()
	if p.Version.Empty() {
		version = "answers"
	}
	word := s.joined(s.Glyph.Severity[model.Fine]+" "+version, milliseconds(p.Latency))
	if p.Insecure || p.Plain {
		return word, s.Warn
	}
	return word, s.Good
}
