package config

import (
	"fmt"
	"reflect"

	"sigs.k8s.io/yaml"
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
			return r.judged(next, g)
		}
	}
	if err := r.sameDocument(next); err != nil {
		return err
	}
	g, err := Read(next)
	if err != nil {
		return err
	}
	return r.judged(next, g)
}

// sameDocument compares the documents as client-go's YAML reader sees them.
func (r *round) sameDocument(next []byte) error {
	var was, is any
	if unmarshal(r.f.data, &was) != nil || unmarshal(next, &is) != nil {
		return errVerify
	}
	if was == nil {
		was = map[string]any{"apiVersion": "v1", "kind": "Config"}
	}
	doc, ok := was.(map[string]any)
	if !ok || !r.cs.apply(doc) || !reflect.DeepEqual(was, is) {
		return errVerify
	}
	return nil
}

func unmarshal(data []byte, v *any) (err error) {
	defer func() {
		if recover() != nil {
			err = errVerify
		}
	}()
	return yaml.Unmarshal(data, v)
}
