package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// Who leaves is taken out of the bindings that name them. What nobody can take back, a
// certificate and the rights of groups, is said before and after.

// newOffboardPrompt asks who leaves.
func newOffboardPrompt(env Env, context int) Screen {
	of := env.Book.Config.Ref(model.ContextKind, context)
	return newPrompt(env, prompt{
		title: "Off-board a user on " + of.Name.String(), draft: "off-board " + of.String(),
		about: "The user as the cluster calls them (CN). Nothing is taken away before you have heard what it is.",
		yes:   "find out what gives them rights", judge: typedAtAll("A name"),
		do: func(env Env, user string) tea.Cmd { return choose(env, push(newOffboarding(of, user))) },
	})
}

// newOffboarding finds out what gives a user rights on a cluster, and opens the form that
// takes it away.
func newOffboarding(of model.Ref, user string) Screen {
	title := "Off-board " + safe(user) + " on " + of.Name.String()
	t := &target{of: of, open: true} // what was agreed to comes before what was found out
	return login{
		title: title, of: of, wish: "find out what gives " + safe(user) + " rights there",
		run: func(c commands, granted model.Consent) tea.Cmd {
			t.granted = granted
			return c.offboarding(*t, user)
		},
		done: func(env Env, msg tea.Msg) (Screen, bool) {
			told, ok := msg.(offboardingMsg)
			switch {
			case !ok || told.screen != env.Do.screen:
				return nil, false
			case told.err != nil:
				return newFailure(title, told.err), true
			}
			return newForm(env, offboardForm(title, *t, told.found)), true
		},
	}
}

// offboardForm says what is taken away and what stays, and does it.
func offboardForm(title string, t target, o model.Offboarding) form {
	fields := []field{{kind: noteField, label: "taken away", lines: takenAway(o)}}
	for _, u := range o.Unknown {
		fields = append(fields, field{kind: noteField, tone: careful, text: "What could not be seen: " + u.String()})
	}
	for _, w := range o.Warnings() {
		fields = append(fields, field{kind: noteField, tone: careful, text: capital(safe(w)) + "."})
	}
	if len(o.Bindings) == 0 {
		fields[0] = field{kind: noteField, text: "No binding names them: there is nothing to take away.", wait: "There is nothing to take away"}
	} else {
		fields = append(fields,
			field{kind: noteField, tone: careful, text: "This is done in the cluster, and u does not take it back."},
			mustType("sure", "if it is meant", o.User))
	}
	if why := t.granted.Unverified; why != "" && len(o.Bindings) > 0 {
		fields = append(fields, field{kind: noteField, tone: danger, text: capital(safe(why))}, mustType("unsafely", "if that is, too", model.Insecure))
	}
	return form{
		title: title, draft: "off-boarding " + t.of.String() + " " + o.User,
		pages: func(Env, answers) []page {
			return []page{{title: "What is taken away", next: "Take it away", fields: fields}}
		},
		work: func(env Env, _ answers) work {
			t := t
			t.granted.Unsafely = true // it was typed, where it had to be
			return env.Do.offboard(t, o)
		},
	}
}

// takenAway says a line for each binding.
func takenAway(o model.Offboarding) []string {
	var out []string
	for _, b := range o.Bindings {
		words := b.String() + ": they are taken out of it, others stay"
		if b.Alone {
			words = b.String() + ": deleted, as it names nobody else"
		}
		out = append(out, safe(words))
	}
	return out
}

// offboardedResult says what came of it, and what stays.
func offboardedResult(o model.Offboarding) result {
	return result{
		tone: good, said: fmt.Sprintf("%s is out of %s on %s", safe(o.User), amountOf(len(o.Bindings), "binding"), o.Context.Name),
		facts: func(env Env) detail {
			var d detail
			for n, w := range o.Warnings() {
				d.add(env.Styles.Warn, labelOnce(n, "stays"), "%s.", capital(safe(w)))
			}
			return d
		},
	}
}
