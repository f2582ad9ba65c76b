package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"

	"kubeid/model"
)

// contested is the kubeconfig that everybody writes to. kubectl writes users last, so
// whoever reads the last one has read a whole file.
const contested = `apiVersion: v1
kind: Config
clusters:
- cluster:
    server: https://c
  name: c
contexts:
- context:
    cluster: c
    user: u
  name: first
current-context: first
users:
- name: u
  user:
    token: the-end
`

// addWithClientGo is a program of somebody else: it adds a context by client-go, as
// kubectl does. FILE NAME.
func addWithClientGo() {
	path := clientcmd.NewDefaultPathOptions()
	path.LoadingRules.ExplicitPath = os.Args[1]
	config, err := path.GetStartingConfig()
	if err == nil {
		config.Contexts[os.Args[2]] = &api.Context{Cluster: "c", AuthInfo: "u"}
		err = clientcmd.ModifyConfig(path, *config, false)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// A contest is many programs that add contexts to one file, and a reader.
type contest struct {
	t    *testing.T
	desk desk

	mu       sync.Mutex
	done     map[string]bool // the contexts of which their writer said that they are added
	refused  map[string]int  // how often writers of a kind gave up because of a lock
	failed   []string        // what else went wrong with ours
	emptied  int             // how often ours found no cluster any more: somebody who reads before he locks had read nothing
	waited   []time.Duration // how long each write of ours took, from start to end
	whole    int             // how often the reader saw a whole file
	torn     int             // how often it did not
	vanished map[string]int  // how many contexts vanished, by the kind of who wrote then
}

func newContest(t *testing.T) *contest {
	return &contest{t: t, desk: newDesk(t, contested), done: map[string]bool{}, refused: map[string]int{}, vanished: map[string]int{}}
}

// A contender adds a context of this name; its kind is what the name begins with.
type contender func(name string) *exec.Cmd

func (c *contest) kubeid(name string) *exec.Cmd {
	return c.desk.command(c.t, "kubeid", "new", "context", name, "--cluster", "c", "--user", "u")
}

func (c *contest) clientGo(name string) *exec.Cmd {
	return c.desk.command(c.t, "add-with-client-go", c.desk.file, name)
}

func (c *contest) kubectl(program string) contender {
	return func(name string) *exec.Cmd {
		return c.desk.command(c.t, program, "config", "set-context", name, "--cluster=c", "--user=u", "--kubeconfig="+c.desk.file)
	}
}

// add has one writer add one context, and notes what it said.
func (c *contest) add(as contender, kind, name string) {
	cmd := as(name)
	var said bytes.Buffer
	cmd.Stderr = &said
	began := time.Now()
	err := cmd.Run()
	c.mu.Lock()
	defer c.mu.Unlock()
	if kind == "kubeid" {
		c.waited = append(c.waited, time.Since(began))
	}
	var exit *exec.ExitError
	code := 0
	if errors.As(err, &exit) {
		code = exit.ExitCode()
	}
	switch {
	case err == nil:
		c.done[name] = true
	case kind == "kubeid" && code == model.ExitConflict && atALock.MatchString(said.String()):
		c.refused[kind]++
		c.t.Logf("%s: %s", name, said.String())
	case kind == "kubeid" && (code == model.ExitNotFound || code == model.ExitConflict && emptied.MatchString(said.String())):
		c.emptied++
	case kind == "kubeid":
		c.failed = append(c.failed, fmt.Sprintf("%s: %v: %s", name, err, said.String()))
	default:
		c.refused[kind]++
	}
}

// What ours say when they give up at a lock, and when somebody emptied the file.
var (
	atALock = regexp.MustCompile(`is held by|changes hands all the time|does not give it free`)
	emptied = regexp.MustCompile(`no (cluster|user) named`)
)

var ofWriters = regexp.MustCompile(`name: ((?:kubeid|kubectl|clientgo)-\d+-\d+)\b`)

// names returns the contexts of writers in a file; false when it is not a whole one.
func names(data []byte) (map[string]bool, bool) {
	if !bytes.Contains(data, []byte("token: the-end\n")) || !bytes.Contains(data, []byte("clusters:")) {
		return nil, false
	}
	out := map[string]bool{}
	for _, m := range ofWriters.FindAllSubmatch(data, -1) {
		out[string(m[1])] = true
	}
	return out, true
}

// read reads until done, and follows who makes whose contexts vanish. When some vanish
// as others come, it was one of those who brought them, or somebody who wrote between
// two reads; client-go also takes away in a write of its own, which brings nobody. Ours
// always bring one, and the journal knows what they replaced.
func (c *contest) read(done *atomic.Bool) {
	last, was := []byte(nil), map[string]bool{}
	for !done.Load() {
		data, err := os.ReadFile(c.desk.file)
		if err == nil && bytes.Equal(data, last) {
			continue
		}
		now, ok := names(data)
		if err != nil || !ok {
			c.torn++
			continue
		}
		if _, err := clientcmd.Load(data); err != nil {
			c.torn++
			continue
		}
		c.whole++
		var came []string
		gone := 0
		for name := range now {
			if kind, _, _ := strings.Cut(name, "-"); !was[name] && !slices.Contains(came, kind) {
				came = append(came, kind)
			}
		}
		for name := range was {
			if !now[name] {
				gone++
			}
		}
		if gone > 0 {
			slices.Sort(came)
			who := strings.Join(came, " or ")
			if slices.Contains(came, "kubeid") && c.weReplaced(last, data) {
				who = ours
			}
			c.vanished[who] += gone
		}
		last, was = data, now
	}
}

// ours is who made a context vanish when it was a write of ours for sure.
const ours = "kubeid alone"

// weReplaced tells whether the journal knows of a write of ours that led from the one
// text to the other.
func (c *contest) weReplaced(was, is []byte) bool {
	journal, err := os.ReadFile(filepath.Join(c.desk.dir, "state", "kubeid", "journal.jsonl"))
	if err != nil {
		c.t.Error(err)
	}
	return bytes.Contains(journal, fmt.Appendf(nil, `"before":"%x","after":"%x"`, sha256.Sum256(was), sha256.Sum256(is)))
}

// ends tells what is in the file at last, and what is lost, by kind.
func (c *contest) ends() (lost map[string]int) {
	data, err := os.ReadFile(c.desk.file)
	if err != nil {
		c.t.Fatal(err)
	}
	now, ok := names(data)
	if !ok {
		c.t.Logf("at last the file says %.200s…", data)
	}
	lost = map[string]int{}
	total := map[string]int{}
	for name := range c.done {
		kind, _, _ := strings.Cut(name, "-")
		total[kind]++
		if !now[name] {
			lost[kind]++
		}
	}
	if c.emptied > 0 {
		c.t.Logf("somebody had emptied the file for everybody")
	}
	if slices.Sort(c.waited); len(c.waited) > 0 {
		c.t.Logf("%d writes of ours: half took %v, 99 of 100 %v, the longest %v", len(c.waited), c.waited[len(c.waited)/2], c.waited[(len(c.waited)-1)*99/100], c.waited[len(c.waited)-1])
	}
	c.t.Logf("added %v, of which at last are missing %v; refused because of a lock %v; whole reads of a new state %d, torn ones %d; vanished as these wrote: %v",
		total, lost, c.refused, c.whole, c.torn, c.vanished)
	for _, f := range c.failed {
		c.t.Errorf("a writer of ours failed: %s", f)
	}
	return lost
}

// lost tells that somebody has emptied the file. Nobody of ours can write to it any more,
// so there is nothing to be seen in the rest of the round.
func (c *contest) lost() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.emptied > 0
}
