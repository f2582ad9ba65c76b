package cli

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

// aFolder is what was found in a folder: a certificate with its key, a token, and
// something that could not be read.
func aFolder() *fake {
	s := twoContexts()
	jane := until("jane", 9*day)
	jane.Login.Groups = model.Texts([]string{"devs"})
	jane.Key, jane.Usages = "ECDSA P-256", []string{"client auth"}
	s.inspect = func(string, crypto.Secret) (model.Inspection, error) {
		return model.Inspection{Left: model.Texts([]string{"only half was looked at"}), Items: []model.Inspected{
			{Place: text("pki/jane.crt"), Line: 1, Kind: "certificate", Certificate: &jane, SignedBy: text("pki/ca.crt"), PEM: "-----BEGIN CERTIFICATE-----\n"},
			{Place: text("pki/jane.key"), Line: 1, Kind: "private key", Key: &model.KeyFacts{Private: true, Kind: "ECDSA P-256", Form: "SEC1"}, Relations: model.Texts([]string{"belongs to the certificate pki/jane.crt"})},
			{Place: text("pki/token"), Kind: "static token", Role: text("user x"), Token: &model.Token{Subject: text("robot")}},
			{Place: text("pki/cut.crt"), Line: 3, Kind: "certificate", Trouble: text("it is cut off")},
		}}, nil
	}
	return s
}

func TestInspectShowsATableOfSeveral(t *testing.T) {
	checks(t, aFolder(), "kubeid inspect pki", func(r result) {
		r.ends(0).says("note: only half was looked at").prints(strings.Join([]string{
			"WHAT     SUBJECT                                   KIND           UNTIL                    KEY           SIGNED BY    FILE",
			"-        jane (devs)                               certificate    9d (2000-01-10) urgent   ECDSA P-256   pki/ca.crt   pki/jane.crt",
			"-        belongs to the certificate pki/jane.crt   private key    -                        ECDSA P-256   -            pki/jane.key",
			"user x   robot                                     static token   no end                   -             -            pki/token",
			"-        -                                         certificate    unknown                  -             -            pki/cut.crt:3: it is cut off",
			"",
		}, "\n"))
	})
}

func TestInspectTellsEverythingOfOne(t *testing.T) {
	s := aFolder()
	all := s.inspect
	s.inspect = func(what string, p crypto.Secret) (model.Inspection, error) {
		found, err := all(what, p)
		found.Items, found.Left = found.Items[:1], nil
		return found, err
	}
	checks(t, s, "kubeid inspect jane.crt", func(r result) {
		r.ends(0).silent()
		for _, want := range []string{"what          certificate\n", "user          jane\n", "groups        devs\n", "usages        client auth\n", "fingerprint   X509SHA256=jane\n", "9d (2000-01-10) urgent\n", "used          98% of 365d\n"} {
			if !strings.Contains(r.out, want) {
				t.Errorf("%q is missing in\n%s", want, r.out)
			}
		}
	})
	checks(t, s, "kubeid inspect jane.crt -o table", func(r result) {
		if !strings.HasPrefix(r.ends(0).out, "WHAT ") {
			t.Errorf("printed %s", r.out)
		}
	})
}

func TestInspectAsData(t *testing.T) {
	checks(t, aFolder(), "kubeid inspect pki -o json", func(r result) {
		var got struct {
			Kind  string
			Items []struct {
				File, Kind, Severity, NotAfter, Trouble, SignedBy string
				Certificate                                       struct {
					User, Fingerprint string
					Groups            []string
				}
				Key struct{ Private bool }
			}
			Left []string
		}
		if err := json.Unmarshal([]byte(r.ends(0).out), &got); err != nil {
			t.Fatal(err)
		}
		jane := got.Items[0]
		if got.Kind != "Inspection" || len(got.Items) != 4 || len(got.Left) != 1 || jane.Severity != "urgent" || jane.NotAfter != "2000-01-10T00:00:00Z" || jane.Certificate.User != "jane" || jane.Certificate.Groups[0] != "devs" {
			t.Errorf("got %+v", got)
		}
		if !got.Items[1].Key.Private || got.Items[2].Severity != "endless" || got.Items[3].Severity != "unknown" || got.Items[3].Trouble == "" {
			t.Errorf("got %+v", got.Items)
		}
	})
}

func TestInspectPrintsWhatIsPublicAsPEM(t *testing.T) {
	run(t, aFolder(), "kubeid inspect pki -o pem").ends(0).prints("-----BEGIN CERTIFICATE-----\n").
		says("note: 2 not printed: private keys and tokens never are").says("note: pki/cut.crt:3: it is cut off")
}

func TestInspectOfNothingReadableEndsWithAnError(t *testing.T) {
	s := twoContexts()
	s.inspect = func(string, crypto.Secret) (model.Inspection, error) {
		return model.Inspection{Items: []model.Inspected{{Place: text("x"), Kind: "unknown", Trouble: text("nothing in it")}}}, nil
	}
	run(t, s, "kubeid inspect x").ends(1)
	s.inspect = func(string, crypto.Secret) (model.Inspection, error) { return model.Inspection{}, nil }
	run(t, s, "kubeid inspect x").ends(1)
	run(t, s, "kubeid inspect").ends(2)
	run(t, s, "kubeid inspect x y").ends(2)
}

// aLockedKey opens with hunter2.
func aLockedKey() *fake {
	s := twoContexts()
	s.inspect = func(_ string, p crypto.Secret) (model.Inspection, error) {
		i := model.Inspected{Place: text("jane.key"), Kind: "private key"}
		switch string(p.Reveal()) {
		case "hunter2":
			i.Key = &model.KeyFacts{Private: true}
		case "":
			i.Trouble, i.Locked = text("a passphrase is needed"), true
		default:
			i.Trouble, i.Locked = text("the passphrase is wrong"), true
		}
		return model.Inspection{Items: []model.Inspected{i}}, nil
	}
	return s
}

func TestAPassphraseComesFromAFileOrFromAPerson(t *testing.T) {
	run(t, aLockedKey(), "kubeid inspect jane.key").ends(1).says("--passphrase-file")
	run(t, aLockedKey(), "kubeid inspect jane.key --passphrase-file -", answers("hunter2")).ends(0).silent()
	run(t, aLockedKey(), "kubeid inspect jane.key --passphrase-file -", answers("wrong")).ends(1)
	run(t, aLockedKey(), "kubeid inspect jane.key --passphrase-file -").ends(1).says("no passphrase")
	run(t, aLockedKey(), "kubeid inspect jane.key --passphrase-file /nowhere/at/all").ends(1).says("no passphrase")
	run(t, aLockedKey(), "kubeid inspect - --passphrase-file -").ends(2)
	run(t, aLockedKey(), "kubeid inspect jane.key", terminal, answers("hunter2")).ends(0).says("passphrase of jane.key: ")
	run(t, aLockedKey(), "kubeid inspect jane.key", terminal, answers("wrong")).ends(1)
	run(t, aLockedKey(), "kubeid inspect jane.key --passphrase hunter2").ends(2)
}

func TestAPassphraseIsTypedAsOnATerminal(t *testing.T) {
	for keys, want := range map[string]string{
		"hunter2\r": "hunter2", "hunter2\nx": "hunter2", "huntex\x7fr2\r": "hunter2", "ü\x08hunter2\r": "hunter2", "no\x15hunter2\r": "hunter2", "\x7fhunter2\x04": "hunter2", "hunter2": "hunter2", "": "",
	} {
		if got, err := typed(strings.NewReader(keys)); string(got.Reveal()) != want || err != nil {
			t.Errorf("%q is %q, %v", keys, got.Reveal(), err)
		}
	}
	if _, err := typed(strings.NewReader("hunter2\x03")); model.ExitCode(err) != model.ExitInterrupted {
		t.Errorf("ctrl+c gives %v", err)
	}
}

func TestInspectReadsStandardInputOnce(t *testing.T) {
	s := aLockedKey()
	run(t, s, "kubeid inspect -", terminal, answers("some bytes")).ends(1)
	if s.input != "some bytes\n" {
		t.Errorf("read %q", s.input)
	}
}

func TestHostileCertificatesReachNoTerminal(t *testing.T) {
	h := text(hostile)
	cert := until(hostile, time.Hour)
	cert.Fingerprint = "X509SHA256=00"
	cert.Login = model.Login{User: h, UID: h, Groups: []model.Text{h}, Facts: []model.Note{{Text: h}}}
	cert.Issuer, cert.Serial, cert.SANs, cert.Refused, cert.Notes = h, h, []model.Text{h}, h, []model.Note{{Text: h}}
	probe := model.Probe{Server: h, Version: h, SignedBy: h, ClientCAs: []model.Text{h}, Failures: []model.Failure{{Reason: model.ReasonWrongName, Detail: h}}}
	items := []model.Inspected{
		{Place: h, Kind: "certificate", Role: h, SignedBy: h, Relations: []model.Text{h}, Trouble: h, Certificate: &cert},
		{Place: h, Kind: "request", Request: &model.Request{Subject: h, Login: cert.Login, SANs: []model.Text{h}, Refused: h}},
		{Place: h, Kind: "token", Token: &model.Token{Issuer: h, Subject: h, ID: h, Audiences: []model.Text{h}, Bound: []model.Text{h}, Odd: []model.Note{{Text: h}}}},
		{Place: h, Kind: "private key", Relations: []model.Text{h}, Key: &model.KeyFacts{Kind: "RSA", ID: h}},
	}
	s := &looked{fake: hostileService(), found: map[string]model.Credential{hostile: {Certificates: []model.Certificate{cert}, Troubles: []model.Text{h}, Unread: []model.Text{h}}}}
	s.inspect = func(string, crypto.Secret) (model.Inspection, error) {
		return model.Inspection{Items: items, Probe: &probe, Left: []model.Text{h}}, nil
	}
	s.probes = map[string]model.Probe{hostile: probe}
	s.who = model.Whoami{Server: h, User: h, UID: h, Groups: []model.Text{h}, Extra: []model.Extra{{Key: h, Values: []model.Text{h}}}, Sent: []model.Text{h}, Warnings: []model.Text{h}}
	s.needs = model.Consent{Needs: []model.Need{
		{Path: h, Command: h, Place: h, Server: h, Args: []crypto.Secret{crypto.NewSecret([]byte(hostile))}, Env: []model.Variable{{Name: h, Value: crypto.NewSecret([]byte(hostile))}}},
		{File: h, What: "key", Place: h, Server: h},
	}}
	s.namespaces = []model.Text{h}
	for _, line := range []string{
		"kubeid inspect x", "kubeid inspect x --details", "kubeid inspect x -o json", "kubeid inspect x -o yaml", "kubeid inspect x -o pem", "kubeid inspect " + hostile,
		"kubeid check", "kubeid check --all --probe", "kubeid check -o json", "kubeid check -o prometheus", "kubeid check " + hostile, "kubeid check --warn " + hostile, "kubeid check --context " + hostile,
		"kubeid probe", "kubeid probe -o wide", "kubeid probe -o yaml", "kubeid probe " + hostile,
		"kubeid whoami", "kubeid whoami -o json", "kubeid whoami -o name", "kubeid whoami --context " + hostile, "kubeid ns --all", "kubeid ns --all -o json",
	} {
		for _, answer := range []string{"y", "n"} {
			harmlessOutput(t, run(t, s, line, terminal, answers(answer)))
		}
	}
}

// harmlessOutput fails when anything was printed that a terminal could act on.
func harmlessOutput(t *testing.T, r result) {
	t.Helper()
	for name, out := range map[string]string{"stdout": r.out, "stderr": r.errors} {
		for _, c := range out {
			if c != '\n' && model.Unsafe(c) {
				t.Errorf("%q: %U on %s: %q", r.args, c, name, out)
				break
			}
		}
		for _, l := range strings.Split(out, "\n") {
			if strings.HasPrefix(l, "b") && !strings.HasPrefix(l, "bound") {
				t.Errorf("%q: a name broke a line on %s: %q", r.args, name, out)
			}
		}
	}
}
