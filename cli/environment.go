package cli

import (
	"path/filepath"
	"runtime"

	"kubeid/kube"
)

// The environment is read here and nowhere else in this package.

// options says where the files are. A command says on standard error what it waits
// for; a screen must not be written on.
func (p *program) options() kube.Options {
	home := p.home()
	return kube.Options{
		Kubeconfig: p.kubeconfig,
		List:       p.Env("KUBECONFIG"),
		Home:       home,
		StateDir:   p.stateDir(home),
		ConfigDir:  p.configDir(home),
		RuntimeDir: p.runtimeDir(),
		Say:        p.sayUnlessDrawing,
	}
}

func (p *program) sayUnlessDrawing(words string) {
	if !p.drawing {
		p.say(words)
	}
}

// home returns the home folder as client-go finds it, more or less: its order on
// Windows also asks which of them has a .kube.
func (p *program) home() string {
	if h := p.Env("HOME"); h != "" || runtime.GOOS != "windows" {
		return h
	}
	return p.Env("USERPROFILE")
}

// stateDir returns where the journal is kept. The XDG rules want relative paths ignored.
// Without a home folder it is nowhere: a relative path would put secrets into whatever
// folder the program is called in, and believe what stands there.
func (p *program) stateDir(home string) string {
	if dir := p.Env("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "kubeid")
	}
	if dir := p.Env("LOCALAPPDATA"); runtime.GOOS == "windows" && dir != "" {
		return filepath.Join(dir, "kubeid")
	}
	return inHome(home, ".local", "state", "kubeid")
}

// runtimeDir returns the folder of what ends with the login session, if there is one.
func (p *program) runtimeDir() string {
	if dir := p.Env("XDG_RUNTIME_DIR"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "kubeid")
	}
	return ""
}

// configDir returns where the settings are.
func (p *program) configDir(home string) string {
	if dir := p.Env("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "kubeid")
	}
	if dir := p.Env("APPDATA"); runtime.GOOS == "windows" && dir != "" {
		return filepath.Join(dir, "kubeid")
	}
	return inHome(home, ".config", "kubeid")
}

// inHome returns a folder of the home folder, or "" where that is not known.
func inHome(home string, parts ...string) string {
	if !filepath.IsAbs(home) {
		return ""
	}
	return filepath.Join(home, filepath.Join(parts...))
}

// absolute returns a path that counts from the working folder; none stays none.
func absolute(path string) string {
	if full, err := filepath.Abs(path); err == nil && path != "" {
		return full
	}
	return path
}
