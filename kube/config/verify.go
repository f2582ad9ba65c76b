package config

import (
	"fmt"
	"reflect"
)

// judgeLimit is up to which size client-go itself judges an edit of a file that
// the scanner read; above it the scanner does, which a fuzz test holds to
// client-go's judgement, since client-go takes seconds for large files.
const judgeLimit = 128 << 10

var errVerify = fmt.Errorf("the value is shared with others, or cannot be told from them: %w", ErrNotEditable)

// verify proves that the file that the patches lead to means what the file means, but
// for the operations: first the whole document with every field, known or not, then as
// client-go loads it. A file that client-go does not load is only written when the
// edit mends it.
func (r *round) verify(patches []Patch) error {
	f := r.f
	if f.fast && len(f.data) > judgeLimit {
		if known, err := r.verifySections(patches); known {
			return err
		}
	}
	next := Join(Pieces(f.data, patches...))
	if f.fast {
		if root := scanAny(next); root != nil {
			g, ok := decode(next, root)
			if !ok || !r.sameTree(next, root) {
				return errVerify
			}
			return r.judged(g)
		}
	}
	g, err := Read(next)
	if err != nil || !r.sameDocument(g) {
		return errVerify
	}
	return r.judged(g)
}

// sameDocument compares the documents as client-go's YAML reader sees them.
func (r *round) sameDocument(g *File) bool {
	was := r.f.document().any()
	if was == nil {
		was = map[string]any{"apiVersion": "v1", "kind": "Config"}
	}
	doc, ok := was.(map[string]any)
	return ok && r.cs.apply(doc) && reflect.DeepEqual(was, g.document().any())
}
