package ui

import (
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// loadedApp is a program with n contexts in a window of 200x60.
func loadedApp(tb testing.TB, k model.Kubeconfig) tea.Model {
	var m tea.Model = New(tb.Context(), newFake(k), Options{})
	m, _ = m.Update(tea.WindowSizeMsg{Width: 200, Height: 60})
	m, _ = m.Update(model.Loaded{Config: k})
	m.View()
	return m
}

// lived is a program with n contexts whose certificates were all decoded.
func lived(tb testing.TB, n int) tea.Model {
	k := arns(n)
	m := loadedApp(tb, k)
	m, _ = m.Update(model.Decoded{Found: lives(k, 0, n)})
	a := m.(App)
	m, _ = m.Update(reckonedMsg{outlook: newOutlook(a.book.State, a.now, model.Settings{}, a.outlook).judged(model.Facts{}, a.now, model.Settings{})})
	m.View()
	return m
}

// lives are the certificates of some users and clusters, each with an end of its own.
func lives(k model.Kubeconfig, from, to int) map[model.Ref]model.Credential {
	found, now := map[model.Ref]model.Credential{}, time.Now()
	for i := from; i < to; i++ {
		name := k.Users[i].Name.Raw()
		from, to := now.Add(-time.Duration(i%400)*day), now.Add(time.Duration(i%700-20)*day)
		found[k.Ref(model.UserKind, i)] = model.Credential{Certificates: []model.Certificate{client(name+" user", from, to, "devs")}}
		found[k.Ref(model.ClusterKind, i)] = model.Credential{Certificates: []model.Certificate{client(name+" CA", from, to.Add(5*yearish))}}
	}
	return found
}

// session is what somebody does with a long list.
var session = []string{
	"down", "down", "pgdown", "G", "g", "/", "p", "r", "o", "d", "space", "t", "e", "a", "m", "backspace", "backspace", "backspace",
	"ctrl+u", "0", "4", "2", "down", "down", "esc", "s", "s", "G", "pgup", "2", "down", "/", "1", "7", "esc", "3", "/", "x", "esc", "1", "/", "e", "u", "1", "esc",
}

// BenchmarkKeyToFrame tells what a key press costs at 10,000 contexts until its
// frame is drawn: the budget is 16 ms for 99 of 100.
func BenchmarkKeyToFrame(b *testing.B) {
	m := loadedApp(b, arns(10_000))
	var took []time.Duration
	for b.Loop() {
		for _, k := range session {
			start := time.Now()
			m = settleKey(m, keyPress(k))
			m.View()
			took = append(took, time.Since(start))
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms/p50")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms/p99")
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "ms/max")
}

// expirySession is what somebody does on the Expiry and Health screens.
var expirySession = []string{
	"4", "down", "down", "pgdown", "G", "g", "v", "down", "v", "v", "esc", "V", "V", "esc", "/", "t", "e", "a", "m", "space", "4", "2", "backspace", "backspace", "down",
	"esc", "enter", "pgdown", "esc", "space", "pgdown", "esc", "1", "down", "4", "down", "7", "down", "G", "v", "esc", "/", "e", "x", "p", "esc", "4", "1",
}

// BenchmarkExpiryKeyToFrame tells what a key costs at 10,000 contexts with 20,000 lives.
func BenchmarkExpiryKeyToFrame(b *testing.B) {
	m := lived(b, 10_000)
	var took []time.Duration
	for b.Loop() {
		for _, k := range expirySession {
			start := time.Now()
			m = answered(m, keyPress(k))
			m.View()
			took = append(took, time.Since(start))
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms/p50")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms/p99")
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "ms/max")
}

// answered presses a key, and has the page open that enter asks for.
func answered(m tea.Model, key tea.KeyPressMsg) tea.Model {
	m, cmd := m.Update(key)
	if key.String() != "enter" || cmd == nil {
		return m
	}
	m, _ = m.Update(cmd())
	return m
}

// BenchmarkDecodedOnExpiry tells what a batch of 500 credentials costs the loop while
// the Expiry screen is shown, frame included.
func BenchmarkDecodedOnExpiry(b *testing.B) {
	k := arns(10_000)
	m := answered(lived(b, 10_000), keyPress("4"))
	batch := model.Decoded{Found: lives(k, 0, 250)}
	for b.Loop() {
		m, _ = m.Update(batch)
		m.View()
	}
}

// BenchmarkOutlook tells what it costs, outside of the loop, to sort 20,000 lives.
func BenchmarkOutlook(b *testing.B) {
	a := lived(b, 10_000).(App)
	for b.Loop() {
		newOutlook(a.book.State, a.now, model.Settings{}, a.outlook).judged(model.Facts{}, a.now, model.Settings{})
	}
}

// BenchmarkFirstFrame tells what it costs from the files' content to the first frame.
func BenchmarkFirstFrame(b *testing.B) {
	k := arns(10_000)
	for b.Loop() {
		loadedApp(b, k)
	}
}

// BenchmarkDecoded tells what a batch of decoded credentials costs while a filter is on.
func BenchmarkDecoded(b *testing.B) {
	k := arns(10_000)
	m := loadedApp(b, k)
	for _, key := range []string{"/", "p", "r"} {
		m = settleKey(m, keyPress(key))
	}
	accounts := map[model.Ref]model.Account{}
	for i := range 500 {
		accounts[k.Ref(model.UserKind, i)] = model.Account{Namespace: text("ci"), Name: text("x")}
	}
	for b.Loop() {
		m, _ = m.Update(decoded(accounts))
		m.View()
	}
}

// settleKey presses a key; what the screen answers at once is answered at once.
func settleKey(m tea.Model, msg tea.KeyPressMsg) tea.Model {
	m, _ = m.Update(msg)
	return m
}
