package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"hash/crc32"
	"sync"

	"kubeid/kube/config"
)

// A digest tells what a file says from what it said before; nobody is kept out by
// it, since whoever can write the kubeconfig needs no tricks, and no patch is applied
// where its old bytes do not stand. So a large file, of which SHA-256 alone would take
// as long as writing it, is summed block by block: SHA-256 over its size and the
// CRC-32C of every block.

// block is how much of a large file one checksum covers, in bytes.
const block = 256 << 10

// digest returns the digest of what pieces are together, in hex.
func digest(pieces ...[]byte) string {
	size := 0
	for _, p := range pieces {
		size += len(p)
	}
	sum := sha256.New()
	if size > compareUpTo {
		sum.Write(binary.BigEndian.AppendUint64(nil, uint64(size)))
		sumBlocks(sum, pieces)
	} else {
		for _, p := range pieces {
			sum.Write(p)
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// sumBlocks adds the checksums of all blocks to sum.
func sumBlocks(sum hash.Hash, pieces [][]byte) {
	table := crc32.MakeTable(crc32.Castagnoli)
	crc, room := uint32(0), block
	end := func() {
		sum.Write(binary.BigEndian.AppendUint32(nil, crc))
		crc, room = 0, block
	}
	for _, p := range pieces {
		for len(p) > 0 {
			n := min(room, len(p))
			crc = crc32.Update(crc, table, p[:n])
			p, room = p[n:], room-n
			if room == 0 {
				end()
			}
		}
	}
	end()
}

// digests returns the digests of data before and after the patches, those of a large
// file side by side.
func digests(data []byte, patches []config.Patch) (before, after string) {
	if len(data) <= compareUpTo {
		return digest(data), digest(config.Pieces(data, patches...)...)
	}
	var wait sync.WaitGroup
	wait.Go(func() { before = digest(data) })
	wait.Go(func() { after = digest(config.Pieces(data, patches...)...) })
	wait.Wait()
	return before, after
}
