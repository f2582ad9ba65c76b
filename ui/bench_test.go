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
