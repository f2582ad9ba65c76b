package kube

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"kubeid/crypto"
	"kubeid/model"
)

// A kitFile is a file of testdata/edits, whose README explains the format.
type kitFile struct {
	Name   string `json:"name"`
	Before string `json:"before"`
	Cases  []struct {
		Operations []kitOperation `json:"operations"`
		Edits      []struct {
			At     int    `json:"at"`
			Remove string `json:"remove"`
			Insert string `json:"insert"`
		} `json:"edits"`
		Refused string `json:"refused"`
	} `json:"cases"`
}

type kitOperation struct {
	Do, Kind, Name, To, Context, Namespace, Field, Value string
	Body                                                 json.RawMessage
}

// kit reads the whole edit kit.
func kit(t *testing.T) (files []kitFile) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "testdata", "edits", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var style struct{ Files []kitFile }
		if err := json.Unmarshal(data, &style); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		files = append(files, style.Files...)
	}
	if len(files) < 200 {
		t.Fatalf("the kit in testdata/edits has only %d files", len(files))
	}
	return files
}

// change returns what a person wishes who means a case of the kit; exact tells that the
// program has to do exactly what the kit says. Entries that are added and replaced come
// in by an import.
func (h *home) change(ops []kitOperation) (c model.Change, exact bool) {
	text := model.NewText
	kinds := map[string]model.Kind{"context": model.ContextKind, "cluster": model.ClusterKind, "user": model.UserKind}
	ref := func(kind, name string) model.Ref {
		return model.Ref{File: filepath.Join(h.dir, "a.yaml"), Kind: kinds[kind], Name: text(name)}
	}
	switch op := ops[0]; op.Do {
	case "use-context":
		if op.Context == "" {
			return model.UnsetContext{}, true
		}
		return model.UseContext{Context: ref("context", op.Context)}, true
	case "set-namespace":
		return model.SetNamespace{Context: ref("context", op.Context), Namespace: text(op.Namespace)}, true
	case "rename":
		return model.Rename{Entry: ref(op.Kind, op.Name), To: text(op.To)}, true
	case "delete":
		var all model.Delete
		for _, op := range ops {
			all.Entries = append(all.Entries, ref(op.Kind, op.Name))
		}
		return all, false // current-context is mended as well
	case "set":
		value := text(op.Value)
		switch op.Field {
		case "server":
			return model.SetCluster{Cluster: ref(op.Kind, op.Name), Server: &value}, true
		case "tls-server-name":
			return model.SetCluster{Cluster: ref(op.Kind, op.Name), TLSServerName: &value}, true
		case "token":
			return model.Renew{User: ref(op.Kind, op.Name), Token: crypto.NewSecret([]byte(op.Value))}, false
		}
	case "add", "replace":
		lists := map[string][]map[string]any{}
		for _, op := range ops {
			if op.Kind != "" {
				lists[op.Kind+"s"] = append(lists[op.Kind+"s"], map[string]any{"name": op.Name, op.Kind: op.Body})
			}
		}
		foreign, err := json.Marshal(lists)
		if err != nil {
			h.t.Fatal(err)
		}
		return model.Import{Data: crypto.NewSecret(foreign), Source: text("the kit"), Folder: h.dir, Taken: model.Overwrite}, false
	}
	h.t.Fatalf("the kit has an operation that is not known: %v", ops[0])
	return nil, false
}

// TestUndoIsTheIdentityForTheCasesOfTheKit makes the changes of the kit as the program
// makes them, each undone, redone and undone again by way of the journal: a quarter of
// the cases in every style and of every kind, and all of them when soaking. That the
// bytes lead back in all cases is tested beside the journal, too (kube/store).
func TestUndoIsTheIdentityForTheCasesOfTheKit(t *testing.T) {
	files := kit(t)
	every := 4
	switch {
	case os.Getenv("KUBEID_SOAK") != "":
		every = 1
	case testing.Short():
		every = 24
	}
	changed, refused := 0, 0
	for i, file := range files {
		h := newHomeIn(t, quickFolder(t), file.Before)
		for j, c := range file.Cases {
			if (i+j)%every > 0 {
				continue
			}
			change, exact := h.change(c.Operations)
			_, err := h.do(change)
			after := h.text("a.yaml")
			if err != nil {
				if refused++; after != file.Before {
					t.Fatalf("%s: %s is refused (%v), and yet the file is changed", file.Name, change.Wish(), err)
				}
				continue
			}
			if want := file.Before; exact && c.Refused == "" {
				for k := len(c.Edits) - 1; k >= 0; k-- {
					e := c.Edits[k]
					want = want[:e.At] + e.Insert + want[e.At+len(e.Remove):]
				}
				if after != want {
					t.Errorf("%s: %s gives\n%s\nwant\n%s", file.Name, change.Wish(), after, want)
				}
			}
			if after == file.Before {
				continue
			}
			changed++
			for _, way := range []struct {
				back model.Change
				want string
			}{{model.Undo{}, file.Before}, {model.Redo{}, after}, {model.Undo{}, file.Before}} {
				if _, err := h.do(way.back); err != nil {
					t.Fatalf("%s: %s, then %s: %v", file.Name, change.Wish(), way.back.Wish(), err)
				}
				if got := h.text("a.yaml"); got != way.want {
					t.Fatalf("%s: %s, then %s gives\n%s\nwant\n%s", file.Name, change.Wish(), way.back.Wish(), got, way.want)
				}
			}
		}
	}
	t.Logf("%d changes undone, redone and undone, %d refused", changed, refused)
	if all := len(files) * len(files[0].Cases); changed < all/every*3/4 {
		t.Errorf("only %d changes of %d cases were made", changed, all/every)
	}
}

// quickFolder is a folder in memory where there is one, since a thousand writes that are
// synced take their time on a disk.
func quickFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "kubeid-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}
