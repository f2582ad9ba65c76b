package model

// Mechanism says by what a user entry logs in.
type Mechanism int

// The mechanisms of a kubeconfig, in the order in which client-go prefers them
// (rest.Config and plugin/pkg/client/auth/exec: a certificate wins at the server,
// tokenFile over token, and a plugin runs only when nothing static is there).
const (
	NoCredential Mechanism = iota
	ClientCertificate
	TokenFile
	ServiceAccountToken
	BearerToken
	Basic
	ExecPlugin
	AuthProvider
)

// An Identity is how a user entry logs in, in words.
type Identity struct {
	Mechanism Mechanism
	Short     string // one or two words for a list
	Long      string // a sentence for the detail
}

// Identity tells what client-go would log in with. Whether that credential is
// good is another question.
func (u User) Identity() Identity {
	switch {
	case u.Certificate.Present():
		return Identity{ClientCertificate, "certificate", "client certificate " + where(u.Certificate)}
	case !u.Token.File.Empty():
		return Identity{TokenFile, "token file", "token, read again and again from " + u.Token.File.String()}
	case u.Token.Inline && u.Account.Known():
		return Identity{ServiceAccountToken, "account " + u.Account.String(), "ServiceAccount token of " + u.Account.String()}
	case u.Token.Inline:
		return Identity{BearerToken, "token", "bearer token, in the kubeconfig"}
	case !u.Username.Empty() || u.Password:
		return Identity{Basic, "basic", "user name and password; Kubernetes removed this in 1.19"}
	case u.Exec != nil:
		return Identity{ExecPlugin, "exec " + base(u.Exec.Command.String()), u.Exec.words()}
	case u.Provider != nil:
		return Identity{AuthProvider, "provider " + u.Provider.Name.String(), u.Provider.words()}
	}
	return Identity{NoCredential, "none", "no credential: the server sees system:anonymous"}
}

func where(s Source) string {
	if s.Inline {
		return "in the kubeconfig"
	}
	return "in " + s.File.String()
}

func (e Exec) words() string {
	s := "plugin " + e.Command.String()
	if e.Args > 0 {
		s += ", " + plural(e.Args, "argument")
	}
	if e.Env > 0 {
		s += ", " + plural(e.Env, "variable")
	}
	return s
}

func (p Provider) words() string {
	switch p.Name.Raw() {
	case "gcp", "azure":
		return "auth provider " + p.Name.String() + "; kubectl removed it in 1.26, use the exec plugin"
	}
	return "auth provider " + p.Name.String()
}

// base cuts a path to its last element, for Windows' separators as well.
func base(path string) string {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == '/' || path[i] == '\\' {
			return path[i+1:]
		}
	}
	return path
}
