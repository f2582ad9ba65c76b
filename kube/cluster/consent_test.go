package cluster

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	v1 "k8s.io/client-go/tools/clientcmd/api/v1"

	"kubeid/model"
)

const gives = `echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"from-plugin"}}'` + "\n"

func TestAPluginRunsOnlyWhenItWasAgreedTo(t *testing.T) {
	d := newDesk(t)
	ran := filepath.Join(filepath.Dir(d.caller.File), "ran")
	path := d.plugin(t, "touch "+ran+"\n"+gives)
	d.caller.User.Exec.Args = []string{"--secret", "canary"}
	d.caller.User.Exec.Env = []v1.ExecEnvVar{{Name: "PASS", Value: "canary"}}
	needs, err := d.caller.Needs()
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.caller.Whoami(t.Context(), model.Consent{})
	if !errors.Is(err, model.ErrNeedsConsent) || model.ExitCode(err) != model.ExitRefused || !strings.Contains(model.Hint(err), "--allow-exec") {
		t.Errorf("without consent: %v", err)
	}
	if _, err = d.caller.Whoami(t.Context(), needs); !errors.Is(err, model.ErrNeedsConsent) {
		t.Errorf("with a question nobody answered: %v", err)
	}
	if _, err := os.Stat(ran); err == nil || d.String() != "" {
		t.Fatal("it ran all the same")
	}
	n := needs.Needs[0]
	if n.Path.Raw() != path || len(n.Args) != 2 || n.Env[0].Name.Raw() != "PASS" || n.Place.Raw() != "config:7" || n.Server.Empty() || !n.Runs() {
		t.Errorf("asked as %+v", n)
	}
	if text := fmt.Sprintf("%+v %v", needs, err); strings.Contains(text, "canary") {
		t.Errorf("a secret is told: %s", text)
	}
	w, err := d.caller.Whoami(t.Context(), needs.Agree())
	if err != nil || w.Sent[0].Raw() != "token of the plugin" {
		t.Errorf("%v, %v", w.Sent, err)
	}
	if got := d.String(); got != "POST "+reviewPath+", Bearer from-plugin" {
		t.Errorf("sent %q", got)
	}
}

// TestConsentIsForExactlyWhatWasShown changes one thing after the other.
func TestConsentIsForExactlyWhatWasShown(t *testing.T) {
	d := newDesk(t)
	path := d.plugin(t, gives)
	d.caller.User.Exec.Args = []string{"a", "b"}
	d.caller.User.Exec.Env = []v1.ExecEnvVar{{Name: "A", Value: "b"}}
	granted, err := d.caller.Needs()
	if err != nil {
		t.Fatal(err)
	}
	granted = granted.Agree()
	if err := os.Link(path, path+"2"); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(c *Caller, x *v1.ExecConfig){
		"another program":         func(_ *Caller, x *v1.ExecConfig) { x.Command = path + "2" },
		"another argument":        func(_ *Caller, x *v1.ExecConfig) { x.Args = []string{"a", "c"} },
		"arguments cut otherwise": func(_ *Caller, x *v1.ExecConfig) { x.Args = []string{"ab"} },
		"an argument more":        func(_ *Caller, x *v1.ExecConfig) { x.Args = []string{"a", "b", ""} },
		"an argument as variable": func(_ *Caller, x *v1.ExecConfig) {
			x.Args, x.Env = []string{"a", "b", "A", "b"}, nil
		},
		"another value":      func(_ *Caller, x *v1.ExecConfig) { x.Env = []v1.ExecEnvVar{{Name: "A", Value: "c"}} },
		"a variable less":    func(_ *Caller, x *v1.ExecConfig) { x.Env = nil },
		"another kubeconfig": func(c *Caller, _ *v1.ExecConfig) { c.File += "2" },
	} {
		c, x := d.caller, *d.caller.User.Exec
		c.User.Exec = &x
		change(&c, &x)
		if _, err := c.Whoami(t.Context(), granted); !errors.Is(err, model.ErrNeedsConsent) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := d.caller.Whoami(t.Context(), granted); err != nil {
		t.Error(err)
	}
}

func TestConsentIsRememberedWhenAskedTo(t *testing.T) {
	d := newDesk(t)
	d.plugin(t, gives)
	granted, err := d.caller.Needs()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.caller.Whoami(t.Context(), granted.Agree()); err != nil {
		t.Fatal(err)
	}
	if needs, _ := d.caller.Needs(); len(needs.Open()) != 1 {
		t.Error("it was remembered without being asked to")
	}
	granted = granted.Agree()
	granted.Remember = true
	if _, err := d.caller.Whoami(t.Context(), granted); err != nil {
		t.Fatal(err)
	}
	needs, err := d.caller.Needs()
	if err != nil || len(needs.Open()) != 0 || needs.Needs[0].Agreed != model.AgreedBefore {
		t.Errorf("needs %+v, %v", needs, err)
	}
	if _, err := d.caller.Whoami(t.Context(), model.Consent{}); err != nil {
		t.Error(err)
	}
	if err := d.caller.Memory.Forget(); err != nil {
		t.Fatal(err)
	}
	if _, err := d.caller.Whoami(t.Context(), model.Consent{}); !errors.Is(err, model.ErrNeedsConsent) {
		t.Errorf("after forgetting: %v", err)
	}
}

func TestTheMemoryIsForTheOwnerAndBelievesNobodyElse(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	m := OpenMemory(dir)
	hash := hashOf("x")
	var wait sync.WaitGroup
	for i := range 20 {
		wait.Go(func() {
			if err := m.Remember(hashOf(fmt.Sprint(i)), hash, "not a hash\n"); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	for i := range 20 {
		if !m.Has(hashOf(fmt.Sprint(i))) {
			t.Errorf("%d was lost", i)
		}
	}
	if m.Has("not a hash\n") || m.Has("") || m.Has(hash[:10]) {
		t.Error("something else was remembered")
	}
	if runtime.GOOS == "windows" {
		return
	}
	for path, want := range map[string]os.FileMode{dir: 0o700, m.path: 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has %v, %v", path, info.Mode(), err)
		}
	}
	stands := hashOf("0")
	believed := func(what string) {
		t.Helper()
		if m.Has(stands) || m.Remember(hashOf("y")) == nil {
			t.Error(what + " is believed")
		}
	}
	if err := os.Chmod(m.path, 0o622); err != nil {
		t.Fatal(err)
	}
	believed("a file that others can write to")
	if err := errors.Join(os.Chmod(m.path, 0o600), os.Chmod(dir, 0o777)); err != nil {
		t.Fatal(err)
	}
	believed("a file that others can replace")
	if err := errors.Join(os.Chmod(dir, 0o700), os.Rename(m.path, m.path+"2"), os.Symlink(m.path+"2", m.path)); err != nil {
		t.Fatal(err)
	}
	believed("a link")
}

func TestKubercDecidesBeforeAnybodyIsAsked(t *testing.T) {
	d := newDesk(t)
	path := d.plugin(t, gives)
	d.caller.Policy = Policy{file: "kuberc", mode: policyNone}
	if _, err := d.caller.Needs(); model.ExitCode(err) != model.ExitRefused {
		t.Errorf("forbidden: %v", err)
	}
	d.caller.Policy = Policy{}
	granted, err := d.caller.Needs()
	if err != nil {
		t.Fatal(err)
	}
	d.caller.Policy = Policy{file: "kuberc", mode: policyNone}
	if _, err := d.caller.Whoami(t.Context(), granted.Agree()); model.ExitCode(err) != model.ExitRefused || d.String() != "" {
		t.Errorf("forbidden after the consent: %v", err)
	}
	d.caller.Policy = Policy{mode: policySome, list: []string{path}}
	needs, err := d.caller.Needs()
	if err != nil || needs.Needs[0].Agreed != model.AgreedByKuberc {
		t.Errorf("allowed: %+v, %v", needs, err)
	}
	if _, err := d.caller.Whoami(t.Context(), model.Consent{}); err != nil {
		t.Error(err)
	}
}

func TestAFileOutsideTheFolderIsAskedFor(t *testing.T) {
	d := newDesk(t)
	cert, key := d.clients.client("jane")
	outside, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(outside, "token")
	if err := errors.Join(os.WriteFile(secret, []byte("canary"), 0o600), os.WriteFile(filepath.Join(outside, "key"), key, 0o600)); err != nil {
		t.Fatal(err)
	}
	inside := d.file(t, "tokens/token", "mine", 0o600)
	link := filepath.Join(filepath.Dir(d.caller.File), "link")
	if err := os.Symlink(secret, link); err != nil {
		t.Skip(err)
	}
	for name, test := range map[string]struct {
		user v1.AuthInfo
		asks string // which file
		sent string
	}{
		"inside":                   {v1.AuthInfo{TokenFile: inside}, "", "Bearer mine"},
		"outside":                  {v1.AuthInfo{TokenFile: secret}, secret, "Bearer canary"},
		"a link out of the folder": {v1.AuthInfo{TokenFile: link}, secret, "Bearer canary"},
		"a detour":                 {v1.AuthInfo{TokenFile: filepath.Dir(d.caller.File) + "/../" + filepath.Base(filepath.Dir(d.caller.File)) + "/tokens/token"}, "", "Bearer mine"},
		"a key":                    {v1.AuthInfo{ClientCertificateData: cert, ClientKey: filepath.Join(outside, "key")}, filepath.Join(outside, "key"), "CN=jane"},
	} {
		t.Run(name, func(t *testing.T) {
			d.caller.User, d.notes = test.user, nil
			needs, err := d.caller.Needs()
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, n := range needs.Open() {
				got = n.File.Raw()
			}
			if got != test.asks {
				t.Errorf("asked for %q, want %q", got, test.asks)
			}
			_, err = d.caller.Whoami(t.Context(), model.Consent{})
			if errors.Is(err, model.ErrNeedsConsent) != (test.asks != "") || test.asks != "" && d.String() != "" {
				t.Errorf("without consent: %v, sent %q", err, d)
			}
			d.notes = nil
			if _, err := d.caller.Whoami(t.Context(), needs.Agree()); err != nil || !strings.HasSuffix(d.String(), test.sent) {
				t.Errorf("with consent: %v, sent %q", err, d)
			}
			if test.asks == "" {
				return
			}
			elsewhere := d.caller
			elsewhere.Target.Server = "https://127.0.0.1:1"
			if _, err := elsewhere.Whoami(t.Context(), needs.Agree()); !errors.Is(err, model.ErrNeedsConsent) {
				t.Errorf("for another server: %v", err)
			}
		})
	}
}

func TestOneQuestionCoversABatch(t *testing.T) {
	d := newDesk(t)
	d.plugin(t, gives)
	var all model.Consent
	for range 3 {
		needs, err := d.caller.Needs()
		if err != nil {
			t.Fatal(err)
		}
		all = all.Join(needs)
	}
	d.caller.User.Exec.Args = []string{"other"}
	needs, err := d.caller.Needs()
	if err != nil {
		t.Fatal(err)
	}
	all = all.Join(needs)
	if len(all.Open()) != 2 {
		t.Errorf("%d things are asked for, want 2", len(all.Open()))
	}
	if _, err := d.caller.Whoami(t.Context(), all.Agree()); err != nil {
		t.Error(err)
	}
	if len(all.Open()) != 2 {
		t.Error("agreeing changed what was asked")
	}
}
