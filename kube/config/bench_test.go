package config

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"testing"
)

// large returns a kubeconfig of n contexts, clusters and users with as many bytes
// of certificates as usual.
func large(n int) []byte {
	blob := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("certificate "), 91))
	key := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("private key."), 140))
	var b bytes.Buffer
	b.WriteString("apiVersion: v1\nclusters:\n")
	for i := range n {
		fmt.Fprintf(&b, "- cluster:\n    certificate-authority-data: %s\n    server: https://10.0.0.1:6443\n  name: cluster-%05d\n", blob, i)
	}
	b.WriteString("contexts:\n")
	for i := range n {
		fmt.Fprintf(&b, "- context:\n    cluster: cluster-%05d\n    namespace: web\n    user: user-%05d\n  name: context-%05d\n", i, i, i)
	}
	b.WriteString("current-context: context-00000\nkind: Config\npreferences: {}\nusers:\n")
	for i := range n {
		fmt.Fprintf(&b, "- name: user-%05d\n  user:\n    client-certificate-data: %s\n    client-key-data: %s\n", i, blob, key)
	}
	return b.Bytes()
}

func BenchmarkRead(b *testing.B) {
	for _, n := range []int{1, 100, 10_000} {
		data := large(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if f, err := Read(data); err != nil || !f.fast {
					b.Fatal("the scanner does not take it", err)
				}
			}
		})
	}
}

func BenchmarkUseContext(b *testing.B) {
	for _, n := range []int{1, 100, 10_000} {
		data := large(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			f, err := Read(data)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if _, err := f.Edit(SetCurrent{"context-00007"}); err != nil && n > 7 {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkOneLine reads JSON without a line break, whose columns go into the millions.
func BenchmarkOneLine(b *testing.B) {
	for _, n := range []int{250, 1000, 4000} {
		var text bytes.Buffer
		text.WriteString(`{"users":[`)
		for i := range n {
			fmt.Fprintf(&text, `{"name":"user-%05d","user":{"token":"%0200d"}},`, i, i)
		}
		text.Truncate(text.Len() - 1)
		text.WriteString("]}")
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(text.Len()))
			for b.Loop() {
				if f, err := Read(text.Bytes()); err != nil || len(f.Users) != n {
					b.Fatal(err)
				}
			}
		})
	}
}
