package main

import (
	"path/filepath"
	"strings"
)

// A scene is what is pressed until a picture can be taken.
type scene struct {
	name  string
	size  [2]int   // of the picture for the documents; 0 for none
	keys  []string // text to wait for, then what to press; the last text is not answered
	film  bool     // a GIF of all the way
	empty bool     // on a computer without a kubeconfig
}

// The ways keys are written.
var keyNames = strings.NewReplacer("<enter>", "\r", "<esc>", "\x1b", "<tab>", "\t", "<down>", "\x1b[B", "<up>", "\x1b[A", "<right>", "\x1b[C", "<left>", "\x1b[D", "<pgdn>", "\x1b[6~")

const start = "prod-web"

// scenes are all pictures, in the order of the documents.
var scenes = []scene{
	{name: "contexts", size: [2]int{110, 26}, keys: []string{start}},
	{name: "expiry", size: [2]int{100, 24}, keys: []string{start, "4", "to end first"}},
	{name: "mix-up", size: [2]int{110, 26}, keys: []string{start, "<down>", "CA in the kubeconfig", "", "would log in as"}},
	{name: "accounts", size: [2]int{110, 26}, keys: []string{start, "5", "enter connects", "<enter>", "builder", "/builder", "1 of 1", "<enter>", "builder"}},
	{name: "add-user", size: [2]int{100, 24}, keys: []string{
		start, "a", "somebody new", "<enter>", "Who and where", "jane", "jane", "<enter>", "groups", "<enter>", "contexts", "<enter>", "Next", "<enter>",
		"May do", "<right>", "edit", "<enter>", "where", "<enter>", "namespaces", "<enter>", "Next", "<enter>", "Add jane", "<enter>", "jane can log in",
	}},
	{name: "tour", size: [2]int{100, 28}, film: true, keys: []string{
		start, "/", "9 of 9", "p", "prod", "r", "prod", "o", "prod", "d", "prod", "<enter>", "now on prod", "4", "to end first", "5", "enter connects", "<enter>", "builder", "1", start, "u", "undone",
	}},
	{name: "health", keys: []string{start, "7", "dangling"}},
	{name: "clusters", keys: []string{start, "2", "prod"}},
	{name: "users", keys: []string{start, "3", "deployer"}},
	{name: "help", keys: []string{start, "?", "Where you can go"}},
	{name: "palette", keys: []string{start, ":", "enter choose"}},
	{name: "whoami", keys: []string{start, "w", "system:authenticated"}},
	{name: "empty", empty: true, keys: []string{"Welcome"}},
}

// looks are those in which a scene is drawn.
func (s scene) looks(all bool) []look {
	if !all {
		if s.size[0] == 0 {
			return nil
		}
		return []look{{s.size[0], s.size[1], false}}
	}
	var out []look
	for _, light := range []bool{false, true} {
		for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 60}} {
			out = append(out, look{size[0], size[1], light})
		}
	}
	return out
}

// draw plays a scene and writes its picture.
func (s scene) draw(bin, work, path string, l look) error {
	home := filepath.Join(work, "home")
	args := []string{bin, "demo", filepath.Join(work, "demo")}
	if s.empty {
		args = args[:1]
	}
	t, err := open(l, work, []string{"HOME=" + home, "PATH=/usr/bin:/bin", "TMPDIR=" + work}, args...)
	if err != nil {
		return err
	}
	defer removeAll(filepath.Join(work, "demo"))
	defer t.close()
	f := &film{look: l}
	if s.film {
		if f.painter, err = newPainter(); err != nil {
			return err
		}
	}
	for i, k := range s.keys {
		if i%2 == 1 {
			if _, err := t.tty.WriteString(keyNames.Replace(k)); err != nil {
				return err
			}
			continue
		}
		if err := t.wait(k); err != nil {
			return err
		}
		if s.film {
			f.add(t.cells(), 150)
		}
	}
	switch {
	case s.film:
		return f.write(strings.TrimSuffix(path, filepath.Ext(path)) + ".gif")
	case strings.HasSuffix(path, ".svg"):
		return writeSVG(path, t.cells(), l)
	}
	return writePNG(path, t.cells(), l)
}
