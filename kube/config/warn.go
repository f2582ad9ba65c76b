package config

import (
	"fmt"
	"strings"

	"kubeid/model"
)

// A Warning is something in a stranger's entry that a person should see before it is
// taken over: what it would run, read or send somewhere.
type Warning struct {
	Entry string     // user "jane"
	Words string     // what it does: runs a program to log in
	Value model.Text // which one: the command, the path, the address
	Bare  model.Text // the value without what may be secret in it
}

// String returns the warning on one line.
func (w Warning) String() string { return fmt.Sprintf("%s %s: %s", w.Entry, w.Words, w.Value) }

// Warnings returns what a person should see before an entry is taken over.
func (e Entry) Warnings() []Warning {
	var out []Warning
	who := fmt.Sprintf("%s %q", e.Kind, model.NewText(e.Name))
	warn := func(words, value string) {
		out = append(out, Warning{who, words, model.NewText(value), model.NewText(value)})
	}
	for _, f := range e.Files() {
		if f.Field != "exec.command" {
			warn("reads a file as its "+f.Field, f.Path)
		}
	}
	switch e.Kind {
	case model.ClusterKind:
		if e.Body.value.get("insecure-skip-tls-verify").text == "true" {
			warn("does not check who the server is (insecure-skip-tls-verify)", e.Body.Text("server"))
		}
		if strings.HasPrefix(strings.ToLower(e.Body.Text("server")), "http://") {
			warn("sends everything unencrypted", redactURL(e.Body.Text("server")))
		}
		if proxy := e.Body.Text("proxy-url"); proxy != "" {
			warn("goes through a proxy", redactURL(proxy))
		}
	case model.UserKind:
		if exec := e.Body.value.get("exec"); exec.kind == mappingNode {
			warn("runs a program to log in", exec.command())
			out[len(out)-1].Bare = model.NewText(exec.get("command").text)
		}
		if p := e.Body.value.get("auth-provider"); p.kind == mappingNode {
			warn("logs in by an auth provider, which kubectl does not have any more", p.get("name").text)
		}
		if as := e.Body.Text("as"); as != "" {
			warn("acts as somebody else", as)
		}
	}
	return out
}

// command returns what a credential plugin runs, with its arguments and the names of
// its variables. A person must see it to agree, so nothing is hidden.
func (v value) command() string {
	var words []string
	for _, env := range v.get("env").items {
		words = append(words, env.get("name").text+"="+env.get("value").text)
	}
	words = append(words, v.get("command").text)
	for _, arg := range v.get("args").items {
		words = append(words, arg.text)
	}
	return strings.Join(words, " ")
}
