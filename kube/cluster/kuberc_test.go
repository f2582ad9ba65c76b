package cluster

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"k8s.io/client-go/plugin/pkg/client/auth/exec"
	"k8s.io/client-go/tools/clientcmd/api"

	"kubeid/model"
)

const kubercHead = "apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\n"

// bins makes a folder in PATH with two programs, and returns it.
func bins(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("programs need no permission there, but an extension")
	}
	dir := t.TempDir()
	for _, name := range []string{"good", "bad"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	return dir
}

func TestKubercDecidesWhatMayRun(t *testing.T) {
	dir := bins(t)
	for name, test := range map[string]struct {
		text  string
		named bool
		want  string // of a refusal
	}{
		"says nothing":                  {"", false, ""},
		"is about other things":         {kubercHead + "aliases: []\n", false, ""},
		"allows all":                    {kubercHead + "credentialPluginPolicy: AllowAll\n", false, ""},
		"an empty policy":               {kubercHead + "credentialPluginPolicy: \"\"\n", false, ""},
		"forbids all":                   {kubercHead + "credentialPluginPolicy: DenyAll\n", false, "it forbids all plugins"},
		"names it as 1.36 does":         {kubercHead + "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist:\n- command: good\n", true, ""},
		"names it as 1.35 did":          {kubercHead + "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist:\n- name: good\n", true, ""},
		"names it in both ways":         {kubercHead + "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist:\n- {name: good, command: good}\n", true, ""},
		"names its whole path":          {kubercHead + "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist:\n- command: " + dir + "/good\n", true, ""},
		"names another":                 {kubercHead + "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist:\n- command: bad\n", false, "its list does not have it"},
		"names one of another folder":   {kubercHead + "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist:\n- command: /usr/bin/good\n", false, "its list does not have it"},
		"names two things":              {kubercHead + "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist:\n- {name: good, command: bad}\n", false, "has a name and another command"},
		"names nothing":                 {kubercHead + "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist:\n- {}\n", false, "is empty"},
		"has an empty list":             {kubercHead + "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: []\n", false, "no list stands there"},
		"has no list":                   {kubercHead + "credentialPluginPolicy: Allowlist\n", false, "no list stands there"},
		"has a list without the policy": {kubercHead + "credentialPluginAllowlist:\n- command: good\n", false, "the policy is not Allowlist"},
		"has a list beside AllowAll":    {kubercHead + "credentialPluginPolicy: AllowAll\ncredentialPluginAllowlist:\n- command: good\n", false, "the policy is not Allowlist"},
		"has a path with detours":       {kubercHead + "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist:\n- command: ./good\n", false, "shortest form"},
		"has an unknown policy":         {kubercHead + "credentialPluginPolicy: \"Some\\e[2J\"\n", false, `there is no policy "Some\\x1b[2J"`},
		"misspells the list":            {kubercHead + "credentialPluginPolicy: AllowAll\ncredentialPluginAllowList:\n- command: good\n", false, "is no field of it"},
		"misspells the policy":          {kubercHead + "credentialpluginpolicy: DenyAll\n", false, "is no field of it"},
		"is of the old version":         {"apiVersion: kubectl.config.k8s.io/v1alpha1\nkind: Preference\ncredentialPluginPolicy: DenyAll\n", false, "does not look at it"},
		"is of the old version, quiet":  {"apiVersion: kubectl.config.k8s.io/v1alpha1\nkind: Preference\n", false, ""},
		"is another kind":               {"apiVersion: v1\nkind: Config\n", false, "no Preference of kubectl"},
		"is no YAML":                    {"{", false, "no Preference of kubectl"},
		"has it in the second document": {"kind: Other\n---\n" + kubercHead + "credentialPluginPolicy: DenyAll\n", false, "it forbids all plugins"},
		"is of the wrong type":          {kubercHead + "credentialPluginPolicy: [DenyAll]\n", false, "no Preference of kubectl"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "kuberc")
			if err := os.WriteFile(file, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			named, err := ReadPolicy(file, "").allows("good", filepath.Join(dir, "good"))
			if named != test.named || (err == nil) != (test.want == "") {
				t.Fatalf("named %v, %v", named, err)
			}
			if err != nil && (!strings.Contains(err.Error(), test.want) || model.ExitCode(err) != model.ExitRefused || !strings.Contains(model.Hint(err), file)) {
				t.Errorf("it says %v", err)
			}
		})
	}
}

func TestAListNamesWhatIsCalledByItsPath(t *testing.T) {
	dir := bins(t)
	file := filepath.Join(t.TempDir(), "kuberc")
	if err := os.WriteFile(file, []byte(kubercHead+"credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist:\n- command: good\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{filepath.Join(dir, "good"): true, filepath.Join(dir, "bad"): false, "/usr/bin/good": false} {
		if named, err := ReadPolicy(file, "").allows(path, path); named != want || (err == nil) != want {
			t.Errorf("%s: named %v, %v", path, named, err)
		}
	}
}

func TestWhereKubercIsRead(t *testing.T) {
	home := t.TempDir()
	deny := kubercHead + "credentialPluginPolicy: DenyAll\n"
	if err := os.MkdirAll(filepath.Join(home, ".kube"), 0o700); err != nil {
		t.Fatal(err)
	}
	allowed := func(kuberc string) bool {
		_, err := ReadPolicy(kuberc, home).allows("good", "/bin/good")
		return err == nil
	}
	if !allowed("") {
		t.Error("no file forbids")
	}
	if allowed(filepath.Join(home, "nowhere")) {
		t.Error("a file that is named and missing allows")
	}
	file := filepath.Join(home, ".kube", "kuberc")
	if err := os.WriteFile(file, []byte(deny), 0o600); err != nil {
		t.Fatal(err)
	}
	if allowed("") || !allowed("off") {
		t.Error("the usual file, and off, are not minded")
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(file, 0o700); err != nil {
		t.Fatal(err)
	}
	if allowed("") {
		t.Error("a folder in its place allows")
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("nowhere", file); err != nil {
		t.Fatal(err)
	}
	if allowed("") {
		t.Error("a link to nowhere allows")
	}
}

// TestThePolicyJudgesAsClientGoDoes holds the form of every policy against client-go's
// own judgement of it.
func TestThePolicyJudgesAsClientGoDoes(t *testing.T) {
	lists := map[string][]string{"none": nil, "empty": {}, "one": {"good"}, "two": {"/a/b", "c"}, "blank": {""}, "detour": {"a/../b"}}
	for _, mode := range []string{"", "AllowAll", "DenyAll", "Allowlist", "allowall", "x"} {
		for name, list := range lists {
			policy := api.PluginPolicy{PolicyType: api.PolicyType(mode)}
			text := kubercHead + "credentialPluginPolicy: \"" + mode + "\"\n"
			if list != nil {
				policy.Allowlist = []api.AllowlistEntry{}
				text += "credentialPluginAllowlist:"
				if len(list) == 0 {
					text += " []"
				}
				text += "\n"
			}
			for _, c := range list {
				policy.Allowlist = append(policy.Allowlist, api.AllowlistEntry{Command: c})
				text += "- command: \"" + c + "\"\n"
			}
			theirs, ours := exec.ValidatePluginPolicy(policy), parsePolicy([]byte(text)).wrong
			if (theirs == nil) != (ours == nil) {
				t.Errorf("%q with list %s: client-go says %v, we say %v", mode, name, theirs, ours)
			}
		}
	}
}
