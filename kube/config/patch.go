package config

import (
	"bytes"
	"fmt"
)

// A Patch replaces the bytes Old, which begin at Offset, by New.
type Patch struct {
	Offset   int
	Old, New []byte
}

// Check tells why patches cannot be carried out on data: their offsets must rise,
// and what they replace must stand there.
func Check(data []byte, patches ...Patch) error {
	from := 0
	for _, p := range patches {
		end := p.Offset + len(p.Old)
		if p.Offset < from || end > len(data) || !bytes.Equal(data[p.Offset:end], p.Old) {
			return fmt.Errorf("the bytes at %d are not those that were planned on", p.Offset)
		}
		from = end
	}
	return nil
}

// Pieces returns data with the patches carried out, in pieces that share its memory:
// a large file need not be copied to be written. The patches must pass Check.
func Pieces(data []byte, patches ...Patch) [][]byte {
	pieces := make([][]byte, 0, 2*len(patches)+1)
	from := 0
	for _, p := range patches {
		pieces = append(pieces, data[from:p.Offset], p.New)
		from = p.Offset + len(p.Old)
	}
	return append(pieces, data[from:])
}

// Join returns pieces as one.
func Join(pieces [][]byte) []byte { return bytes.Join(pieces, nil) }
