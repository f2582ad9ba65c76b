package ui

import (
	"slices"
	"strconv"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// expiryScreen shows everything that ends: on a line of time, and in a table.
type expiryScreen struct {
	sheet
	choice lifeChoice
}

func newExpiryScreen() Screen { return expiryScreen{} }

// Title implements Screen.
func (expiryScreen) Title() string { return "Expiry" }

// Reading implements reading.
func (expiryScreen) Reading() {}

// Typing implements Screen.
func (s expiryScreen) Typing() bool { return s.typing }

// expiryBadge counts what is over or urgent, else what ends soon, else everything.
func expiryBadge(e Env) (string, tone) {
	o, glyph := e.Outlook, e.Styles.Glyph.Severity
	switch soon := o.counts[model.Soon]; {
	case o.counts[model.Expired] > 0:
		return glyph[model.Urgent] + strconv.Itoa(o.bad()), bad
	case o.bad() > 0:
		return glyph[model.Urgent] + strconv.Itoa(o.bad()), careful
	case soon > 0:
		return glyph[model.Soon] + strconv.Itoa(soon), careful
	}
	return amount(len(o.lives))
}

// lifeChoice is which lives are shown.
type lifeChoice struct {
	severity int // index into severityChoices
	kind     int // 0 for all, else a model.LifeKind and 1
}

// severityChoices are what v goes through.
var severityChoices = []struct {
	words string
	has   []model.Severity
}{
	{"all", nil},
	{"what is not fine", []model.Severity{model.Expired, model.NotYetValid, model.Urgent, model.Soon, model.Unknown}},
	{"what is expired", []model.Severity{model.Expired}},
	{"what is urgent", []model.Severity{model.Urgent, model.NotYetValid}},
	{"what ends soon", []model.Severity{model.Soon}},
	{"what is fine", []model.Severity{model.Fine}},
	{"what has no end", []model.Severity{model.Endless}},
	{"what could not be read", []model.Severity{model.Unknown}},
}

const lifeKinds = 4

// lets tells whether a life is shown.
func (c lifeChoice) lets(l model.Life, how model.Severity) bool {
	has := severityChoices[c.severity].has
	return (c.kind == 0 || int(l.Kind) == c.kind-1) && (has == nil || slices.Contains(has, how))
}

// String says what is shown.
func (c lifeChoice) String() string {
	words := severityChoices[c.severity].words
	if c.kind > 0 {
		words += ", " + model.LifeKind(c.kind-1).String() + "s only"
	}
	return words
}

func (s expiryScreen) lines(env Env) lines {
	o, p, t := env.Outlook, s.places(env), s.table(env)
	text := p.below - 2
	if !wide(env) {
		text = env.Height - 3 // the detail gets the room of the line of time
	}
	return lines{
		choice: s.choice, n: len(o.lives), rows: p.rows, text: max(1, text),
		id:     func(i int) string { return o.lives[i].ID },
		straw:  func(i int) straw { return o.straws[i] },
		let:    func(i int) bool { return s.choice.lets(o.lives[i], o.how[i]) },
		detail: func(i int) int { return t.detailLines(env, i) },
	}
}

// renewable returns the user whose client certificate is selected, or -1.
func (s expiryScreen) renewable(env Env) int {
	i := s.selected()
	if i < 0 || env.Outlook.lives[i].Kind != model.ClientCertificateLife {
		return -1
	}
	return env.Book.Config.Find(env.Outlook.lives[i].Refs[0])
}

// Settled implements settling.
func (s expiryScreen) Settled(env Env) Screen {
	s.sheet = s.settled(env, s.lines(env))
	return s
}

// Keys implements Screen.
func (s expiryScreen) Keys() []key.Binding {
	switch {
	case s.typing:
		return []key.Binding{hint(actEnter, "inspect"), hint(actBack, "clear")}
	case s.detail:
		return []key.Binding{hint(actBack, ""), hint(actDown, "more"), hint(actInspect, ""), hint(actPalette, ""), hint(actHelp, "")}
	case s.filter != "":
		return []key.Binding{hint(actEnter, "inspect"), hint(actFilter, ""), hint(actBack, "clear"), hint(actPalette, ""), hint(actHelp, "")}
	}
	return []key.Binding{
		hint(actEnter, "inspect"), hint(actRenew, ""), hint(actSeverity, ""), hint(actKind, ""), hint(actFilter, ""),
		hint(actDetail, ""), hint(actReload, ""), hint(actPalette, ""), hint(actHelp, ""),
	}
}

// Refuses implements Screen.
func (s expiryScreen) Refuses(env Env, a act) string {
	l := s.lines(env)
	s.sheet = s.settled(env, l)
	switch a {
	case actSeverity, actKind:
		if l.n == 0 {
			return "There is nothing to choose from yet"
		}
		return ""
	case actBack:
		if s.choice != (lifeChoice{}) {
			return ""
		}
	case actRenew:
		if s.selected() < 0 {
			break
		}
		return refusesRenewal(env, s.renewable(env))
	case actMark, actMarkAll, actProbe, actProbeAll, actWhoami:
		return "This is for contexts and clusters; 1 and 2 show them"
	case actIgnore:
		return "Rules are ignored on the Health screen; 7 shows it"
	case actCopy:
		return "Copy from the context or user; 1 and 3 show them"
	}
	return s.refuses(l, a)
}

// Update implements Screen.
func (s expiryScreen) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	switch a := meaning(msg); a {
	case actEnter, actInspect:
		s.sheet = s.settled(env, s.lines(env))
		s.typing = false
		if i := s.selected(); i >= 0 {
			return s, push(newLifePage(env.Outlook.lives[i]))
		}
		return s, nil
	case actRenew:
		s.sheet = s.settled(env, s.lines(env))
		return s, push(newRenewal(env, s.renewable(env)))
	case actSeverity, actKind:
		if a == actSeverity {
			s.choice.severity = (s.choice.severity + 1) % len(severityChoices)
		} else {
			s.choice.kind = (s.choice.kind + 1) % (lifeKinds + 1)
		}
		s.sheet = s.settled(env, s.lines(env))
		return s, send(saidMsg{text: "Showing " + s.choice.String()})
	case actBack:
		if !s.detail && !s.typing && s.filter == "" {
			s.choice = lifeChoice{}
		}
	}
	s.sheet = s.update(env, s.lines(env), msg)
	return s, nil
}
