package store

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// These tests wait for something with a deadline. That nothing is told is seen by
// something else that happens later and is told once.

const deadline = 10 * time.Second

// watching starts a watcher and returns what must be called to see a change told;
// once: no change may be told beside those.
func watching(t *testing.T, w *watcher, once bool) (told func()) {
	t.Helper()
	changes := make(chan struct{}, 100)
	w.changed = func() { changes <- struct{}{} }
	ready := make(chan struct{})
	w.ready = func() { close(ready) }
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.run(ctx) }()
	t.Cleanup(func() {
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(deadline):
			t.Error("the watcher does not end")
		}
		if once && len(changes) > 0 {
			t.Errorf("%d changes were told too much", len(changes))
		}
	})
	<-ready
	return func() {
		t.Helper()
		select {
		case <-changes:
		case <-time.After(deadline):
			t.Fatal("the change was not told")
		}
	}
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func try(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestChangesAreTold(t *testing.T) {
	for _, c := range []struct {
		name  string
		watch []string // in the folder; "config" when there are none
		begin func(t *testing.T, dir string)
		steps []func(t *testing.T, dir string)
	}{
		{name: "written in place, twice", steps: []func(*testing.T, string){
			func(t *testing.T, dir string) { put(t, dir+"/config", newText) },
			func(t *testing.T, dir string) { put(t, dir+"/config", oldText) },
		}},
		{name: "written in place with as many bytes", steps: []func(*testing.T, string){
			func(t *testing.T, dir string) { put(t, dir+"/config", "x"+oldText[1:]) },
		}},
		{name: "replaced by a rename, twice", steps: []func(*testing.T, string){
			func(t *testing.T, dir string) {
				put(t, dir+"/next", newText)
				try(t, os.Rename(dir+"/next", dir+"/config"))
			},
			func(t *testing.T, dir string) {
				put(t, dir+"/next", oldText)
				try(t, os.Rename(dir+"/next", dir+"/config"))
			},
		}},
		{name: "deleted and made again", steps: []func(*testing.T, string){
			func(t *testing.T, dir string) { try(t, os.Remove(dir+"/config")) },
			func(t *testing.T, dir string) { put(t, dir+"/config", newText) },
		}},
		{name: "made unreadable", steps: []func(*testing.T, string){
			func(t *testing.T, dir string) { try(t, os.Chmod(dir+"/config", 0)) },
		}},
		{
			name: "a link that leads elsewhere, and what it leads to", watch: []string{"link"},
			begin: func(t *testing.T, dir string) { links(t, dir, "link", "config", "far/spare", "away") },
			steps: []func(*testing.T, string){
				func(t *testing.T, dir string) {
					put(t, dir+"/far/other", "other")
					links(t, dir, "next", "far/other")
					try(t, os.Rename(dir+"/next", dir+"/link"))
				},
				func(t *testing.T, dir string) { put(t, dir+"/far/other", "more") },
			},
		},
		{
			name: "a link in the middle of the path", watch: []string{"now/config"},
			begin: func(t *testing.T, dir string) {
				links(t, dir, "one/spare", "away", "two/spare", "away", "now", "one")
				put(t, dir+"/one/config", oldText)
				put(t, dir+"/two/config", newText)
			},
			steps: []func(*testing.T, string){func(t *testing.T, dir string) {
				links(t, dir, "next", "two")
				try(t, os.Rename(dir+"/next", dir+"/now"))
			}},
		},
		{
			name: "a folder that is made later", watch: []string{"a/b/config"},
			steps: []func(*testing.T, string){
				func(t *testing.T, dir string) {
					try(t, os.MkdirAll(dir+"/a/b", 0o700))
					put(t, dir+"/a/b/config", oldText)
				},
				func(t *testing.T, dir string) { put(t, dir+"/a/b/config", newText) },
			},
		},
		{
			name: "a folder that is taken away and made again", watch: []string{"a/config"},
			begin: func(t *testing.T, dir string) {
				try(t, os.Mkdir(dir+"/a", 0o700))
				put(t, dir+"/a/config", oldText)
			},
			steps: []func(*testing.T, string){
				func(t *testing.T, dir string) { try(t, os.RemoveAll(dir+"/a")) },
				func(t *testing.T, dir string) {
					try(t, os.Mkdir(dir+"/a", 0o700))
					put(t, dir+"/a/config", oldText)
				},
				func(t *testing.T, dir string) { put(t, dir+"/a/config", newText) },
			},
		},
		{
			name: "one of several", watch: []string{"config", "b", "a/c"},
			steps: []func(*testing.T, string){
				func(t *testing.T, dir string) { put(t, dir+"/b", oldText) },
				func(t *testing.T, dir string) { put(t, dir+"/config", newText) },
			},
		},
	} {
		for name, w := range map[string]watcher{
			"by events":  {quiet: 30 * time.Millisecond, longest: time.Minute, poll: 300 * time.Millisecond},
			"by looking": {quiet: 30 * time.Millisecond, longest: time.Minute, poll: 20 * time.Millisecond, deaf: true},
		} {
			t.Run(c.name+", "+name, func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				put(t, dir+"/config", oldText)
				if c.begin != nil {
					c.begin(t, dir)
				}
				for _, path := range append(c.watch, "config")[:max(1, len(c.watch))] {
					w.paths = append(w.paths, filepath.Join(dir, path))
				}
				told := watching(t, &w, false)
				for _, step := range c.steps {
					step(t, dir)
					told()
				}
			})
		}
	}
}

func TestManyChangesAreToldOnceTheyRest(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "config")
	told := watching(t, &watcher{paths: []string{file}, quiet: time.Second, longest: time.Minute, poll: time.Minute}, true)
	for range 50 {
		put(t, file, "")
		put(t, file, oldText)
	}
	told()
	says(t, file, oldText)
}

func TestAFileThatNeverRestsIsToldOf(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "config")
	w := &watcher{paths: []string{file}, quiet: 200 * time.Millisecond, longest: 300 * time.Millisecond, poll: time.Minute}
	stop, stopped := make(chan struct{}), make(chan struct{})
	told := watching(t, w, false)
	go func() {
		defer close(stopped)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
				os.WriteFile(file, []byte(oldText), 0o600)
			}
		}
	}()
	told()
	told()
	close(stop)
	<-stopped
}

func TestOurOwnTemporaryFilesAndLocksAreNoChange(t *testing.T) {
	t.Parallel()
	file, s := kubeconfig(t, oldText)
	told := watching(t, &watcher{paths: []string{file}, quiet: 200 * time.Millisecond, longest: time.Minute, poll: 50 * time.Millisecond}, true)
	foreignLock(t, file)
	if _, err := s.Write(t.Context(), Write{Path: file, Edit: replaceAll("dev", "prod")}); err == nil {
		t.Errorf("the lock was no hindrance: %v", err)
	}
	try(t, os.Remove(file+".lock"))
	put(t, filepath.Join(filepath.Dir(file), "unrelated"), "x")
	write(t, s, file, Record{}, replaceAll("dev", "prod"))
	told()
}

func TestWatchEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Watch(ctx, []string{filepath.Join(t.TempDir(), "a/b/c"), ""}, func() { t.Error("a change was told") }); err != nil {
		t.Error(err)
	}
}
