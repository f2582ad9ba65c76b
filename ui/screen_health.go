package ui

import (
	"strconv"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// healthScreen shows what is wrong or worth knowing, the worst first.
type healthScreen struct {
	sheet
	choice int // index into gravityChoices
}

// gravityChoices are what v goes through: the least gravity that is shown.
var gravityChoices = []struct {
	words string
	least model.Gravity
}{{"everything", model.GravityInfo}, {"warnings and errors", model.GravityWarning}, {"errors only", model.GravityError}}

func newHealthScreen() Screen { return healthScreen{} }

// Title implements Screen.
func (healthScreen) Title() string { return "Health" }

// Reading implements reading.
func (healthScreen) Reading() {}

// Typing implements Screen.
func (s healthScreen) Typing() bool { return s.typing }

// healthBadge counts the errors, else the warnings, else everything.
func healthBadge(e Env) (string, tone) {
	n := e.Outlook.gravities
	switch g := e.Styles.Glyph; {
	case n[model.GravityError] > 0:
		return g.Broken + strconv.Itoa(n[model.GravityError]), bad
	case n[model.GravityWarning] > 0:
		return g.Severity[model.Soon] + strconv.Itoa(n[model.GravityWarning]), careful
	}
	return amount(len(e.Outlook.findings))
}

// gravity returns the glyph of a gravity, and how loud it is.
func (s Styles) gravity(g model.Gravity) (string, ink) {
	switch g {
	case model.GravityError:
		return s.Glyph.Broken, s.Bad
	case model.GravityWarning:
		return s.Glyph.Severity[model.Soon], s.Warn
	}
	return s.Glyph.Dot, s.Faint
}

func (s healthScreen) lines(env Env) lines {
	all, p, t := env.Outlook.findings, s.places(env), s.table(env)
	return lines{
		choice: s.choice, n: len(all), rows: p.rows, text: max(1, p.below-2),
		id:     func(i int) string { return all[i].Rule + " " + all[i].Place() + " " + all[i].Words },
		straw:  func(i int) straw { return newStraw(all[i].Words, all[i].Rule, all[i].Place(), all[i].Gravity.String()) },
		let:    func(i int) bool { return all[i].Gravity >= gravityChoices[s.choice].least },
		detail: func(i int) int { return t.detailLines(env, i) },
	}
}

// Settled implements settling.
func (s healthScreen) Settled(env Env) Screen {
	s.sheet = s.settled(env, s.lines(env))
	return s
}

// Keys implements Screen.
func (s healthScreen) Keys() []key.Binding {
	switch {
	case s.typing:
		return []key.Binding{hint(actEnter, "explain"), hint(actBack, "clear")}
	case s.detail:
		return []key.Binding{hint(actBack, ""), hint(actIgnore, ""), hint(actPalette, ""), hint(actHelp, "")}
	}
	return []key.Binding{
		hint(actEnter, "explain"), hint(actIgnore, ""), hint(actSeverity, ""), hint(actFilter, ""),
		hint(actReload, ""), hint(actPalette, ""), hint(actHelp, ""),
	}
}

// Refuses implements Screen.
func (s healthScreen) Refuses(env Env, a act) string {
	l := s.lines(env)
	s.sheet = s.settled(env, l)
	switch a {
	case actIgnore:
		a = actEnter
	case actSeverity:
		return ""
	case actKind:
		return "This chooses what the Expiry screen shows; 4 shows it"
	case actBack:
		if s.choice > 0 {
			return ""
		}
	case actMark, actMarkAll, actProbe, actProbeAll, actWhoami:
		return "This is for contexts and clusters; 1 and 2 show them"
	case actCopy:
		return "Copy from the context, cluster or user; 1, 2 and 3 show them"
	}
	return s.refuses(l, a)
}

// Update implements Screen.
func (s healthScreen) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	s.sheet = s.settled(env, s.lines(env))
	i := s.selected()
	switch a := meaning(msg); {
	case (a == actEnter || a == actInspect) && i >= 0:
		f := env.Outlook.findings[i]
		s.typing = false
		return s, push(reader{title: f.Rule, about: func(env Env) (detail, bool) { return findingDetail(env, f), true }})
	case a == actIgnore && i >= 0:
		return s, send(ignoreMsg{env.Outlook.findings[i].Rule})
	case a == actSeverity:
		s.choice = (s.choice + 1) % len(gravityChoices)
		return s, send(saidMsg{text: "Showing " + gravityChoices[s.choice].words})
	case a == actBack && !s.detail && !s.typing && s.filter == "":
		s.choice = 0
	}
	s.sheet = s.update(env, s.lines(env), msg)
	return s, nil
}

// findingDetail says what is the case, why it matters, and what to do.
func findingDetail(env Env, f model.Finding) detail {
	s := env.Styles
	d := detail{title: f.Rule}
	glyph, look := s.gravity(f.Gravity)
	d.add(look, f.Gravity.String(), "%s %s", glyph, f.Words)
	if r, ok := model.RuleOf(f.Rule); ok {
		d.add(s.Text, "why", "%s.", capital(r.Why))
	}
	if f.Remedy != "" {
		d.add(s.Text, "to do", "%s.", capital(f.Remedy))
	}
	d.add(s.Text, "", "")
	d.add(s.Text, "where", "%s", f.Place())
	if f.AboutEntry() {
		d.add(s.Text, "", "%s %s", f.Ref.Kind, f.Ref.Name)
	}
	d.add(s.Faint, "rule", "%s", f.Rule)
	d.add(s.Faint, "", "I ignores it until the program ends; for good with ignore: [%s] in config.yaml", f.Rule)
	return d
}
