package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"kubeid/crypto"
)

// A Worry is something odd or dangerous about a user to be added.
type Worry struct {
	ID   string // stable
	Text string // for a person
	Type string // the value that has to be typed again before anything is issued; "" only warns
}

// SubjectFacts are what is known about users and groups that exist: what the cluster
// binds, and what was issued. What is not known is empty.
type SubjectFacts struct {
	Users       []string // named in bindings
	Groups      []string // named in bindings
	AdminUsers  []string // bound to cluster-admin in the whole cluster
	AdminGroups []string
	Issued      []Issued // for the same cluster
}

// Lint tells what is odd about the user. Of somebody who is renewed it is no news that
// they are bound and have a certificate, or a UID.
func (u NewUser) Lint(f SubjectFacts, now time.Time) []Worry {
	worries := LintSubject(u.Subject, f, now)
	if u.Result != AsRenewed {
		return worries
	}
	return slices.DeleteFunc(worries, func(w Worry) bool { return w.ID == "alive" || w.ID == "user-bound" || w.ID == "uid" })
}

// LintSubject tells what is odd about whom a certificate would be made out to, what has
// to be typed again first.
func LintSubject(s crypto.Subject, f SubjectFacts, now time.Time) []Worry {
	var out []Worry
	add := func(id, value, format string, args ...any) {
		out = append(out, Worry{id, fmt.Sprintf(format, args...), value})
	}
	name := NewText(s.User)
	switch {
	case slices.Contains(f.AdminUsers, s.User):
		add("user-admin", s.User, "%q is bound to cluster-admin: the new user may do everything", name)
	case strings.HasPrefix(s.User, "system:"):
		add("user-system", s.User, "%q: the prefix system: is kept for Kubernetes itself, and roles of the system may be bound to it", name)
	case s.User == "kubernetes-admin" || s.User == "kubernetes-super-admin":
		add("user-admin", s.User, "%q is what kubeadm calls the administrator", name)
	}
	for _, g := range s.Groups {
		lintGroup(g, f, add)
	}
	for _, part := range append([]string{s.User, s.UID}, s.Groups...) {
		if part != strings.TrimSpace(part) {
			add("spaces", "", "%q begins or ends with a space, which every binding has to repeat", NewText(part))
		} else if strings.Contains(part, " ") {
			add("spaces", "", "%q has a space in it, which every binding has to repeat", NewText(part))
		}
		if len(part) > 64 {
			add("long", "", "%q is longer than the 64 characters of RFC 5280, which some programs refuse", NewText(part))
		}
	}
	lintTwins(s, f, add)
	lintAlive(s, f, now, add)
	if s.UID != "" {
		add("uid", "", "the UID counts from Kubernetes 1.33 on; older servers pass it over")
	}
	return out
}

func lintGroup(g string, f SubjectFacts, add func(id, value, format string, args ...any)) {
	name := NewText(g)
	switch {
	case g == "system:masters":
		add("group-masters", g, "system:masters may do everything, no role gives that and none can take it away")
	case g == "kubeadm:cluster-admins":
		add("group-admin", g, "kubeadm:cluster-admins is bound to cluster-admin where kubeadm made the cluster")
	case slices.Contains(f.AdminGroups, g):
		add("group-admin", g, "the group %q is bound to cluster-admin: the new user may do everything", name)
	case g == "system:authenticated":
		add("group-system", "", "every login is in system:authenticated anyway")
	case strings.HasPrefix(g, "system:"):
		add("group-system", g, "%q: the prefix system: is kept for Kubernetes itself", name)
	case len(f.Groups) > 0 && !slices.Contains(f.Groups, g):
		add("group-unbound", "", "nothing is bound to the group %q yet", name)
	}
}

// lintTwins warns of names that exist in another spelling, which is hardly ever meant.
func lintTwins(s crypto.Subject, f SubjectFacts, add func(id, value, format string, args ...any)) {
	twin := func(kind, name string, have []string) {
		if slices.Contains(have, name) {
			return
		}
		for _, h := range have {
			if strings.EqualFold(strings.Join(strings.Fields(h), ""), strings.Join(strings.Fields(name), "")) {
				add("twin", "", "%s %q is bound already; to Kubernetes %q is somebody else", kind, NewText(h), NewText(name))
				return
			}
		}
	}
	twin("user", s.User, f.Users)
	for _, g := range s.Groups {
		twin("group", g, f.Groups)
	}
	if slices.Contains(f.Users, s.User) && !slices.Contains(f.AdminUsers, s.User) {
		add("user-bound", "", "user %q is bound to roles already, and the new certificate gets them", NewText(s.User))
	}
}

func lintAlive(s crypto.Subject, f SubjectFacts, now time.Time, add func(id, value, format string, args ...any)) {
	alive := slices.DeleteFunc(slices.Clone(f.Issued), func(i Issued) bool { return i.Subject.User != s.User || !i.Until.After(now) })
	if len(alive) == 0 {
		return
	}
	last := slices.MaxFunc(alive, func(a, b Issued) int { return cmp.Compare(a.Until.Unix(), b.Until.Unix()) })
	add("alive", "", "%s for %q is still good, until %s", plural(len(alive), "certificate"), NewText(s.User), last.Until.UTC().Format(time.DateOnly))
}

// LintRole tells what a role that everybody knows really means.
func LintRole(r RoleWish) []Worry {
	where := "in " + NewText(strings.Join(r.Namespaces, ", ")).String()
	if len(r.Namespaces) == 0 {
		where = "in every namespace, those to come too"
	}
	switch r.Name {
	case "cluster-admin":
		if len(r.Namespaces) == 0 {
			return []Worry{{"role-admin", "cluster-admin may do everything in the whole cluster", "cluster-admin"}}
		}
		return []Worry{{"role-admin", "cluster-admin may do everything " + where + ", and become any ServiceAccount there", ""}}
	case "admin":
		return []Worry{{"role-escalates", "admin can read Secrets, give roles to others and become any ServiceAccount " + where, ""}}
	case "edit":
		return []Worry{{"role-escalates", "edit can read Secrets and become any ServiceAccount " + where, ""}}
	}
	return nil
}

// Untyped returns the dangerous values that have not been typed again.
func (u NewUser) Untyped(worries []Worry) []Worry {
	return slices.DeleteFunc(slices.Clone(worries), func(w Worry) bool { return w.Type == "" || u.Says(w.Type) })
}

// Dangerous is the refusal of values that were not typed again, or nil.
func (u NewUser) Dangerous(worries []Worry) error {
	open := u.Untyped(worries)
	if len(open) == 0 {
		return nil
	}
	var what, flags []string
	for _, w := range open {
		if flag := "--dangerous " + ShellQuote(w.Type); !slices.Contains(flags, flag) {
			flags = append(flags, flag)
		}
		what = append(what, w.Text)
	}
	return &Problem{Exit: ExitRefused, What: strings.Join(what, "; "), Todo: "if that is meant, name it once more: " + strings.Join(flags, " ")}
}
