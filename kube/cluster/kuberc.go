package cluster

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"

	"kubeid/model"
)

// A Policy is what kubectl's kuberc says about credential plugins. kubectl obeys it in
// its own process only, so whoever else runs plugins has to read it too.
type Policy struct {
	file  string
	mode  string   // "", "AllowAll", "DenyAll" or "Allowlist"
	list  []string // commands
	wrong error    // why it cannot be understood; then nothing may run
}

// ReadPolicy reads the kuberc: the file that $KUBERC names, nothing when it is "off",
// else ~/.kube/kuberc if there is one. A file that is there and cannot be understood
// means that no plugin may run; kubectl itself shrugs at some of these.
func ReadPolicy(kuberc, home string) Policy {
	if kuberc == "off" {
		return Policy{}
	}
	file := kuberc
	if file == "" {
		if home == "" {
			return Policy{}
		}
		file = filepath.Join(home, ".kube", "kuberc")
		if _, err := os.Lstat(file); errors.Is(err, fs.ErrNotExist) {
			return Policy{}
		}
	}
	data, err := readLocal(file)
	if err != nil {
		return Policy{file: file, wrong: err}
	}
	p := parsePolicy(data)
	p.file = file
	return p
}

// preference is what we need of kubectl's kuberc (kubectl pkg/config/v1beta1). The
// entries were named in 1.35, and are commands since 1.36.
type preference struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Policy     string `json:"credentialPluginPolicy"`
	Allowlist  []struct {
		Name    string `json:"name"`
		Command string `json:"command"`
	} `json:"credentialPluginAllowlist"`
}

const (
	policyAll   = "AllowAll"
	policyNone  = "DenyAll"
	policySome  = "Allowlist"
	kubercGroup = "kubectl.config.k8s.io/"
)

// parsePolicy takes the first document that is a Preference, as kubectl does.
func parsePolicy(data []byte) Policy {
	empty := true
	for _, doc := range bytes.Split(append([]byte("\n"), data...), []byte("\n---")) {
		if len(bytes.TrimSpace(doc)) == 0 {
			continue
		}
		empty = false
		var p preference
		if yaml.Unmarshal(doc, &p) != nil || p.Kind != "Preference" || !strings.HasPrefix(p.APIVersion, kubercGroup) {
			continue
		}
		return p.policy(doc)
	}
	if empty {
		return Policy{}
	}
	return Policy{wrong: errors.New("no Preference of kubectl stands in it")}
}

// policy judges as exec.ValidatePluginPolicy does (client-go plugin/pkg/client/auth/exec),
// and takes a field that is nearly named so for a slip of the finger.
func (p preference) policy(doc []byte) Policy {
	no := func(format string, args ...any) Policy { return Policy{wrong: fmt.Errorf(format, args...)} }
	known := []string{"credentialPluginPolicy", "credentialPluginAllowlist"}
	var fields map[string]any
	if yaml.Unmarshal(doc, &fields) != nil {
		return no("it cannot be read")
	}
	for name := range fields {
		about := strings.HasPrefix(strings.ToLower(name), "credentialplugin")
		switch {
		case about && !slices.Contains(known, name):
			return no("%q is no field of it", model.NewText(name))
		case about && p.APIVersion != kubercGroup+"v1beta1":
			return no("%s stands in a Preference of %q, where kubectl does not look at it", name, model.NewText(p.APIVersion))
		}
	}
	var list []string
	for i, e := range p.Allowlist {
		command := e.Command
		if command == "" {
			command = e.Name
		}
		switch {
		case e.Name != "" && e.Command != "" && e.Name != e.Command:
			return no("entry %d of the allowlist has a name and another command", i+1)
		case command == "":
			return no("entry %d of the allowlist is empty", i+1)
		case filepath.Clean(command) != command:
			return no("entry %d of the allowlist is not written in its shortest form", i+1)
		}
		list = append(list, command)
	}
	switch {
	case p.Policy == policySome && len(list) == 0:
		return no("the policy is Allowlist, but no list stands there")
	case p.Policy == policySome:
	case !slices.Contains([]string{"", policyAll, policyNone}, p.Policy):
		return no("there is no policy %q", model.NewText(p.Policy))
	case p.Allowlist != nil:
		return no("a list stands there, but the policy is not Allowlist")
	}
	return Policy{mode: p.Policy, list: list}
}

// allows tells whether the policy lets a command run that was resolved to path, and
// whether it names that command: only then does nobody have to be asked.
func (p Policy) allows(command, path string) (named bool, err error) {
	refuse := func(why string) error {
		return &model.Problem{
			Exit: model.ExitRefused, What: fmt.Sprintf("kubectl's kuberc does not let %q run: %s", model.NewText(command), why),
			Todo: fmt.Sprintf("see credentialPluginPolicy in %s", model.NewText(p.file)),
		}
	}
	switch {
	case p.wrong != nil:
		return false, refuse("it cannot be understood: " + p.wrong.Error())
	case p.mode == "" || p.mode == policyAll:
		return false, nil
	case p.mode == policyNone:
		return false, refuse("it forbids all plugins")
	}
	for _, entry := range p.list {
		if entry == command || entry == path {
			return true, nil
		}
		if filepath.Base(entry) != filepath.Base(path) {
			continue
		}
		if found, err := exec.LookPath(entry); err == nil && found == path {
			return true, nil
		}
	}
	return false, refuse("its list does not have it")
}
