package store

import (
	"strings"
	"time"

	yaml "go.yaml.in/yaml/v3"

	"kubeid/crypto"
	"kubeid/model"
)

// How long things are and shall be, in config.yaml.

func (r settingsReader) thresholds(n *yaml.Node, t *model.Thresholds) error {
	err := r.fields(n, "thresholds", map[string]func(*yaml.Node) error{
		"soon":   func(n *yaml.Node) error { return r.duration(n, &t.Soon) },
		"urgent": func(n *yaml.Node) error { return r.duration(n, &t.Urgent) },
	})
	if err != nil {
		return err
	}
	soon, urgent := t.Soon, t.Urgent
	if soon == 0 {
		soon = model.SoonBefore
	}
	if urgent == 0 {
		urgent = model.UrgentBefore
	}
	if urgent > soon && (t.Soon > 0 || t.Urgent > 0) {
		return r.wrong(n.Line, "make soon the longer one of the two", "urgent (%s) begins before soon (%s)", model.Span(urgent), model.Span(soon))
	}
	return nil
}

func (r settingsReader) duration(n *yaml.Node, d *time.Duration) error {
	if n.Kind != yaml.ScalarNode {
		return r.wrong(n.Line, "write it as 28d", "a duration is wanted here")
	}
	got, err := model.ParseDuration(n.Value)
	if err != nil {
		return r.wrong(n.Line, model.Hint(err), "%v", err)
	}
	if got == 0 {
		return r.wrong(n.Line, "write a longer one, or delete the line for the usual", "%q is no time at all", model.NewText(n.Value))
	}
	*d = got
	return nil
}

// defaults reads what a new credential is unless somebody says otherwise.
func (r settingsReader) defaults(n *yaml.Node, d *model.Defaults) error {
	return r.fields(n, "defaults", map[string]func(*yaml.Node) error{
		"key":  func(n *yaml.Node) error { return r.keyType(n, &d.KeyType) },
		"life": func(n *yaml.Node) error { return r.between(n, &d.Life, model.ShortestLife, model.LongestLife) },
		"token-life": func(n *yaml.Node) error {
			return r.between(n, &d.TokenLife, model.ShortestTokenLife, model.LongestTokenLife)
		},
	})
}

func (r settingsReader) keyType(n *yaml.Node, t *crypto.KeyType) error {
	var names []string
	for _, k := range crypto.KeyTypes() {
		names = append(names, string(k))
	}
	var word string
	if err := r.oneOf(n, &word, names); err != nil {
		return err
	}
	*t = crypto.KeyType(word)
	return nil
}

// between reads a duration that a cluster would take.
func (r settingsReader) between(n *yaml.Node, d *time.Duration, least, most time.Duration) error {
	var got time.Duration
	if err := r.duration(n, &got); err != nil {
		return err
	}
	switch {
	case got < least:
		return r.wrong(n.Line, "write at least "+model.Span(least), "%s is too short", strings.TrimSpace(n.Value))
	case got > most:
		return r.wrong(n.Line, "write less; no API can say more", "%s is too long", strings.TrimSpace(n.Value))
	}
	*d = got
	return nil
}
