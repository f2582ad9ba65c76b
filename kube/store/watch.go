package store

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A watcher tells when files change. The system's events say so at once; looking
// at the files every now and then finds what it does not tell of: a file system
// without events, a link in the middle of a path that leads elsewhere now.
type watcher struct {
	paths   []string
	changed func()

	quiet   time.Duration // nothing must happen for so long before a change is told
	longest time.Duration // a file that never rests is told of nevertheless
	poll    time.Duration
	deaf    bool   // do without events
	ready   func() // if there is one: called when changes count from now on

	events *fsnotify.Watcher // nil when the system gives none
	names  map[string]bool   // the files and links whose events count
	seen   []look
}

// Watch calls changed whenever one of the files has changed and come to rest, until
// ctx ends. Files and folders that are not there yet are waited for.
func Watch(ctx context.Context, paths []string, changed func()) error {
	w := &watcher{paths: paths, changed: changed, quiet: 150 * time.Millisecond, longest: 2 * time.Second, poll: 2 * time.Second}
	return w.run(ctx)
}

func (w *watcher) run(ctx context.Context) error {
	var events <-chan fsnotify.Event
	var trouble <-chan error
	if !w.deaf {
		if n, err := fsnotify.NewWatcher(); err == nil {
			defer n.Close()
			w.events, events, trouble = n, n.Events, n.Errors
		}
	}
	w.follow()
	w.seen = w.look()
	if w.ready != nil {
		w.ready()
	}
	poll := time.NewTicker(w.poll)
	defer poll.Stop()
	rest := time.NewTimer(time.Hour)
	rest.Stop()
	var since time.Time // of the first change that was not told
	touched := func() {
		if since.IsZero() {
			since = time.Now()
		}
		rest.Reset(max(0, min(w.quiet, time.Until(since.Add(w.longest)))))
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case e, ok := <-events:
			if !ok {
				events = nil
				continue
			}
			if w.names[e.Name] && e.Op != fsnotify.Chmod || w.moved() {
				touched()
			}
		case _, ok := <-trouble: // an overflow: some events are lost
			if !ok {
				trouble = nil
				continue
			}
			touched()
		case <-poll.C:
			if w.moved() {
				touched()
			}
		case <-rest.C:
			since = time.Time{}
			w.follow()
			w.seen = w.look()
			w.changed()
		}
	}
}

// moved tells whether the files look otherwise than before.
func (w *watcher) moved() bool {
	w.follow()
	now := w.look()
	if slices.EqualFunc(now, w.seen, look.equal) {
		return false
	}
	w.seen = now
	return true
}

// A look is what a file looks like from outside.
type look struct {
	real string
	info os.FileInfo
}

func (l look) equal(other look) bool {
	if l.real != other.real || (l.info == nil) != (other.info == nil) {
		return false
	}
	return l.info == nil || os.SameFile(l.info, other.info) && l.info.Size() == other.info.Size() &&
		l.info.Mode() == other.info.Mode() && l.info.ModTime().Equal(other.info.ModTime())
}

func (w *watcher) look() []look {
	out := make([]look, len(w.paths))
	for i, path := range w.paths {
		if t, err := resolve(path); err == nil {
			out[i].real = t.real
			out[i].info, _ = os.Stat(t.real)
		}
	}
	return out
}

// follow watches the folders that matter now, and no others: those of the files, of
// the links to them, and for a folder that is missing the nearest one above it.
func (w *watcher) follow() {
	if w.events == nil {
		return
	}
	w.names = map[string]bool{}
	folders := map[string]bool{}
	for _, path := range w.paths {
		t, err := resolve(path)
		if err != nil {
			continue
		}
		for _, name := range append(slices.Clone(t.links), t.real) {
			w.names[name] = true
			folders[nearest(filepath.Dir(name))] = true
		}
	}
	for _, old := range w.events.WatchList() {
		if !folders[old] {
			w.events.Remove(old)
		}
		delete(folders, old)
	}
	for folder := range folders {
		w.events.Add(folder) // what cannot be watched is looked at
	}
}

// nearest returns the folder, or the nearest one above it that exists.
func nearest(folder string) string {
	for {
		info, err := os.Stat(folder)
		above := filepath.Dir(folder)
		if err == nil && info.IsDir() || above == folder {
			return folder
		}
		folder = above
	}
}
