package crypto

import (
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
)

// TestTheUsualFileIsReadAsAnyOther compares the short way with the long one.
func TestTheUsualFileIsReadAsAnyOther(t *testing.T) {
	usual := 0
	err := filepath.WalkDir("testdata", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
			usual += shortWayAgrees(t, path, pem.EncodeToMemory(block))
		}
		usual += shortWayAgrees(t, path, data)
		return nil
	})
	if err != nil || usual == 0 {
		t.Errorf("%d usual files were found, %v", usual, err)
	}
}

func shortWayAgrees(t *testing.T, path string, data []byte) int {
	t.Helper()
	short := lone(data)
	if short == nil {
		return 0
	}
	blocks := Blocks(data)
	if len(blocks) != 1 {
		t.Errorf("%s: the long way finds %d blocks", path, len(blocks))
		return 1
	}
	long, err := blocks[0].certificate()
	if err != nil || long.Fingerprint() != short.Fingerprint() || long.Line != short.Line || long.Skipped != nil || short.X509() == nil {
		t.Errorf("%s: the long way finds %+v, %v", path, long, err)
	}
	return 1
}
