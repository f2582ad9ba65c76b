package model

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestTheWorstComesFirst(t *testing.T) {
	p := healthy()
	for _, id := range []string{"cluster-admin", "clock-off", "dangling-reference", "expires-soon", "reference-missing"} {
		cases[id](p)
	}
	found := p.findings()
	if !slices.IsSortedFunc(found, func(a, b Finding) int { return int(b.Gravity) - int(a.Gravity) }) || Worst(found) != GravityError {
		t.Errorf("found %v", rulesIn(found))
	}
	if Worst(nil) != GravityInfo {
		t.Error("nothing is bad")
	}
}

func TestWhatNoContextGetsToIsLessBad(t *testing.T) {
	p := healthy()
	cases["key-mismatch"](p)
	p.contexts[0].User = NewText("bob")
	p.users = append(p.users, User{Entry: Entry{Name: NewText("bob")}, Token: Source{Inline: true}})
	found := p.findings()
	if i := slices.Index(rulesIn(found), "key-mismatch"); i < 0 || found[i].Gravity != GravityWarning {
		t.Errorf("found %+v", found)
	}
}

func TestAnExpiredAuthorityBesideALivingOneIsOnlyLeftOver(t *testing.T) {
	p := healthy()
	old := living("old")
	old.NotAfter = noon.Add(-time.Hour)
	p.credentials["lab"] = Credential{Certificates: []Certificate{old, living("new")}}
	if found := p.findings(); len(found) != 1 || found[0].Gravity != GravityInfo {
		t.Errorf("found %+v", found)
	}
	p.credentials["lab"] = Credential{Certificates: []Certificate{old}}
	if found := p.findings(); len(found) != 1 || found[0].Gravity != GravityError {
		t.Errorf("alone: found %+v", found)
	}
}

func TestOneCredentialInSeveralPlacesEndsOnce(t *testing.T) {
	p := healthy()
	p.contexts = append(p.contexts, p.contexts[0])
	p.contexts[1].Name = NewText("prod")
	cases["expired"](p)
	found := p.findings()
	want := `user "jane": the client cert jane ended 1s ago, on 2026-11-23T11:59:59Z; used by dev, prod`
	if len(found) != 1 || found[0].Words != want || found[0].Place() != "~/a:15" {
		t.Errorf("found %+v, want %s", found, want)
	}
}

func TestThresholdsOfTheSettingsCount(t *testing.T) {
	p := healthy()
	p.certificate("jane", func(c *Certificate) { c.NotAfter = noon.Add(60 * day) })
	if found := p.findings(); len(found) > 0 {
		t.Errorf("found %+v", found)
	}
	p.settings.Thresholds = Thresholds{Soon: 61 * day}
	if got := rulesIn(p.findings()); !slices.Equal(got, []string{"expires-soon"}) {
		t.Errorf("found %v", got)
	}
}

func TestAnUnencryptedServerOnThisComputerIsNothingToFear(t *testing.T) {
	for address, want := range map[string]Gravity{
		"http://127.0.0.1:8001": GravityInfo, "http://localhost:8001": GravityInfo, "http://[::1]:8001": GravityInfo, "127.0.0.1:8080": GravityInfo,
		"http://10.0.0.1": GravityWarning, "HTTP://lab": GravityWarning, "http://127.0.0.1.nip.io": GravityWarning, "http://localhost.lab": GravityWarning,
	} {
		p := healthy()
		p.clusters[0].Server = NewText(address)
		if found := p.findings(); len(found) != 1 || found[0].Rule != "http-server" || found[0].Gravity != want {
			t.Errorf("%s: found %+v", address, found)
		}
	}
}

func TestFilesThatEverybodyReadsAreTheWorst(t *testing.T) {
	p := healthy()
	p.users[0].Key = Source{File: NewText("/key")}
	p.facts.Files["/key"] = FileFact{Readers: ReadersEveryone}
	p.facts.Files["/a"] = FileFact{Readers: ReadersEveryone}
	found := p.findings()
	if len(found) != 1 || found[0].Gravity != GravityError || !strings.Contains(found[0].Words, "/key can be read by every user") {
		t.Errorf("a kubeconfig without secrets and a key: found %+v", found)
	}
}

func TestATroubleOfAFileIsToldOnce(t *testing.T) {
	p := healthy()
	cases["reference-missing"](p)
	p.credentials["lab"] = Credential{Troubles: []Text{p.facts.Files["/ca.crt"].Trouble}}
	if got := rulesIn(p.findings()); !slices.Equal(got, []string{"reference-missing"}) {
		t.Errorf("found %v", got)
	}
}

func TestNotEveryNameIsGuessedAt(t *testing.T) {
	p := healthy()
	for range 2 * maxGuesses {
		c := p.contexts[0]
		c.Name, c.User = NewText(c.Name.Raw()+"x"), NewText("jnae")
		p.contexts = append(p.contexts, c)
		p.contexts[0].Name = c.Name
	}
	guessed := 0
	for _, f := range p.findings() {
		if strings.HasPrefix(f.Remedy, "did you mean") {
			guessed++
		}
	}
	if guessed == 0 || guessed > maxGuesses {
		t.Errorf("%d names are guessed at", guessed)
	}
}

func TestAnExpiredServerIsToldOnce(t *testing.T) {
	p := healthy()
	p.probe.Chain[0].NotAfter = noon.Add(-time.Hour)
	p.fails(ReasonExpired)
	if got := rulesIn(p.findings()); !slices.Equal(got, []string{"expired"}) {
		t.Errorf("its own certificate: found %v", got)
	}
	p.probe.Chain[0].NotAfter = noon.AddDate(1, 0, 0)
	if got := rulesIn(p.findings()); !slices.Equal(got, []string{"server-failed"}) {
		t.Errorf("that of an authority between: found %v", got)
	}
}

func TestNearNamesAreOffered(t *testing.T) {
	p := healthy()
	p.contexts[0].User = NewText("jnae")
	p.settings.Ignore = []string{"unused"}
	if found := p.findings(); len(found) != 1 || found[0].Remedy != `did you mean "jane"?` {
		t.Errorf("found %+v", found)
	}
}

func TestEveryRefusalHasARemedyOfItsOwn(t *testing.T) {
	plain, _ := RuleOf("refused")
	both := Source{Inline: true, File: NewText("/x")}
	for name, change := range map[string]func(*patient){
		"no server":       func(p *patient) { p.clusters[0].Server = Text{} },
		"proxy":           func(p *patient) { p.clusters[0].ProxyURL = NewText("ftp://x") },
		"two authorities": func(p *patient) { p.clusters[0].CA = both },
		"insecure":        func(p *patient) { p.clusters[0].Insecure = true },
		"token and basic": func(p *patient) { p.users[0].Token.Inline, p.users[0].Password = true, true },
		"file and basic":  func(p *patient) { p.users[0].Token.File, p.users[0].Username = NewText("/x"), NewText("me") },
		"certificates":    func(p *patient) { p.users[0].Certificate = both },
		"keys":            func(p *patient) { p.users[0].Key = both },
		"no key":          func(p *patient) { p.users[0].Key = Source{} },
		"exec":            func(p *patient) { p.plugin(Exec{UnnamedEnv: true}) },
		"exec mode":       func(p *patient) { e := goodPlugin(); e.InteractiveMode = NewText("Sometimes"); p.plugin(e) },
		"exec provider":   func(p *patient) { p.plugin(goodPlugin()); p.users[0].Provider = &Provider{NewText("oidc")} },
		"impersonation":   func(p *patient) { p.users[0].As.UID = NewText("7") },
		"namespace":       cases["refused"],
	} {
		p := healthy()
		change(p)
		any := false
		for _, f := range p.findings() {
			if f.Rule == "refused" {
				any = true
				if f.Remedy == plain.Remedy || f.Gravity != GravityError {
					t.Errorf("%s: %q has the remedy %q", name, f.Words, f.Remedy)
				}
			}
		}
		if !any {
			t.Errorf("%s is not refused", name)
		}
	}
}

func TestHostileNamesAreSafeToDraw(t *testing.T) {
	p := healthy()
	p.contexts[0].User = NewText("\x1b]0;x\a\u202e")
	p.clusters[0].Server = NewText("http://\x1b[2J")
	for _, f := range p.findings() {
		for _, r := range f.Words + f.Remedy + f.Place() {
			if Unsafe(r) {
				t.Errorf("%s: %q has %q", f.Rule, f.Words, r)
			}
		}
	}
}

func TestUnknownRulesAreNamedWithTheirNeighbours(t *testing.T) {
	err := CheckRule("expire")
	if ExitCode(err) != ExitUsage || !strings.Contains(Hint(err), `"expired"`) {
		t.Errorf("%v (%s)", err, Hint(err))
	}
	if CheckRule("expired") != nil || Hint(CheckRule("zzzzzz")) == "" {
		t.Error("known and strange ids are not told apart")
	}
}
