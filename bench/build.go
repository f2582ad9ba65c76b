package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// bin is where finished binaries stand; git ignores it.
const bin = "bin"

// kubecm is fetched and built alone, as it was released: its requirements reach
// modules that no longer exist, which only its own list of checksums gets around.
// The checksum pins it, as go.sum does with the others.
const (
	kubecmModule   = "github.com/sunny0826/kubecm"
	kubecmVersion  = "v0.35.1"
	kubecmChecksum = "h1:jmKY9XPgHWEqMseQ1tyj3bKZ045UM9UdzCP2qLq03os="
)

// build builds all programs and tells where each is, by name. A peer that does not
// build is missing from the answer; any other one is an error.
func build(kubeid string) (map[string]string, error) {
	folder, err := filepath.Abs(bin)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	built := map[string]string{}
	for name, pkg := range map[string]string{
		"launch": "./launch", "bare": "./plain/bare", "read": "./plain/read", "write": "./plain/write",
	} {
		built[name] = filepath.Join(folder, name)
		if err := goBuild(".", pkg, built[name]); err != nil {
			return nil, err
		}
	}
	built["kubeid"] = kubeid
	if kubeid == "" {
		built["kubeid"] = filepath.Join(folder, "kubeid")
		if err := goBuild("..", ".", built["kubeid"]); err != nil {
			return nil, err
		}
	}
	buildPeers(folder, built)
	return built, nil
}

func buildPeers(folder string, built map[string]string) {
	for name, make := range map[string]func(out string) error{
		"kubectx": func(out string) error { return goBuild(".", "github.com/ahmetb/kubectx/cmd/kubectx", out) },
		"kubectl": func(out string) error { return goBuild(".", "./kubectl", out) },
		"kubecm":  buildKubecm,
	} {
		out := filepath.Join(folder, name)
		if err := make(out); err != nil {
			say("going on without %s: %v", name, err)
			continue
		}
		built[name] = out
	}
}

// goBuild builds one package, politely: the machine may be in use by others.
func goBuild(dir, pkg, out string) error {
	args := []string{"go", "build", "-trimpath", "-ldflags", "-s -w", "-o", out, pkg}
	if _, err := exec.LookPath("nice"); err == nil {
		args = append([]string{"nice"}, args...)
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "CGO_ENABLED=0")
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", pkg, err, text)
	}
	return install(out)
}

// install writes a program anew, as whoever installs one does. What a linker wrote page
// by page lies page by page in the system's memory, and takes a millisecond longer to
// start for as long as it does.
func install(program string) error {
	data, err := os.ReadFile(program)
	if err != nil {
		return err
	}
	if err := os.WriteFile(program+".new", data, 0o755); err != nil {
		return err
	}
	return os.Rename(program+".new", program)
}

func buildKubecm(out string) error {
	mark := out + "-" + kubecmVersion + "-" + runtime.Version()
	if _, err := os.Stat(mark); err == nil {
		return nil
	}
	source, err := download(kubecmModule+"@"+kubecmVersion, kubecmChecksum)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "kubecm-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := os.CopyFS(work, os.DirFS(source)); err != nil {
		return err
	}
	if err := goBuild(work, ".", out); err != nil {
		return err
	}
	return os.WriteFile(mark, nil, 0o644)
}

// download fetches a module and returns its folder.
func download(module, checksum string) (string, error) {
	cmd := exec.Command("go", "mod", "download", "-json", module)
	cmd.Dir = os.TempDir() // outside of any module, so that no go.sum is touched
	text, err := cmd.Output()
	var got struct{ Dir, Sum, Error string }
	if json.Unmarshal(text, &got) == nil && got.Error != "" {
		return "", fmt.Errorf("download %s: %s", module, got.Error)
	}
	if err != nil {
		return "", fmt.Errorf("download %s: %w", module, err)
	}
	if got.Sum != checksum {
		return "", fmt.Errorf("download %s: checksum is %s, want %s", module, got.Sum, checksum)
	}
	return got.Dir, nil
}
