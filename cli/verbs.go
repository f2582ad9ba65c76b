package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// A verb is a command by the words that call it: its name, then its other names.
type verb struct {
	words string
	make  func(*program) *cobra.Command
}

// verbs are all commands, in the order of the help.
var verbs = []verb{
	{"ctx context", (*program).ctx},
	{"ns namespace", (*program).ns},
	{"shell", (*program).shell},
	{"get", (*program).get},
	{"check", (*program).check},
	{"inspect", (*program).inspect},
	{"doctor", (*program).doctor},
	{"probe", (*program).probe},
	{"whoami", (*program).whoami},
	{"issue", (*program).issue},
	{"request", (*program).request},
	{"accept", (*program).accept},
	{"renew", (*program).renew},
	{"issued", (*program).issued},
	{"offboard", (*program).offboard},
	{"requests csr", (*program).requests},
	{"rename", (*program).rename},
	{"delete", (*program).delete},
	{"new", (*program).create},
	{"set", (*program).set},
	{"import", (*program).imports},
	{"export", (*program).exports},
	{"view", (*program).views},
	{"accounts sa serviceaccounts", (*program).accounts},
	{"token", (*program).token},
	{"who-can", (*program).whoCan},
	{"can", (*program).can},
	{"revoke", (*program).revoke},
	{"undo", (*program).undo},
	{"redo", (*program).redo},
	{"journal", (*program).journal},
	{"unlock", (*program).unlock},
	{"demo", (*program).demo},
	{"explain", (*program).explain},
	{"config", (*program).config},
	{"version", (*program).version},
	{"completion", (*program).completion},
}

// commands makes the command that the first word calls. All commands are made when it
// calls none: behind a flag, for help, for completion. To make all of them takes longer
// than most of them need for their work.
func (p *program) commands(words []string) []*cobra.Command {
	if len(words) > 0 {
		for _, v := range verbs {
			if slices.Contains(strings.Fields(v.words), words[0]) {
				return []*cobra.Command{v.make(p)}
			}
		}
	}
	all := make([]*cobra.Command, len(verbs))
	for i, v := range verbs {
		all[i] = v.make(p)
	}
	return all
}
