package config

import (
	"bytes"
	"fmt"
)

// A Patch replaces the bytes Old, which begin at Offset, by New.
type Patch struct {
	Offset   int `json:"offset"`
	Old, New []byte
}

// Splice returns data with p carried out; every byte outside Old stays as it is.
func Splice(data []byte, p Patch) ([]byte, error) {
	end := p.Offset + len(p.Old)
	if p.Offset < 0 || end > len(data) || !bytes.Equal(data[p.Offset:end], p.Old) {
		return nil, fmt.Errorf("the bytes at %d are not those that were planned on", p.Offset)
	}
	out := make([]byte, 0, len(data)-len(p.Old)+len(p.New))
	out = append(out, data[:p.Offset]...)
	out = append(out, p.New...)
	return append(out, data[end:]...), nil
}

// Reverse returns the patch that takes p back.
func (p Patch) Reverse() Patch { return Patch{p.Offset, p.New, p.Old} }
