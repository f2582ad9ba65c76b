//go:build unix

package main

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"
	"k8s.io/client-go/tools/clientcmd"
)

// A walker is somebody at a real terminal with a program in it.
type walker struct {
	t    *testing.T
	tty  *os.File
	cmd  *exec.Cmd
	got  *display
	wide int
	done chan struct{}
}

// walk starts this program in a terminal, in a home folder with nothing in it.
func walk(t *testing.T, home string, args ...string) *walker {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// testscript.Main makes a command of this test when it is called by that name.
	bin := filepath.Join(t.TempDir(), "kubeid")
	if err := os.Symlink(self, bin); err != nil {
		t.Fatal(err)
	}
	w := &walker{t: t, got: &display{}, wide: 110, done: make(chan struct{})}
	w.cmd = exec.Command(bin, args...)
	w.cmd.Env = []string{"HOME=" + home, "TMPDIR=" + home, "PATH=/usr/bin:/bin", "TERM=xterm-256color"}
	if w.tty, err = pty.StartWithSize(w.cmd, &pty.Winsize{Rows: 34, Cols: uint16(w.wide)}); err != nil {
		t.Fatal(err)
	}
	go func() { io.Copy(w.got, w.tty); close(w.done) }()
	t.Cleanup(func() {
		w.cmd.Process.Kill()
		w.cmd.Wait()
		w.tty.Close()
	})
	return w
}

// screen is what there is to see. A program sends only what changes, so the window is
// made a little wider or narrower, and everything is drawn again.
func (w *walker) screen() string {
	from := len(w.got.String())
	w.wide = 221 - w.wide
	pty.Setsize(w.tty, &pty.Winsize{Rows: 34, Cols: uint16(w.wide)})
	for last, quiet := from, 0; quiet < 6; time.Sleep(20 * time.Millisecond) {
		if n := len(w.got.String()); n == last && n > from {
			quiet++
		} else {
			last, quiet = n, 0
		}
		if w.ended() {
			break
		}
	}
	return ansi.Strip(w.got.String()[from:])
}

func (w *walker) ended() bool {
	select {
	case <-w.done:
		return true
	default:
		return false
	}
}

// sees waits until all of it is to be seen.
func (w *walker) sees(wants ...string) *walker {
	w.t.Helper()
	var screen string
	for end := time.Now().Add(patience); time.Now().Before(end) && !w.ended(); {
		screen = w.screen()
		all := true
		for _, want := range wants {
			all = all && strings.Contains(screen, want)
		}
		if all {
			return w
		}
	}
	w.t.Fatalf("%q is not to be seen in\n%s", wants, screen)
	return w
}

// press types keys, each as a person does: one after the other.
func (w *walker) press(keys ...string) *walker {
	w.t.Helper()
	names := map[string]string{"enter": "\r", "esc": "\x1b", "right": "\x1b[C", "left": "\x1b[D", "up": "\x1b[A", "down": "\x1b[B", "tab": "\t", "space": " "}
	for _, k := range keys {
		text, ok := names[k]
		if !ok {
			text = k
		}
		if _, err := io.WriteString(w.tty, text); err != nil {
			w.t.Fatal(err)
		}
		time.Sleep(60 * time.Millisecond)
	}
	return w
}

// TestTheFirstFiveMinutes is what somebody does who has just met the program, on a
// computer without a cluster, by keys only.
func TestTheFirstFiveMinutes(t *testing.T) {
	home := t.TempDir()
	w := walk(t, home)
	w.sees("Welcome to kubeid", "d opens the demo").press("d")
	w.sees("kubeid demo", "Tour 1 of 5", "prod-web")

	// Add a user with the role edit in team-a, and see the proof.
	w.press("a").sees("somebody new on lab").press("enter").sees("Who and where").press("j", "a", "n", "e", "enter", "enter", "enter", "enter").sees("May do")
	w.press("right", "enter", "enter", "enter", "enter").sees("Review", "may do: edit in team-a", "Add jane").press("enter")
	w.sees("jane can log in", "Logged in, with exactly this credential").press("esc")

	// Switch a context.
	w.press("/", "p", "r", "o", "d").sees("prod").press("enter")
	w.sees("now on prod", "Tour 2 of 5").press("esc")

	// Find the certificate that expires next.
	w.press("4").sees("▲ jane", "Tour 3 of 5")

	// Make a token for an account, and use it as curl does.
	w.press("5").sees("enter connects to").press("enter").sees("builder").press("/", "b", "u", "i", "l", "d", "enter")
	w.press("t").sees("Token of team-a/builder").press("enter", "enter", "enter", "enter", "enter", "enter").sees("Where to, and what is done", "What is done", "for up to 8 hours")
	w.press("enter").sees("The token of team-a/builder logs in", "Logged in, with exactly this credential").press("esc")
	if got := asCurl(t, home, "*builder*.kubeconfig"); !strings.Contains(got, "system:serviceaccount:team-a:builder") {
		t.Errorf("the token is not the account's: %s", got)
	}

	// Take the switch back.
	w.press("1", "u").sees("* lab ")

	// Leave, and let the folder go.
	w.press("q")
	if !w.got.waitFor("Delete its folder") {
		t.Fatalf("nobody asks about the folder: %q", w.got.String())
	}
	w.press("y", "enter")
	<-w.done
	if err := w.cmd.Wait(); err != nil {
		t.Error(err)
	}
	left, err := os.ReadDir(home)
	if err != nil || len(left) > 0 {
		t.Errorf("it left %v: %v", left, err)
	}
}

// asCurl asks the server of a kubeconfig that was handed over who its token is.
func asCurl(t *testing.T, home, name string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(home, "kubeid-demo-*", ".local", "state", "kubeid", "handover", name))
	if err != nil || len(found) != 1 {
		t.Fatalf("there is no %s: %v, %v", name, found, err)
	}
	c, err := clientcmd.BuildConfigFromFlags("", found[0])
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(c.CAData)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	defer client.CloseIdleConnections()
	const review = `{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}`
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.Host+"/apis/authentication.k8s.io/v1/selfsubjectreviews", strings.NewReader(review))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+c.BearerToken)
	r.Header.Set("Content-Type", "application/json")
	got, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
