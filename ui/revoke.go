package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// newRevoke finds out what revoking a token would stop, shows that, and revokes it.
func newRevoke(env Env, t target, what model.RevokeWhat) Screen {
	const title = "Revoke a token"
	return fetch{
		title: title, begin: func(c commands) tea.Cmd { return c.reviewRevocation(t, what) },
		done: func(env Env, msg tea.Msg) (Screen, bool) {
			told, ok := msg.(revocationMsg)
			switch {
			case !ok || told.screen != env.Do.screen:
				return nil, false
			case told.err != nil:
				return newFailure(title, told.err), true
			}
			return newForm(env, revokeForm(t, told.review, what)), true
		},
	}
}

// revokeForm says what stops, and does it.
func revokeForm(t target, r model.Revocation, what model.RevokeWhat) form {
	return form{
		title: "Revoke a token of " + r.Of.String(), draft: "revoke " + r.Secret.String() + " on " + t.of.String(),
		pages: func(env Env, a answers) []page {
			var stops []string
			for _, w := range r.Stops {
				stops = append(stops, w.String())
			}
			fields := []field{
				{kind: noteField, label: "deletes", lines: []string{"Secret " + r.Secret.String()}},
				{kind: noteField, label: "stops", lines: stops},
				{kind: noteField, tone: careful, text: "This is done in the cluster, and u does not take it back."},
				mustType("sure", "if it is meant", r.Secret.Name.Raw()),
			}
			if why := t.granted.Unverified; why != "" {
				fields = append(fields, field{kind: noteField, tone: danger, text: capital(safe(why))}, mustType("unsafely", "if that is, too", model.Insecure))
			}
			return []page{{title: "What stops working", next: "Delete the Secret", fields: fields}}
		},
		work: func(env Env, _ answers) work {
			t := t
			t.granted.Unsafely = true // it was typed, where it had to be
			return env.Do.revoke(t, r, what.Token)
		},
	}
}

// revokedResult shows what came of it.
func revokedResult(r model.Revoked, err error) result {
	out := result{tone: good, said: capital(r.String()), facts: func(env Env) detail {
		var d detail
		d.add(env.Styles.Text, "secret", "%s", r.Secret)
		d.add(env.Styles.Text, "account", "%s", r.Of)
		return d
	}}
	if !r.Seen {
		out.tone = careful
	}
	if err != nil {
		out.said = fmt.Sprintf("The Secret was %s", r.Secret)
	}
	return out
}
