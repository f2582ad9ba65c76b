package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

func issuedFor(n int) model.Issued {
	return model.Issued{Fingerprint: fmt.Sprintf("X509SHA256=%02d", n), Subject: crypto.Subject{User: fmt.Sprint("user ", n), Groups: []string{"a", "b"}}, Until: time.Date(2027, 1, n%28+1, 0, 0, 0, 0, time.UTC)}
}

func TestTheLedgerKeepsEverythingAlsoFromSeveralAtOnce(t *testing.T) {
	s := Open(filepath.Join(t.TempDir(), "state"))
	if list, err := s.Ledger(); err != nil || len(list) != 0 {
		t.Fatal(list, err)
	}
	var wait sync.WaitGroup
	for n := range 20 {
		wait.Go(func() {
			i := issuedFor(n)
			if err := errors.Join(s.AppendIssued(t.Context(), i), s.AmendIssued(t.Context(), i.Fingerprint, []string{"RoleBinding x"}, []string{"/a", "/b"})); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	list, err := s.Ledger()
	if err != nil || len(list) != 20 {
		t.Fatalf("%d certificates, %v", len(list), err)
	}
	for _, i := range list {
		if len(i.Bindings) != 1 || !slices.Equal(i.Written, []string{"/a", "/b"}) || len(i.Subject.Groups) != 2 || i.Until.IsZero() {
			t.Errorf("kept as %+v", i)
		}
	}
	if info, err := os.Stat(filepath.Join(s.dir, ledgerName)); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestATornLineOfTheLedgerTakesNothingWithIt(t *testing.T) {
	s := Open(filepath.Join(t.TempDir(), "state"))
	if err := s.AppendIssued(t.Context(), issuedFor(1)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(s.dir, ledgerName)
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString(`{"issued":{"Fingerprint":"X509SHA256=torn"`)
	f.Close()
	if err := s.AppendIssued(t.Context(), issuedFor(2)); err != nil {
		t.Fatal(err)
	}
	list, err := s.Ledger()
	if err != nil || len(list) != 2 || list[0].Fingerprint != "X509SHA256=02" {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestWhatIsHandedOverIsNewAndForTheOwnerAlone(t *testing.T) {
	s := Open(filepath.Join(t.TempDir(), "state"))
	if err := s.MakeHandover(); err != nil {
		t.Fatal(err)
	}
	path := FreeName(s.Handover(), "jane", ".kubeconfig")
	if filepath.Base(path) != "jane.kubeconfig" {
		t.Errorf("free is %s", path)
	}
	if err := NewFile(path, []byte("secret")); err != nil {
		t.Fatal(err)
	}
	if next := FreeName(s.Handover(), "jane", ".kubeconfig"); filepath.Base(next) != "jane-2.kubeconfig" {
		t.Errorf("free is %s then", next)
	}
	if err := NewFile(path, []byte("other")); model.ExitCode(err) != model.ExitRefused || model.Hint(err) == "" {
		t.Errorf("over a file: %v", err)
	}
	if err := NewFile(filepath.Join(s.dir, "nowhere", "x"), nil); model.ExitCode(err) != model.ExitNotFound {
		t.Errorf("into no folder: %v", err)
	}
	if data, _ := os.ReadFile(path); string(data) != "secret" {
		t.Errorf("it is %q now", data)
	}
	if runtime.GOOS == "windows" {
		return
	}
	for p, want := range map[string]os.FileMode{path: 0o600, s.Handover(): 0o700} {
		if info, err := os.Stat(p); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has %v, %v", p, info.Mode(), err)
		}
	}
	if err := os.Symlink(path, filepath.Join(s.Handover(), "link")); err != nil {
		t.Fatal(err)
	}
	if err := NewFile(filepath.Join(s.Handover(), "link"), []byte("x")); err == nil {
		t.Error("a link was followed")
	}
	if err := os.Chmod(s.Handover(), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := s.MakeHandover(); model.ExitCode(err) != model.ExitRefused {
		t.Errorf("a folder that others can write to: %v", err)
	}
}

func TestWhoWaitsIsKeptUntilDropped(t *testing.T) {
	s := Open(filepath.Join(t.TempDir(), "state"))
	ref := model.Ref{File: "/config", Kind: model.ContextKind, Name: model.NewText("prod")}
	p := Pending{
		User:   model.NewUser{Contexts: []model.Ref{ref}, Subject: crypto.Subject{User: "../jane"}, Life: time.Hour},
		Places: []PendingPlace{{Context: ref, Name: "kubeid-jane", UID: "1", Request: []byte("request"), Key: crypto.NewSecret([]byte("the key"))}},
	}
	id, err := s.KeepPending(p)
	if err != nil || strings.ContainsAny(id, "/.") {
		t.Fatal(id, err)
	}
	second, err := s.KeepPending(p)
	if err != nil || second == id || !slices.Equal(s.PendingIDs(), []string{id, second}) {
		t.Errorf("waiting: %q, %v", s.PendingIDs(), err)
	}
	back, err := s.Pending(id)
	if err != nil || back.User.Contexts[0] != ref || back.User.Life != time.Hour || string(back.Places[0].Key.Reveal()) != "the key" || back.Places[0].UID != "1" {
		t.Errorf("came back as %+v, %v", back, err)
	}
	if text := fmt.Sprintf("%v %+v", back, back); strings.Contains(text, "the key") {
		t.Error("the key is told")
	}
	for _, bad := range []string{"", "..", "../pending/" + id, "ghost", ".x"} {
		if _, err := s.Pending(bad); model.ExitCode(err) != model.ExitNotFound || model.Hint(err) == "" {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if err := errors.Join(s.DropPending(id), s.DropPending(id)); err != nil || len(s.PendingIDs()) != 1 {
		t.Errorf("after dropping: %q, %v", s.PendingIDs(), err)
	}
}

func TestAnswersAreKeptForEachServerWithoutTheUser(t *testing.T) {
	s := Open(filepath.Join(t.TempDir(), "state"))
	u := model.NewUser{Subject: crypto.Subject{User: "jane"}, Role: model.RoleWish{Name: "view", Namespaces: []string{"web"}}, Life: time.Hour, Named: []string{"x"}}
	if err := errors.Join(s.KeepAnswers(t.Context(), "https://a", u), s.KeepAnswers(t.Context(), "https://b", model.NewUser{})); err != nil {
		t.Fatal(err)
	}
	got, ok := s.Answers("https://a")
	if !ok || got.Subject.User != "" || got.Role.Name != "view" || got.Life != time.Hour || len(got.Named) > 0 {
		t.Errorf("kept %+v", got)
	}
	if _, ok := s.Answers("https://c"); ok {
		t.Error("answers of another server")
	}
}

func TestOnlyRecipientsAreEncryptedTo(t *testing.T) {
	for r, fine := range map[string]bool{
		"age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p":                       true,
		"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIN4aaXHIqEXQHvAENBF0plmsYZKoCbfBS8fSh8XBl5fT x@y": true,
		"": false, "jane": false, "age1x": false, "ssh-rsa AAAA": false, "AGE-SECRET-KEY-1": false,
	} {
		_, err := Encrypt(crypto.NewSecret([]byte("x")), r)
		if (err == nil) != fine || err != nil && model.ExitCode(err) != model.ExitUsage {
			t.Errorf("%q: %v", r, err)
		}
	}
}
