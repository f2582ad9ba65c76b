package cluster

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"

	"kubeid/crypto"
	"kubeid/model"
)

// hashOf stands for exactly these texts, in this order.
func hashOf(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		binary.Write(h, binary.BigEndian, uint64(len(p)))
		h.Write([]byte(p))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// pluginNeed says which program would run, and how. The hash is made of the resolved
// command, the arguments, the variables and the kubeconfig's path; nothing is started.
func (c Caller) pluginNeed() (model.Need, error) {
	x := c.User.Exec
	path, err := resolve(x.Command)
	if err != nil {
		return model.Need{}, &model.Problem{
			Exit: model.ExitNotFound, What: fmt.Sprintf("the credential plugin %q of %s cannot be found", model.NewText(x.Command), c.Place),
			Todo: installHint(x.InstallHint), Cause: err,
		}
	}
	named, err := c.Policy.allows(filepath.Clean(x.Command), path)
	if err != nil {
		return model.Need{}, err
	}
	n := model.Need{
		User: c.Entry, Place: c.Place, Server: shown(c.Target.Server),
		Command: model.NewText(x.Command), Path: model.NewText(path),
	}
	parts := []string{"exec", path, filepath.Clean(x.Command), c.File, fmt.Sprint(len(x.Args))}
	for _, a := range x.Args {
		n.Args = append(n.Args, crypto.NewSecret([]byte(a)))
		parts = append(parts, a)
	}
	for _, v := range x.Env {
		n.Env = append(n.Env, model.Variable{Name: model.NewText(v.Name), Value: crypto.NewSecret([]byte(v.Value))})
		parts = append(parts, v.Name, v.Value)
	}
	n.Hash = hashOf(parts...)
	if named {
		n.Agreed = model.AgreedByKuberc
	}
	return n, nil
}

// resolve finds the program as client-go does, which has os/exec look for a bare name
// in PATH. One in the working folder is not taken.
func resolve(command string) (string, error) {
	if command == "" {
		return "", errors.New("no command is named")
	}
	path, err := exec.LookPath(filepath.Clean(command))
	if err != nil {
		return "", errors.Unwrap(err)
	}
	if isNetworkName(path) {
		return "", errors.New("it is a name in the network")
	}
	return filepath.Abs(path)
}

// installHint is what the kubeconfig says about a missing plugin. It is shown as text.
func installHint(hint string) string {
	if hint == "" {
		if runtime.GOOS == "windows" {
			return "install it, or put its folder into PATH"
		}
		return "install it, or put its folder into PATH; programs in the working folder are not run"
	}
	return "the kubeconfig says: " + model.NewText(hint[:min(len(hint), 500)]).String()
}
