package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// refusesDecision says why the chosen requests cannot be decided on.
func (s requestsScreen) refusesDecision(env Env, a act) string {
	all := s.chosen()
	if len(all) == 0 {
		return "There is nothing to decide on here"
	}
	dangerous := 0
	for _, r := range all {
		if !r.Pending() {
			return "Request " + r.Name.String() + " is decided already, and that stays: " + r.State()
		}
		if missing := s.seen.MayNot(r); missing != "" {
			return "You may not: you lack the right to " + missing
		}
		if r.Dangerous(nil) != nil {
			dangerous++
		}
	}
	if a == actApprove && dangerous > 0 && len(all) > 1 {
		return fmt.Sprintf("%s of the marked requests %s dangerous: approve each by itself", capital(amountWords(dangerous)), isOrAre(dangerous))
	}
	return ""
}

func amountWords(n int) string {
	if n == 1 {
		return "one"
	}
	return fmt.Sprint(n)
}

func isOrAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// decision asks before requests are decided on: nothing of it can be taken back.
func (s requestsScreen) decision(env Env, approve bool) Screen {
	all := s.chosen()
	do := func(reason string) tea.Cmd {
		var out []model.Decision
		for _, r := range all {
			out = append(out, model.Decision{Seen: r, Approve: approve, Reason: reason})
		}
		return env.Do.decide(s.target, out)
	}
	on := " on " + s.target.of.Name.String()
	switch {
	case !approve:
		return newPrompt(env, prompt{
			title: "Deny " + requestNames(all) + on, about: "A denial stays. Say why, for whoever asked:",
			yes: "deny", judge: typedAtAll("A reason"), do: func(env Env, reason string) tea.Cmd { return choose(env, do(reason)) },
			draft: "deny " + requestNames(all),
		})
	case len(all) == 1 && all[0].Dangerous(nil) != nil:
		value, words := dangerOf(all[0])
		return newPrompt(env, prompt{
			title: "Approve " + requestNames(all) + on,
			fear:  capital(strings.Join(words, "; ")) + ".",
			about: "If that is meant, type " + value.String() + " to approve it:",
			yes:   "approve", do: func(env Env, _ string) tea.Cmd { return choose(env, do("")) },
			judge: typedExactly(value.Raw()),
		})
	}
	return question{
		title: "Approve " + requestNames(all) + on + "?", lost: []string{"Whoever has the key can log in from then on; an approval cannot be taken back."},
		asks: "It is for:", rows: review(all), yes: "approve", do: do(""),
	}
}

// mostReviewed is how many requests are told of in a question.
const mostReviewed = 9

// dangerOf returns what is dangerous about a request, and what has to be typed.
func dangerOf(r model.CSR) (model.Text, []string) {
	var value model.Text
	var words []string
	for _, f := range r.Flags() {
		if f.Value == "" {
			continue
		}
		if value.Empty() {
			value = model.NewText(f.Value)
		}
		words = append(words, f.Words)
	}
	return value, words
}

// typedAtAll judges a line that must not be empty.
func typedAtAll(what string) func(Env, string) judgement {
	return func(_ Env, typed string) judgement { return needed(what)(answer{text: typed}) }
}

// typedExactly judges a line in which a dangerous value is typed once more.
func typedExactly(value string) func(Env, string) judgement {
	return func(_ Env, typed string) judgement {
		if typed != value {
			return judgement{bad, "It has to be exactly " + safe(value)}
		}
		return judgement{}
	}
}

func requestNames(all []model.CSR) string {
	if len(all) == 1 {
		return all[0].Name.String()
	}
	return fmt.Sprintf("%d requests", len(all))
}

// review says in a line each what would be approved.
func review(all []model.CSR) []string {
	var lines []string
	for _, r := range all {
		line := r.Body.Login.User.String()
		if groups := joinTexts(r.Body.Login.Groups); groups != "" {
			line += " in " + groups
		}
		line += ", asked by " + r.By.User.String() + ", for " + lifeOfRequest(r)
		for _, f := range r.Flags() {
			if f.Gravity > model.GravityInfo {
				line += "; " + f.Words
			}
		}
		lines = append(lines, line)
	}
	if over := len(lines) - mostReviewed; over > 0 {
		lines = append(lines[:mostReviewed], fmt.Sprintf("and %d more", over))
	}
	return lines
}

// fetch asks where the certificate is to be written.
func (s requestsScreen) fetch(env Env, r model.CSR) Screen {
	name, t, own := r.Name.Raw(), s.target, env.Do // those of the screen, which stays open
	return newPrompt(env, prompt{
		title: "Write the certificate of " + r.Name.String(), about: "A new file, in PEM; nothing is overwritten:", yes: "write",
		edit: newEdit("~/" + model.FileName(r.Body.Login.User.Raw()) + ".crt"), judge: typedAtAll("A path"),
		draft: "certificate of " + name,
		do:    func(env Env, path string) tea.Cmd { return choose(env, own.saveCertificate(t, name, path)) },
	})
}

// newRequestCopy offers what can be copied of a request.
func newRequestCopy(r model.CSR, of model.Ref) Screen {
	items := []item{
		copying("name", r.Name.Raw()), copying("subject", r.Body.Subject.Raw()), copying("asked by", r.By.User.Raw()),
		copying("kubectl", "kubectl --context="+model.ShellQuote(of.Name.Raw())+" get csr "+model.ShellQuote(r.Name.Raw())+" -o yaml"),
	}
	if r.Certificate.Issued {
		items = append(items, copying("fingerprint", r.Certificate.Fingerprint))
	}
	return newChooser(chooser{title: "Copy of " + r.Name.String(), items: items})
}

func joinTexts(list []model.Text) string {
	words := make([]string, len(list))
	for i, t := range list {
		words[i] = t.String()
	}
	return strings.Join(words, ", ")
}

// chosen returns the requests that an act is for: the marked ones, else the selected one.
func (s requestsScreen) chosen() []model.CSR {
	var out []model.CSR
	for i, r := range s.seen.List {
		if s.marked[r.Name.Raw()] || len(s.marked) == 0 && i == s.selected() {
			out = append(out, r)
		}
	}
	return out
}

// decided says what became of requests.
func (s requestsScreen) decided(msg decidedMsg) (Screen, tea.Cmd) {
	s.marked = nil
	if msg.err != nil {
		return s, send(failedMsg{0, msg.err})
	}
	verb := "Approved "
	for _, r := range msg.done {
		s.seen = s.seen.With(r, false)
		if _, denied := r.Is(model.Denied); denied {
			verb = "Denied "
		}
	}
	s.change++
	if !s.detail { // who reads one sees what became of it
		s.cursor, s.moved = s.place, false // on what waits next, not after what was decided
	}
	return s, send(saidMsg{text: verb + requestNames(msg.done), tone: good})
}
