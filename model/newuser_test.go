package model

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"kubeid/crypto"
)

func TestWhatIsOddAboutASubjectIsTold(t *testing.T) {
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	facts := SubjectFacts{
		Users: []string{"Jane", "boss", "bob"}, Groups: []string{"devs", "root-team"}, AdminUsers: []string{"boss"}, AdminGroups: []string{"root-team"},
		Issued: []Issued{{Subject: crypto.Subject{User: "carl"}, Until: now.Add(time.Hour)}, {Subject: crypto.Subject{User: "old"}, Until: now.Add(-time.Hour)}},
	}
	for name, test := range map[string]struct {
		subject crypto.Subject
		want    string // ids, those that have to be typed with what
	}{
		"nothing odd":                      {crypto.Subject{User: "eve", Groups: []string{"devs"}}, ""},
		"may do everything":                {crypto.Subject{User: "eve", Groups: []string{"system:masters"}}, "group-masters=system:masters"},
		"kubeadm's administrators":         {crypto.Subject{User: "eve", Groups: []string{"kubeadm:cluster-admins"}}, "group-admin=kubeadm:cluster-admins"},
		"a group that is cluster-admin":    {crypto.Subject{User: "eve", Groups: []string{"root-team"}}, "group-admin=root-team"},
		"a user who is cluster-admin":      {crypto.Subject{User: "boss"}, "user-admin=boss"},
		"a part of the system":             {crypto.Subject{User: "system:kube-scheduler", Groups: []string{"system:nodes"}}, "user-system=system:kube-scheduler group-system=system:nodes"},
		"everybody's group":                {crypto.Subject{User: "eve", Groups: []string{"system:authenticated"}}, "group-system"},
		"spaces":                           {crypto.Subject{User: " eve", Groups: []string{"a b"}}, "group-unbound spaces spaces"},
		"another spelling":                 {crypto.Subject{User: "jane", Groups: []string{"Devs"}}, "group-unbound twin twin"},
		"somebody who is bound":            {crypto.Subject{User: "bob"}, "user-bound"},
		"a certificate that is good":       {crypto.Subject{User: "carl"}, "alive"},
		"a certificate that has ended":     {crypto.Subject{User: "old"}, ""},
		"a UID":                            {crypto.Subject{User: "eve", UID: "1"}, "uid"},
		"a long name":                      {crypto.Subject{User: strings.Repeat("x", 65)}, "long"},
		"several dangers at once":          {crypto.Subject{User: "boss", Groups: []string{"system:masters", "root-team"}}, "user-admin=boss group-masters=system:masters group-admin=root-team"},
		"the administrator of kubeadm":     {crypto.Subject{User: "kubernetes-admin"}, "user-admin=kubernetes-admin"},
		"a group that nothing is bound to": {crypto.Subject{User: "eve", Groups: []string{"new"}}, "group-unbound"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, w := range LintSubject(test.subject, facts, now) {
				id := w.ID
				if w.Type != "" {
					id += "=" + w.Type
				}
				got = append(got, id)
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestADangerousValueHasToBeTypedExactly(t *testing.T) {
	worries := LintSubject(crypto.Subject{User: "eve", Groups: []string{"system:masters"}}, SubjectFacts{}, time.Time{})
	for named, refused := range map[string]bool{"": true, "System:masters": true, "system:master": true, "system:masters ": true, "system:masters": false} {
		err := NewUser{Named: []string{named}}.Dangerous(worries)
		if (err != nil) != refused || refused && ExitCode(err) != ExitRefused {
			t.Errorf("named %q: %v", named, err)
		}
	}
}

func TestRolesAreToldForWhatTheyMean(t *testing.T) {
	for role, want := range map[string]string{"view": "", "edit": "Secrets", "admin": "roles to others", "cluster-admin": "everything in the whole cluster"} {
		worries := LintRole(RoleWish{Name: role})
		if (want == "") != (len(worries) == 0) || want != "" && !strings.Contains(worries[0].Text, want) {
			t.Errorf("%s: %+v", role, worries)
		}
	}
	if w := LintRole(RoleWish{Name: "cluster-admin"}); w[0].Type != "cluster-admin" {
		t.Error("cluster-admin everywhere need not be typed")
	}
	if w := LintRole(RoleWish{Name: "cluster-admin", Namespaces: []string{"web"}}); w[0].Type != "" || !strings.Contains(w[0].Text, "in web") {
		t.Errorf("in a namespace: %+v", w)
	}
}

func TestWhatIsForThemIsNotWhatIsForUs(t *testing.T) {
	cluster := func(server, proxy string, insecure bool) Cluster {
		return Cluster{Server: NewText(server), ProxyURL: NewText(proxy), Insecure: insecure, TLSServerName: NewText("kubernetes")}
	}
	for name, test := range map[string]struct {
		c       Cluster
		server  string
		want    string
		proxy   string
		ids     string
		refused bool
	}{
		"a plain server":            {cluster("https://10.0.0.1:6443", "", false), "", "https://10.0.0.1:6443", "", "", false},
		"this computer":             {cluster("https://127.0.0.1:6443", "", false), "", "https://127.0.0.1:6443", "", "address-loopback", false},
		"this computer, by name":    {cluster("https://kind.localhost:6443", "", false), "", "https://kind.localhost:6443", "", "address-loopback", false},
		"this computer, in IPv6":    {cluster("https://[::1]:6443", "", false), "", "https://[::1]:6443", "", "address-loopback", false},
		"every address of it":       {cluster("https://0.0.0.0:6443", "", false), "", "https://0.0.0.0:6443", "", "address-loopback", false},
		"another address for them":  {cluster("https://127.0.0.1:6443", "", false), "https://api.example:6443", "https://api.example:6443", "", "", false},
		"without a scheme":          {cluster("https://10.0.0.1", "", false), "api.example:6443", "https://api.example:6443", "", "", false},
		"a local proxy":             {cluster("https://10.0.0.1", "socks5://localhost:1080", false), "", "https://10.0.0.1", "", "address-proxy", false},
		"a proxy for everybody":     {cluster("https://10.0.0.1", "http://proxy.example:3128", false), "", "https://10.0.0.1", "http://proxy.example:3128", "address-proxy", false},
		"a proxy with a password":   {cluster("https://10.0.0.1", "http://u:p@proxy.example", false), "", "https://10.0.0.1", "", "address-proxy", false},
		"a password in the address": {cluster("https://u:p@10.0.0.1", "", false), "", "https://10.0.0.1", "", "address-user", false},
		"nothing is verified":       {cluster("https://10.0.0.1", "", true), "", "https://10.0.0.1", "", "insecure", false},
		"http":                      {cluster("http://10.0.0.1", "", false), "", "", "", "", true},
		"no address":                {cluster("https://10.0.0.1", "", false), "https://", "", "", "", true},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := AddressForThem(test.c, test.server)
			if (err != nil) != test.refused {
				t.Fatal(err)
			}
			if test.refused {
				return
			}
			var ids []string
			for _, w := range got.Worries {
				ids = append(ids, w.ID)
				if strings.Contains(w.Text, "p@") {
					t.Errorf("a password is told: %s", w.Text)
				}
			}
			if got.Server != test.want || got.ProxyURL != test.proxy || strings.Join(ids, " ") != test.ids || got.TLSServerName != "kubernetes" {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestTheNamesOfTheServersCertificateAreCompared(t *testing.T) {
	names := []string{"kubernetes", "*.prod.example", "10.96.0.1", "fd00::1"}
	for address, fits := range map[string]bool{
		"https://kubernetes:6443": true, "https://api.prod.example": true, "https://API.prod.example.": true, "https://10.96.0.1": true, "https://[fd00::1]:6443": true,
		"https://prod.example": false, "https://a.b.prod.example": false, "https://10.96.0.2": false, "https://evil.example": false,
	} {
		if got := len((ForThem{Server: address}).CheckNames(names)) == 0; got != fits {
			t.Errorf("%s fits: %v, want %v", address, got, fits)
		}
	}
	if len((ForThem{Server: "https://evil.example", TLSServerName: "kubernetes"}).CheckNames(names)) > 0 || len((ForThem{Server: "https://x"}).CheckNames(nil)) > 0 {
		t.Error("tls-server-name does not count, or nothing is compared with something")
	}
}

func TestNamesBecomeSafeOnes(t *testing.T) {
	seen := map[string]string{}
	for _, name := range []string{
		"jane", "jane@prod", "a/b", "a-b", "../../etc/passwd", "..", ".", "", "CON", "con.kubeconfig", "com1", "a b", "a\x00b", "größe", strings.Repeat("x", 300), strings.Repeat("x", 301), "arn:aws:eks:eu:1:cluster/a", "-rf", "Jane", "LPT9.txt",
	} {
		file := FileName(name)
		if file == "" || strings.ContainsAny(file, "/\\\x00: ") || strings.HasPrefix(file, ".") || strings.HasPrefix(file, "-") || len(file) > 110 || reserved(file) {
			t.Errorf("%q became %q", name, file)
		}
		if other, taken := seen[file]; taken {
			t.Errorf("%q and %q both became %q", name, other, file)
		}
		seen[file] = name
		object := ObjectName(name)
		if object == "" || strings.Trim(object, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || strings.HasPrefix(object, "-") || len(object) > 110 {
			t.Errorf("%q became the object %q", name, object)
		}
	}
	for name, want := range map[string]bool{"COM1": true, "lpt9.txt": true, "nul": true, "com": false, "company": false, "jan1": false, "com0x": false, "": true} {
		if reserved(name) != want {
			t.Errorf("reserved(%q) = %v", name, !want)
		}
	}
	if FileName("jane@prod-eu") != "jane@prod-eu" || ObjectName("jane") != "jane" || ObjectName("Jane") == "jane" {
		t.Error("a fine name was changed, or two are the same")
	}
	if got := EntryName("{user}@{cluster}/{context}", "{cluster}", "c", "x"); got != "{cluster}@c/x" {
		t.Errorf("a name was taken for a template: %s", got)
	}
}

func TestProofsAreExactAndWeakOnesAreCalledSo(t *testing.T) {
	key, err := crypto.GenerateKey(crypto.Ed25519)
	if err != nil {
		t.Fatal(err)
	}
	c := selfMade(t, key)
	subject := crypto.Subject{User: "jane", Groups: []string{"b", "a"}}
	who := func(change func(*Whoami)) Whoami {
		w := Whoami{
			User: NewText("jane"), Groups: Texts([]string{"a", "b", "system:authenticated"}),
			Extra: []Extra{{NewText(credentialKey), []Text{NewText(c.Fingerprint())}}},
		}
		change(&w)
		return w
	}
	for name, test := range map[string]struct {
		who        Whoami
		good, weak bool
	}{
		"exactly":                   {who(func(*Whoami) {}), true, false},
		"an older server":           {who(func(w *Whoami) { w.Extra = nil }), true, true},
		"another certificate":       {who(func(w *Whoami) { w.Extra[0].Values[0] = NewText("X509SHA256=00") }), false, false},
		"a token":                   {who(func(w *Whoami) { w.Extra[0].Values[0] = NewText("JTI=1") }), false, false},
		"somebody else":             {who(func(w *Whoami) { w.User = NewText("Jane") }), false, false},
		"nobody":                    {who(func(w *Whoami) { w.User = NewText("system:anonymous") }), false, false},
		"a group less":              {who(func(w *Whoami) { w.Groups = w.Groups[1:] }), false, false},
		"a group more":              {who(func(w *Whoami) { w.Groups = append(w.Groups, NewText("c")) }), false, false},
		"another UID than none":     {who(func(w *Whoami) { w.UID = NewText("u") }), false, false},
		"without everybody's group": {who(func(w *Whoami) { w.Groups = w.Groups[:2] }), true, false},
	} {
		p := ProofOf(test.who, c, subject)
		if p.Good() != test.good || p.Weak != test.weak || !test.good && (p.Hint == "" || p.Trouble.Empty()) {
			t.Errorf("%s: %+v", name, p)
		}
	}
	subject.UID = "u"
	if !ProofOf(who(func(w *Whoami) { w.UID = NewText("u") }), c, subject).Good() || ProofOf(who(func(w *Whoami) { w.UID = NewText("v") }), c, subject).Good() {
		t.Error("UIDs are not compared")
	}
}

// selfMade is any certificate.
func selfMade(t *testing.T, key crypto.Key) *crypto.Certificate {
	t.Helper()
	der, err := makeDER(key)
	if err != nil {
		t.Fatal(err)
	}
	certs, troubles := crypto.ParseCertificates(der)
	if len(certs) != 1 {
		t.Fatal(troubles)
	}
	return certs[0]
}

func TestAnswersThatCannotBeCarriedOutAreRefused(t *testing.T) {
	fine := NewUser{Contexts: []Ref{{}}, Subject: crypto.Subject{User: "jane"}}.WithDefaults()
	if err := fine.Check(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*NewUser){
		"no name":                    func(u *NewUser) { u.Subject.User = "" },
		"a name that cannot be seen": func(u *NewUser) { u.Subject.User = "ja\u200bne" },
		"an empty group":             func(u *NewUser) { u.Subject.Groups = []string{""} },
		"no context":                 func(u *NewUser) { u.Contexts = nil },
		"nine minutes":               func(u *NewUser) { u.Life = 9 * time.Minute },
		"a century":                  func(u *NewUser) { u.Life = 100 * year },
		"half an authority":          func(u *NewUser) { u.By, u.CA = ByAuthority, "ca.crt" },
		"a UID through the API":      func(u *NewUser) { u.Subject.UID = "u" },
		"merged into nothing":        func(u *NewUser) { u.Result = AsMerged },
		"encrypted PEM files":        func(u *NewUser) { u.Result, u.For = AsPEM, "age1" },
		"a Role of no namespace":     func(u *NewUser) { u.Role = RoleWish{Name: "x", Local: true} },
		"a role with a slash":        func(u *NewUser) { u.Role.Name = "a/b" },
		"a template without user":    func(u *NewUser) { u.Name = "x" },
		"offline through the API":    func(u *NewUser) { u.Offline = true },
		"two servers, one address":   func(u *NewUser) { u.Contexts, u.Server = []Ref{{}, {}}, "https://x" },
		"a renewal of nobody":        func(u *NewUser) { u.Result = AsRenewed },
	} {
		u := fine
		change(&u)
		var p *Problem
		if err := u.Check(); !errors.As(err, &p) || p.Exit != ExitUsage || p.Todo == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if !slices.Equal((NewUser{Role: RoleWish{Name: "view"}, Named: []string{"x"}, Subject: crypto.Subject{User: "jane"}}).Kept().Named, nil) {
		t.Error("what was named is kept for the next time")
	}
}

func TestWhatWasLeftBehindIsNamed(t *testing.T) {
	for want, l := range map[string]Leftover{
		"/tmp/jane.kubeconfig":              {Kind: "file", Name: "/tmp/jane.kubeconfig"},
		"what was written into /tmp/config": {Kind: "entries", Name: "/tmp/config"},
		"RoleBinding web/jane":              {Kind: "RoleBinding", Where: "web", Name: "jane"},
		"ClusterRoleBinding jane":           {Kind: "ClusterRoleBinding", Name: "jane"},
	} {
		if l.String() != want {
			t.Errorf("got %q, want %q", l, want)
		}
	}
}
