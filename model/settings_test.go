package model

import "testing"

func TestContextsGetTheColourOfTheFirstMatch(t *testing.T) {
	s := Settings{Contexts: []ContextColour{{"prod-?s", "amber"}, {"*prod*", "red"}, {"日*", "blue"}}}
	for name, want := range map[string]string{"prod-us": "amber", "prod-eu1": "red", "arn:aws:eks/prod": "red", "dev": "", "": "", "日本": "blue", "prod-é": "red"} {
		if got := s.ColourOf(NewText(name)); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}
