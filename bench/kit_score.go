package main

import (
	"bytes"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"time"

	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/yaml"
)

// next returns the file of the kit after a case.
func (c kitCase) next(before []byte) []byte {
	var out []byte
	from := 0
	for _, e := range c.Edits {
		out = append(append(out, before[from:e.At]...), e.Insert...)
		from = e.At + len(e.Remove)
	}
	return append(out, before[from:]...)
}

// count looks at what a tool made of a file.
func (s *score) count(before, after []byte, c kitCase, failed error) {
	s.files++
	if failed != nil {
		s.failed++
		if len(s.words) < 3 {
			s.words = append(s.words, failed.Error())
		}
		return
	}
	if kept(before, after, c) {
		s.identical++
	}
	if n := countComments(before); n > 0 {
		s.commented++
		if lost := n - countComments(after); lost <= n-countComments(c.next(before)) {
			s.comments++
		}
	}
	if !meansTheSame(c.next(before), after) {
		s.wrong++
	}
	if bytes.Contains(before, []byte("x-team")) {
		s.unknowns++
		var was, is any
		if yaml.Unmarshal(c.next(before), &was) == nil && yaml.Unmarshal(after, &is) == nil && reflect.DeepEqual(was, is) {
			s.unknown++
		}
	}
}

// kept tells whether every byte outside the edited values stands as it was: what the
// kit leaves alone is there in its order, or the file differs at one place only, of
// no more bytes than the kit takes away there. So a tool is free to write a value in
// another way, or a new key at another place.
func kept(before, after []byte, c kitCase) bool {
	ahead := 0
	for ahead < min(len(before), len(after)) && before[ahead] == after[ahead] {
		ahead++
	}
	behind := 0
	for behind < min(len(before), len(after))-ahead && before[len(before)-1-behind] == after[len(after)-1-behind] {
		behind++
	}
	rest, from := after, 0
	for i, e := range c.Edits {
		at := bytes.Index(rest, before[from:e.At])
		if at < 0 || i == 0 && at > 0 {
			return once(ahead, behind, before, c)
		}
		rest, from = rest[at+e.At-from:], e.At+len(e.Remove)
	}
	return bytes.HasSuffix(rest, before[from:]) || once(ahead, behind, before, c)
}

// once tells whether all but what the kit takes away stands ahead of or behind the one
// place where a file differs.
func once(ahead, behind int, before []byte, c kitCase) bool {
	removed := 0
	for _, e := range c.Edits {
		removed += len(e.Remove)
	}
	return ahead+behind >= len(before)-removed
}

var commentLine = regexp.MustCompile(`(?m)(^|\s)# .*$`)

func countComments(data []byte) int {
	if bytes.HasPrefix(data, []byte("{")) {
		return 0
	}
	return len(commentLine.FindAll(data, -1))
}

// meansTheSame tells whether client-go reads the same of two files.
func meansTheSame(want, got []byte) bool {
	a, err := clientcmd.Load(want)
	if err != nil {
		return false
	}
	b, err := clientcmd.Load(got)
	if err != nil {
		return false
	}
	was, err1 := clientcmd.Write(*a)
	is, err2 := clientcmd.Write(*b)
	return err1 == nil && err2 == nil && bytes.Equal(was, is)
}

const (
	figuresBegin = "<!-- figures: written by make kit -->"
	figuresEnd   = "<!-- end of figures -->"
)

// writeScores puts the figures into a page, between two marks.
func writeScores(path string, scores []score, machine string) error {
	page, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	ahead, rest, ok := strings.Cut(string(page), figuresBegin)
	_, behind, ok2 := strings.Cut(rest, figuresEnd)
	if !ok || !ok2 {
		return fmt.Errorf("%s has no marks for the figures", path)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\nMeasured on %s: %s. Peers: kubectl 0.37.2, kubectx 0.11.0, kubecm 0.35.1.\n\n", time.Now().Format(time.DateOnly), machine)
	rows := [][]string{{"task", "tool", "files", "byte for byte", "comments kept", "unknown fields kept", "other meaning", "says no"}}
	for _, s := range scores {
		rows = append(rows, []string{
			s.task, s.tool, fmt.Sprint(s.files), of(s.identical, s.files), of(s.comments, s.commented), of(s.unknown, s.unknowns), fmt.Sprint(s.wrong), fmt.Sprint(s.failed),
		})
	}
	table(&b, rows...)
	return os.WriteFile(path, []byte(ahead+figuresBegin+"\n"+b.String()+"\n"+figuresEnd+behind), 0o644)
}

func of(n, all int) string {
	if all == 0 {
		return "–"
	}
	return fmt.Sprintf("%d of %d", n, all)
}
