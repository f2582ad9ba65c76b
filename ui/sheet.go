package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// A sheet is a list with its detail for things that are no entries of a kubeconfig:
// what ends, what was found. Like a browser it remembers what is selected by name.
type sheet struct {
	cursor, top, scroll int
	at                  string // the id of what is selected
	before              string // and of what was, when the filter was begun
	filter              line
	typing, detail      bool
	moved               bool // somebody chose what is selected; else it is the first
	key                 sheetKey
	found               []hit
	query               query
}

// sheetKey is what the rows of a sheet were made of.
type sheetKey struct {
	outlook *outlook
	typed   string
	choice  any
}

// lines are what a sheet shows.
type lines struct {
	choice any              // what was chosen beside the filter; comparable
	n      int              // how many there are
	id     func(int) string // the same for the same thing in another outlook
	straw  func(int) straw
	let    func(int) bool // whether the choice lets it through
	rows   int            // how many are in sight at once
	text   int            // how many lines of the detail are in sight at once
	detail func(int) int  // how many lines its detail has
}

// settled returns the sheet as it fits the outlook and the window.
func (s sheet) settled(env Env, l lines) sheet {
	key := sheetKey{env.Outlook, string(s.filter), l.choice}
	if s.key != key {
		s = s.refound(key, l)
		for place, h := range s.found {
			if s.moved && l.id(h.index) == s.at {
				s.cursor = place
				break
			}
		}
	}
	s.cursor = max(0, min(s.cursor, len(s.found)-1))
	s.top = max(0, min(s.top, s.cursor, len(s.found)-l.rows))
	s.top = max(s.top, s.cursor-l.rows+1)
	return s.seen(l)
}

// refound looks for what the filter and the choice let through: in the order of the
// outlook or, with a filter, the best match first. A filter to which something was
// added looks only through what it had found before.
func (s sheet) refound(key sheetKey, l lines) sheet {
	from, was := s.found, s.key
	more := was.outlook == key.outlook && was.choice == key.choice && was.typed != "" && strings.HasPrefix(key.typed, was.typed)
	if !more {
		from = make([]hit, 0, l.n)
		for i := range l.n {
			if l.let(i) {
				from = append(from, hit{index: i, place: i})
			}
		}
	}
	s.key, s.query, s.found = key, newQuery(key.typed), from
	if !s.query.empty() {
		s.found = s.query.among(from, l.straw)
	}
	return s
}

// seen remembers what the cursor is on.
func (s sheet) seen(l lines) sheet {
	if i := s.selected(); i >= 0 {
		if id := l.id(i); id != s.at {
			s.at, s.scroll = id, 0
		}
	}
	return s
}

// selected returns the index of what is selected, or -1.
func (s sheet) selected() int {
	if s.cursor < 0 || s.cursor >= len(s.found) {
		return -1
	}
	return s.found[s.cursor].index
}

// note says what the sheet shows: how many, and in which order.
func (s sheet) note(order string) string {
	if s.filter != "" {
		order = "best match first"
	}
	return placeWords(s.place()) + ", " + order
}

// place says where the cursor is.
func (s sheet) place() (at, of int) { return min(s.cursor+1, len(s.found)), len(s.found) }

// update does what all sheets do alike.
func (s sheet) update(env Env, l lines, msg tea.Msg) sheet {
	s = s.settled(env, l)
	switch a := meaning(msg); a {
	case actNone:
		s = s.edit(msg)
	case actFilter:
		if !s.filtered() {
			s.before = s.at
		}
		s.typing, s.detail = true, false
	case actDetail:
		s.typing, s.detail = false, s.selected() >= 0
	case actFocus:
		s.typing, s.detail = false, !s.detail && s.selected() >= 0
	case actBack:
		s = s.back()
	default:
		s = s.move(l, a)
	}
	return s.settled(env, l)
}

// back undoes one step: the detail, or the filter with its typing. What was found stays
// selected; where nothing was, what had been before the filter is selected again.
func (s sheet) back() sheet {
	if s.detail {
		s.detail = false
		return s
	}
	if s.filter != "" {
		s.moved = true
	}
	if s.selected() < 0 {
		s.at = s.before
	}
	s.typing, s.filter = false, ""
	return s
}

func (s sheet) edit(msg tea.Msg) sheet {
	if !s.typing {
		return s
	}
	was := s.filter
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		s.filter, _ = s.filter.typed(msg)
	case tea.PasteMsg:
		s.filter += line(msg.Content)
	}
	if s.filter != was {
		s.cursor, s.moved = 0, false
	}
	return s
}

func (s sheet) move(l lines, a act) sheet {
	at, page, last := &s.cursor, l.rows, len(s.found)-1
	if i := s.selected(); s.detail && i >= 0 {
		at, page, last = &s.scroll, l.text, l.detail(i)-l.text
	}
	if to := moved(*at, a, page, last); to != *at {
		*at, s.moved = to, true
	}
	return s.seen(l)
}

// moved returns where a place goes by an act, from 0 to last.
func moved(at int, a act, page, last int) int {
	switch a {
	case actUp:
		at--
	case actDown:
		at++
	case actPageUp:
		at -= page
	case actPageDown:
		at += page
	case actFirst:
		at = 0
	case actLast:
		at = last
	}
	return max(0, min(at, last))
}

// refuses says why an act cannot be done on the sheet, or nothing.
func (s sheet) refuses(l lines, a act) string {
	switch a {
	case actUp, actDown, actPageUp, actPageDown, actFirst, actLast:
		if i := s.selected(); s.detail && i >= 0 && l.detail(i) <= l.text {
			return "This is all of it; esc goes back to the list"
		}
	case actEnter, actDetail, actFocus, actInspect:
		if s.selected() < 0 {
			return "There is nothing to open here"
		}
	case actFilter:
		if l.n == 0 {
			return "There is nothing to filter yet"
		}
	case actAdd, actRename, actDelete, actExport:
		return "This is for contexts, clusters and users; 1, 2 and 3 show them"
	case actEdit:
		return "A cluster is changed with this; 2 shows them"
	case actApprove, actDeny, actTarget:
		return ofRequests
	case actToken, actBecome:
		return ofAccounts
	case actRenew:
		return "Client certificates are renewed; 3 and 4 show them"
	case actNamespace:
		return "Only a context has a namespace; 1 shows them"
	case actSort:
		return "The worst stands first here; v chooses which ones are shown"
	case actBack:
		if !s.detail && !s.typing && s.filter == "" {
			return "There is nothing to go back from; q leaves"
		}
	}
	return ""
}
