package ui

import (
	"path/filepath"
	"reflect"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// tokenForm asks for which account a token is made, where it goes, and shows on its last
// page everything that would be done. Nothing is made before the button of that page.
type tokenForm struct {
	form
	target
	account model.Account // as the form was opened; without a name it is asked for
	create  bool          // it is to be made
	foreseen[tokenAnswers, model.TokenReview]
}

// tokenAnswers are what a review of a token depends on.
type tokenAnswers struct{ wish model.TokenWish }

func (a tokenAnswers) same(b tokenAnswers) bool { return reflect.DeepEqual(a.wish, b.wish) }

// The names of its answers.
const (
	tokenNamespace = "namespace"
	tokenAccount   = "account"
	tokenWay       = "way"
	tokenLife      = "life"
	tokenOther     = "other life"
	tokenAnchor    = "anchor"
	tokenAudience  = "audience"
	tokenSecret    = "secret"
	tokenRole      = "role"
	tokenResult    = "result"
	tokenOut       = "out"
	tokenCA        = "ca"
	tokenServer    = "server"
	tokenSure      = "sure "
)

// newTokenForm opens the form for an account, or with create for one that is to be made.
func newTokenForm(env Env, t target, of model.Account, create bool) Screen {
	s := tokenForm{target: t, account: of, create: create}
	title := "Token of " + of.String()
	if create {
		title = "New ServiceAccount with a token"
	}
	s.form = form{title: title, draft: strings.Join([]string{"token", t.of.File, t.of.Name.Raw(), of.Namespace.Raw(), of.Name.Raw()}, " ")}
	s.form = newForm(env, s.wired().form)
	return s.wired()
}

// wired has the form ask and work as the screen knows it now.
func (s tokenForm) wired() tokenForm {
	s.form.pages = s.pages
	s.form.work = func(env Env, _ answers) work { return env.Do.mint(s.target, s.review) }
	return s
}

// Refuses implements Screen: letters are answers.
func (tokenForm) Refuses(Env, act) string { return "" }

// View implements Screen.
func (s tokenForm) View(env Env) string { return s.wired().form.View(env) }

// Update implements Screen.
func (s tokenForm) Update(env Env, msg tea.Msg) (Screen, tea.Cmd) {
	var cmd tea.Cmd
	if m, ok := msg.(foreseenMsg[model.TokenReview]); ok {
		if m.screen != env.Do.screen {
			return s, nil
		}
		s = s.told(env, m)
	} else {
		s = s.wired()
		s.form, cmd = s.form.update(env, msg)
	}
	s, look := s.looked(env)
	return s.wired(), tea.Batch(cmd, look)
}

// told takes a review over.
func (s tokenForm) told(env Env, m foreseenMsg[model.TokenReview]) tokenForm {
	s = s.wired()
	before, _ := s.form.open(env)
	s.foreseen = s.foreseen.told(m)
	s = s.wired()
	s.form = s.form.renoted(env, before)
	return s
}

// looked asks for a review when the last page is open and there is none of its answers.
func (s tokenForm) looked(env Env) (tokenForm, tea.Cmd) {
	s = s.wired()
	open, all := s.form.open(env)
	if !open.review || s.form.working {
		return s, nil
	}
	w := s.wish(all)
	next, ask := s.foreseen.asked(tokenAnswers{w})
	if s.foreseen = next; !ask {
		return s, nil
	}
	return s, env.Do.reviewToken(s.target, w)
}

// of is the account that was answered.
func (s tokenForm) of(a answers) model.Account {
	of := s.account
	if of.Namespace.Empty() || s.create {
		of.Namespace = model.NewText(strings.TrimSpace(a.text(tokenNamespace)))
	}
	if of.Name.Empty() {
		of.Name = model.NewText(strings.TrimSpace(a.text(tokenAccount)))
	}
	return of
}

// wish is what was answered.
func (s tokenForm) wish(a answers) model.TokenWish {
	w := model.TokenWish{Context: s.target.of, Account: s.of(a), Create: s.create}
	switch a.text(tokenWay) {
	case "secret":
		w.By = model.BySecret
	case "existing":
		w.By, w.Secret = model.FromSecret, strings.TrimSpace(a.text(tokenSecret))
	default:
		w.Life = lifeOf(a)
		w.Anchored = a.yes(tokenAnchor)
		if audience := strings.TrimSpace(a.text(tokenAudience)); audience != "" {
			for _, one := range strings.Split(audience, ",") {
				w.Audiences = append(w.Audiences, strings.TrimSpace(one))
			}
		}
	}
	if role := a.text(tokenRole); role != "" && role != noRoleAtAll {
		w.Role = model.RoleWish{Name: role, Namespaces: []string{w.Account.Namespace.Raw()}}
	}
	path := strings.TrimSpace(a.text(tokenOut))
	switch a.text(tokenResult) {
	case "file":
		w.Out.Kubeconfig = path
	case "merge":
		w.Out.Merge = path
	case "token":
		w.Out.Token = path
	case "none":
	default:
		w.Out.Handover = true
	}
	w.Out.CA = strings.TrimSpace(a.text(tokenCA))
	w.Server = strings.TrimSpace(a.text(tokenServer))
	for name, v := range a {
		if value, ok := strings.CutPrefix(name, tokenSure); ok && v.text == value {
			w.Named = append(w.Named, value)
		}
	}
	return w
}

// lifeOf is the life that was chosen, or typed.
func lifeOf(a answers) time.Duration {
	text := a.text(tokenLife)
	if text == otherTokenLife {
		text = strings.TrimSpace(a.text(tokenOther))
	}
	life, _ := model.ParseDuration(text) // judged where it is typed
	return life
}

// defaultPath proposes where a file could go.
func (s tokenForm) defaultPath(env Env, a answers) string {
	of := s.of(a)
	base := model.FileName(of.Namespace.Raw() + "-" + of.Name.Raw())
	switch a.text(tokenResult) {
	case "merge":
		if files := env.Book.Config.Files; len(files) > 0 {
			return files[0].Path
		}
		return ""
	case "token":
		return "~/" + base + ".token"
	}
	return filepath.ToSlash("~/" + base + ".kubeconfig")
}
