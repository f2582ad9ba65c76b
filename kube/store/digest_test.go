package store

import (
	"bytes"
	"testing"

	"kubeid/kube/config"
)

func TestADigestDependsOnTheBytesAndNotOnHowTheyAreCut(t *testing.T) {
	for _, size := range []int{0, 1, 1000, compareUpTo, compareUpTo + 1, 4*block - 1, 8 * block, 8*block + 7} {
		data := bytes.Repeat([]byte("name: a cluster\n"), size/16+1)[:size]
		want := digest(data)
		if got := digest(data[:size/3], nil, data[size/3:size/2], data[size/2:]); got != want {
			t.Errorf("%d bytes in pieces: digest %s, want %s", size, got, want)
		}
		for _, at := range []int{0, size / 2, size - 1} {
			if at < 0 || at >= size {
				continue
			}
			other := bytes.Clone(data)
			other[at] ^= 1
			if digest(other) == want {
				t.Errorf("%d bytes: another byte at %d has the same digest", size, at)
			}
		}
		if digest(append(bytes.Clone(data), 0)) == want {
			t.Errorf("%d bytes: one more has the same digest", size)
		}
	}
}

func TestDigestsAreThoseOfTheFileBeforeAndAfter(t *testing.T) {
	data := bytes.Repeat([]byte("name: a cluster\n"), 200_000)
	patch := config.Patch{Offset: 1_000_000, Old: data[1_000_000:1_000_004], New: []byte("another")}
	before, after := digests(data, []config.Patch{patch})
	if before != digest(data) {
		t.Error("the digest before is not that of the file")
	}
	if after != digest(config.Join(config.Pieces(data, patch))) {
		t.Error("the digest after is not that of the new file")
	}
}
