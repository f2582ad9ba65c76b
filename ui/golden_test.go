package ui

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"kubeid/model"
)

// sizes are the windows in which every screen is drawn: the smallest that must
// work, a usual one, a wide one.
var sizes = []struct{ w, h int }{{80, 24}, {120, 36}, {160, 50}, {200, 60}}

// pictures are the screens worth looking at, and the keys that lead to them.
var pictures = []struct {
	name   string
	config func() model.Kubeconfig // sample with credentials in it when it is nil
	keys   []string
}{
	{"contexts", sample, nil},
	{"clusters", sample, []string{"2", "down", "down"}},
	{"users", sample, []string{"3", "G"}},
	{"detail", sample, []string{"/", "l", "a", "b", "space", "j", "a", "n", "e", "tab"}},
	{"refused", sample, []string{"/", "h", "a", "l", "f", "tab"}},
	{"filter", sample, []string{"/", "p", "r", "o", "d"}},
	{"nothing", sample, []string{"/", "x", "x", "x"}},
	{"help", sample, []string{"?"}},
	{"palette", sample, []string{":", "c", "o"}},
	{"namespace", sample, []string{"n"}},
	{"copy", sample, []string{"y"}},
	{"question", sample, []string{"G", "enter"}},
	{"warnings", sample, []string{"!"}},
	{"switched", sample, []string{"down", "enter"}},
	{"empty", nowhere, nil},
	{"empty-broken", func() model.Kubeconfig {
		k := inTrouble()
		return model.NewKubeconfig(k.Files, nil, nil, nil)
	}, nil},
	{"trouble", inTrouble, nil},
	{"lives", nil, nil},
	{"lives-users", nil, []string{"3", "/", "j", "a", "n"}},
	{"lives-clusters", nil, []string{"2", "/", "u", "s", "tab"}},
	{"expiry", nil, []string{"4", "j"}},
	{"expiry-detail", nil, []string{"4", "/", "j", "a", "n", "e", "tab"}},
	{"expiry-certificate", nil, []string{"4", "/", "j", "a", "n", "e", "enter"}},
	{"expiry-token", nil, []string{"4", "/", "d", "e", "p", "l", "enter"}},
	{"expiry-authority", nil, []string{"4", "/", "e", "u", "enter"}},
	{"expiry-not-fine", nil, []string{"4", "v", "V", "V"}},
	{"expiry-nothing", nil, []string{"4", "/", "x", "x", "x"}},
	{"expiry-empty", nowhere, []string{"4"}},
	{"probed", nil, []string{"2", "P"}},
	{"probed-contexts", nil, []string{"P"}},
	{"probed-marked", nil, []string{"2", "G", "k", "m", "m", "p"}},
	{"probed-detail", nil, []string{"2", "P", "G", "k", "space"}},
	{"server", nil, []string{"p", "i", "pgdown"}},
	{"consent", nil, []string{"w"}},
	{"consent-bare", nil, []string{"w", "v"}},
	{"whoami", nil, []string{"w", "y"}},
	{"namespaces-ask", nil, []string{"n", "end"}},
	{"namespaces-listed", nil, []string{"n", "end", "enter", "y"}},
	{"requests-apart", nil, []string{"6"}},
	{"requests", nil, []string{"6", "enter", "y", "down"}},
	{"requests-detail", nil, []string{"6", "enter", "y", "down", "space"}},
	{"requests-approve", nil, []string{"6", "enter", "y", "A"}},
	{"requests-dangerous", nil, []string{"6", "enter", "y", "down", "A"}},
	{"requests-stuck", nil, []string{"6", "enter", "y", "/", "a", "n", "n", "enter"}},
	{"requests-target", nil, []string{"6", "c"}},
	{"accounts-apart", nil, []string{"5"}},
	{"accounts", nil, []string{"5", "enter", "y", "down"}},
	{"accounts-secrets", nil, []string{"5", "enter", "y", "v", "v", "space"}},
	{"accounts-namespace", nil, []string{"5", "enter", "y", "n"}},
	{"account", nil, []string{"5", "enter", "y", "down", "enter"}},
	{"account-rights", nil, []string{"5", "enter", "y", "down", "enter", "down", "down", "enter"}},
	{"who-can", nil, []string{"5", "enter", "y", "down", "b", "down"}},
	{"who-can-detail", nil, []string{"5", "enter", "y", "down", "b", "down", "down", "down", "space"}},
	{"token-form", nil, []string{"5", "enter", "y", "down", "t"}},
	{"token-review", nil, []string{"5", "enter", "y", "down", "t", "enter", "enter", "enter", "enter", "enter", "enter"}},
	{"token-secret", nil, []string{"5", "enter", "y", "down", "t", "right", "enter", "enter", "enter"}},
	{"token-made", nil, []string{"5", "enter", "y", "down", "t", "enter", "enter", "enter", "enter", "enter", "enter", "enter"}},
	{"token-page", nil, []string{"5", "enter", "y", "down", "t", "enter", "enter", "enter", "enter", "enter", "enter", "enter", "enter"}},
	{"revoke", nil, []string{"5", "enter", "y", "v", "v", "x"}},
	{"health", nil, []string{"7", "j"}},
	{"health-detail", nil, []string{"7", "j", "enter"}},
	{"health-ignored", nil, []string{"7", "I", "v"}},
	{"rename", sample, []string{"r", "-", "x"}},
	{"rename-many", sample, []string{"g", "m", "m", "r", "ctrl+u", "{", "l", "a", "s", "t", "}"}},
	{"delete", sample, []string{"3", "/", "h", "a", "l", "f", "esc", "x", "d"}},
	{"left-over", sample, []string{"/", "u", "s", "esc", "x"}},
	{"add", sample, []string{"a"}},
	{"new-context", sample, []string{"a", "f", "r", "o", "m", "enter", "down"}},
	{"set-cluster", sample, []string{"2", "G", "e", "down", "right"}},
	{"export", sample, []string{"o"}},
	{"import", nil, []string{"+", "~", "/", "n"}},
	{"import-preview", nil, []string{"+", "~", "/", "n", "e", "tab", "tab", "enter", "up", "up", "up", "up"}},
	{"import-asks", nil, []string{"+", "~", "/", "n", "e", "tab", "tab", "enter", "enter"}},
	{"journal", nil, []string{"r", "-", "x", "enter", "a", "down", "enter", "enter", "u", "U"}},
	{"journal-empty", sample, []string{"U"}},
	{"health-empty", func() model.Kubeconfig { return many(1) }, []string{"7", "v"}},
}

// backend is a fake with this config, or the sample with its certificates and tokens.
func backend(config func() model.Kubeconfig) *fakeBackend {
	if config == nil {
		b := answering()
		b.needs = asking()
		b.arriving, b.dangers = arriving(b.loaded.Config)
		return b
	}
	return newFake(config())
}

// nowhere is what somebody has who has nothing yet.
func nowhere() model.Kubeconfig {
	return model.NewKubeconfig([]model.File{{Path: "/home/jane/.kube/config", Label: text("~/.kube/config"), Missing: true}}, nil, nil, nil)
}

// inTrouble has a file that cannot be read, one that kubectl refuses, and a current
// context that does not exist.
func inTrouble() model.Kubeconfig {
	k := many(3)
	k.Files[0].Current = text("gone")
	k.Files[0].Refused = text(`duplicate name "context-0001" in contexts`)
	files := append(k.Files, model.File{Path: "/tmp/b", Label: text("/tmp/b"), Problem: text("not YAML: line 3: mapping values are not allowed here")})
	return model.NewKubeconfig(files, k.Contexts, k.Clusters, k.Users)
}

func TestScreensLookAsTheyDid(t *testing.T) {
	for _, p := range pictures {
		for _, s := range sizes {
			if s.w == 160 && !strings.HasPrefix(p.name, "expiry") {
				continue // the line of time lives from its width
			}
			t.Run(fmt.Sprintf("%s at %dx%d", p.name, s.w, s.h), func(t *testing.T) {
				robot(t, func(t *testing.T) {
					driveIn(t, backend(p.config), s.w, s.h, Options{}).press(p.keys...).
						golden(fmt.Sprintf("%s-%dx%d", p.name, s.w, s.h))
				})
			})
		}
	}
}

// The looks are kept with their styles, at one size.
func TestThemesLookAsTheyDid(t *testing.T) {
	for _, look := range []struct {
		name string
		opts Options
		msg  tea.Msg
	}{
		{"dark", Options{}, tea.BackgroundColorMsg{Color: lipgloss.Color("#101018")}},
		{"light", Options{}, tea.BackgroundColorMsg{Color: lipgloss.Color("#FFFFFF")}},
		{"nocolor", Options{Environ: []string{"NO_COLOR=yes"}}, tea.BackgroundColorMsg{Color: lipgloss.Color("#101018")}},
		{"ascii", Options{ASCII: true}, tea.BackgroundColorMsg{Color: lipgloss.Color("#101018")}},
	} {
		for _, p := range pictures {
			t.Run(p.name+" "+look.name, func(t *testing.T) {
				robot(t, func(t *testing.T) {
					driveIn(t, backend(p.config), 100, 24, look.opts).send(look.msg).press(p.keys...).
						styled(fmt.Sprintf("styled/%s-%s", p.name, look.name))
				})
			})
		}
	}
}
