package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// today is the day on which all pictures are made, so that a picture changes when the
// program does and not when a day has passed.
const today = "2026-12-01T10:00:00Z"

// build builds the program with a clock of its own: the package time is compiled with
// one line more. Everything in the program, certificates as well, follows it.
func build(work string) (string, error) {
	source, err := os.ReadFile(filepath.Join(runtime.GOROOT(), "src", "time", "time.go"))
	if err != nil {
		return "", err
	}
	const now = "func Now() Time {\n"
	if strings.Count(string(source), now) != 1 {
		return "", fmt.Errorf("time.Now is not where it was")
	}
	patched := strings.Replace(string(source), now, "func Now() Time { return realNow().Add(pictureShift) }\n\nfunc realNow() Time {\n", 1) + `
// pictureShift is how far the clock of the pictures is from the real one.
var pictureShift = func() Duration {
	day, err := Parse(RFC3339, "` + today + `")
	if err != nil {
		panic(err)
	}
	return day.Sub(realNow())
}()
`
	path := filepath.Join(work, "time.go")
	if err := os.WriteFile(path, []byte(patched), 0o600); err != nil {
		return "", err
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(runtime.GOROOT(), "src", "time", "time.go"): path}})
	if err != nil {
		return "", err
	}
	list := filepath.Join(work, "overlay.json")
	if err := os.WriteFile(list, overlay, 0o600); err != nil {
		return "", err
	}
	bin := filepath.Join(work, "kubeid")
	cmd := exec.Command("go", "build", "-overlay", list, "-o", bin, ".")
	cmd.Dir = filepath.Join("..", "..")
	cmd.Stderr = os.Stderr
	return bin, cmd.Run()
}
