package store

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// sizes are a kubeconfig of one context and one of ten thousand with certificates.
var sizes = map[string]int{"6KB": 6 << 10, "56MB": 56 << 20}

// BenchmarkPlain is what the system needs at least: write, sync, rename, sync.
func BenchmarkPlain(b *testing.B) {
	for name, size := range sizes {
		b.Run(name, func(b *testing.B) {
			data := bytes.Repeat([]byte("# ballast\n"), size/10)
			file := filepath.Join(b.TempDir(), "config")
			for b.Loop() {
				f, err := os.Create(file + ".temp")
				if err != nil {
					b.Fatal(err)
				}
				if _, err := f.Write(data); err != nil {
					b.Fatal(err)
				}
				for _, step := range []error{f.Sync(), f.Close(), os.Rename(file+".temp", file), syncFolder(filepath.Dir(file))} {
					if step != nil {
						b.Fatal(step)
					}
				}
			}
		})
	}
}

// BenchmarkWrite is one write by the whole protocol.
func BenchmarkWrite(b *testing.B) {
	for name, size := range sizes {
		b.Run(name, func(b *testing.B) {
			ballast := bytes.Repeat([]byte("# ballast\n"), size/10)
			file := filepath.Join(b.TempDir(), "config")
			words := []string{"at: a\n", "at: b\n"}
			if err := os.WriteFile(file, append([]byte(words[0]), ballast...), 0o600); err != nil {
				b.Fatal(err)
			}
			s := Open(filepath.Join(filepath.Dir(file), "state"))
			for b.Loop() {
				if _, err := s.Write(b.Context(), Write{Path: file, Edit: replaceAll(words[0], words[1])}); err != nil {
					b.Fatal(err)
				}
				words[0], words[1] = words[1], words[0]
			}
		})
	}
}
