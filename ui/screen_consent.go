package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"kubeid/crypto"
	"kubeid/model"
)

// consentScreen asks a person whether a program may run, or a file be sent, because a
// kubeconfig says so. It shows exactly what would happen; what looks like a secret in
// it only when it is asked for. Nothing but y and a agrees, and enter does not.
type consentScreen struct {
	login login
	needs model.Consent
	bare  bool // secrets are shown
	top   int
}

// Title implements Screen.
func (consentScreen) Title() string { return "May this be done?" }

// Typing implements Screen: the letters are answers.
func (consentScreen) Typing() bool { return true }

// Keys implements Screen.
func (c consentScreen) Keys() []key.Binding {
	word := "show what is hidden"
	if c.bare {
		word = "hide it again"
	}
	var out []key.Binding
	for _, k := range []struct{ key, does string }{{"y", "yes, once"}, {"a", "always, for exactly this"}, {"n", "no"}, {"v", word}} {
		out = append(out, key.NewBinding(key.WithKeys(k.key), key.WithHelp(k.key, k.does)))
	}
	return out
}

// Refuses implements Screen.
func (consentScreen) Refuses(Env, act) string { return "" }

// Update implements Screen.
func (c consentScreen) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	pressed, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return c, nil
	}
	granted := c.needs.Agree()
	switch k := pressed.String(); k {
	case "y":
		return c.login.granted(env, granted)
	case "a":
		granted.Remember = true
		return c.login.granted(env, granted)
	case "n", "esc", "q":
		return c, closing(env)
	case "v":
		c.bare = !c.bare
	case "up", "down", "pgup", "pgdown", "home", "end", "j", "k", "g", "G":
		page := max(1, env.Height-2)
		c.top = moved(c.top, actOf(k), page, len(c.lines(env))-page)
	}
	return c, nil
}

// View implements Screen.
func (c consentScreen) View(env Env) string {
	p := panel{focus: true}.scrolled(env.Styles, c.Title(), c.lines(env), c.top, max(1, env.Height-2))
	return strings.Join(p.draw(env.Styles, env.Width, env.Height), "\n")
}

func (c consentScreen) lines(env Env) []string {
	return c.about(env).lines(env.Styles, min(env.Width-2, readerWidth))
}

// about is everything that somebody has to know before a yes.
func (c consentScreen) about(env Env) detail {
	s, d := env.Styles, detail{}
	for n, need := range c.needs.Open() {
		if n > 0 {
			d.add(s.Text, "", "")
		}
		if need.Runs() {
			c.program(env, &d, need)
		} else {
			c.file(env, &d, need)
		}
	}
	d.add(s.Text, "", "")
	d.add(s.Text, "", "This is done to %s, as context %s. Say yes only if you trust what stands here.", c.login.wish, c.login.of.Name)
	return d
}

// program says which program would run. The first line is what matters.
func (c consentScreen) program(env Env, d *detail, n model.Need) {
	s := env.Styles
	args := c.shown(n.Args)
	words := []string{model.ShellQuote(n.Path.Raw())}
	for _, a := range args {
		words = append(words, model.ShellQuote(a))
	}
	d.add(s.Warn, "would run", "%s", safe(strings.Join(words, " ")))
	d.add(s.Text, "", "")
	d.add(s.Text, "written as", "%s", n.Command)
	d.add(s.Text, "program", "%s", n.Path)
	for i, a := range args {
		d.add(s.Text, labelOnce(i, "arguments"), "%s", safe(a))
	}
	for i, v := range n.Env {
		value := safe(string(v.Value.Reveal()))
		if !c.bare && secretive(v.Name.Raw(), value) {
			value = hidden
		}
		d.add(s.Text, labelOnce(i, "variables"), "%s=%s", v.Name, value)
	}
	d.add(s.Text, "asked by", "user %s, %s", n.User.Name, n.Place)
	d.add(s.Text, "result to", "%s", n.Server)
}

// file says which file would be sent.
func (consentScreen) file(env Env, d *detail, n model.Need) {
	s := env.Styles
	d.add(s.Warn, "would use", "the %s in %s", n.What, n.File)
	d.add(s.Text, "", "")
	d.add(s.Text, "why ask", "The file lies outside of the folder of the kubeconfig, so it may belong to somebody or something else.")
	d.add(s.Text, "asked by", "user %s, %s", n.User.Name, n.Place)
	d.add(s.Text, "used for", "%s", n.Server)
}

// hidden stands for what looks like a secret.
const hidden = "[hidden]"

// shown returns the arguments, those hidden that look like secrets.
func (c consentScreen) shown(args []crypto.Secret) []string {
	var out []string
	after := false // the argument before this one says that a secret follows
	for _, a := range args {
		text := string(a.Reveal())
		name, value, joined := strings.Cut(text, "=")
		switch {
		case c.bare:
		case joined && secretive(name, value):
			text = name + "=" + hidden
		case after && !strings.HasPrefix(text, "-"), !joined && secretive("", text):
			text = hidden
		}
		after = strings.HasPrefix(name, "-") && !joined && secretive(name, "")
		out = append(out, text)
	}
	return out
}

// longWord is from when on a word without a slash is no name any more.
const longWord = 64

// secretive tells whether a value looks like a secret, by its name or by itself.
func secretive(name, value string) bool {
	name = strings.ToLower(name)
	for _, word := range []string{"secret", "token", "passw", "key", "credential", "auth", "jwt"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return len(value) >= longWord && !strings.ContainsAny(value, "/ ")
}
