package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
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
	err := cmd.Run()
	c.mu.Lock()
	defer c.mu.Unlock()
	var exit *exec.ExitError
	switch {
	case err == nil:
		c.done[name] = true
	case kind == "kubeid" && errors.As(err, &exit) && exit.ExitCode() == model.ExitConflict:
		c.refused[kind]++
	case kind == "kubeid" && errors.As(err, &exit) && exit.ExitCode() == model.ExitNotFound:
		c.emptied++
	case kind == "kubeid":
		c.failed = append(c.failed, fmt.Sprintf("%s: %v: %s", name, err, said.String()))
	default:
		c.refused[kind]++
	}
}

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
		c.t.Logf("at last the file says %s", data)
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
		c.t.Logf("%d times somebody had emptied the file for ours", c.emptied)
	}
	c.t.Logf("added %v, of which at last are missing %v; refused because of a lock %v; whole reads of a new state %d, torn ones %d; vanished as these wrote: %v",
		total, lost, c.refused, c.whole, c.torn, c.vanished)
	for _, f := range c.failed {
		c.t.Errorf("a writer of ours failed: %s", f)
	}
	return lost
}

// TestFiftyWritersOfOursLoseNothingAndNobodyReadsHalfAFile starts fifty programs at
// once, and reads all the time.
func TestFiftyWritersOfOursLoseNothingAndNobodyReadsHalfAFile(t *testing.T) {
	c := newContest(t)
	var done atomic.Bool
	var reader, writers sync.WaitGroup
	reader.Go(func() { c.read(&done) })
	for i := range 50 {
		writers.Go(func() { c.add(c.kubeid, "kubeid", fmt.Sprintf("kubeid-%d-0", i)) })
	}
	writers.Wait()
	done.Store(true)
	reader.Wait()
	if lost := c.ends(); len(lost) > 0 || c.torn > 0 || len(c.vanished) > 0 || c.emptied > 0 {
		t.Errorf("lost %v, torn reads %d, vanished %v, emptied %d times", lost, c.torn, c.vanished, c.emptied)
	}
	if c.refused["kubeid"] > 0 {
		t.Logf("%d writers gave up waiting for the lock", c.refused["kubeid"])
	}
	left, _ := filepath.Glob(filepath.Join(c.desk.dir, "*.lock"))
	temps, _ := filepath.Glob(filepath.Join(c.desk.dir, ".config.kubeid*"))
	if len(left)+len(temps) > 0 {
		t.Errorf("%v %v are left behind", left, temps)
	}
}

// TestTheContestKnowsWhoTookSomethingAway lets somebody write as we must never do, and
// checks that the contest would see it.
func TestTheContestKnowsWhoTookSomethingAway(t *testing.T) {
	c := newContest(t)
	c.add(c.kubeid, "kubeid", "kubeid-1-1")
	was, err := os.ReadFile(c.desk.file)
	if err != nil {
		t.Fatal(err)
	}
	c.add(c.kubeid, "kubeid", "kubeid-1-2")
	is, err := os.ReadFile(c.desk.file)
	if err != nil {
		t.Fatal(err)
	}
	if !c.weReplaced(was, is) || c.weReplaced(is, was) {
		t.Error("the journal does not know who wrote what")
	}
}

// TestOursBesideKubectlAndClientGo has all kinds write at once for a while: a few
// seconds, or KUBEID_SOAK as a duration, in rounds. What kubectl and client-go lose of
// each other and of ours, because they read before they lock, is counted apart.
func TestOursBesideKubectlAndClientGo(t *testing.T) {
	if raceDetector {
		t.Skip("short processes are slow with -race, which sees nothing in them")
	}
	length, round := 3*time.Second, 3*time.Second
	if d, err := time.ParseDuration(os.Getenv("KUBEID_SOAK")); err == nil {
		length, round = d, 20*time.Second
	}
	for began := time.Now(); time.Since(began) < length; {
		besideOthers(t, round)
	}
}

func besideOthers(t *testing.T, length time.Duration) {
	c := newContest(t)
	kinds := map[string]contender{"kubeid": c.kubeid, "clientgo": c.clientGo}
	count := map[string]int{"kubeid": 6, "clientgo": 3}
	if kubectl, err := exec.LookPath("kubectl"); err == nil {
		kinds["kubectl"], count["kubectl"] = c.kubectl(kubectl), 2
	} else {
		t.Log("without kubectl, which is not installed")
	}
	if soaking {
		count["kubeid"], count["kubectl"] = 32, 8
	}
	var done, over atomic.Bool
	var reader, writers sync.WaitGroup
	reader.Go(func() { c.read(&done) })
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		for i := range count[kind] {
			writers.Go(func() {
				for n := 0; !over.Load(); n++ {
					c.add(kinds[kind], kind, fmt.Sprintf("%s-%d-%d", kind, i, n))
				}
			})
		}
	}
	time.Sleep(length)
	over.Store(true)
	writers.Wait()
	done.Store(true)
	reader.Wait()
	c.ends()
	if n := c.vanished[ours]; n > 0 {
		t.Errorf("%d contexts vanished by writes of ours", n)
	}
}
