package kube

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"kubeid/crypto"
)

// TestEveryFileOfACorpusIsAThing looks at the certificates of NIST and at those with
// which Go tries policies, which are as odd as certificates get.
func TestEveryFileOfACorpusIsAThing(t *testing.T) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skip("Go's own test data is not at hand")
	}
	dir := filepath.Join(strings.TrimSpace(string(root)), "src", "crypto", "x509", "testdata")
	files := 0
	err = filepath.WalkDir(dir, func(_ string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			files++
		}
		return err
	})
	if err != nil {
		t.Skip("Go's own test data is not at hand")
	}
	found, err := newHome(t).service().Inspect(t.Context(), dir, crypto.Secret{})
	if err != nil {
		t.Fatal(err)
	}
	things, signed := map[string]bool{}, 0
	for _, i := range found.Items {
		things[i.Place.Raw()] = true
		if i.Certificate != nil && !i.SignedBy.Empty() && i.SignedBy.Raw() != "not here" {
			signed++
		}
		if i.Certificate == nil && i.Key == nil && i.Trouble.Empty() {
			t.Errorf("%s is neither known nor is it said why", i.Place)
		}
	}
	if len(things) != files || signed < 300 {
		t.Errorf("%d of %d files are told of, and of %d certificates who signed them", len(things), files, signed)
	}
}
