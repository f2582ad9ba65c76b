package main

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"time"
)

// Two promises are about what happens inside of the program, so kubeid's own tests
// measure them: how soon the Expiry screen is filled, and how long it takes to look at
// 500 servers of which half never answer.

// An inner is what those tests measured.
type inner struct {
	expiry, parse time.Duration // filling the Expiry screen; reading and parsing alone
	least         float64       // how the fastest of both compare
	servers       time.Duration // looking at 500 servers

	proof map[string]time.Duration // making and proving an edit at 10,000 contexts
}

// proofs are the edits as the benchmark of kube/config calls them.
var proofs = map[string]string{
	"rename": "rename_a_context", "delete": "delete_a_context", "import": "add_three_entries",
}

func measureInner(quick bool) (inner, error) {
	rounds := "15x"
	if quick {
		rounds = "5x"
	}
	say("the Expiry screen with 10,000 contexts")
	var m inner
	text, err := goTest("-run", "^$", "-bench", "^BenchmarkExpiryScreen$", "-benchtime", rounds, ".")
	if err != nil {
		return m, err
	}
	if m.expiry, err = figure(text, `([\d.]+) ms/screen`, time.Millisecond); err != nil {
		return m, err
	}
	if m.parse, err = figure(text, `([\d.]+) ms/plain`, time.Millisecond); err != nil {
		return m, err
	}
	fastest, err := figure(text, `([\d.]+) least`, time.Second)
	if err != nil {
		return m, err
	}
	m.least = fastest.Seconds()
	say("edits of 10,000 contexts")
	text, err = goTest("-run", "^$", "-bench", "^BenchmarkEdit$/^(rename_a_context|delete_a_context|add_three_entries)$", "-benchtime", rounds, "./kube/config")
	if err != nil {
		return m, err
	}
	m.proof = map[string]time.Duration{}
	for what, name := range proofs {
		if m.proof[what], err = figure(text, "BenchmarkEdit/"+regexp.QuoteMeta(name)+`(?:-\d+)?\s+\d+\s+([\d.]+) ns/op`, time.Nanosecond); err != nil {
			return m, err
		}
	}
	say("500 servers, half of them black holes")
	text, err = goTest("-run", "^TestFiveHundredServersHalfOfThemBlackHoles$", "-v", "./kube")
	if err != nil {
		return m, err
	}
	m.servers, err = figure(text, `500 servers in ([\d.]+)s`, time.Second)
	return m, err
}

func goTest(args ...string) (string, error) {
	cmd := exec.Command("go", append([]string{"test", "-count=1"}, args...)...)
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), "GOWORK=off")
	text, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go test: %w\n%s", err, text)
	}
	return string(text), nil
}

// figure finds a number in what a test said.
func figure(text, pattern string, unit time.Duration) (time.Duration, error) {
	found := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if found == nil {
		return 0, fmt.Errorf("the test does not say %s:\n%s", pattern, text)
	}
	n, err := strconv.ParseFloat(found[1], 64)
	return time.Duration(n * float64(unit)), err
}
