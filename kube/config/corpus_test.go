package config

import (
	"os"
	"path/filepath"
	"testing"
)

// corpus returns the kubeconfigs of the repository by their names: every way of
// writing one that we know of.
func corpus(t testing.TB) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("../../testdata/kubeconfigs/*")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no kubeconfigs found: %v", err)
	}
	files := map[string][]byte{}
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(p)] = data
	}
	return files
}

// heavy skips a test of many files under the race detector, which makes it take
// minutes: what runs side by side are the readers, and the other tests have those.
func heavy(t *testing.T) {
	t.Helper()
	if raceDetector {
		t.Skip("nothing here runs side by side")
	}
}
