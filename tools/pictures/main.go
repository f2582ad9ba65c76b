// Command pictures makes the pictures of the documentation out of the running program:
// it builds the program with a clock that stands at a fixed day, runs it on a demo in
// a terminal, presses keys, and draws what the terminal shows.
//
//	go run . -out DIR          the pictures of the documents (make pictures)
//	go run . -all -out DIR     every screen in light and dark and in three sizes, as PNG
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	out := flag.String("out", ".", "where the pictures go")
	all := flag.Bool("all", false, "every scene in every look, as PNG")
	only := flag.String("only", "", "only scenes whose name has this in it")
	flag.Parse()
	if err := run(*out, *only, *all); err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

func run(out, only string, all bool) error {
	work := filepath.Join(os.TempDir(), "kubeid-pictures") // always the same, for some pictures show a path
	if err := os.Mkdir(work, 0o700); err != nil {
		return err // somebody else is at it, or was killed: look, and remove it
	}
	defer os.RemoveAll(work)
	bin, err := build(work)
	if err != nil {
		return err
	}
	for _, s := range scenes {
		if !strings.Contains(s.name, only) {
			continue
		}
		for _, l := range s.looks(all) {
			path := filepath.Join(out, l.file(s.name, all))
			fmt.Println(path)
			if err := s.draw(bin, work, path, l); err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
		}
	}
	return nil
}

// removeAll is for what was made here.
func removeAll(path string) { os.RemoveAll(path) }
