//go:build linux

package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"
	"filippo.io/age/armor"
	"k8s.io/client-go/tools/clientcmd"

	"kubeid/crypto"
	"kubeid/testdata/cluster"
)

// A witness runs the program, and keeps all that can be seen of it from outside: what it
// says, its arguments and its environment.
type witness struct {
	newcomer
	seen strings.Builder
}

// runs runs the program, which has to end well, and returns what it printed.
func (w *witness) runs(t *testing.T, args ...string) string {
	t.Helper()
	cmd := w.command(t, args...)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var watch sync.WaitGroup
	ended, looks := make(chan struct{}), 0
	watch.Go(func() {
		for {
			for _, file := range []string{"cmdline", "environ"} {
				text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", cmd.Process.Pid, file))
				if err == nil && len(text) > 0 && !strings.Contains(w.seen.String(), string(text)) {
					w.seen.Write(text)
					looks++
				}
			}
			select {
			case <-ended:
				return
			case <-time.After(time.Millisecond):
			}
		}
	})
	err := cmd.Wait()
	close(ended)
	watch.Wait()
	w.seen.WriteString(out.String() + said.String())
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, said.String())
	}
	return strings.TrimSpace(out.String())
}

// only wants the key nowhere but in these files; where is what has to hold it in plain.
func (w *witness) only(t *testing.T, key crypto.Key, where ...string) {
	t.Helper()
	forms := keyForms(t, key)
	if form := holds(w.seen.String(), forms); form != "" {
		t.Errorf("the key was to be seen from outside, as %s", form)
	}
	found := map[string]bool{}
	err := filepath.WalkDir(w.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		if form := holds(string(text), forms); form != "" {
			found[path] = true
			info, _ := d.Info()
			if info.Mode().Perm() != 0o600 {
				t.Errorf("%s holds the key and has mode %v", path, info.Mode())
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range where {
		if !found[path] {
			t.Errorf("the key does not stand in %s, so that this looks in vain", path)
		}
		delete(found, path)
	}
	for path := range found {
		t.Errorf("the key stands in %s", path)
	}
}

// inKubeconfig returns the key of a user entry, or of the only one.
func inKubeconfig(t *testing.T, text []byte, entry string) crypto.Key {
	t.Helper()
	config, err := clientcmd.Load(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, u := range config.AuthInfos {
		if entry == "" || name == entry {
			return parsedKey(t, u.ClientKeyData)
		}
	}
	t.Fatalf("there is no user %q", entry)
	return crypto.Key{}
}

func parsedKey(t *testing.T, text []byte) crypto.Key {
	t.Helper()
	key, err := crypto.ParseKey(text, crypto.Secret{})
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestRealTheKeyStandsOnlyWhereItBelongs looks for the bytes of the private key in
// everything that a run has made, said and shown, for every way and every result.
func TestRealTheKeyStandsOnlyWhereItBelongs(t *testing.T) {
	c := cluster.Shared(t)
	ways := map[string][]string{"api": nil, "authority": {"--ca-cert", c.Path("client-ca.crt"), "--ca-key", c.Path("client-ca.key")}}
	for way, flags := range ways {
		for _, kind := range crypto.KeyTypes() {
			t.Run(way+" kubeconfig "+string(kind), func(t *testing.T) {
				w, user := witness{newcomer: newNewcomer(t, c, c.Admin())}, cluster.Name("jane")
				w.runs(t, append([]string{"issue", "--user", user, "--dry-run", "--key-type", string(kind)}, flags...)...)
				file := w.runs(t, append([]string{"issue", "--user", user, "--yes", "-o", "name", "--key-type", string(kind)}, flags...)...)
				w.runs(t, "issued", "-o", "json")
				w.runs(t, "inspect", file)
				w.only(t, inKubeconfig(t, read(t, file), ""), file)
			})
		}
		t.Run(way+" pem", func(t *testing.T) {
			w, user := witness{newcomer: newNewcomer(t, c, c.Admin())}, cluster.Name("jane")
			out := filepath.Join(w.dir, "out")
			w.runs(t, append([]string{"issue", "--user", user, "--yes", "--format", "pem", "--out", out, "-o", "json"}, flags...)...)
			file := filepath.Join(out, user+".key")
			w.only(t, parsedKey(t, read(t, file)), file)
		})
		t.Run(way+" pkcs12", func(t *testing.T) {
			w, user := witness{newcomer: newNewcomer(t, c, c.Admin())}, cluster.Name("jane")
			pass := filepath.Join(w.dir, "pass")
			if err := os.WriteFile(pass, []byte("open sesame\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			file := w.runs(t, append([]string{"issue", "--user", user, "--yes", "--format", "p12", "--p12-passphrase-file", pass, "-o", "name"}, flags...)...)
			bundle, err := crypto.ParsePKCS12(read(t, file), crypto.NewSecret([]byte("open sesame")))
			if err != nil {
				t.Fatal(err)
			}
			w.only(t, bundle.Key)
		})
		t.Run(way+" age", func(t *testing.T) {
			w, user := witness{newcomer: newNewcomer(t, c, c.Admin())}, cluster.Name("jane")
			them, err := age.GenerateX25519Identity()
			if err != nil {
				t.Fatal(err)
			}
			file := w.runs(t, append([]string{"issue", "--user", user, "--yes", "--encrypt-to", them.Recipient().String(), "-o", "name"}, flags...)...)
			r, err := age.Decrypt(armor.NewReader(bytes.NewReader(read(t, file))), them)
			if err != nil {
				t.Fatal(err)
			}
			var plain bytes.Buffer
			if _, err := plain.ReadFrom(r); err != nil {
				t.Fatal(err)
			}
			w.only(t, inKubeconfig(t, plain.Bytes(), ""))
		})
		t.Run(way+" merged and renewed", func(t *testing.T) {
			w, user := witness{newcomer: newNewcomer(t, c, c.Admin())}, cluster.Name("jane")
			w.runs(t, append([]string{"issue", "--user", user, "--yes", "--merge", w.kubeconfig}, flags...)...)
			old := inKubeconfig(t, read(t, w.kubeconfig), user+"@real")
			w.journal(t)
			w.only(t, old, w.kubeconfig)
			w.runs(t, append([]string{"renew", user + "@real", "--context", "real", "--yes"}, flags...)...)
			w.journal(t)
			w.only(t, inKubeconfig(t, read(t, w.kubeconfig), user+"@real"), w.kubeconfig)
			w.only(t, old, w.secretStore(t)...) // from where undo brings it back
		})
	}
	t.Run("resumed", func(t *testing.T) {
		w, user := witness{newcomer: newNewcomer(t, c, c.Admin())}, cluster.Name("jane")
		w.runs(t, "issue", "--user", user, "--no-approve", "--yes", "-o", "json")
		w.runs(t, "issue", "--waiting", "-o", "json")
		kept := filepath.Join(w.dir, "state", "kubeid", "pending", user+".json")
		w.approve(t, user)
		file := ""
		func() {
			before := read(t, kept)
			file = w.runs(t, "issue", "--resume", user, "-o", "name")
			if holds(string(before), keyForms(t, inKubeconfig(t, read(t, file), ""))) == "" {
				t.Error("what was kept did not hold the key")
			}
		}()
		w.only(t, inKubeconfig(t, read(t, file), ""), file)
	})
	t.Run("signed by somebody else", func(t *testing.T) {
		w, admin, user := witness{newcomer: newNewcomer(t, c, c.Admin())}, witness{newcomer: newNewcomer(t, c, c.Admin())}, cluster.Name("jane")
		request := w.runs(t, "request", "--user", user, "--yes", "-o", "name")
		signed := admin.runs(t, append([]string{"issue", "--from-csr", request, "--yes", "-o", "name"}, ways["authority"]...)...)
		file := w.runs(t, "accept", signed, "-o", "name")
		key := inKubeconfig(t, read(t, file), "")
		w.only(t, key, file)
		admin.only(t, key)
	})
}

// journal has everything told that the journal tells.
func (w *witness) journal(t *testing.T) {
	t.Helper()
	w.runs(t, "journal")
	w.runs(t, "journal", "-o", "json")
	w.runs(t, "undo", "--list", "-o", "yaml")
	w.runs(t, "undo", "--dry-run", "--yes")
}

// secretStore are the files of the journal, which keep what undo brings back.
func (w *witness) secretStore(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(w.dir, "state", "kubeid", "journal", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// approve approves the request of a user, as somebody else.
func (w *witness) approve(t *testing.T, user string) {
	t.Helper()
	for _, object := range w.made(t, user) {
		if name, ok := strings.CutPrefix(object, "CertificateSigningRequest "); ok {
			if _, complaints, err := w.Kubectl(t, w.Admin(), "", "certificate", "approve", name); err != nil {
				t.Fatal(complaints)
			}
			return
		}
	}
	t.Fatal("there is no request")
}
