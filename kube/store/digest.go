package store

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"sync"

	"kubeid/kube/config"
)

// digest returns the SHA-256 of data in hex.
func digest(data []byte) string { return digestFrom(sha256.New(), data) }

// digestFrom goes on with a sum that was begun.
func digestFrom(sum hash.Hash, pieces ...[]byte) string {
	for _, p := range pieces {
		sum.Write(p)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// digests returns the digests of data before and after the patches, side by side:
// what stands before the first patch is summed once.
func digests(data []byte, patches []config.Patch) (before, after string) {
	begun := sha256.New()
	begun.Write(data[:patches[0].Offset])
	state, err := begun.(hash.Cloner).Clone()
	if err != nil {
		return digest(data), digestFrom(sha256.New(), config.Pieces(data, patches...)...)
	}
	var wait sync.WaitGroup
	wait.Go(func() { before = digestFrom(begun, data[patches[0].Offset:]) })
	wait.Go(func() { after = digestFrom(state, config.Pieces(data, patches...)[1:]...) })
	wait.Wait()
	return before, after
}
