package model

import "slices"

// The kinds of subjects that a binding can have.
const (
	UserSubject    = "User"
	GroupSubject   = "Group"
	AccountSubject = "ServiceAccount"
)

// A Subject is who a binding gives a role to.
type Subject struct {
	Kind      string // UserSubject, GroupSubject or AccountSubject; others are nobody
	Namespace Text   // of a ServiceAccount
	Name      Text
}

// AccountAs returns the account as a subject.
func AccountAs(a Account) Subject { return Subject{AccountSubject, a.Namespace, a.Name} }

// in fills in what a binding may leave out: a RoleBinding's accounts are of its own
// namespace. A user who has the name of an account is that account.
func (s Subject) in(namespace Text) Subject {
	switch s.Kind {
	case AccountSubject:
		if s.Namespace.raw == "" {
			s.Namespace = namespace
		}
	case UserSubject:
		s.Namespace = Text{}
		if a, ok := AccountOfUser(s.Name.raw); ok {
			return AccountAs(a)
		}
	default:
		s.Namespace = Text{}
	}
	return s
}

// username returns the name of a user or an account as the API server compares it;
// "" is nobody.
func (s Subject) username() string {
	switch {
	case s.Kind == UserSubject:
		return s.Name.raw
	case s.Kind == AccountSubject && s.Namespace.raw != "":
		return Account{s.Namespace, s.Name}.Username()
	}
	return ""
}

// String names the subject in words: "user jane", "group devs", "account ci/robot".
func (s Subject) String() string {
	switch s.Kind {
	case UserSubject:
		return "user " + s.Name.String()
	case GroupSubject:
		return "group " + s.Name.String()
	case AccountSubject:
		return "account " + s.Namespace.String() + "/" + s.Name.String()
	}
	return s.Name.String()
}

// Members says who is meant by a group that the API server fills itself; "" for all
// other subjects.
func (s Subject) Members() string {
	if s.Kind != GroupSubject {
		return ""
	}
	switch s.Name.raw {
	case allAuthenticated:
		return "everybody who can log in"
	case allUnauthenticated:
		return "everybody, without a login"
	case allServiceAccounts:
		return "every ServiceAccount of the cluster"
	case masters:
		return "may do everything in any case"
	}
	if n := len(allServiceAccounts) + 1; len(s.Name.raw) > n && s.Name.raw[:n] == allServiceAccounts+":" {
		return "every ServiceAccount in " + NewText(s.Name.raw[n:]).String()
	}
	return ""
}

// An Actor is somebody as the API server sees them once they have logged in.
type Actor struct {
	User   Text // "" for somebody of whom only groups are known
	Groups []Text
}

// Actor returns the account with the groups that every account has.
func (a Account) Actor() Actor {
	return Actor{NewText(a.Username()), Texts([]string{allServiceAccounts, allServiceAccounts + ":" + a.Namespace.raw, allAuthenticated})}
}

// Actor returns who logs in as this subject, with the groups that they have in any
// case: which other groups a user is in nobody can know from the cluster.
func (s Subject) Actor() Actor {
	switch {
	case s.Kind == AccountSubject:
		return Account{s.Namespace, s.Name}.Actor()
	case s.Kind == UserSubject:
		if a, ok := AccountOfUser(s.Name.raw); ok {
			return a.Actor()
		}
		return Actor{s.Name, []Text{loggedIn(s.Name.raw == anonymous)}}
	case s.Kind == GroupSubject:
		return Actor{Text{}, groupsWith(s.Name)}
	}
	return Actor{}
}

func loggedIn(nobody bool) Text {
	if nobody {
		return NewText(allUnauthenticated)
	}
	return NewText(allAuthenticated)
}

// groupsWith returns a group and those that its members are in with certainty.
func groupsWith(g Text) []Text {
	out := []Text{g}
	inNamespace := len(g.raw) > len(allServiceAccounts) && g.raw[:len(allServiceAccounts)+1] == allServiceAccounts+":"
	if inNamespace {
		out = append(out, NewText(allServiceAccounts))
	}
	if g.raw != allUnauthenticated && g.raw != allAuthenticated {
		out = append(out, NewText(allAuthenticated))
	}
	return out
}

// As returns an actor by user name and groups, as --as and --as-group give them. An
// account has its groups unless others are given, as the API server does it; everybody
// is logged in.
func As(user string, groups []string) Actor {
	account, isAccount := AccountOfUser(user)
	if isAccount && len(groups) == 0 {
		return account.Actor()
	}
	a := Actor{NewText(user), Texts(groups)}
	if g := loggedIn(user == anonymous); !slices.Contains(a.Groups, g) && !slices.Contains(a.Groups, NewText(allUnauthenticated)) {
		a.Groups = append(a.Groups, g)
	}
	return a
}
