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
