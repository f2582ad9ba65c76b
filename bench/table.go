package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// A report is all that goes to docs/benchmarks.md.
type report struct {
	date     time.Time
	machine  string
	load     string // before the run began
	built    map[string]string
	quick    bool
	commands outcomes
	screens  []screen
	inner    *inner
}

const preface = `# Benchmarks

Written by ` + "`make bench`" + `; the program is in ` + "`bench/`" + `. kubeid, its peers and the plain programs take turns on equal copies of one
generated kubeconfig: as many clusters, contexts and users, each user with its own certificate and key, 5.6 kB for the
three. Output goes to a pipe. Before each run the disk is at rest and, if that happens within 0.3 s, nobody else
is at work. Every answer is checked. All programs were written to the disk as an installer writes them. *Measured* is the
median of all rounds, in each of which a run of kubeid is divided by the other's; *at best* compares the fastest run of each
instead, which says more on a machine that has other things to do.

*read* only reads the file. *write* reads it and replaces it safely by the same bytes: new file, fsync, rename, fsync of the
folder. kubectx, kubectl and kubecm write in place without fsync. *rename* and *delete* are of a context, *import* is of one
context with its cluster and user, each time another; *the proof* is how long making and proving such an edit takes by
itself. A large kubeconfig has rested for a second before it is changed. *bare* is a Go program that does nothing. The Expiry
screen is filled when it says of all 20,000 certificates of a kubeconfig until when they are good; beside it the same file is
read, and all that is done with it is base64, PEM and ` + "`x509.ParseCertificate`" + `, over all cores.

`

func (r report) markdown(verdicts []verdict) string {
	var b strings.Builder
	b.WriteString(preface)
	fmt.Fprintf(&b, "Measured on %s: %s; load average before the run %s. Peers: %s.", r.date.Format("2006-01-02"), r.machine, r.load, peerVersions(r.built))
	if r.quick {
		b.WriteString(" A quick run of few rounds: for orientation only.")
	}
	b.WriteString("\n\n## Budgets\n\n")
	table(&b, judged(verdicts, false)...)
	b.WriteString("\nIn absolute figures, which depend on the machine and are not checked:\n\n")
	table(&b, judged(verdicts, true)...)
	b.WriteString("\n## Ratios\n\nWall time of kubeid divided by that of the others in the same round, medians. Below 1 kubeid is faster.\n\n")
	table(&b, r.ratios()...)
	b.WriteString("\n## Terminal program\n\nIn a pseudo-terminal of 120x40. First frame: from exec until a context of the list is on the screen, median. Key to frame: from\nthe key to the last byte drawn because of it, `j` and `k` in the list, and a filter typed letter by letter.\n\n")
	table(&b, r.terminal()...)
	b.WriteString("\n## Commands\n\nMedian and least wall time, median user and system time, largest peak memory.\n\n")
	table(&b, r.absolute()...)
	b.WriteString("\n## Binaries\n\nBuilt with `-trimpath -ldflags \"-s -w\"`.\n\n")
	table(&b, r.binaries()...)
	return b.String()
}

func judged(verdicts []verdict, goals bool) [][]string {
	rows := [][]string{{"what", "budget", "measured", "at best", "met?"}}
	for _, v := range verdicts {
		if v.goal == goals {
			rows = append(rows, []string{v.what, v.limit, v.measured, v.best, yes(v.met)})
		}
	}
	return rows
}

func (r report) ratios() [][]string {
	rows := [][]string{{"", "÷ kubectx", "÷ kubectl", "÷ kubecm", "÷ plain"}}
	for _, what := range []string{"list", "switch", "rename", "delete", "import"} {
		plain := "write"
		if what == "list" {
			plain = "read"
		}
		for _, size := range sizes {
			if r.commands[task{what, "kubeid", size}] == nil {
				continue
			}
			row := []string{title(what, size)}
			for _, other := range []string{"kubectx", "kubectl", "kubecm", plain} {
				cell := "–"
				if q, ok := r.commands.beside(what, other, size, 0); ok {
					cell = factor(q)
				}
				row = append(row, cell)
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func (r report) absolute() [][]string {
	rows := [][]string{{"", "tool", "runs", "wall", "least", "CPU", "peak"}}
	for _, what := range []string{"list", "switch", "rename", "delete", "import", "version"} {
		for _, size := range sizes {
			for _, tool := range []string{"kubeid", "kubectx", "kubectl", "kubecm", "read", "write", "bare"} {
				if row := r.commands.row(what, tool, size); row != nil {
					rows = append(rows, row)
				}
			}
		}
	}
	return rows
}

// row returns nil for what nobody tried.
func (all outcomes) row(what, tool string, size int) []string {
	o := all[task{what, tool, size}]
	if o == nil {
		return nil
	}
	s, ok := all.of(what, tool, size)
	if !ok {
		return []string{title(what, size), tool, "0", "did not work", "", "", ""}
	}
	return []string{
		title(what, size), tool, fmt.Sprint(s.runs), duration(s.wall), duration(s.least), duration(s.cpu), memory(s.peak),
	}
}

func (r report) terminal() [][]string {
	rows := [][]string{{"", "first frame", "move p50", "move p99", "filter p50", "filter p99", "keys", "without a frame", "peak"}}
	for _, s := range r.screens {
		if s.err != nil {
			rows = append(rows, []string{contexts(s.size), "did not work", "", "", "", "", "", "", ""})
			continue
		}
		rows = append(rows, []string{
			contexts(s.size), median(s.first), median(s.moves), worst(s.moves), median(s.letter), worst(s.letter),
			fmt.Sprint(len(s.moves) + len(s.letter) + s.silent), fmt.Sprint(s.silent), memory(s.peak),
		})
	}
	return rows
}

func (r report) binaries() [][]string {
	rows := [][]string{{"binary", "size"}}
	for _, name := range []string{"kubeid", "kubectx", "kubectl", "kubecm", "bare"} {
		if info, err := os.Stat(r.built[name]); err == nil {
			rows = append(rows, []string{name, megabytes(info.Size())})
		}
	}
	return rows
}

// table writes rows as Markdown, the first one as the head and all columns but the
// first aligned to the right.
func table(b *strings.Builder, rows ...[]string) {
	line := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	line(rows[0])
	marks := slices.Repeat([]string{"--:"}, len(rows[0]))
	marks[0] = "---"
	line(marks)
	for _, row := range rows[1:] {
		line(row)
	}
}
