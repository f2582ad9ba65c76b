package ui

import (
	"strings"
)

// A tab is the name of a screen with what is in it, as the line of tabs shows it.
type tab struct {
	text  string // "1 Contexts 11"
	badge string // what stands out beside it
	loud  tone
}

// tabForms are the ways of the line of tabs, the roomiest first. Words are worth more
// than counts: who is here for the first time has to read where he can go.
var tabForms = []struct {
	name    func(screen int) string
	counts  bool
	between func(Styles) string
}{
	{func(i int) string { return screens[i].name }, true, twoSpaces},
	{func(i int) string { return screens[i].brief }, true, twoSpaces},
	{func(i int) string { return screens[i].brief }, false, twoSpaces},
	{func(i int) string { return screens[i].brief }, false, thinLine},
	{func(i int) string { return screens[i].short }, true, twoSpaces},
	{func(i int) string { return screens[i].short }, false, thinLine},
}

func twoSpaces(Styles) string  { return "  " }
func thinLine(s Styles) string { return s.Border.Render(s.Glyph.Vertical) }

// tabsLine returns the tabs in the roomiest form that the window has room for, and what
// stands between them.
func (a App) tabsLine() ([]tab, string) {
	var tabs []tab
	between := ""
	for _, form := range tabForms {
		tabs, between = tabs[:0], form.between(a.styles)
		width := 1 - cells(between)
		for i, s := range screens {
			t := tab{text: lineOf(s.act).keys[0] + " " + form.name(i)}
			if a.book.Loaded {
				more, how := s.badge(a.env(a.tabs[i]))
				switch {
				case more == "":
				case how != calm:
					t.badge, t.loud = " "+more, how
				case form.counts:
					t.text += " " + more
				}
			}
			tabs = append(tabs, t)
			width += t.width() + cells(between)
		}
		if width <= a.width {
			break
		}
	}
	return tabs, between
}

func (t tab) width() int { return cells(t.text) + cells(t.badge) }

// tabLine draws the tabs.
func (a App) tabLine() string {
	tabs, between := a.tabsLine()
	var drawn []string
	for i, t := range tabs {
		look := a.styles.Tab
		if i == a.tab {
			look = a.styles.TabOn
		}
		drawn = append(drawn, look.Render(t.text)+a.styles.tone(t.loud).Render(t.badge))
	}
	return " " + strings.Join(drawn, between)
}

// tabAt returns the tab at cell x of the line, or -1.
func (a App) tabAt(x int) int {
	tabs, between := a.tabsLine()
	at := 1
	for i, t := range tabs {
		if at += t.width(); x < at {
			return i
		}
		at += cells(between)
	}
	return -1
}
