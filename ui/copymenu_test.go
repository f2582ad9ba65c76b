package ui

import (
	"testing"

	"kubeid/model"
)

func TestCopyMenuCopiesWhatIsChosen(t *testing.T) {
	for _, c := range []struct {
		name string
		keys []string
		want string
	}{
		{"the name of a context", []string{"y", "enter"}, "prod-eu"},
		{"its server", []string{"y", "s", "e", "r", "enter"}, "https://10.2.0.1:6443"},
		{"a kubectl line", []string{"y", "down", "down", "enter"}, "kubectl --context=prod-eu"},
		{"its file", []string{"y", "end", "enter"}, "/home/jane/.kube/config"},
		{"the name of a cluster", []string{"2", "/", "u", "s", "tab", "tab", "y", "enter"}, "prod-us-1"},
		{"the server of a cluster", []string{"2", "/", "u", "s", "tab", "tab", "y", "down", "enter"}, "https://10.3.0.1:6443"},
		{"the name of a user", []string{"3", "/", "o", "i", "d", "c", "tab", "tab", "y", "enter"}, "oidc"},
	} {
		t.Run(c.name, func(t *testing.T) {
			robot(t, func(t *testing.T) {
				d := drive(t, newFake(sample())).press(c.keys...)
				if d.clipboard != c.want {
					t.Errorf("the clipboard has %q, want %q", d.clipboard, c.want)
				}
				d.sees("Asked the terminal to copy: " + c.want).lacks("Copy of")
			})
		})
	}
}

func TestCopyMenuRefusesWhatATerminalWouldObeyAndPasswords(t *testing.T) {
	robot(t, func(t *testing.T) {
		k := sample()
		k.Contexts[0].Name = text("prod\x1b[201~\nrm -rf ~\n")
		k.Clusters[0].Server = text("https://jane:hunter2@10.2.0.1:6443")
		k = model.NewKubeconfig(k.Files, k.Contexts, k.Clusters, k.Users)
		d := drive(t, newFake(k)).press("/").typing("rm -rf").press("tab", "tab", "y")
		for _, keys := range [][]string{{"enter"}, {"down", "enter"}, {"down", "enter"}} {
			d.press(keys...).sees("Copy of")
			if d.clipboard != "" {
				t.Errorf("copied %q", d.clipboard)
			}
		}
		d.press("home").sees("it has characters that a terminal would obey").
			press("down").sees("it holds a password").lacks("hunter2").
			press("esc").lacks("Copy of")
	})
}
