package kube

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"kubeid/kube/cluster"
	"kubeid/model"
)

// Survey asks the disk what Findings wants to know: who can read the kubeconfigs,
// which of their fields kubectl does not know and whether their plugins are there.
// Only with look.Files it also opens the files that they point to, by the rules of
// cluster.ReadFile. Nothing is run, and nothing is connected to.
func (s *Service) Survey(ctx context.Context, look model.Look) (model.Facts, error) {
	k, files, err := s.load(ctx)
	if err != nil {
		return model.Facts{}, err
	}
	facts := model.Facts{Files: map[string]model.FileFact{}, Programs: map[string]model.Text{}}
	for _, o := range files {
		if ctx.Err() != nil {
			return model.Facts{}, ctx.Err()
		}
		if o.info == nil || !o.info.Mode().IsRegular() {
			continue
		}
		facts.Files[o.path] = model.FileFact{Readers: readers(o.path)}
		if o.config != nil {
			for _, field := range o.config.Unknown() {
				field.File = o.path
				facts.Unknown = append(facts.Unknown, field)
			}
		}
	}
	for _, u := range k.Users {
		if u.Exec != nil && !u.Exec.Command.Empty() {
			lookUp(facts, u.Exec.Command)
		}
	}
	if !look.Files {
		return facts, ctx.Err()
	}
	for _, path := range pointedTo(k) {
		if ctx.Err() != nil {
			return model.Facts{}, ctx.Err()
		}
		if _, known := facts.Files[path.Raw()]; !known && !path.Empty() {
			facts.Files[path.Raw()] = fileFact(path.Raw())
		}
	}
	return facts, nil
}

// pointedTo returns the files that entries point to.
func pointedTo(k model.Kubeconfig) []model.Text {
	var out []model.Text
	for _, c := range k.Clusters {
		out = append(out, c.CA.File)
	}
	for _, u := range k.Users {
		out = append(out, u.Certificate.File, u.Key.File, u.Token.File)
	}
	return out
}

// fileFact reads a file, as kubectl would, to see whether that can be done. What it
// holds is forgotten.
func fileFact(path string) model.FileFact {
	_, err := cluster.ReadFile(path)
	if err == nil {
		return model.FileFact{Readers: readers(path)}
	}
	words := err.Error()
	return model.FileFact{Missing: strings.HasSuffix(words, " does not exist"), Trouble: model.NewText(words)}
}

// lookUp notes whether there is a program for a command, as client-go would find it.
func lookUp(facts model.Facts, command model.Text) {
	if _, known := facts.Programs[command.Raw()]; known {
		return
	}
	facts.Programs[command.Raw()] = model.NewText(notFound(command.Raw()))
}

// notFound says why there is no program for a command, or nothing.
func notFound(command string) string {
	if runtime.GOOS == "windows" && strings.HasPrefix(filepath.FromSlash(command), `\\`) {
		return "it is a name in the network, where nothing is looked for"
	}
	_, err := exec.LookPath(filepath.Clean(command))
	switch {
	case err == nil:
		return ""
	case errors.Is(err, exec.ErrDot):
		return "it stands only in the working folder, from where nothing is run"
	case errors.Is(err, exec.ErrNotFound):
		return "there is none of that name in PATH"
	case errors.Is(err, os.ErrNotExist):
		return "it does not exist"
	case errors.Is(err, os.ErrPermission):
		return "it may not be run by you"
	}
	return "it is no program that can be run"
}

// readers says who can read a file, its folders included, as far as modes say it: an
// access list is not looked at, and whoever may pass a folder by its group is taken
// to be in the file's group.
func readers(path string) model.Readers {
	real, err := filepath.EvalSymlinks(path)
	if err != nil || runtime.GOOS == "windows" {
		return model.ReadersUnknown
	}
	info, err := os.Stat(real)
	if err != nil {
		return model.ReadersUnknown
	}
	everyone, group := info.Mode()&0o004 != 0, info.Mode()&0o040 != 0
	for dir := filepath.Dir(real); everyone || group; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		if err != nil {
			return model.ReadersUnknown
		}
		everyone = everyone && info.Mode()&0o001 != 0
		group = group && info.Mode()&0o011 != 0
		if dir == filepath.Dir(dir) {
			break
		}
	}
	switch {
	case everyone:
		return model.ReadersEveryone
	case group:
		return model.ReadersGroup
	}
	return model.ReadersOwner
}
