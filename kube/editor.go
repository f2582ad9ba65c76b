package kube

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kubeid/crypto"
	"kubeid/model"
)

// mostPaths is how many paths are offered at once.
const mostPaths = 100

// Complete returns the paths that begin with what was typed, as a shell completes them:
// folders end with a slash, and hidden names are told only when one is begun.
func (s *Service) Complete(ctx context.Context, typed string) ([]string, error) {
	if typed == "" {
		typed = "~/"
	}
	folder, begun := "", typed
	if i := strings.LastIndexByte(typed, '/'); i >= 0 {
		folder, begun = typed[:i+1], typed[i+1:]
	}
	where := s.expand(folder)
	if where == "" {
		where = "."
	}
	entries, err := os.ReadDir(where)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		name := e.Name()
		if !strings.HasPrefix(name, begun) || strings.HasPrefix(name, ".") && begun == "" && !wellKnown(name) {
			continue
		}
		if info, err := os.Stat(filepath.Join(where, name)); err == nil && info.IsDir() {
			name += "/"
		}
		if out = append(out, folder+name); len(out) == mostPaths {
			break
		}
	}
	slices.Sort(out)
	return out, ctx.Err()
}

// wellKnown names the one hidden folder in which kubeconfigs are expected.
func wellKnown(name string) bool { return name == ".kube" }

// expand returns the path that a person means who writes ~ for the home folder.
func (s *Service) expand(path string) string {
	if path == "~" {
		return s.opts.Home
	}
	if rest, ok := strings.CutPrefix(path, "~/"); ok && s.opts.Home != "" {
		return filepath.Join(s.opts.Home, rest)
	}
	return path
}

// ReadImport reads the kubeconfig at a path, for an import. It is only read: nothing in it
// is obeyed, and no file that it points to is opened.
func (s *Service) ReadImport(ctx context.Context, path string) (model.Import, error) {
	full, err := filepath.Abs(s.expand(strings.TrimSpace(path)))
	if err != nil {
		return model.Import{}, err
	}
	data, _, err := readFile(full)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return model.Import{}, &model.Problem{Exit: model.ExitNotFound, What: fmt.Sprintf("there is no file %q", model.NewText(path)), Todo: "check the path"}
	case err != nil:
		return model.Import{}, &model.Problem{What: s.label(full).String() + " " + problemOf(err), Todo: "look at the path and who may read it"}
	}
	return model.Import{Data: crypto.NewSecret(data), Source: s.label(full), Folder: filepath.Dir(full)}, ctx.Err()
}

// History returns what was written, the newest first. What took a step back, or did it
// again, is no step of its own here: it is how that step stands.
func (s *Service) History(ctx context.Context) ([]model.Written, error) {
	steps, err := s.store.Steps(ctx)
	again := map[string]string{} // the undo that holds, by the step that it took back
	for _, step := range steps {
		if step.Undoes != "" && !step.TakenBack {
			again[step.Undoes] = step.ID
		}
	}
	out := make([]model.Written, 0, len(steps))
	for _, step := range steps {
		if step.Undoes != "" {
			continue
		}
		w := model.Written{ID: step.ID, Fact: step.Words, When: step.Time}
		if step.TakenBack {
			w.Undo = again[step.ID]
		}
		for _, r := range step.Records {
			w.Files = append(w.Files, s.label(r.File))
		}
		out = append(out, w)
	}
	return out, err
}
