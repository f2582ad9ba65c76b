package model

import (
	"slices"
	"testing"
)

func TestNearest(t *testing.T) {
	have := []string{"prod-eu", "prod-us", "staging", "stage-old", "dev", "arn:aws:eks:eu-central-1:1:cluster/dev-blue"}
	for name, c := range map[string]struct {
		typed string
		want  []string
	}{
		"a letter left out":            {"stging", []string{"staging"}},
		"two letters swapped":          {"satging", []string{"staging"}},
		"another case":                 {"PROD-EU", []string{"prod-eu", "prod-us"}},
		"a part of several":            {"prod", []string{"prod-eu", "prod-us"}},
		"a part of a long name":        {"blue", []string{"arn:aws:eks:eu-central-1:1:cluster/dev-blue"}},
		"nothing like it":              {"kitchen", nil},
		"nothing typed":                {"", nil},
		"at most three come back":      {"e", []string{"dev", "prod-eu", "stage-old"}},
		"a letter too many at the end": {"devv", []string{"dev"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Nearest(c.typed, have); !slices.Equal(got, c.want) {
				t.Errorf("Nearest(%q) = %q, want %q", c.typed, got, c.want)
			}
		})
	}
}
