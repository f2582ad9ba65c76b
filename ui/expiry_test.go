package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"kubeid/model"
)

func TestRowsSayUntilWhen(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, certified()).sees("UNTIL", "jane · certificate · ▲ 12 days")
		for name, want := range map[string]string{
			"* prod-eu": "▲ 12d", " ci ": "▲  9d", "break-glass": "✗ expired", "arn:a…ter/checkout-prod": "exec",
			"ghost": "✗ broken", "halfway": "! refused", "⇄": "⇄ mix-up",
		} {
			if row := d.line(name); !strings.HasSuffix(strings.TrimRight(row, " "), want) {
				t.Errorf("the row of %s is %q, want it to end with %q", name, row, want)
			}
		}
		d.press("3").sees("◇ in 20h", "! refused")
		if row := d.line("nobody"); !strings.Contains(row, "◇ in 20h") {
			t.Errorf("a certificate of tomorrow is shown as %q", row)
		}
	})
}

func TestACertificateThatIsNoLoginIsNotFine(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := certified()
		ref := b.loaded.Config.Ref(model.UserKind, 0)
		c := b.found[ref]
		c.Certificates = []model.Certificate{b.found[b.loaded.Config.Ref(model.UserKind, 4)].Certificates[0]}
		b.found[ref] = c
		drive(t, b).sees("✗ no login").press("space").sees("the API server does not take it: it is for server auth")
	})
}

func TestWithoutALookRowsSayByWhatSomebodyLogsIn(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := certified()
		b.found = nil
		d := drive(t, b)
		for name, want := range map[string]string{"* prod-eu": "certificate", " ci ": "token"} {
			if row := d.line(name); !strings.HasSuffix(strings.TrimRight(row, " "), want) {
				t.Errorf("the row of %s is %q, want %q", name, row, want)
			}
		}
	})
}

func TestTimePasses(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, certified()).sees("▲ 12 days", "4 Expiry ▲4")
		d.wait(10*day).wait(time.Minute).sees("▲ 2 days", "✗ expired") // the token of ci is over
		d.wait(36 * time.Hour).wait(time.Minute).sees("▲ 12 hours")
		d.wait(day).wait(time.Minute).sees("✗ expired", "4 Expiry ▲")
		d.press("4").sees("✗ 3 expired", "11h ago")
	})
}

func TestFilesAreReadOnlyOnceExpiryIsOpened(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := certified()
		d := drive(t, b).press("3", "2", "1")
		for _, look := range b.looks {
			if look != (model.Look{}) {
				t.Errorf("looked %+v before anybody asked", look)
			}
		}
		d.press("4").sees("Reading also the files that the kubeconfigs point to: 2", "kubernetes-us", "lab/jane")
		if last := b.looks[len(b.looks)-1]; !last.Files || last.Keys {
			t.Errorf("looked %+v", last)
		}
		n := len(b.looks)
		d.press("1", "4")
		if len(b.looks) != n {
			t.Error("read the files a second time")
		}
		d.press("R").sees("kubernetes-us") // a reload reads them again, and does not forget them
		if last := b.looks[len(b.looks)-1]; !last.Files {
			t.Errorf("after a reload looked %+v", last)
		}
	})
}

func TestExpiryShowsTheWorstFirst(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, certified()).press("4").on("root").sees("✗ 1 expired", "▲ 2 urgent", "△ 1 soon", "✓ 3 fine", "? 1 unread", "now", "5y")
		want := []string{"root", "eckout-test", "ci/deployer", "jane", "kubernetes-us", "half", "tomorrow", "team-ca", "kubernetes-eu", "lab/jane"}
		for i, name := range want {
			if i > 0 {
				d.press("down")
			}
			d.on(name)
		}
		d.press("g").on("root").press("G").on("lab/jane").press("pgup").on("root")
	})
}

func TestExpiryIsNarrowedBySeverityKindAndWords(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, certified()).press("4")
		for _, step := range []struct{ says, has, lacks string }{
			{"shown: what is not fine", "root", "team-ca"},
			{"shown: what is expired", "root", "jane  "},
			{"shown: what is urgent", "ci/deployer", "root "},
			{"shown: what ends soon", "kubernetes-us", "root "},
			{"shown: what is fine", "team-ca", "root "},
			{"shown: what has no end", "lab/jane", "root "},
			{"shown: what could not be read", "eckout-test", "root "},
		} {
			d.press("v").sees(step.says, step.has).lacks(step.lacks)
		}
		d.press("v").lacks("shown:").press("V").sees("client certs only").lacks("SA token").press("V", "V", "V").sees("tokens only", "ci/deployer").lacks("client cert ")
		d.press("esc").lacks("shown:").press("/").typing("sa tok").sees("2 of 10").on("ci/deployer").press("down").on("lab/jane").
			press("esc").sees("root").press("/").typing("urgent").on("ci/deployer").press("enter").sees("ServiceAccount deployer in namespace ci").press("esc", "esc").sees("root")
		d.press("/").typing("zzz").sees("Nothing matches").press("enter", "tab", "esc")
	})
}

func TestACertificateIsToldInPlainWords(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := certified()
		driveIn(t, b, 120, 60, Options{}).press("4", "/").typing("jane client").press("enter").
			sees("▲ ends in 12 days", "2000-01-13 01:00:00 +00:00", "96% of 365 days", "logs in as jane", "groups     devs", "payments",
				"an RSA key of 1024 bits", "cert-rsa-small", "signed by  CN=kubernetes", "key fits", "sends      1 CN=jane", "2 CN=team-ca",
				"contexts   prod-eu", "written    user jane", "in ~/.kube/config:100").press("esc").sees("jane")
		asked := 0
		for i, look := range b.looks {
			if look.Keys {
				asked++
				if len(b.decoded[i]) != 1 || b.decoded[i][0].Name.Raw() != "jane" {
					t.Errorf("looked at the keys of %v", b.decoded[i])
				}
			}
		}
		if asked != 1 {
			t.Errorf("%d looks at keys, want one", asked)
		}
	})
}

func TestEveryStateOfAKeyIsTold(t *testing.T) {
	robot(t, func(t *testing.T) {
		for name, want := range map[string]string{
			"half": "no key", "root": "key belongs to another certificate", "tomorrow": "key is encrypted, which kubectl cannot use",
		} {
			driveIn(t, certified(), 120, 60, Options{}).press("4", "/").typing(name).press("enter").sees("its key    ✗ " + want)
		}
	})
}

func TestTheKeyIsLookedAtAgainAfterAReload(t *testing.T) {
	robot(t, func(t *testing.T) {
		driveIn(t, certified(), 120, 60, Options{}).press("4", "/").typing("half").press("enter").sees("no key").press("esc", "R", "i").sees("no key")
	})
}

func TestAuthoritiesTokensAndTroublesAreTold(t *testing.T) {
	robot(t, func(t *testing.T) {
		for typed, wants := range map[string][]string{
			"kubernetes-us": {"△ ends in 27 days", "When a CA ends, everything that it signed ends with it", "kubectl believes every server", "from the file /etc/kube/ca.crt"},
			"lab/jane":      {"names no end", "a ServiceAccount token from a Secret", "no context uses it"},
			"checkout-test": {"the PEM block at byte 0 ends in the middle", "nobody knows when it ends"},
			"root":          {"✗ expired 3 days ago", "system:masters may do everything", "N renews it, or ask whoever gave it to you"},
			"tomorrow":      {"◇ is not valid before 20 hours are over", "until then nobody accepts it"},
			"ci/deployer":   {"secret anchor: when that is deleted, the token is void", "issuer", "only the server can check its signature"},
		} {
			driveIn(t, certified(), 120, 60, Options{}).press("4", "/").typing(typed).press("enter").sees(wants...)
		}
	})
}

func TestInspectShowsAnEntryInFull(t *testing.T) {
	robot(t, func(t *testing.T) {
		driveIn(t, answering(), 120, 100, Options{}).press("i").sees("Client certificate", "key fits", "Certificate authority", "kubernetes-eu", "nobody has looked at it yet; p does").
			press("p").sees("Server, as it answered", "stages     ✓ TCP   4 ms", "signed by the kubeconfig's CA", "client certificates of CN=kubernetes", "DNS:kubernetes.default.svc", "agrees with that of this computer").
			press("esc").press("2", "i").sees("address    https://").press("esc", "3", "i").sees("runs aws when it is used")
	})
}

func TestThePageOfWhatIsGoneSaysSo(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := certified()
		d := drive(t, b).press("4", "enter").sees("─ root ─")
		k := sample()
		k = model.NewKubeconfig(k.Files, k.Contexts[:1], k.Clusters[:1], k.Users[:1])
		b.loaded.Config = k
		b.outside <- model.Loaded{Config: k}
		d.settle()
		d.sees("It is not there any more").press("esc").sees("jane")
	})
}

func TestDecodedFactsKeepTheSelection(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := certified()
		d := drive(t, b).press("4", "/").typing("kube").press("tab", "tab", "down").on("kubernetes-eu")
		found := map[model.Ref]model.Credential{b.loaded.Config.Ref(model.ClusterKind, 5): {Certificates: []model.Certificate{client("kube-new", time.Now().Add(-day), time.Now().Add(day))}}}
		d.send(model.Decoded{Found: found}).sees("kube-new").on("kubernetes-eu")
	})
}

func TestTimesAreTold(t *testing.T) {
	now := time.Date(2026, 3, 28, 23, 30, 0, 0, time.UTC)
	for _, c := range []struct {
		to           time.Time
		brief, plain string
	}{
		{now.Add(59 * time.Second), "0m", "0 minutes"},
		{now.Add(61 * time.Second), "1m", "1 minute"},
		{now.Add(2*time.Hour - 1), "119m", "119 minutes"},
		{now.Add(2 * time.Hour), "2h", "2 hours"},
		{now.Add(48*time.Hour - 1), "47h", "47 hours"},
		{now.Add(48 * time.Hour), "2d", "2 days"},
		{now.Add(1000*day - 1), "999d", "999 days"},
		{now.AddDate(3, 0, 0), "3y", "3 years"},
		{now.AddDate(3, 0, 0).Add(-time.Second), "2y", "2 years"},
		{time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), "7973y", "7973 years"},
	} {
		if got := brief(now, c.to); got != c.brief {
			t.Errorf("brief until %s is %q, want %q", c.to, got, c.brief)
		}
		if got := plainly(now, c.to); got != c.plain {
			t.Errorf("plainly until %s is %q, want %q", c.to, got, c.plain)
		}
	}
}

// A zone with daylight saving shows its own hour, and moves no day of the table.
func TestZonesAndDaylightSavingShiftNoDate(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err)
	}
	end := time.Date(2026, 3, 29, 0, 30, 0, 0, time.UTC) // half an hour before the clocks go forward
	for _, zone := range []*time.Location{time.UTC, berlin, time.FixedZone("", -11*3600), time.FixedZone("", 14*3600)} {
		e := Env{Now: end.Add(-5 * day).In(zone), Zone: zone, Styles: newStyles(theme{})}
		if got := e.date(end.In(zone)); got != "Mar 29" {
			t.Errorf("in %s the day is %q", zone, got)
		}
		if got := brief(e.Now, end); got != "5d" {
			t.Errorf("in %s it is %q", zone, got)
		}
	}
	e := Env{Zone: berlin}
	if got := e.moment(end); got != "2026-03-29 01:30:00 +01:00" {
		t.Errorf("before the change it is %q", got)
	}
	if got := e.moment(end.Add(time.Hour)); got != "2026-03-29 03:30:00 +02:00" {
		t.Errorf("after the change it is %q", got)
	}
}

func TestTheLineOfTimeCountsWhatHasNoRoom(t *testing.T) {
	s := newStyles(theme{NoColor: true})
	for _, c := range []struct {
		name  string
		piles map[int]pile
		want  string
	}{
		{"single ones stand side by side", map[int]pile{1: {count: 1, how: model.Fine}, 2: {count: 1, how: model.Urgent}}, " ✓▲       "},
		{"several are counted", map[int]pile{1: {count: 12, how: model.Fine}}, " ✓12      "},
		{"a count takes in what it covers, and shows the worst", map[int]pile{1: {count: 9, how: model.Fine}, 2: {count: 1, how: model.Soon}}, " △10      "},
		{"two counts do not run together", map[int]pile{1: {count: 2, how: model.Fine}, 3: {count: 3, how: model.Fine}}, " ✓2 ✓3    "},
	} {
		piles := make([]pile, 11)
		for at, p := range c.piles {
			piles[at] = p
		}
		if got := ansi.Strip(drawPiles(s, piles, 10, func(int) (string, ink) { return " ", s.Border })); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTheAxisIsMonotonousAndEndsInTheWindow(t *testing.T) {
	for w := 50; w < 400; w += 7 {
		a, last := newAxis(w), -1
		for d := -day; d < 20*yearish; d += 13 * time.Hour {
			at := a.cell(d)
			if at < last || at >= w {
				t.Fatalf("in %d cells %s stands at %d after %d", w, d, at, last)
			}
			last = at
		}
		if now := a.cell(0); now != a.at[0] || a.cell(-1) >= now {
			t.Errorf("in %d cells now stands at %d, and what is over at %d", w, now, a.cell(-1))
		}
	}
}
