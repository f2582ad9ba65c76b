package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"kubeid/crypto"
	"kubeid/model"
)

// hostile are names that somebody may write into a kubeconfig.
var hostile = []string{
	"\x1b[2J\x1b[31mred", "\x1b]0;title\x07", "\x1b]52;c;aGk=\x07", "\x1bPq#0\x1b\\", "\x1b_Ga=d\x1b\\", "\u009b2J", "\u009d0;x\u009c",
	"line\nbreak", "over\rwrite", "back\bspace", "\ttab", "nul\x00", "del\x7f", "bad\xff\xfeutf8",
	"\u202egnp.exe", "\u2066isolate\u2069", "zero\u200bwidth\u200d", "\ufeffbom", "tag\U000e0041",
	"z" + strings.Repeat("\u0301", 200), strings.Repeat("x", 300), strings.Repeat("名", 150),
	"👩‍👩‍👧‍👦 family", "🇩🇪 flag", "👍🏽 skin", "❤️ heart", "名前-prod", "ｆｕｌｌ", "السلام", "a/../../b", "'; rm -rf ~ #", "$(id)", "`id`", "-rf", "",
}

// hostileConfig has such a name in every field.
func hostileConfig() model.Kubeconfig {
	files := []model.File{
		{Path: "/tmp/" + hostile[0], Label: text("/tmp/" + hostile[0]), Current: text(hostile[0])},
		{Path: "/tmp/b", Label: text(strings.Join(hostile, "")), Refused: text(strings.Join(hostile, " "))},
		{Path: "/tmp/c", Label: text("/tmp/c\x1b[2J"), Problem: text("bad\x1b]0;x\x07\nline")},
	}
	var contexts []model.Context
	var clusters []model.Cluster
	var users []model.User
	for i, h := range hostile {
		x := text(h)
		contexts = append(contexts, model.Context{Entry: entry(h, i%2, i), Cluster: x, User: x, Namespace: x})
		clusters = append(clusters, model.Cluster{Entry: entry(h, 0, i), Server: text("https://" + h), CA: model.Source{File: x}, TLSServerName: x, ProxyURL: text("http://" + h)})
		users = append(users, model.User{Entry: entry(h, i%2, i), Exec: &model.Exec{Command: x, APIVersion: x, InteractiveMode: x, InstallHint: x}, As: model.Impersonation{User: x, UID: x, Groups: []model.Text{x}}})
	}
	users = append(users, model.User{Entry: entry("bob", 1, 1), Provider: &model.Provider{Name: text(hostile[0])}, Token: model.Source{File: text(hostile[7])}})
	contexts = append(contexts, contexts...) // every one of them shadowed once
	return model.NewKubeconfig(files, contexts, clusters, users)
}

// hostileBackend has such names in everything that is found in entries and told by servers.
func hostileBackend() *fakeBackend {
	k := hostileConfig()
	b := newFake(k)
	b.found, b.servers = map[model.Ref]model.Credential{}, map[model.Ref]model.Probe{}
	now, secret := time.Now(), func(s string) crypto.Secret { return crypto.NewSecret([]byte(s)) }
	for i, h := range hostile {
		c := client(h, now.Add(-day), now.Add(time.Duration(i*i)*day), h, h)
		c.Subject, c.Issuer, c.Refused, c.SANs, c.Serial = text(h), text(h), text(h), []model.Text{text(h)}, text(h)
		c.Notes, c.Login.Facts, c.Login.UID = []model.Note{{ID: "x", Text: text(h)}}, []model.Note{{ID: "x", Text: text(h)}}, text(h)
		c.Login.Refusals, c.Usages = []model.Note{{ID: "x", Text: text(h)}}, nil
		if i%3 > 0 {
			c.Refused = model.Text{}
		}
		token := &model.Token{
			Kind: crypto.OIDCToken, Issuer: text(h), Subject: text(h), ID: text(h), Audiences: []model.Text{text(h)}, Bound: []model.Text{text(h)},
			Account: model.Account{Namespace: text(h), Name: text(h)}, Expires: now.Add(time.Duration(i) * day), Odd: []model.Note{{ID: "x", Text: text(h)}},
		}
		b.found[k.Ref(model.UserKind, i)] = model.Credential{Certificates: []model.Certificate{c, c}, Token: token, Troubles: []model.Text{text(h)}}
		b.found[k.Ref(model.ClusterKind, i)] = model.Credential{Certificates: []model.Certificate{c}, Troubles: []model.Text{text(h)}}
		p := model.Probe{
			At: now, Server: text(h), Proxy: text(h), Name: text(h), Chain: []model.Served{c.Served}, SignedBy: text(h), ClientCAs: []model.Text{text(h)},
			Version: text(h), Trust: model.TrustConfig, Steps: []model.Step{{Stage: model.StageTLS}},
		}
		if i%2 > 0 {
			p.Failures = []model.Failure{{Reason: model.ReasonWrongName, Stage: model.StageTLS, Detail: text(h)}}
		}
		b.servers[k.Ref(model.ClusterKind, i)] = p
		b.needs.Needs = append(b.needs.Needs, model.Need{
			Hash: fmt.Sprint(i), User: model.Ref{Name: text(h)}, Place: text(h), Server: text(h), Command: text(h), Path: text("/bin/" + h),
			Args: []crypto.Secret{secret(h)}, Env: []model.Variable{{Name: text(h), Value: secret(h)}},
		}, model.Need{Hash: "f" + fmt.Sprint(i), File: text(h + "x"), What: "token", Place: text(h), Server: text(h)})
	}
	b.who = model.Whoami{Server: text(hostile[0]), User: text(hostile[0]), UID: text(hostile[1]), Groups: model.Texts(hostile), Sent: model.Texts(hostile), Warnings: model.Texts(hostile)}
	for _, h := range hostile {
		b.who.Extra = append(b.who.Extra, model.Extra{Key: text(h), Values: model.Texts(hostile)})
	}
	b.listed = model.Texts(hostile)
	for _, h := range hostile {
		b.requests = append(b.requests, csr(h, h, time.Minute, func(r *model.CSR) {
			l := model.Login{User: text(h), Groups: model.Texts(hostile)}
			r.Body = model.RequestBody{Request: model.Request{Subject: text(h), Login: l, SANs: model.Texts(hostile), Key: "RSA 2048"}, UIDs: model.Texts(hostile), Means: []model.Note{{ID: "group-masters", Text: text(h)}}}
			r.Signer, r.Usages = text(h), model.Texts(hostile)
			r.By = model.Requester{User: text(h), Groups: model.Texts(hostile), Credential: text(h)}
			r.Conditions = []model.Condition{{Kind: "Other", Reason: text(h), Message: text(h)}}
		}))
	}
	for _, h := range hostile {
		b.arriving = append(b.arriving, model.Incoming{Kind: model.UserKind, Name: text(h), Fate: model.Renamed, To: text(h), Here: model.Ref{Name: text(h)}})
		b.dangers = append(b.dangers, model.Danger{Name: text(h), What: safe("runs " + h)})
		b.history = append(b.history, model.Written{Fact: "now on " + h, When: now, Files: []model.Text{text(h)}})
	}
	return b
}

// TestNoForeignByteReachesTheTerminal walks over every screen with hostile names:
// no control but our own styles, and every line as wide as the window.
func TestNoForeignByteReachesTheTerminal(t *testing.T) {
	ways := [][]string{
		nil,
		{"G"},
		{"space"},
		{"n"},
		{"y"},
		{"enter"},
		{"down", "enter"},
		{"G", "enter"},
		{"/", "x"},
		{"/", "名"},
		{"s"},
		{":"},
		{"?"},
		{"!"},
		{"2"},
		{"2", "space"},
		{"2", "y"},
		{"3"},
		{"3", "space"},
		{"3", "G", "space"},
		{"u"},
		{"n", "x", "enter"},
		{"i"},
		{"i", "G"},
		{"p", "i", "G", "pgup"},
		{"P"},
		{"2", "P"},
		{"2", "p", "i", "pgdown"},
		{"w"},
		{"w", "v", "G"},
		{"w", "y"},
		{"n", "end", "enter", "y"},
		{"4"},
		{"4", "enter"},
		{"4", "enter", "G"},
		{"4", "v", "V", "V", "enter"},
		{"4", "/", "x"},
		{"6"},
		{"6", "c"},
		{"6", "enter", "y", "G"},
		{"6", "enter", "y", "down", "enter", "pgdown"},
		{"6", "enter", "y", "A"},
		{"6", "enter", "y", "D"},
		{"6", "enter", "y", "down", "y"},
		{"7"},
		{"7", "enter"},
		{"7", "I", "/", "x"},
		{"r"},
		{"r", "x", "home"},
		{"m", "m", "m", "r"},
		{"m", "m", "m", "n"},
		{"x"},
		{"x", "d"},
		{"3", "G", "m", "up", "m", "x", "d"},
		{"a"},
		{"a", "enter"},
		{"a", "f", "r", "o", "m", "enter", "down", "space"},
		{"2", "e"},
		{"2", "e", "down", "right", "down", "down"},
		{"o"},
		{"m", "m", "o"},
		{"+"},
		{"+", "~", "/", "n", "e", "tab", "tab", "enter", "pgup"},
		{"+", "~", "/", "n", "e", "tab", "tab", "enter", "enter"},
		{"+", "x", "enter"},
		{"U"},
		{"U", "G"},
	}
	robot(t, func(t *testing.T) {
		for _, size := range []struct{ w, h int }{{80, 24}, {120, 36}, {200, 60}, {40, 10}} {
			for _, way := range ways {
				for _, moves := range []int{0, 6, 20} {
					if moves == 6 && size.w != 120 || moves == 20 && size.w != 80 || size.w == 200 && len(way) > 2 {
						continue // the widest window is laid out as the one of 120
					}
					d := driveIn(t, hostileBackend(), size.w, size.h, Options{})
					for range moves {
						d.press("down")
					}
					d.press(way...).clean(size.w, size.h, fmt.Sprintf("%dx%d %v after %d", size.w, size.h, way, moves))
				}
			}
		}
	})
}

func TestPastedControlsAreDrawnSafely(t *testing.T) {
	robot(t, func(t *testing.T) {
		for _, k := range []string{"/", ":", "n"} {
			drive(t, newFake(sample())).press(k).send(tea.PasteMsg{Content: strings.Join(hostile, "")}).clean(80, 24, "pasted after "+k)
		}
	})
}

// clean checks a frame and the window's title.
func (d *driver) clean(w, h int, what string) *driver {
	d.t.Helper()
	v := d.app.View()
	lines := strings.Split(v.Content, "\n")
	if len(lines) != h {
		d.t.Errorf("%s: %d lines, want %d", what, len(lines), h)
	}
	for n, line := range lines {
		if got := ansi.StringWidth(line); got != w {
			d.t.Errorf("%s: line %d is %d wide, want %d: %q", what, n, got, w, ansi.Strip(line))
		}
		if bad := foreign(withoutStyles(line)); bad != "" {
			d.t.Errorf("%s: line %d has %s: %q", what, n, bad, line)
		}
	}
	if bad := foreign(v.WindowTitle); bad != "" {
		d.t.Errorf("%s: the title has %s", what, bad)
	}
	if strings.Contains(v.Content, "hunter2") {
		d.t.Errorf("%s: a password is on the screen", what)
	}
	return d
}

// withoutStyles takes away the sequences that we write ourselves: colours and attributes.
func withoutStyles(s string) string {
	var b strings.Builder
	for {
		i := strings.Index(s, "\x1b[")
		if i < 0 {
			return b.String() + s
		}
		end := i + 2
		for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == ';' || s[end] == ':') {
			end++
		}
		if end == len(s) || s[end] != 'm' {
			return b.String() + s // not ours
		}
		b.WriteString(s[:i])
		s = s[end+1:]
	}
}

// foreign names what must not be in a drawn line.
func foreign(s string) string {
	if !utf8.ValidString(s) {
		return "invalid UTF-8"
	}
	for _, r := range s {
		if model.Unsafe(r) {
			return fmt.Sprintf("U+%04X", r)
		}
	}
	return ""
}

func TestTinyWindowsDoNotBreakAnything(t *testing.T) {
	robot(t, func(t *testing.T) {
		for _, size := range []struct{ w, h int }{{1, 1}, {2, 2}, {3, 3}, {5, 4}, {20, 5}, {10, 40}, {300, 1}, {300, 2}, {99, 8}, {100, 4}, {1000, 300}} {
			for _, way := range [][]string{nil, {"space"}, {"2"}, {"3", "tab", "pgdown", "G"}, {"/", "p"}, {":", "pgdown", "end"}, {"n"}, {"y"}, {"?", "G"}, {"!"}, {"G", "enter"}, {"4"}, {"4", "enter", "G"}, {"4", "/", "x"}, {"7", "tab"}, {"P", "i"}, {"w"}, {"w", "y"}, {"r"}, {"a"}, {"x", "d"}, {"2", "e"}, {"o"}, {"+"}, {"U"}, {"m", "m", "r"}} {
				configs := []model.Kubeconfig{sample(), nowhere(), inTrouble(), {}}
				if len(way) > 1 || size.w > 300 {
					configs = configs[:1] // what is behind a second key looks the same in all of them
				}
				for _, k := range configs {
					b := answering()
					b.loaded.Config, b.needs = k, asking()
					driveIn(t, b, size.w, size.h, Options{}).press(way...).clean(size.w, size.h, fmt.Sprintf("%dx%d %v", size.w, size.h, way))
				}
			}
		}
		d := drive(t, newFake(sample())).press(":")
		d.send(tea.WindowSizeMsg{Width: 1, Height: 1}).send(tea.WindowSizeMsg{Width: 120, Height: 36}).clean(120, 36, "back to normal")
	})
}
