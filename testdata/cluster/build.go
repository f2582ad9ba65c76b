package cluster

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// Version is what the test cluster is.
const Version = "1.36.3"

// programs are what a folder of programs has.
var programs = []struct{ name, of string }{
	{"kube-apiserver", "k8s.io/kubernetes/cmd/kube-apiserver"},
	{"kube-controller-manager", "k8s.io/kubernetes/cmd/kube-controller-manager"},
	{"kubectl", "k8s.io/kubernetes/cmd/kubectl"},
	{"etcd", "./etcd"},
	{"leash", "./leash"},
}

// Build builds the programs of a control plane from testdata/controlplane, the folder
// module, and returns where they are. What was built of the same sources before is
// taken from the user's cache folder: a first build takes 5 to 13 minutes on two
// processors, later ones a moment.
func Build(module string, say io.Writer) (string, error) {
	key, err := keyOf(module)
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, "kubeid-test", "controlplane-"+key)
	if complete(dir) {
		return dir, nil
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return "", err
	}
	fresh, err := os.MkdirTemp(filepath.Dir(dir), "building-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(fresh)
	fmt.Fprintf(say, "building a control plane of Kubernetes %s; the first time takes several minutes\n", Version)
	stamp := "-s -w -X k8s.io/component-base/version.gitVersion=v" + Version + " -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=36"
	for _, p := range programs {
		fmt.Fprintf(say, "  %s\n", p.name)
		build := exec.Command("go", "build", "-ldflags", stamp, "-o", filepath.Join(fresh, p.name), p.of)
		build.Dir, build.Stdout, build.Stderr = module, say, say
		if err := build.Run(); err != nil {
			return "", fmt.Errorf("go build %s: %w", p.of, err)
		}
	}
	os.RemoveAll(dir) // an incomplete one
	if err := os.Rename(fresh, dir); err != nil && !complete(dir) {
		return "", err
	}
	return dir, nil
}

func complete(dir string) bool {
	for _, p := range programs {
		if _, err := os.Stat(filepath.Join(dir, p.name)); err != nil {
			return false
		}
	}
	return true
}

// keyOf names what would be built: the pinned modules, our own small programs, and the
// toolchain.
func keyOf(module string) (string, error) {
	sum := sha256.New()
	fmt.Fprintln(sum, runtime.Version(), runtime.GOOS, runtime.GOARCH, Version)
	for _, name := range []string{"go.mod", "go.sum", "etcd/main.go", "leash/main.go"} {
		text, err := os.ReadFile(filepath.Join(module, name))
		if err != nil {
			return "", err
		}
		fmt.Fprintln(sum, name, len(text))
		sum.Write(text)
	}
	return hex.EncodeToString(sum.Sum(nil))[:16], nil
}
