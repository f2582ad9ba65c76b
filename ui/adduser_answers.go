package ui

import (
	"slices"
	"strings"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

// The names of the answers of the form for a new user.
const (
	askName       = "name"
	askGroups     = "groups"
	askContexts   = "contexts"
	askRole       = "role"
	askWhere      = "where"
	askNamespaces = "namespaces"
	askHow        = "how"
	askCA         = "ca"
	askKey        = "ca-key"
	askPassphrase = "passphrase"
	askUID        = "uid"
	askKeyType    = "key"
	askLife       = "life"
	askOtherLife  = "other life"
	askResult     = "result"
	askOut        = "out"
	askP12        = "p12"
	askServer     = "server"
	askRecipient  = "recipient"
	askAlso       = "also"
	askSure       = "sure " // and the dangerous value behind it
)

// Values of choices.
const (
	noRole     = "nothing"
	everywhere = "the whole cluster"
	inSome     = "namespaces"
	otherLife  = "other"
)

var (
	howValues    = []string{"api", "authority", "request"}
	resultValues = []string{"kubeconfig", "merge", "pem", "p12"}
)

// answers puts together what was answered.
func (s addUser) answers(env Env, a answers) (model.NewUser, model.AddWith) {
	u := model.NewUser{
		Subject: subjectOf(a), Contexts: contextsOf(env, a.list(askContexts), s.of),
		By: model.SignedBy(max(0, slices.Index(howValues, a.text(askHow)))), Result: model.Result(max(0, slices.Index(resultValues, a.text(askResult)))),
		KeyType: crypto.KeyType(a.text(askKeyType)), Life: wishedLife(a), Role: wishedRole(a), For: strings.TrimSpace(a.text(askRecipient)),
	}
	with := model.AddWith{Granted: s.granted}
	if u.By == model.ByAuthority {
		u.CA, u.Key, u.Subject.UID = strings.TrimSpace(a.text(askCA)), strings.TrimSpace(a.text(askKey)), strings.TrimSpace(a.text(askUID))
		with.Authority = crypto.NewSecret([]byte(a.text(askPassphrase)))
	}
	if u.By == model.ByOthers {
		u.Role, u.Contexts = model.RoleWish{}, u.Contexts[:min(1, len(u.Contexts))]
	}
	if u.Result == model.AsPKCS12 {
		with.Output = crypto.NewSecret([]byte(a.text(askP12)))
	}
	if u.Result != model.AsKubeconfig && u.Result != model.AsPKCS12 {
		u.For = ""
	}
	u.Out = strings.TrimSpace(a.text(askOut))
	if server := strings.TrimSpace(a.text(askServer)); len(u.Contexts) == 1 && server != s.ownServer(env, u.Contexts[0]) {
		u.Server = server
	}
	for name, said := range a {
		if value, ok := strings.CutPrefix(name, askSure); ok && said.text == value {
			u.Named = append(u.Named, value)
		}
	}
	slices.Sort(u.Named)
	if s.isRenewal() {
		return s.renewed(u, a), with
	}
	return u.WithDefaults(), with
}

func subjectOf(a answers) crypto.Subject {
	return crypto.Subject{User: a.text(askName), Groups: groupsOf(a.text(askGroups))}
}

// groupsOf reads groups with commas between them.
func groupsOf(text string) []string {
	var out []string
	for _, g := range strings.Split(text, ",") {
		if g = strings.TrimSpace(g); g != "" && !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// contextsOf finds the contexts that were chosen; the one from which the form was opened
// where there is nothing to choose.
func contextsOf(env Env, names []string, own model.Ref) []model.Ref {
	var out []model.Ref
	for _, n := range names {
		if i := env.Book.Config.Effective(model.ContextKind, model.NewText(n)); i >= 0 {
			out = append(out, env.Book.Config.Ref(model.ContextKind, i))
		}
	}
	if len(names) == 0 {
		return []model.Ref{own}
	}
	return out
}

func wishedRole(a answers) model.RoleWish {
	name := a.text(askRole)
	switch {
	case name == noRole || name == "":
		return model.RoleWish{}
	case a.text(askWhere) == everywhere:
		return model.RoleWish{Name: name}
	}
	return model.RoleWish{Name: name, Namespaces: a.list(askNamespaces)}
}

func wishedLife(a answers) time.Duration {
	text := a.text(askLife)
	if text == otherLife {
		text = a.text(askOtherLife)
	}
	d, err := model.ParseDuration(strings.TrimSpace(text))
	if err != nil {
		return 0
	}
	return d
}

// ownServer is the address of a context's server in the kubeconfig.
func (s addUser) ownServer(env Env, of model.Ref) string {
	i := env.Book.Config.Find(of)
	if i < 0 {
		return ""
	}
	if c := env.Book.resolve(i).Cluster; c >= 0 {
		return model.Address(env.Book.Config.Clusters[c].Server).Raw()
	}
	return ""
}
