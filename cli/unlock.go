package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kubeid/kube/store"
	"kubeid/model"
)

const aboutUnlock = `A program that dies while it writes a kubeconfig can leave its lock behind, and then
nobody else may write. unlock says who holds the lock of FILE and for how long, and
removes it after a yes. kubeid never removes another program's lock by itself.`

// Locks looks at the locks of kubeconfigs.
type Locks interface {
	// LockHolder tells who has the lock of a kubeconfig; false when nobody has.
	LockHolder(path string) (store.Holder, bool, error)
	// BreakLock removes the lock that was looked at, and no other.
	BreakLock(h store.Holder) error
}

func (p *program) unlock() *cobra.Command {
	var w writing
	cmd := &cobra.Command{
		Use:   "unlock FILE",
		Short: "Remove the lock of a kubeconfig that a dead program left",
		Long:  aboutUnlock,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 && args[0] != "" {
				return nil
			}
			return errUsage("unlock needs the path of one kubeconfig", "see "+cmd.CommandPath()+" --help")
		},
	}
	f := outputFlag(cmd, "json", "yaml")
	w.flags(cmd)
	cmd.RunE = p.begin(func(cmd *cobra.Command, args []string) error { return p.breakLock(cmd.Context(), f, w, args[0]) })
	return cmd
}

// A lockFact is what unlock found and did, as data.
type lockFact struct {
	APIVersion string     `json:"apiVersion"`
	Kind       string     `json:"kind"`
	File       string     `json:"file"`
	Held       bool       `json:"held"` // whether there was a lock
	Lock       string     `json:"lock,omitempty"`
	Holder     string     `json:"holder,omitempty"`
	PID        int        `json:"pid,omitempty"`
	Host       model.Text `json:"host,omitzero"`
	Since      string     `json:"since,omitempty"`
	Removed    bool       `json:"removed"`
}

func (p *program) breakLock(ctx context.Context, f *format, w writing, path string) error {
	s := p.Open(p.options())
	h, held, err := lockHolder(s, path)
	if err != nil {
		return err
	}
	fact := lockFact{APIVersion: apiVersion, Kind: "Lock", File: path, Held: held}
	if !held {
		p.say(path + " is not locked")
		return p.printLock(f, fact)
	}
	fact.Lock, fact.Holder, fact.PID, fact.Host = h.Path, h.String(), h.PID, h.Host
	fact.Since = h.Started.UTC().Format(time.RFC3339)
	what := fmt.Sprintf("%s is held by %s", model.NewText(h.Path), h)
	if w.dryRun {
		p.say(what)
		return p.printLock(f, fact)
	}
	if err := p.confirm(ctx, w, what); err != nil {
		return err
	}
	if err := s.BreakLock(h); err != nil {
		return err
	}
	p.say("removed " + h.Path + ", which was held by " + h.String())
	fact.Removed = true
	return p.printLock(f, fact)
}

// lockHolder also takes the path of the lock itself.
func lockHolder(s Service, path string) (store.Holder, bool, error) {
	h, held, err := s.LockHolder(path)
	file, isLock := strings.CutSuffix(path, ".lock")
	if held || err != nil || !isLock {
		return h, held, err
	}
	return s.LockHolder(file)
}

func (p *program) printLock(f *format, fact lockFact) error {
	if !f.object() {
		return nil
	}
	return p.print(f, fact)
}
