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

// aboutOf says what a screen is for. What was opened over a tab has words by its kind.
func aboutOf(s Screen) string {
	switch s := s.(type) {
	case formed:
		return "Questions, page by page. enter goes on, up and down go to another line, left and right or space change a choice. esc goes back a page, and what you answered is kept until the program ends. Nothing is done before the button of the last page, which shows what will be done."
	case prompt:
		return "One line is asked for. It is judged while you type; enter takes it, esc closes the box and keeps what you typed."
	case chooser:
		return "Something is chosen: type a part of its name, go up and down, enter takes it and esc nothing."
	case question, consentScreen:
		return "Something is asked before it is done. Only y is a yes where something would be gone, run or sent; n and esc are a no, and nothing has happened then."
	case resultScreen:
		return "What came of it: whether it is well, what was made and where it is. y copies what you may need; what can be done next stands below."
	case tokenPage:
		return "A token, masked: whoever sees it can use it. v shows it for a short time, y copies it into the clipboard of the terminal, and below stands what it says and whether the cluster takes it."
	case whoCanScreen:
		return "Who can become an account, or read a Secret, and by which binding, role and rule. The strongest ways come first; what could not be read is said, since there may be more."
	case journal:
		return "Everything that was written, the newest first. enter takes a step back, if nothing after it stands in its way. What was done in a cluster is not taken back by it."
	case fetch:
		return "A certificate that a cluster has signed, to be written to a file."
	case reader:
		return "Everything about one thing, in plain words. p looks at its server, where it has one."
	case login:
		return "A cluster is being asked. esc gives up, and nothing was changed."
	case pager:
		return "A page to read. up and down move, esc goes back."
	default:
		return abouts[s.Title()]
	}
}

// helpFor is the help as somebody sees it who asks from a screen: what that is for and
// its own keys, and then everything.
func helpFor(from Screen) Screen {
	title, about, keys := from.Title(), aboutOf(from), from.Keys()
	return pager{title: "Help", lines: func(env Env) []string {
		s := env.Styles
		out := []string{" " + s.Title.Render(s.short(title, env.Width-4))}
		for _, l := range wrap(about, env.Width-4) {
			out = append(out, " "+s.Text.Render(l))
		}
		if _, tab := abouts[title]; !tab && len(keys) > 0 {
			out = append(out, "", " "+s.Title.Render("Here"))
			for _, k := range keys {
				out = append(out, helpLine(s, k.Help().Key, k.Help().Desc, env.Width-2)...)
			}
		}
		return append(append(out, ""), helpLines(env)...)
	}}
}
