package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"kubeid/bench/gen"
)

type options struct {
	quick, check bool
	only         string // what to measure, if not everything
	sizes        string // how many contexts, if not all that are usual
	generate     int
	out          string // where the table goes
	folder       string // where the work is done
	kubeid       string // a finished binary instead of building one
	kit          string // a page for the figures of the edit kit, instead of measuring speed
}

func main() {
	var o options
	flag.BoolVar(&o.quick, "quick", false, "fewer rounds, and the slow peers only at small sizes")
	flag.BoolVar(&o.check, "check", false, "end with code 1 when a budget is missed")
	flag.StringVar(&o.only, "only", "", "measure only `commands`, screens or inner")
	flag.StringVar(&o.sizes, "sizes", "", "measure only with so many contexts, such as `1,10000`")
	flag.IntVar(&o.generate, "generate", 0, "only write a kubeconfig of `N` contexts to stdout")
	flag.StringVar(&o.out, "out", "../docs/benchmarks.md", "write the table to `FILE`")
	flag.StringVar(&o.folder, "dir", "", "work in a new folder in `DIR` (default: the system's temporary folder)")
	flag.StringVar(&o.kubeid, "kubeid", "", "measure `BINARY` instead of building kubeid")
	flag.StringVar(&o.kit, "kit", "", "instead of measuring speed, let all programs carry out the edit kit, and write the figures into `PAGE`")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// measure does what was asked for. The promises that tests measure are left out with a
// finished binary, since the tests build their own.
func (r *report) measure(o options, folder string) (err error) {
	sizes, err := chosen(o.sizes)
	if err != nil {
		return err
	}
	wanted := func(part string) bool { return o.only == "" || o.only == part }
	if wanted("commands") {
		if r.commands, err = measureCommands(folder, r.built, sizes, o.quick); err != nil {
			return err
		}
	}
	if wanted("screens") {
		if r.screens, err = measureScreens(folder, r.built, sizes, o.quick); err != nil {
			return err
		}
	}
	if wanted("inner") && o.kubeid == "" {
		m, err := measureInner(o.quick)
		if err != nil {
			return err
		}
		r.inner = &m
	}
	return nil
}

var errMissed = errors.New("a budget is missed")

func run(o options) error {
	if o.generate > 0 {
		return gen.Write(os.Stdout, o.generate)
	}
	say("building kubeid, the peers and the plain programs")
	built, err := build(o.kubeid)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp(o.folder, "kubeid-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if o.kit != "" {
		scores, err := scoreKit(folder, built)
		if err != nil {
			return err
		}
		return writeScores(o.kit, scores, describeMachine(folder))
	}
	r := report{date: time.Now(), machine: describeMachine(folder), load: load(), built: built, quick: o.quick}
	if err := r.measure(o, folder); err != nil {
		return err
	}
	verdicts := judge(r)
	if err := os.WriteFile(filepath.Clean(o.out), []byte(r.markdown(verdicts)), 0o644); err != nil {
		return err
	}
	say("wrote %s", o.out)
	return conclude(verdicts, o.check)
}

// conclude says which budgets are missed; that is an error only when asked to check.
func conclude(verdicts []verdict, check bool) error {
	missed := 0
	for _, v := range verdicts {
		if v.met || v.goal {
			continue
		}
		missed++
		say("missed: %s: %s, budget %s", v.what, v.measured, v.limit)
	}
	if missed > 0 && check {
		return errMissed
	}
	return nil
}

func say(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "bench: "+format+"\n", args...)
}
