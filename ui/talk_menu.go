package ui

import (
	"cmp"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// The menu of a talk: where one is, and what can be done. Everything in it opens the
// screen that a key opens.
func (t *talk) menu() (*inquiry, []tea.Msg) {
	env := t.app.env(t.app.top())
	switch {
	case t.app.broken != nil && !env.Book.Loaded:
		t.say("The files could not be read: " + sentence(t.app.broken))
		return nil, []tea.Msg{stopMsg{}}
	case t.screen == (sight{}):
		t.say("This is kubeid, one question at a time. An empty line keeps what stands in brackets, ctrl+d goes back.")
	}
	t.screen, t.place = sight{title: "menu"}, spot{}
	if t.ends {
		t.ends = false
		t.tellEnds(env)
	}
	t.say("", t.whereabouts(env))
	acts := t.acts(env)
	options := make([]option, len(acts))
	for n, a := range acts {
		options[n] = a.option
	}
	leave := func() []tea.Msg { return []tea.Msg{stopMsg{}} }
	return t.menuOf(options, "leave", func(n int) []tea.Msg { return acts[n].do() }, leave), nil
}

// whereabouts says where one is, as whom, and until when.
func (t *talk) whereabouts(env Env) string {
	k := env.Book.Config
	i := k.CurrentContext()
	if i < 0 {
		return "No context is current."
	}
	c, r := k.Contexts[i], env.Book.resolve(i)
	words := []string{"You are on " + c.Name.String(), "namespace " + cmp.Or(c.Namespace.String(), "default")}
	if r.User >= 0 {
		words = append(words, "as "+k.Users[r.User].Name.String()+" by "+k.Users[r.User].Identity().Short)
		if life, ok := env.Book.UserEnd(r.User); ok {
			words = append(words, env.end(life).spoken())
		}
	}
	if word, _ := env.Styles.mark(r.Mark()); word != "" {
		words = append(words, r.Mark().String())
	}
	return strings.Join(words, ", ") + "."
}

// spoken tells an end with its severity, where the words do not say it already.
func (e end) spoken() string {
	if e.how == model.Fine || e.how == model.Soon || e.how == model.Urgent {
		return e.how.String() + ", " + e.words
	}
	return e.words
}

// A menuAct is something to do, and what the App is told to do it.
type menuAct struct {
	option
	do func() []tea.Msg
}

func (t *talk) acts(env Env) []menuAct {
	k := env.Book.Config
	none := ""
	if len(k.Contexts) == 0 {
		none = "there is no context yet"
	}
	current, nowhere := k.CurrentContext(), none
	if current < 0 || env.Book.resolve(current).Cluster < 0 {
		nowhere = "no context is current that leads to a cluster"
	}
	open := func(s func() Screen) func() []tea.Msg {
		return func() []tea.Msg { return []tea.Msg{pushMsg{s()}} }
	}
	wish := func(c model.Change) func() []tea.Msg {
		return func() []tea.Msg { return []tea.Msg{wishMsg{change: c}} }
	}
	acts := []menuAct{
		{option{value: "switch to another context", why: none}, open(func() Screen { return newContextChooser(env) })},
		{option{value: "add a user", why: nowhere}, open(func() Screen { return newAddUser(env, current) })},
		{option{value: "make a token of a ServiceAccount", why: nowhere}, open(func() Screen { return newTokenLogin(env, current) })},
		{option{value: "ask the server who you are", why: nowhere}, open(func() Screen { return newWhoami(env, current) })},
		{option{value: "what ends next"}, func() []tea.Msg { t.ends = true; return []tea.Msg{closerMsg{}} }},
		{option{value: "choose the namespace", why: nowhere}, open(func() Screen { return newNamespacePicker(env, current) })},
		{option{value: "rename something", why: none}, open(func() Screen { return newRenameChooser(env) })},
		{option{value: "new context", why: none}, open(func() Screen { return newContextForm(env, model.ContextKind, current) })},
		{option{value: "import a kubeconfig"}, open(func() Screen { return newPathPrompt(env) })},
		{option{value: "renew a certificate", why: none}, open(func() Screen { return newRenewChooser(env) })},
		{option{value: "requests for certificates", note: "approve or deny them", why: none}, open(newRequestsScreen)},
		{option{value: "ServiceAccounts", note: "who can become them, and revoking their tokens", why: none}, open(newAccountsScreen)},
		{option{value: "off-board a user", note: "take their rights away", why: nowhere}, open(func() Screen { return newOffboardPrompt(env, current) })},
		{option{value: "health", note: "what is wrong, the worst first"}, func() []tea.Msg { return []tea.Msg{pushMsg{newHealthScreen()}, closerMsg{}} }},
	}
	if undo := env.Book.Undo; undo != "" {
		acts = append(acts, menuAct{option{value: "undo", note: undo}, wish(model.Undo{})})
	}
	if redo := env.Book.Redo; redo != "" {
		acts = append(acts, menuAct{option{value: "do again", note: redo}, wish(model.Redo{})})
	}
	if t.app.noDemo() == "" {
		acts = append(acts, menuAct{option{value: "open the demo", note: "clusters made for trying, on this computer"}, func() []tea.Msg { return []tea.Msg{doMsg{actDemo}} }})
	}
	return acts
}

// mostEnds is how many ends are told.
const mostEnds = 12

// tellEnds says what ends next, soonest first.
func (t *talk) tellEnds(env Env) {
	o := env.Outlook
	if len(o.lives) == 0 {
		t.say("There is no certificate and no token whose end is known.")
	}
	for n, l := range o.lives {
		if n == mostEnds {
			t.say(fmt.Sprintf("And %d more: kubeid check tells them all.", len(o.lives)-n))
			return
		}
		end := env.end(l)
		where := o.where(n)
		if len(l.Contexts) > 0 {
			where = "of " + where
		}
		t.say(fmt.Sprintf("%s, %s %s: %s.", l.What, o.kind(n), where, end.spoken()))
	}
}

// newPathPrompt asks for the file to import; many lines cannot be pasted into one.
func newPathPrompt(env Env) Screen {
	p, ok := newImportPrompt(env).(prompt)
	if ok {
		p.about, p.yes = "Nothing is taken in before you have heard what is in it.", "the path of a kubeconfig"
	}
	return p
}

// newContextChooser asks which context shall be the current one.
func newContextChooser(env Env) Screen {
	k, c := env.Book.Config, chooser{title: "Switch to"}
	for _, i := range env.Book.order(model.ContextKind, byName) {
		ref := k.Ref(model.ContextKind, i)
		it := item{name: ref.Name.String(), note: target{of: ref}.who(env), do: env.Do.wish(model.UseContext{Context: ref})}
		if word, _ := env.Styles.mark(env.Book.resolve(i).Mark()); word != "" {
			it.note += ", " + env.Book.resolve(i).Mark().String()
		}
		if i == k.CurrentContext() {
			it.note = "current; " + it.note
		}
		c.items = append(c.items, it)
	}
	return newChooser(c)
}

// newRenameChooser asks what shall have another name.
func newRenameChooser(env Env) Screen {
	k, c := env.Book.Config, chooser{title: "Rename"}
	for _, kind := range []model.Kind{model.ContextKind, model.ClusterKind, model.UserKind} {
		for _, i := range env.Book.order(kind, byName) {
			ref := k.Ref(kind, i)
			c.items = append(c.items, item{name: kind.String() + " " + ref.Name.String(), note: k.Place(kind, i), do: push(newRename(env, []model.Ref{ref}))})
		}
	}
	return newChooser(c)
}

// namespaceOf is the namespace of a context.
func namespaceOf(env Env, of model.Ref) model.Text {
	if i := env.Book.Config.Find(of); i >= 0 {
		return env.Book.Config.Contexts[i].Namespace
	}
	return model.Text{}
}

// newTokenLogin lists the ServiceAccounts of a context's cluster, and makes a token of one.
func newTokenLogin(env Env, context int) Screen {
	of := env.Book.Config.Ref(model.ContextKind, context)
	t := &target{of: of, open: true} // what was agreed to comes before the list
	return login{
		title: "ServiceAccounts of " + of.Name.String(), of: of, wish: "list the ServiceAccounts",
		run: func(c commands, granted model.Consent) tea.Cmd {
			t.granted = granted
			return c.accounts(0, *t, model.Text{})
		},
		done: func(env Env, msg tea.Msg) (Screen, bool) {
			told, ok := msg.(accountsMsg)
			if !ok || told.screen != env.Do.screen {
				return nil, false
			}
			return newAccountChooser(env, *t, told), true
		},
	}
}

// newAccountChooser asks of which account a token is made. Where they cannot be listed,
// one can be named all the same.
func newAccountChooser(env Env, t target, told accountsMsg) Screen {
	c := chooser{title: "A token of which account?", about: "Another one can be named as NAMESPACE/NAME."}
	if told.err != nil {
		c.about = sentence(told.err) + ". " + c.about
	}
	for _, a := range told.list.List {
		c.items = append(c.items, item{name: a.Account.String(), do: push(newTokenForm(env, t, a.Account, false))})
	}
	c.last = []item{{name: "a new account", do: push(newTokenForm(env, t, model.Account{}, true))}}
	c.free = func(typed string) item {
		of, err := model.ParseAccount(typed, namespaceOf(env, t.of))
		if err != nil {
			return item{}
		}
		return item{name: of.String(), note: "as typed", do: push(newTokenForm(env, t, of, false))}
	}
	return newChooser(c)
}
