package kube

import (
	"os"
	"path/filepath"
	"strings"

	"kubeid/model"
)

// locate returns the paths of the kubeconfigs, as clientcmd's
// ClientConfigLoadingRules finds them: --kubeconfig, which stands alone; else
// $KUBECONFIG, in which empty names are skipped; else ~/.kube/config. Unlike there
// a file that is listed twice under two names counts once.
func (s *Service) locate() []string {
	var names []string
	switch {
	case s.opts.Kubeconfig != "":
		names = []string{s.opts.Kubeconfig}
	case s.opts.List != "":
		names = filepath.SplitList(s.opts.List)
	default:
		names = []string{filepath.Join(s.opts.Home, ".kube", "config")}
	}
	var paths []string
	var infos []os.FileInfo
	for _, name := range names {
		if name == "" {
			continue
		}
		path, err := filepath.Abs(name)
		if err != nil {
			path = name
		}
		info, _ := os.Stat(path)
		if !known(path, info, paths, infos) {
			paths, infos = append(paths, path), append(infos, info)
		}
	}
	return paths
}

func known(path string, info os.FileInfo, paths []string, infos []os.FileInfo) bool {
	for i, p := range paths {
		if p == path || info != nil && infos[i] != nil && os.SameFile(info, infos[i]) {
			return true
		}
	}
	return false
}

// label writes a path as a person does, with ~ for the home folder.
func (s *Service) label(path string) model.Text {
	home := filepath.Clean(s.opts.Home)
	if rest, ok := strings.CutPrefix(path, home+string(filepath.Separator)); ok && s.opts.Home != "" {
		return model.NewText("~" + string(filepath.Separator) + rest)
	}
	return model.NewText(path)
}
