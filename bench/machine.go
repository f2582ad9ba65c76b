package main

import (
	"debug/buildinfo"
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"
)

// describeMachine says in one line what the figures were measured on.
func describeMachine(folder string) string {
	return fmt.Sprintf("%s, %d cores, %s/%s %s, files on %s, %s",
		processor(), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, kernel(), fileSystem(folder), runtime.Version())
}

// load says how busy the machine was with other things when the run began.
func load() string {
	average, _, found := strings.Cut(strings.Join(lines("/proc/loadavg"), ""), " ")
	if !found {
		return "unknown"
	}
	return average
}

// othersRun tells whether more than this program wants a processor at this moment; it is
// not known everywhere.
func othersRun() bool {
	fields := strings.Fields(strings.Join(lines("/proc/loadavg"), ""))
	if len(fields) < 4 {
		return false
	}
	running, _, _ := strings.Cut(fields[3], "/")
	return running != "1" && running != "0"
}

func processor() string {
	for _, line := range lines("/proc/cpuinfo") {
		if name, value, found := strings.Cut(line, ":"); found && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "an unnamed processor"
}

func kernel() string {
	release := strings.Join(lines("/proc/sys/kernel/osrelease"), "")
	number, _, _ := strings.Cut(release, "-")
	return number
}

// fileSystem returns the type of the mount that the folder is on: the one whose
// device is the folder's, and the last of those that are mounted over each other.
func fileSystem(folder string) string {
	var here, there syscall.Stat_t
	if syscall.Stat(folder, &here) != nil {
		return "an unknown file system"
	}
	kind := "an unknown file system"
	for _, line := range lines("/proc/self/mounts") {
		f := strings.Fields(line)
		if len(f) > 2 && syscall.Stat(f[1], &there) == nil && here.Dev == there.Dev {
			kind = f[2]
		}
	}
	return kind
}

func lines(path string) []string {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	return strings.Split(strings.TrimSpace(string(data)), "\n")
}

// peerVersions says which peers were measured.
func peerVersions(built map[string]string) string {
	var known []string
	for _, peer := range [][2]string{{"kubectx", "github.com/ahmetb/kubectx"}, {"kubectl", "k8s.io/kubectl"}} {
		if v := moduleVersion(built[peer[0]], peer[1]); v != "" {
			known = append(known, peer[0]+" "+v)
		}
	}
	if built["kubecm"] != "" {
		known = append(known, "kubecm "+strings.TrimPrefix(kubecmVersion, "v"))
	}
	if len(known) == 0 {
		return "none"
	}
	return strings.Join(known, ", ")
}

// moduleVersion reads from a binary which version of a module is in it.
func moduleVersion(binary, module string) string {
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		return ""
	}
	for _, dep := range append(info.Deps, &info.Main) {
		if dep.Path == module {
			return strings.TrimPrefix(dep.Version, "v")
		}
	}
	return ""
}
