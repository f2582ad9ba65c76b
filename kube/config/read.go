package config

import (
	"bytes"
	"fmt"
	"strings"
	"sync"

	"k8s.io/client-go/tools/clientcmd/api"

	"kubeid/model"
)

// MaxSize is the size of the largest kubeconfig that is read, in bytes. Ten
// thousand contexts with embedded certificates are 56 MB.
const MaxSize = 80_000_000

// A File is one kubeconfig, understood. Its entries have the index 0 as their
// File, and paths as they are written.
type File struct {
	Contexts    []model.Context
	Clusters    []model.Cluster
	Users       []model.User
	Current     model.Text
	CurrentLine int

	// Refused says why client-go does not load the file, though entries could be
	// read; it is empty for a good file. It never quotes a value of the file.
	Refused string

	data []byte
	root *node // nil when the places of the values are not known
	fast bool  // read by the scanner

	asJSON []byte      // the whole document as client-go reads it; nil for a fast one
	loaded *api.Config // what client-go makes of it; nil for a fast one and a refused one
	whole  sync.Once   // guards doc
	doc    value       // the whole document, when it was asked for

	users, clusters []Material // what stands in them, when it was not
}

// TooLarge says that a file of so many bytes is not read.
func TooLarge(size int64) error {
	return fmt.Errorf("is %d MB large; kubeconfigs of up to %d MB are read", size/1_000_000, MaxSize/1_000_000)
}

// Read understands the bytes of a kubeconfig as client-go does: the same fields,
// the same last word when a key stands twice, the same refusals. What client-go
// refuses as a whole is read all the same, as far as possible, entry by entry. An
// error means that nothing can be read at all; it never quotes a value.
func Read(data []byte) (*File, error) {
	if len(data) > MaxSize {
		return nil, TooLarge(int64(len(data)))
	}
	if root := scanAny(data); root != nil {
		if f, ok := decode(data, root); ok {
			return f, nil
		}
	}
	if err := looksForeign(data); err != nil {
		return nil, err
	}
	return parse(data)
}

func scanAny(data []byte) *node {
	if len(data) > 2*chunk {
		return scanLarge(data, chunk)
	}
	return scan(data)
}

// looksForeign recognises what is certainly no text, to say so better than a YAML
// parser would.
func looksForeign(data []byte) error {
	head := data[:min(len(data), 512)]
	switch {
	case bytes.HasPrefix(head, []byte("\x7fELF")), bytes.HasPrefix(head, []byte("MZ\x90")):
		return fmt.Errorf("is a program, not a kubeconfig")
	case bytes.HasPrefix(head, []byte("\x1f\x8b")), bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return fmt.Errorf("is compressed, not a kubeconfig")
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return nil // UTF-16, which YAML allows
	case bytes.IndexByte(head, 0) >= 0:
		return fmt.Errorf("is binary data, not a kubeconfig")
	}
	return nil
}

// safeCause keeps of a parser's error what cannot hold a value of the file.
func safeCause(err error) string {
	msg := strings.TrimPrefix(err.Error(), "error converting YAML to JSON: ")
	msg, _, _ = strings.Cut(msg, "\n")
	if rest, ok := strings.CutPrefix(msg, "yaml: "); ok {
		if i := strings.IndexAny(rest, "`'\""); i >= 0 {
			rest = strings.TrimRight(rest[:i], " ")
		}
		return rest
	}
	return "the YAML cannot be read"
}
