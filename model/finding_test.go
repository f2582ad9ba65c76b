package model

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kubeid/crypto"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// A patient is everything that Findings looks at. A healthy one has nothing to find.
type patient struct {
	files       []File
	contexts    []Context
	clusters    []Cluster
	users       []User
	credentials map[string]Credential // by name, of users and clusters
	probe       Probe
	facts       Facts
	settings    Settings
}

// healthy has one context with a certificate, on a server that was looked at.
func healthy() *patient {
	entry := func(name string, line int) Entry { return Entry{Name: NewText(name), Line: line} }
	return &patient{
		files:    []File{{Path: "/a", Label: NewText("~/a"), Current: NewText("dev"), CurrentLine: 2}},
		contexts: []Context{{Entry: entry("dev", 5), Cluster: NewText("lab"), User: NewText("jane"), Namespace: NewText("web")}},
		clusters: []Cluster{{Entry: entry("lab", 10), Server: NewText("https://10.0.0.1:6443"), CA: Source{File: NewText("/ca.crt")}}},
		users:    []User{{Entry: entry("jane", 15), Certificate: Source{Inline: true}, Key: Source{Inline: true}}},
		credentials: map[string]Credential{
			"jane": {Certificates: []Certificate{living("jane")}, Key: KeyFits},
			"lab":  {Certificates: []Certificate{living("kubernetes")}},
		},
		probe: Probe{At: noon, Server: NewText("https://10.0.0.1:6443"), Chain: []Served{living("apiserver").Served}, Clock: Clock{Known: true, Off: clockOff - time.Second}},
		facts: Facts{
			Files:    map[string]FileFact{"/a": {Readers: ReadersOwner}, "/ca.crt": {Readers: ReadersEveryone}},
			Programs: map[string]Text{"aws": {}},
		},
	}
}

// living is a certificate in the middle of a year.
func living(name string) Certificate {
	return Certificate{
		Served: Served{Subject: NewText("CN=" + name), Fingerprint: name, NotBefore: noon.AddDate(0, -6, 0), NotAfter: noon.AddDate(0, 6, 0)},
		Login:  Login{User: NewText(name)},
	}
}

// token gives jane a token in place of a certificate.
func (p *patient) token(t Token) {
	p.users[0].Certificate, p.users[0].Key, p.users[0].Token = Source{}, Source{}, Source{Inline: true}
	p.credentials["jane"] = Credential{Token: &t}
}

// plugin gives jane a plugin in place of a certificate.
func (p *patient) plugin(e Exec) {
	p.users[0].Certificate, p.users[0].Key, p.users[0].Exec = Source{}, Source{}, &e
	delete(p.credentials, "jane")
}

func goodPlugin() Exec {
	return Exec{Command: NewText("aws"), APIVersion: NewText("client.authentication.k8s.io/v1"), InteractiveMode: NewText("Never")}
}

// certificate changes the certificate of jane or of lab.
func (p *patient) certificate(of string, change func(*Certificate)) {
	change(&p.credentials[of].Certificates[0])
}

// secondFile adds a file with entries of the same names.
func (p *patient) secondFile() {
	p.files = append(p.files, File{Path: "/b", Label: NewText("~/b")})
	for i := range p.contexts {
		c := p.contexts[i]
		c.File, c.Name = 1, NewText("other")
		p.contexts = append(p.contexts, c)
	}
	for i := range p.users {
		u := p.users[i]
		u.File = 1
		p.users = append(p.users, u)
	}
}

func (p *patient) findings() []Finding {
	s := State{}.Apply(Loaded{Config: NewKubeconfig(p.files, p.contexts, p.clusters, p.users)})
	found := map[Ref]Credential{}
	for _, kind := range []Kind{ClusterKind, UserKind} {
		for i := range s.Config.Len(kind) {
			if c, ok := p.credentials[s.Config.Entry(kind, i).Name.Raw()]; ok {
				found[s.Config.Ref(kind, i)] = c
			}
		}
	}
	s = s.Apply(Decoded{Found: found})
	if len(p.clusters) > 0 {
		s = s.Apply(Probed{Refs: []Ref{s.Config.Ref(ClusterKind, 0)}, Probe: p.probe})
	}
	return Findings(s, s.Lives(), p.facts, noon, p.settings)
}

func (p *patient) fails(r Reason) { p.probe.Failures = []Failure{{Reason: r}} }

// cases has for every rule, but for those of crypto's notes, what raises it.
var cases = map[string]func(*patient){
	"file-unreadable":  func(p *patient) { p.files = append(p.files, File{Path: "/b", Problem: NewText("is a folder")}) },
	"file-refused":     func(p *patient) { p.files[0].Refused = NewText("bad base64") },
	"file-missing":     func(p *patient) { p.files = append(p.files, File{Path: "/b", Missing: true}) },
	"duplicate-name":   func(p *patient) { p.users = append(p.users, p.users[0]); p.files[0].Refused = NewText("two jane") },
	"secrets-readable": func(p *patient) { p.facts.Files["/a"] = FileFact{Readers: ReadersGroup} },
	"unknown-field":    func(p *patient) { p.facts.Unknown = []UnknownField{{File: "/a", Line: 3, Path: NewText("sever")}} },
	"duplicate-field": func(p *patient) {
		p.facts.Unknown = []UnknownField{{File: "/a", Line: 3, Path: NewText("kind"), Twice: true}}
	},
	"no-current-context":       func(p *patient) { p.files[0].Current = Text{} },
	"current-context-missing":  func(p *patient) { p.files[0].Current = NewText("ghost") },
	"dangling-reference":       func(p *patient) { p.contexts[0].User = NewText("nobody") },
	"shadowed":                 func(p *patient) { p.secondFile(); p.contexts[1].Name = NewText("dev") },
	"mixed-up":                 (*patient).secondFile,
	"refused":                  func(p *patient) { p.contexts[0].Namespace = NewText("Not A Label") },
	"unused":                   func(p *patient) { p.users = append(p.users, User{Entry: Entry{Name: NewText("bob")}}) },
	"insecure-skip-tls-verify": func(p *patient) { p.clusters[0].Insecure, p.clusters[0].CA = true, Source{} },
	"http-server":              func(p *patient) { p.clusters[0].Server = NewText("10.0.0.1:8080") },
	"secret-in-address":        func(p *patient) { p.clusters[0].ProxyURL = NewText("http://me:canary@proxy") },
	"exec-version": func(p *patient) {
		e := goodPlugin()
		e.APIVersion = NewText("client.authentication.k8s.io/v1alpha1")
		p.plugin(e)
	},
	"exec-not-found": func(p *patient) { p.plugin(goodPlugin()); p.facts.Programs["aws"] = NewText("there is none") },
	"auth-provider-removed": func(p *patient) {
		p.plugin(Exec{})
		p.users[0].Exec, p.users[0].Provider = nil, &Provider{NewText("gcp")}
	},
	"auth-provider": func(p *patient) {
		p.plugin(Exec{})
		p.users[0].Exec, p.users[0].Provider = nil, &Provider{NewText("oidc")}
	},
	"basic-auth":        func(p *patient) { p.plugin(Exec{}); p.users[0].Exec, p.users[0].Username = nil, NewText("me") },
	"credential-unused": func(p *patient) { p.users[0].Token = Source{Inline: true} },
	"no-credential":     func(p *patient) { p.plugin(Exec{}); p.users[0].Exec = nil },
	"reference-missing": func(p *patient) {
		p.facts.Files["/ca.crt"] = FileFact{Missing: true, Trouble: NewText("/ca.crt does not exist")}
	},
	"reference-unreadable": func(p *patient) { p.facts.Files["/ca.crt"] = FileFact{Trouble: NewText("/ca.crt is a folder")} },
	"expired":              func(p *patient) { p.certificate("jane", func(c *Certificate) { c.NotAfter = noon.Add(-time.Second) }) },
	"not-yet-valid":        func(p *patient) { p.certificate("jane", func(c *Certificate) { c.NotBefore = noon.Add(time.Second) }) },
	"expires-urgent": func(p *patient) {
		p.certificate("jane", func(c *Certificate) { c.NotAfter = noon.Add(UrgentBefore - 1) })
	},
	"expires-soon":          func(p *patient) { p.certificate("jane", func(c *Certificate) { c.NotAfter = noon.Add(UrgentBefore) }) },
	"credential-unreadable": func(p *patient) { p.credentials["lab"] = Credential{Troubles: Texts([]string{"line 3: not base64"})} },
	"key-mismatch":          func(p *patient) { p.key(KeyForeign) },
	"key-locked":            func(p *patient) { p.key(KeyLocked) },
	"key-missing":           func(p *patient) { p.key(KeyMissing) },
	"key-broken":            func(p *patient) { p.key(KeyBroken) },
	"login-refused": func(p *patient) {
		p.login(func(l *Login) { l.Refusals = []Note{{"login-usage", NewText("it is for server auth")}} })
	},
	"system-masters": func(p *patient) {
		p.login(func(l *Login) { l.Facts = []Note{{"group-masters", NewText("may do everything")}} })
	},
	"cluster-admin": func(p *patient) {
		p.login(func(l *Login) { l.Facts = []Note{{"group-kubeadm-admins", NewText("bound")}} })
	},
	"token-endless":   func(p *patient) { p.token(Token{Kind: crypto.LegacyAccountToken}) },
	"token-opaque":    func(p *patient) { p.token(Token{Kind: crypto.StaticToken}) },
	"ca-did-not-sign": func(p *patient) { p.fails(ReasonUnknownAuthority) },
	"ca-other-key":    func(p *patient) { p.fails(ReasonOtherKey) },
	"wrong-name":      func(p *patient) { p.fails(ReasonWrongName) },
	"server-failed":   func(p *patient) { p.fails(ReasonTimedOut) },
	"clock-off":       func(p *patient) { p.probe.Clock.Off = -clockOff },
}

func (p *patient) key(s KeyState) {
	c := p.credentials["jane"]
	c.Key = s
	p.credentials["jane"] = c
}

func (p *patient) login(change func(*Login)) {
	p.certificate("jane", func(c *Certificate) { change(&c.Login) })
}

// raising returns what raises a rule; nil when nobody knows.
func raising(r Rule) func(*patient) {
	note := []Note{{r.ID, NewText("the case at hand")}}
	switch {
	case cases[r.ID] != nil:
		return cases[r.ID]
	case slices.Contains(crypto.LintRules(), r.ID):
		return func(p *patient) { p.certificate("lab", func(c *Certificate) { c.Notes = note }) }
	case strings.HasPrefix(r.ID, "token-"):
		return func(p *patient) { p.token(Token{Kind: crypto.OtherJWT, Expires: noon.AddDate(0, 6, 0), Odd: note}) }
	}
	return nil
}

func rulesIn(findings []Finding) []string {
	var ids []string
	for _, f := range findings {
		ids = append(ids, f.Rule)
	}
	return ids
}

func TestNothingIsFoundWhereNothingIsWrong(t *testing.T) {
	if got := healthy().findings(); len(got) > 0 {
		t.Errorf("found %+v", got)
	}
}

func TestEveryRuleIsRaisedAndCanBeIgnored(t *testing.T) {
	for _, r := range Rules() {
		raise := raising(r)
		if raise == nil {
			t.Errorf("nobody knows what raises %s", r.ID)
			continue
		}
		p := healthy()
		raise(p)
		found := p.findings()
		i := slices.Index(rulesIn(found), r.ID)
		if i < 0 {
			t.Errorf("%s is not raised: %v", r.ID, rulesIn(found))
			continue
		}
		f := found[i]
		if f.Words == "" || f.Remedy == "" || f.File == "" || strings.Contains(f.Words+f.Remedy, "canary") {
			t.Errorf("%s is told as %+v", r.ID, f)
		}
		p.settings.Ignore = []string{r.ID}
		if got := rulesIn(p.findings()); slices.Contains(got, r.ID) || len(got) >= len(found) {
			t.Errorf("%s is not ignored: %v", r.ID, got)
		}
	}
}

// TestOneThingWrongIsOneFinding names the cases that rightly bring another finding along.
func TestOneThingWrongIsOneFinding(t *testing.T) {
	with := map[string][]string{"dangling-reference": {"unused"}}
	for id, raise := range cases {
		p := healthy()
		raise(p)
		for _, other := range rulesIn(p.findings()) {
			if other != id && !slices.Contains(with[id], other) {
				t.Errorf("%s brings %s along", id, other)
			}
		}
	}
}

func TestRulesAreWellFormed(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if seen[r.ID] || r.ID == "" || strings.Trim(r.ID, "abcdefghijklmnopqrstuvwxyz-0123456789") != "" {
			t.Errorf("the id %q stands twice or is none", r.ID)
		}
		seen[r.ID] = true
		for _, words := range []string{r.Title, r.Why, r.Remedy} {
			if words == "" || strings.HasSuffix(words, ".") {
				t.Errorf("%s says %q", r.ID, words)
			}
		}
	}
	for _, id := range crypto.LintRules() {
		if !seen[id] {
			t.Errorf("there is no rule for %s of crypto.Lint", id)
		}
	}
}
