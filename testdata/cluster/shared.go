package cluster

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// Env names the variable that tells tests the folder of the shared cluster. `make
// cluster-test` sets it.
const Env = "KUBEID_TEST_CLUSTER"

const how = "this needs a real control plane: make cluster-test"

// Shared returns the cluster that all tests of a run share, or skips the test. Others
// use it at the same time, so everything that is made in it has a name of its own
// (Name), and its processes are left alone.
func Shared(t testing.TB) *Cluster {
	t.Helper()
	dir := os.Getenv(Env)
	if dir == "" {
		t.Skip(how)
	}
	text, err := os.ReadFile(filepath.Join(dir, stateFile))
	if err != nil {
		t.Fatalf("%s: %v", how, err)
	}
	var c Cluster
	if err := json.Unmarshal(text, &c); err != nil {
		t.Fatal(err)
	}
	return &c
}

// Own starts a cluster for this test alone, or skips the test. It ends with the test.
func Own(t testing.TB, o Options) *Cluster {
	t.Helper()
	shared := Shared(t)
	dir := t.TempDir()
	c, err := Start(shared.Bin, dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Stop)
	return c
}

const stateFile = "cluster.json"

// Save writes down in the cluster's folder what Shared needs.
func (c *Cluster) Save() error {
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(c.Dir, stateFile), text, 0o600)
}
