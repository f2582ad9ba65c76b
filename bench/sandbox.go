package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"kubeid/bench/gen"
)

// sizes are how many contexts there are in the kubeconfigs that are measured with.
var sizes = []int{1, 100, 1000, 10000}

// chosen returns those of the sizes that a list names; an empty one names all.
func chosen(list string) ([]int, error) {
	if list == "" {
		return sizes, nil
	}
	var out []int
	for word := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(word))
		if err != nil || !slices.Contains(sizes, n) {
			return nil, fmt.Errorf("there is no size %q; there are %v", word, sizes)
		}
		out = append(out, n)
	}
	return out, nil
}

// A sandbox is the home of one tool with a kubeconfig of its own, since some tools
// write their own style back and would make the next one's work another.
type sandbox struct {
	home string
	file string
	env  []string
}

func newSandbox(folder, name string, size int, more ...string) (sandbox, error) {
	s := newHome(filepath.Join(folder, fmt.Sprintf("%s-%d", name, size)), more...)
	if err := os.MkdirAll(filepath.Dir(s.file), 0o700); err != nil {
		return s, err
	}
	return s, s.fill(folder, size)
}

// newHome returns a sandbox of which nothing is on the disk yet.
func newHome(home string, more ...string) sandbox {
	s := sandbox{home: home, file: filepath.Join(home, ".kube", "config")}
	s.env = append([]string{
		"HOME=" + home, "KUBECONFIG=" + s.file, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "TERM=xterm-256color",
		"XDG_CONFIG_HOME=" + home + "/config", "XDG_STATE_HOME=" + home + "/state", "XDG_CACHE_HOME=" + home + "/cache",
		"XDG_DATA_HOME=" + home + "/data", "XDG_RUNTIME_DIR=" + home + "/runtime",
	}, more...)
	return s
}

// fill copies the kubeconfig of this size, which is generated once.
func (s sandbox) fill(folder string, size int) error {
	master := filepath.Join(folder, fmt.Sprintf("kubeconfig-%d", size))
	if _, err := os.Stat(master); err != nil {
		if err := generate(master, size); err != nil {
			return err
		}
	}
	from, err := os.Open(master)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.OpenFile(s.file, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer to.Close()
	_, err = io.Copy(to, from)
	return err
}

// rest waits until a large kubeconfig has not been written for a second, as nobody's
// was: until then kubeid compares it once more.
func (s sandbox) rest() {
	if info, err := os.Stat(s.file); err == nil && info.Size() > mebi {
		time.Sleep(time.Until(info.ModTime().Add(1100 * time.Millisecond)))
	}
}

func generate(path string, size int) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	return gen.Write(f, size)
}

// currentLines are the ways in which the tools write that a context is the current
// one: some keep the quotes that were there.
func currentLines(context string) [][]byte {
	return [][]byte{
		[]byte("\ncurrent-context: " + context + "\n"),
		[]byte("\ncurrent-context: \"" + context + "\"\n"),
	}
}

// current checks that the kubeconfig names this context as the current one.
func (s sandbox) current(context string) error {
	data, err := os.ReadFile(s.file)
	if err != nil {
		return err
	}
	for _, line := range currentLines(context) {
		if bytes.Contains(data, line) {
			return nil
		}
	}
	return fmt.Errorf("it says that it switched, but %q is not the current context", context)
}

// forgetCurrent makes no context the current one, if it was this one.
func (s sandbox) forgetCurrent(context string) error {
	data, err := os.ReadFile(s.file)
	if err != nil {
		return err
	}
	for _, line := range currentLines(context) {
		data = bytes.Replace(data, line, []byte("\ncurrent-context: \"\"\n"), 1)
	}
	return os.WriteFile(s.file, data, 0o600)
}
