package store

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

// settings reads a config.yaml with this text.
func settings(t testing.TB, text string) (model.Settings, error) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, settingsName), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return ReadSettings(dir, func(string) model.Text { return model.NewText("~/config.yaml") })
}

const day = 24 * time.Hour

func TestSettingsAreRead(t *testing.T) {
	for text, want := range map[string]model.Settings{
		"":                                    {},
		"# nothing\n":                         {},
		"---\n":                               {},
		"ignore:\n":                           {},
		"thresholds: {}\nignore: []\n":        {},
		"thresholds: {soon: 60d, urgent: 4w}": {Thresholds: model.Thresholds{Soon: 60 * day, Urgent: 28 * day}},
		"thresholds:\n  urgent: 36h # mine\n": {Thresholds: model.Thresholds{Urgent: 36 * time.Hour}},
		"ignore:\n- unused\n- token-opaque\n": {Ignore: []string{"unused", "token-opaque"}},
		"defaults: {key: rsa-4096, life: 30d, token-life: 1h}\naccessible: true\n": {
			Accessible: true, Defaults: model.Defaults{KeyType: crypto.RSA4096, Life: 30 * day, TokenLife: time.Hour},
		},
		"theme: colour-blind\nascii: true\nmouse: false\n": {Theme: "colour-blind", ASCII: true},
		"contexts: [{match: \"prod*\", colour: red}]":      {Contexts: []model.ContextColour{{Pattern: "prod*", Colour: "red"}}},
		"{\"ignore\": [\"cert-serial-small\"]}":            {Ignore: []string{"cert-serial-small"}},
	} {
		got, err := settings(t, text)
		got.Lines = nil // told by a test of their own
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q gives %+v, %v; want %+v", text, got, err, want)
		}
	}
	if got, err := ReadSettings(t.TempDir(), nowhere); err != nil || !reflect.DeepEqual(got, model.Settings{}) {
		t.Errorf("no file gives %+v, %v", got, err)
	}
}

func TestSettingsKnowWhereTheyStand(t *testing.T) {
	got, err := settings(t, "# mine\ntheme: dark\nthresholds:\n  soon: 60d\n\ndefaults: {life: 30d}\ncontexts:\n- match: x\n  colour: red\n")
	want := map[string]int{"theme": 2, "thresholds": 3, "thresholds.soon": 4, "defaults": 6, "defaults.life": 6, "contexts": 7}
	if err != nil || !reflect.DeepEqual(got.Lines, want) {
		t.Errorf("they stand at %v, %v; want %v", got.Lines, err, want)
	}
}

func nowhere(path string) model.Text { return model.NewText(path) }

func TestWrongSettingsAreNeverPassedOver(t *testing.T) {
	for text, want := range map[string]string{
		"defaults: {kye: rsa-2048}\n":          `~/config.yaml:1: nobody knows the key "kye" in defaults (did you mean "key"?)`,
		"defaults:\n  key: rsa-4069\n":         `~/config.yaml:2: "rsa-4069" is none of ecdsa-p256, ecdsa-p384, ecdsa-p521, rsa-2048, rsa-3072, rsa-4096, ed25519 (did you mean "rsa-4096"?)`,
		"defaults:\n\n  life: 5m\n":            `~/config.yaml:3: 5m is too short (write at least 10m)`,
		"defaults: {life: 100000d}\n":          `~/config.yaml:1: 100000d is too long (write less; no API can say more)`,
		"defaults: {token-life: 9m}\n":         `~/config.yaml:1: 9m is too short (write at least 10m)`,
		"accessible: yes\n":                    `~/config.yaml:1: true or false is wanted here (write true or false)`,
		"ignored: [unused]\n":                  `~/config.yaml:1: nobody knows the key "ignored" (did you mean "ignore"?)`,
		"thresholds:\n  sooner: 3d\n":          `~/config.yaml:2: nobody knows the key "sooner" in thresholds (did you mean "soon"?)`,
		"\nzzzzzzz: 1\n":                       `~/config.yaml:2: nobody knows the key "zzzzzzz" (the keys are accessible, ascii, contexts, defaults, ignore, mouse, theme and thresholds)`,
		"thresholds: {soon: 28}\n":             `~/config.yaml:1: "28" is not a duration (say of what: 28d for days, 28h for hours)`,
		"thresholds:\n  soon: soon\n":          `~/config.yaml:2: "soon" is not a duration (write whole numbers with s, m, h, d or w behind them, such as 28d or 1d12h)`,
		"thresholds:\n  soon: 0d\n":            `~/config.yaml:2: "0d" is no time at all (write a longer one, or delete the line for the usual)`,
		"thresholds:\n  soon: [28d]\n":         `~/config.yaml:2: a duration is wanted here (write it as 28d)`,
		"thresholds: {soon: 7d}\n":             `~/config.yaml:1: urgent (14d) begins before soon (7d) (make soon the longer one of the two)`,
		"thresholds: {soon: 7d, urgent: 8d}\n": `~/config.yaml:1: urgent (8d) begins before soon (7d) (make soon the longer one of the two)`,
		"thresholds: 28d\n":                    `~/config.yaml:1: thresholds is not a mapping (write it as the keys soon and urgent)`,
		"- unused\n":                           `~/config.yaml:1: the file is not a mapping (write it as the keys accessible, ascii, contexts, defaults, ignore, mouse, theme and thresholds)`,
		"ignore: unused\n":                     `~/config.yaml:1: ignore is not a list (write it as a list: ignore: [unused])`,
		"ignore:\n- unused\n- [x]\n":           `~/config.yaml:3: the id of a rule is wanted here (write the id alone, such as: - unused)`,
		"ignore:\n- unused\n- expire\n":        `~/config.yaml:3: there is no rule "expire" (did you mean "expired", "expires-soon" or "expires-urgent"?)`,
		"ignore: []\nignore: []\n":             `~/config.yaml:2: the key "ignore" stands there for the second time (keep one of the two)`,
		"ignore: []\n---\nignore: []\n":        `~/config.yaml:2: a second document begins here (put everything into one document, without ---)`,
		"ignore: []\n\tx: 1\n":                 `~/config.yaml:2: it is not YAML`,
		"theme: drak\n":                        `~/config.yaml:1: "drak" is none of auto, light, dark, high-contrast, colour-blind (did you mean "dark"?)`,
		"mouse: maybe\n":                       `~/config.yaml:1: true or false is wanted here`,
		"contexts:\n- match: x\n":              `~/config.yaml:2: match and colour belong together`,
		"contexts: {prod: red}\n":              `~/config.yaml:1: contexts is not a list`,
		"contexts: [{match: x, colour: pink}]": `~/config.yaml:1: "pink" is none of grey, green, blue`,
		"ignore: [\x00]":                       `~/config.yaml: it is not YAML`,
		"? [a]\n: 1\n":                         `~/config.yaml:1: nobody knows the key ""`,
		"thresholds: &t {soon: 30d}\nx: *t\n":  `~/config.yaml:2: nobody knows the key "x"`,
		"thresholds: {<<: {soon: 30d}}\n":      `~/config.yaml:1: nobody knows the key "<<" in thresholds`,
		"ignore: &i [unused, *i]\n":            `~/config.yaml:1: the id of a rule is wanted here`,
		"ignore: [\"\\x1b]0;x\"]\n":            `~/config.yaml:1: there is no rule "\\x1b]0;x"`,
	} {
		got, err := settings(t, text)
		if err == nil {
			t.Errorf("%q gives %+v", text, got)
			continue
		}
		if words := err.Error() + " (" + model.Hint(err) + ")"; !strings.HasPrefix(words, want) || model.Hint(err) == "" || model.ExitCode(err) != model.ExitUsage {
			t.Errorf("%q says\n%s, want\n%s", text, words, want)
		}
		if !reflect.DeepEqual(got, model.Settings{}) {
			t.Errorf("%q gives %+v beside its error", text, got)
		}
	}
}

func TestSettingsAreAPlainFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, settingsName)
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadSettings(dir, nowhere); model.ExitCode(err) != model.ExitUsage {
		t.Errorf("a folder: %v", err)
	}
	os.Remove(path)
	if err := os.WriteFile(path, make([]byte, maxSettings+1), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadSettings(dir, nowhere); model.ExitCode(err) != model.ExitUsage {
		t.Errorf("a large file: %v", err)
	}
}

// FuzzSettings must neither panic nor give settings beside an error.
func FuzzSettings(f *testing.F) {
	f.Add("thresholds: {soon: 60d, urgent: 4w}\nignore: [unused]\n")
	f.Add("ignore: &i [unused, *i]\n---\n")
	f.Fuzz(func(t *testing.T, text string) {
		r := settingsReader{label: model.NewText("config.yaml")}
		got, err := r.read([]byte(text))
		if err == nil {
			return
		}
		if !reflect.DeepEqual(got, model.Settings{}) || model.Hint(err) == "" {
			t.Errorf("%+v, %v, %q", got, err, model.Hint(err))
		}
		for _, c := range err.Error() {
			if model.Unsafe(c) {
				t.Errorf("it says %q", err)
			}
		}
	})
}
