package kube

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"kubeid/kube/config"
	"kubeid/kube/store"
	"kubeid/model"
)

// Load reads all kubeconfigs. A file that cannot be read is a File with a Problem,
// not an error; an error is that the one file asked for with --kubeconfig is missing.
func (s *Service) Load(ctx context.Context) (model.Loaded, error) {
	k, _, err := s.load(ctx)
	if err != nil {
		return model.Loaded{}, err
	}
	loaded := model.Loaded{Config: k, Recent: model.Texts(s.store.Recent())}
	if s.opts.NoJournal {
		return loaded, nil
	}
	steps, err := s.store.Steps(ctx)
	if err != nil {
		return loaded, nil
	}
	if step, ok := store.Undoable(steps); ok {
		loaded.Undo = step.Words
	}
	if step, ok := store.Redoable(steps); ok {
		loaded.Redo = step.Words
	}
	return loaded, nil
}

// recover ends what another kubeid left half written, before the files are read.
func (s *Service) recover(ctx context.Context) {
	words, err := s.store.Recover(ctx)
	if err != nil {
		return
	}
	for _, w := range words {
		s.say(w)
	}
}

// load reads the files side by side and puts their entries together.
func (s *Service) load(ctx context.Context) (model.Kubeconfig, []*opened, error) {
	s.recover(ctx)
	paths := s.locate()
	files := make([]*opened, len(paths))
	turn := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wait sync.WaitGroup
	run := wait.Go
	if len(paths) == 1 {
		run = func(f func()) { f() } // to wake another core takes longer
	}
	for i, path := range paths {
		run(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			if ctx.Err() == nil {
				files[i] = s.open(path)
			}
		})
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return model.Kubeconfig{}, nil, err
	}
	if s.opts.Kubeconfig != "" && len(files) == 1 && files[0].missing {
		return model.Kubeconfig{}, nil, &model.Problem{
			Exit: model.ExitNotFound,
			What: fmt.Sprintf("there is no file %q", model.NewText(s.opts.Kubeconfig)),
			Todo: "check the path given with --kubeconfig",
		}
	}
	return s.merged(files), files, nil
}

// merged is merge, done once for the same files.
func (s *Service) merged(files []*opened) model.Kubeconfig {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.view.of == nil || !slices.Equal(s.view.of, files) {
		s.view = view{files, s.merge(files)}
	}
	return s.view.config
}

// A view is what files said together.
type view struct {
	of     []*opened
	config model.Kubeconfig
}

// atOnce is up to which size of a file its entries are not worth a second core, in bytes.
const atOnce = 1 << 20

// merge puts the entries of all files into one list a kind.
func (s *Service) merge(files []*opened) model.Kubeconfig {
	var contexts []model.Context
	var clusters []model.Cluster
	var users []model.User
	list := make([]model.File, len(files))
	for i, o := range files {
		list[i] = s.file(o)
	}
	var wait sync.WaitGroup
	run := wait.Go
	if !slices.ContainsFunc(files, func(o *opened) bool { return len(o.data) > atOnce }) {
		run = func(f func()) { f() }
	}
	run(func() {
		contexts = together(files, func(f *config.File) []model.Context { return f.Contexts }, func(file int, _ string, c *model.Context) { c.File = file }, nil)
	})
	run(func() {
		clusters = together(files, func(f *config.File) []model.Cluster { return f.Clusters }, func(file int, dir string, c *model.Cluster) {
			c.File = file
			c.CA.File = beside(dir, c.CA.File)
		}, func(c *model.Cluster) bool { return !c.CA.File.Empty() })
	})
	run(func() {
		users = together(files, func(f *config.File) []model.User { return f.Users }, func(file int, dir string, u *model.User) {
			u.File = file
			resolve(dir, u)
		}, hasPaths)
	})
	wait.Wait()
	return model.NewKubeconfig(list, contexts, clusters, users)
}

// together copies the entries of all files into one list, and has each made fit: it
// is told the index and the folder of its file. The entries of a lone file without
// paths fit as they are.
func together[T any](files []*opened, of func(*config.File) []T, fit func(file int, dir string, e *T), paths func(*T) bool) []T {
	if len(files) == 1 && files[0].config != nil {
		all, same := of(files[0].config), true
		for i := range all {
			same = same && (paths == nil || !paths(&all[i]))
		}
		if same {
			return slices.Clip(all)
		}
	}
	n := 0
	for _, o := range files {
		if o.config != nil {
			n += len(of(o.config))
		}
	}
	all := make([]T, 0, n)
	for i, o := range files {
		if o.config == nil {
			continue
		}
		dir, begin := filepath.Dir(o.path), len(all)
		all = append(all, of(o.config)...)
		for e := range all[begin:] {
			fit(i, dir, &all[begin+e])
		}
	}
	return all
}

// resolve makes the paths of a user absolute, as clientcmd's ResolveLocalPaths does.
func resolve(dir string, u *model.User) {
	u.Certificate.File = beside(dir, u.Certificate.File)
	u.Key.File = beside(dir, u.Key.File)
	u.Token.File = beside(dir, u.Token.File)
	if u.Exec != nil && filepath.Base(u.Exec.Command.Raw()) != u.Exec.Command.Raw() {
		e := *u.Exec
		e.Command = beside(dir, e.Command)
		u.Exec = &e
	}
}

// hasPaths tells whether resolve could change a user.
func hasPaths(u *model.User) bool {
	return u.Exec != nil || !u.Certificate.File.Empty() || !u.Key.File.Empty() || !u.Token.File.Empty()
}

// beside resolves a path against the folder of the kubeconfig that holds it.
func beside(dir string, path model.Text) model.Text {
	if path.Empty() || filepath.IsAbs(path.Raw()) {
		return path
	}
	return model.NewText(filepath.Join(dir, path.Raw()))
}
