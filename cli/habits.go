package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/model"
)

// habits are the words that people bring along from kubectl config, kubectx, kubie,
// kubecm and kubeswitch, with what they are called here.
var habits = map[string]string{
	"use-context": "ctx NAME", "use": "ctx NAME", "switch": "ctx NAME", "s": "ctx NAME", "kubectx": "ctx",
	"current-context": "ctx -c", "current": "ctx -c", "get-contexts": "get contexts", "get-clusters": "get clusters", "get-users": "get users",
	"list": "get contexts", "ls": "get contexts", "contexts": "get contexts", "clusters": "get clusters", "users": "get users",
	"kubens": "ns", "rename-context": "rename context OLD NEW", "mv": "rename context OLD NEW",
	"delete-context": "delete context NAME", "delete-cluster": "delete cluster NAME", "delete-user": "delete user NAME",
	"rm": "delete context NAME", "remove": "delete context NAME", "unset": "ctx -u",
	"set-context": "ns NAME, or new context NAME", "set-cluster": "set cluster NAME", "set-credentials": "import FILE, or issue",
	"add": "import FILE", "merge": "import FILE", "lint": "doctor", "info": "ctx -c, or ns", "login": "whoami", "history": "journal",
	"expiry": "check", "csr": "requests", "create": "new context NAME", "edit": "set cluster NAME",
}

// habitual refuses a word of another program, and says what it is called here.
func (p *program) habitual(what, word string) error {
	here, known := habits[word]
	if !known {
		return nil
	}
	parts := strings.Split(here, ", or ")
	for i := range parts {
		parts[i] = p.name + " " + parts[i]
	}
	return &model.Problem{Exit: model.ExitUsage, What: what, Todo: "here it is: " + strings.Join(parts, ", or ")}
}

// configWords takes the words behind config, where kubectl has these commands.
func (p *program) configWords(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	what := fmt.Sprintf("there is no command %q", cmd.CommandPath()+" "+safe(args[0]))
	if args[0] == "view" {
		return errUsage(what, "here it is: "+p.name+" view")
	}
	if err := p.habitual(what, args[0]); err != nil {
		return err
	}
	return atMost(0)(cmd, args)
}
