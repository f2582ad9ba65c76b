package ui

import (
	"reflect"

	tea "charm.land/bubbletea/v2"

	"kubeid/crypto"
	"kubeid/model"
)

// addUser asks in three pages who is to be added, what they may do, and shows on the
// last one everything that would be done. Nothing is made before the button of that page.
type addUser struct {
	form
	of      model.Ref     // the context from which it was opened
	renews  model.NewUser // the user who is renewed, rather than somebody added
	offers  model.AddOffers
	granted model.Consent
	foreseen[userAnswers, model.Review]
}

// userAnswers are what a review of a new user depends on.
type userAnswers struct {
	user       model.NewUser
	passphrase crypto.Secret // of the authority
}

func (a userAnswers) same(b userAnswers) bool {
	return reflect.DeepEqual(a.user, b.user) && a.passphrase.Equal(b.passphrase)
}

// newAddUser asks what the form can offer, with a yes where that runs or sends
// something, and opens the form. Where nobody can log in it opens all the same: a local
// authority signs without the cluster.
func newAddUser(env Env, context int) Screen {
	ref := env.Book.Config.Ref(model.ContextKind, context)
	return userLogin("Add a user", ref, "add a user there", func(c commands, granted model.Consent, connect bool) tea.Cmd {
		return c.addOffers(ref, granted, connect)
	})
}

// userLogin has a person agree to log in with a context, asks what the form for a user
// can offer there, and opens it.
func userLogin(title string, of model.Ref, wish string, ask func(c commands, granted model.Consent, connect bool) tea.Cmd) Screen {
	return login{
		title: title, of: of, wish: wish,
		run: func(c commands, granted model.Consent) tea.Cmd { return ask(c, granted, true) },
		without: func(env Env, err error) tea.Cmd {
			return tea.Batch(ask(env.Do, model.Consent{}, false), send(saidMsg{text: sentence(err), tone: careful}))
		},
		done: func(env Env, msg tea.Msg) (Screen, bool) {
			told, ok := msg.(offersMsg)
			switch {
			case !ok || told.screen != env.Do.screen:
				return nil, false
			case told.err != nil:
				return newFailure(title, told.err), true
			}
			return openAddUser(env, title, told), true
		},
	}
}

// openAddUser opens the form.
func openAddUser(env Env, title string, m offersMsg) Screen {
	s := addUser{of: m.offers.Context, offers: m.offers, granted: m.granted, renews: m.renews}
	s.form = form{title: title, draft: "add user " + s.of.String()}
	if s.isRenewal() {
		s.form.draft = "renew " + s.renews.Renews[0].String() + " by " + s.of.String()
	}
	s.form = newForm(env, s.wired().form)
	return s.wired()
}

// wired has the form ask and work as the screen knows it now.
func (s addUser) wired() addUser {
	s.form.pages = s.pages
	s.form.work = func(env Env, a answers) work {
		_, with := s.answers(env, a)
		return env.Do.addUser(s.review, with)
	}
	return s
}

// View implements Screen.
func (s addUser) View(env Env) string { return s.wired().form.View(env) }

// Update implements Screen.
func (s addUser) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	var cmd tea.Cmd
	if m, ok := msg.(foreseenMsg[model.Review]); ok {
		if m.screen != env.Do.screen {
			return s, nil
		}
		s = s.told(env, m)
	} else {
		s = s.wired()
		s.form, cmd = s.form.update(env, msg)
	}
	if _, ended := msg.(endedMsg); ended {
		return s.wired(), cmd
	}
	s, look := s.looked(env)
	return s.wired(), tea.Batch(cmd, look)
}

// told takes a review over.
func (s addUser) told(env Env, m foreseenMsg[model.Review]) addUser {
	s = s.wired()
	before, _ := s.form.open(env)
	s.foreseen = s.foreseen.told(m)
	s = s.wired()
	s.form = s.form.renoted(env, before)
	return s
}

// looked asks for a review when the last page is open and there is none of its answers.
func (s addUser) looked(env Env) (addUser, tea.Cmd) {
	s = s.wired()
	open, all := s.form.open(env)
	if !open.review || s.form.working {
		return s, nil
	}
	u, with := s.answers(env, all)
	next, ask := s.foreseen.asked(userAnswers{u, with.Authority})
	if s.foreseen = next; !ask {
		return s, nil
	}
	return s, env.Do.reviewUser(u, with)
}
