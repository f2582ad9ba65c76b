package kube

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"kubeid/kube/cluster"
	"kubeid/model"
)

// How much of a folder is looked at; a control plane's has some thirty files.
const (
	mostDepth = 8
	mostFiles = 5000
	mostBytes = 256 << 20
)

// errEnough ends the walk through a folder.
var errEnough = errors.New("enough")

// folder looks into every file below a folder. Links to files are followed, links to
// folders and hidden folders are not, and each file is bounded as those are that a
// kubeconfig points to.
func (i *inspecting) folder(root string) (model.Inspection, error) {
	real, err := filepath.EvalSymlinks(root)
	if err != nil {
		return model.Inspection{}, unreadableFile(root, err)
	}
	files, size, deep := 0, 0, 0
	err = filepath.WalkDir(real, func(path string, e fs.DirEntry, err error) error {
		shown := filepath.Join(root, strings.TrimPrefix(path, real))
		below := strings.Count(strings.TrimPrefix(path, real), string(filepath.Separator))
		switch {
		case i.ctx.Err() != nil:
			return i.ctx.Err()
		case err != nil:
			i.trouble(shown, "unknown", errors.New(problemOf(err)))
			return nil
		case e.IsDir() && path != real && strings.HasPrefix(e.Name(), "."):
			return fs.SkipDir
		case e.IsDir() && below > mostDepth:
			deep++
			return fs.SkipDir
		case e.IsDir() || linksToFolder(path, e):
			return nil
		case files == mostFiles || size > mostBytes:
			return errEnough
		}
		files++
		data, err := cluster.ReadFile(path)
		if err != nil {
			i.trouble(shown, "unknown", errors.New(strings.TrimPrefix(err.Error(), model.NewText(path).String()+" ")))
			return nil
		}
		size += len(data)
		i.file(shown, data)
		return nil
	})
	switch {
	case errors.Is(err, errEnough):
		i.left = append(i.left, model.NewText(fmt.Sprintf("only the first %d files were looked at", files)))
	case err != nil:
		return model.Inspection{}, err
	}
	if deep > 0 {
		i.left = append(i.left, model.NewText(fmt.Sprintf("folders more than %d levels down were not looked at", mostDepth)))
	}
	return i.end(), nil
}

// linksToFolder tells whether a link leads to a folder.
func linksToFolder(path string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return false
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
