package ui

// abouts say what each screen is for, by its title. The help begins with the one that
// was open when somebody asked.
var abouts = map[string]string{
	"Contexts":        "Where you can go. A context is a cluster, a user and a namespace under one name; enter makes it the current one, for kubectl as well, and u takes that back. UNTIL says how long its user can still log in.",
	"Clusters":        "What is there: the servers of your kubeconfigs, and the authorities by which they are known. p looks at a server without logging in: is it there, who signed its certificate, until when.",
	"Users":           "Who you are: every user entry, by what it logs in (certificate, token, a plugin that runs), and until when. i shows a certificate or token in full, in plain words.",
	"Expiry":          "Everything that ends, soonest first: client certificates, authorities, tokens, and the certificates of servers that were looked at. v chooses how urgent, V which kind.",
	"Health":          "What is wrong or risky in your kubeconfigs, the worst first, each with what to do about it. I ignores a rule until the program ends; the settings can ignore it for good.",
	"ServiceAccounts": "The identities for programs in the cluster that is named above: what they are bound to, and the tokens that are kept for them. t makes a token, for a time; x takes things away, after a question.",
	"Requests":        "Who wants a certificate from the cluster that is named above. To approve one is to vouch for every name and group in it: read them first. A approves, D denies; the cluster forgets a request an hour after it was signed.",
}

// helpFor is the help as somebody sees it who asks from a screen.
func helpFor(title string) Screen {
	return pager{title: "Help", lines: func(env Env) []string {
		out := helpLines(env)
		about, ok := abouts[title]
		if !ok {
			return out
		}
		s := env.Styles
		first := []string{" " + s.Title.Render(title)}
		for _, l := range wrap(about, env.Width-4) {
			first = append(first, " "+s.Text.Render(l))
		}
		return append(append(first, ""), out...)
	}}
}
