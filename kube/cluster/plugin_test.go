package cluster

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	v1 "k8s.io/client-go/tools/clientcmd/api/v1"

	"kubeid/model"
)

func TestWhatAPluginDoesWrongIsToldWithoutItsSecrets(t *testing.T) {
	d := newDesk(t)
	credential := func(status string) string {
		return `echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":` + status + "}'\n"
	}
	for name, test := range map[string]struct {
		script, want string
		change       func(x *v1.ExecConfig)
	}{
		"fails":                  {"echo 'first'; printf 'log in \\033[2J first\\n' >&2; exit 3", `exit status 3 (it says: log in \x1b[2J first)`, nil},
		"writes nothing":         {"", "no ExecCredential", nil},
		"writes nonsense":        {"echo canary", "no ExecCredential", nil},
		"writes another version": {`echo '{"apiVersion":"client.authentication.k8s.io/v1beta1","kind":"ExecCredential","status":{"token":"canary"}}'`, `it speaks "client.authentication.k8s.io/v1beta1"`, nil},
		"writes no status":       {`echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential"}'`, "neither a token nor a certificate", nil},
		"writes half a pair":     {credential(`{"clientCertificateData":"canary"}`), "but not both", nil},
		"writes a bad pair":      {credential(`{"clientCertificateData":"canary","clientKeyData":"canary"}`), "cannot be used", nil},
		"writes without end":     {"head -c 3000000 /dev/zero", "more than 1 MiB", nil},
		"wants a person":         {gives, "wants to talk to a person", func(x *v1.ExecConfig) { x.InteractiveMode = "Always" }},
		"is of an old version":   {gives, "not supported any more", func(x *v1.ExecConfig) { x.APIVersion = "client.authentication.k8s.io/v1alpha1" }},
		"is not there":           {gives, "cannot be found", func(x *v1.ExecConfig) { x.Command, x.InstallHint = "nobody-has-this", "get it\x1b[2J" }},
		"is a folder":            {gives, "cannot be found", func(x *v1.ExecConfig) { x.Command = filepath.Dir(x.Command) }},
	} {
		t.Run(name, func(t *testing.T) {
			d.notes = nil
			d.plugin(t, test.script)
			d.caller.User.Exec.Args = []string{"canary"}
			if test.change != nil {
				test.change(d.caller.User.Exec)
			}
			_, err := d.whoami(t)
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error()+model.Hint(err), "canary") || strings.ContainsRune(err.Error()+model.Hint(err), 0x1b) {
				t.Errorf("it says %v (%s), want %q", err, model.Hint(err), test.want)
			}
			if d.String() != "" {
				t.Errorf("sent %q", d)
			}
		})
	}
}

func TestAPluginThatHangsIsEndedWithItsChildren(t *testing.T) {
	d := newDesk(t)
	here := filepath.Dir(d.caller.File)
	d.plugin(t, "echo $$ > "+here+"/pid\nsleep 600 &\nwait\n")
	needs, err := d.caller.Needs()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := contextOf(t)
	done := make(chan error, 1)
	go func() {
		_, err := d.caller.Whoami(ctx, needs.Agree())
		done <- err
	}()
	for {
		if b, _ := os.ReadFile(here + "/pid"); len(b) > 0 {
			break
		}
		runtime.Gosched()
	}
	began := time.Now()
	cancel()
	if err := <-done; model.ExitCode(err) != model.ExitInterrupted {
		t.Errorf("it says %v", err)
	}
	if took := time.Since(began); took > pluginGrace-time.Second { // the child would keep the pipes open
		t.Errorf("it took %v", took)
	}
}

func TestAPluginLearnsWhatClientGoTellsIt(t *testing.T) {
	d := newDesk(t)
	cert, key := d.clients.client("jane")
	here := filepath.Dir(d.caller.File)
	d.file(t, "credential", fmt.Sprintf(`{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"clientCertificateData":%q,"clientKeyData":%q}}`, cert, key), 0o600)
	d.plugin(t, `echo "$KUBERNETES_EXEC_INFO" > `+here+`/info; echo "$0 $1 $EXTRA" > `+here+`/how; cat `+here+"/credential\n")
	d.caller.User.Exec.Args = []string{"one"}
	d.caller.User.Exec.Env = []v1.ExecEnvVar{{Name: "EXTRA", Value: "two"}}
	d.caller.User.Exec.ProvideClusterInfo = true
	d.caller.Info = []byte(`{"audience":"x"}`)
	if _, err := d.whoami(t); err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(d.String(), "CN=jane") {
		t.Errorf("sent %q", d)
	}
	info, err := os.ReadFile(here + "/info")
	if err != nil {
		t.Fatal(err)
	}
	if want := theirInfo(t, d); strings.TrimSpace(string(info)) != want {
		t.Errorf("told\n%swant\n%s", info, want)
	}
	if how, _ := os.ReadFile(here + "/how"); !strings.HasSuffix(string(how), "/bin/plugin one two\n") {
		t.Errorf("run as %q", how)
	}
}
