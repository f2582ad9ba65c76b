package model

import (
	"cmp"
	"slices"
	"time"

	"kubeid/crypto"
)

// LifeKind says what it is that ends.
type LifeKind int

// The kinds of things that end.
const (
	ClientCertificateLife LifeKind = iota
	AuthorityLife
	ServerCertificateLife
	TokenLife
)

// String returns the kind for a column.
func (k LifeKind) String() string {
	return [...]string{"client cert", "CA", "server cert", "token"}[k]
}

// A Life is one thing that ends, wherever it is used: a certificate or a token.
type Life struct {
	ID        string // the same thing in several places has the same
	Kind      LifeKind
	What      Text // "jane", "ci/deployer", "kubernetes", "10.2.0.1:6443"
	NotBefore time.Time
	NotAfter  time.Time // zero: it has no end
	Unread    Text      // why nothing is known about it
	Refs      []Ref     // the entries that hold it, each once
	Contexts  []int     // the contexts that go out with it, by index
	Index     int       // which certificate of the entry it is
}

// Severity returns how urgent the end of a life is.
func (l Life) Severity(now time.Time, t Thresholds) Severity {
	if !l.Unread.Empty() {
		return Unknown
	}
	return t.Judge(now, l.NotBefore, l.NotAfter)
}

// Used returns which share of the life is over.
func (l Life) Used(now time.Time) float64 { return Used(now, l.NotBefore, l.NotAfter) }

// Lives returns everything in State that ends, each thing once, in the order of
// the files.
func (s State) Lives() []Life {
	most := len(s.Config.Users) + len(s.Config.Clusters)
	c := collector{state: s, lives: make([]Life, 0, most), index: make(map[string]int, most), contexts: s.Config.contextsByEntry()}
	for i := range s.Config.Users {
		c.entry(UserKind, i)
	}
	for i := range s.Config.Clusters {
		c.entry(ClusterKind, i)
		c.server(i)
	}
	return c.lives
}

// contextsByEntry says which contexts use which cluster and which user, in kubectl's view.
func (k Kubeconfig) contextsByEntry() [3][][]int {
	m := [3][][]int{ClusterKind: make([][]int, len(k.Clusters)), UserKind: make([][]int, len(k.Users))}
	for i, c := range k.Contexts {
		if k.Shadow(ContextKind, i) >= 0 {
			continue // nobody gets to it
		}
		if u := k.Effective(UserKind, c.User); u >= 0 {
			m[UserKind][u] = append(m[UserKind][u], i)
		}
		if l := k.Effective(ClusterKind, c.Cluster); l >= 0 {
			m[ClusterKind][l] = append(m[ClusterKind][l], i)
		}
	}
	return m
}

// A collector puts lives together.
type collector struct {
	state    State
	lives    []Life
	index    map[string]int // of a life, by its ID
	seen     map[use]bool   // of the lives that are used more than once
	contexts [3][][]int     // by kind and entry; not known when only one entry is looked at
}

func (c *collector) contextsOf(kind Kind, i int) []int {
	if c.contexts[kind] == nil {
		return nil
	}
	return c.contexts[kind][i]
}

func (c *collector) entry(kind Kind, i int) {
	ref := c.state.Config.Ref(kind, i)
	found, ok := c.state.Credentials[ref]
	if !ok {
		return
	}
	for n, cert := range found.Certificates {
		life := Life{ID: cert.Fingerprint, Kind: AuthorityLife, What: nameOf(cert), NotBefore: cert.NotBefore, NotAfter: cert.NotAfter, Index: n}
		if kind == UserKind && n == 0 {
			life.Kind = ClientCertificateLife
		}
		if cert.NotAfter.IsZero() {
			life.Unread = cert.Refused
		}
		c.add(life, ref, c.contextsOf(kind, i))
	}
	if t := found.Token; t != nil && t.Kind != crypto.EncryptedJWT {
		life := Life{ID: "token " + ref.String(), Kind: TokenLife, What: tokenName(*t, ref), NotBefore: t.Begins(), NotAfter: t.Expires}
		if !t.ID.Empty() {
			life.ID = "token " + t.Issuer.Raw() + " " + t.ID.Raw()
		}
		c.add(life, ref, c.contextsOf(kind, i))
	}
	for _, trouble := range slices.Concat(found.Troubles, found.Unread) {
		c.add(Life{ID: ref.String() + trouble.Raw(), Kind: kindOf(kind), What: ref.Name, Unread: trouble}, ref, c.contextsOf(kind, i))
	}
}

func kindOf(kind Kind) LifeKind {
	if kind == ClusterKind {
		return AuthorityLife
	}
	return ClientCertificateLife
}

// server adds the certificate that a server showed when it was looked at.
func (c *collector) server(i int) {
	ref := c.state.Config.Ref(ClusterKind, i)
	p, ok := c.state.Probes[ref]
	if !ok || len(p.Chain) == 0 {
		return
	}
	leaf := p.Chain[0]
	c.add(Life{ID: leaf.Fingerprint, Kind: ServerCertificateLife, What: p.Server, NotBefore: leaf.NotBefore, NotAfter: leaf.NotAfter},
		ref, c.contextsOf(ClusterKind, i))
}

// A use is one place of a life: an entry, or a context. One authority can serve
// thousands, so they are looked up.
type use struct {
	life    int
	ref     Ref
	context int
}

// add takes a life in, or adds its places to the one that is there already.
func (c *collector) add(l Life, ref Ref, contexts []int) {
	at, known := c.index[l.ID]
	if !known {
		l.Refs, l.Contexts = []Ref{ref}, slices.Clip(contexts)
		c.index[l.ID] = len(c.lives)
		c.lives = append(c.lives, l)
		return
	}
	life := &c.lives[at]
	c.remember(at)
	if c.first(use{at, ref, -1}) {
		life.Refs = append(life.Refs, ref)
	}
	for _, i := range contexts {
		if c.first(use{life: at, context: i}) {
			life.Contexts = append(life.Contexts, i)
		}
	}
}

// remember notes the first places of a life once it turns out to have others.
func (c *collector) remember(at int) {
	life := c.lives[at]
	if !c.first(use{at, life.Refs[0], -1}) {
		return
	}
	for _, i := range life.Contexts {
		c.first(use{life: at, context: i})
	}
}

// first notes a use, and tells whether it was new.
func (c *collector) first(u use) bool {
	if c.seen == nil {
		c.seen = map[use]bool{}
	}
	if c.seen[u] {
		return false
	}
	c.seen[u] = true
	return true
}

// nameOf says whom a certificate names, in one word if there is one.
func nameOf(c Certificate) Text {
	if !c.Login.User.Empty() {
		return c.Login.User
	}
	return c.Subject
}

func tokenName(t Token, ref Ref) Text {
	switch {
	case t.Account.Known():
		return NewText(t.Account.Namespace.Raw() + "/" + t.Account.Name.Raw())
	case !t.Subject.Empty():
		return t.Subject
	}
	return ref.Name
}

// SortLives returns the lives in the order in which a person should look at them:
// what is over or not known first, then by its end; what has none last.
func SortLives(lives []Life, now time.Time, t Thresholds) []Life {
	keys := make([]lifeKey, len(lives))
	for i := range lives {
		keys[i] = lifeKey{rankOf(lives[i].Severity(now, t)), lives[i].NotAfter.Unix(), i}
	}
	slices.SortFunc(keys, func(a, b lifeKey) int {
		if order := cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.end, b.end)); order != 0 {
			return order
		}
		return cmp.Or(cmp.Compare(lives[a.place].What.Raw(), lives[b.place].What.Raw()), cmp.Compare(a.place, b.place))
	})
	sorted := make([]Life, len(lives))
	for i, k := range keys {
		sorted[i] = lives[k.place]
	}
	return sorted
}

// A lifeKey is what a life is sorted by; a Life itself is large.
type lifeKey struct {
	rank  int
	end   int64 // in seconds
	place int
}

func rankOf(how Severity) int {
	switch how {
	case Expired:
		return 0
	case Unknown:
		return 1
	case Endless:
		return 3
	}
	return 2
}

// ContextEnd returns the life of what a context logs in with, for
// the context's row. It returns false when nothing is known.
func (s State) ContextEnd(i int) (Life, bool) {
	u := s.Config.Effective(UserKind, s.Config.Contexts[i].User)
	if u < 0 {
		return Life{}, false
	}
	return s.UserEnd(u)
}

// UserEnd returns the life of what user i logs in with.
func (s State) UserEnd(i int) (Life, bool) {
	c := collector{state: s, index: map[string]int{}}
	c.entry(UserKind, i)
	if len(c.lives) == 0 {
		return Life{}, false
	}
	return c.lives[0], true
}
