package ui

import "testing"

// A flowStep is what a person does next, and what has to be there when the flow is left
// then and begun again.
type flowStep struct {
	keys  []string
	typed string
	then  []string // keys behind it
	kept  string
}

// TestEveryFlowCanBeLeftAtEachStep goes into each flow of editing a step further every
// time, leaves it by esc, and finds nothing written, and what was typed.
func TestEveryFlowCanBeLeftAtEachStep(t *testing.T) {
	for name, flow := range map[string]struct {
		open  []flowStep
		steps []flowStep
	}{
		"rename": {
			[]flowStep{{keys: []string{"r"}}},
			[]flowStep{{typed: "-x", kept: "prod-eu-x▏"}, {keys: []string{"ctrl+u"}, typed: "prod-us", kept: "prod-us▏"}},
		},
		"rename many": {
			[]flowStep{{keys: []string{"g", "m", "m", "r"}}},
			[]flowStep{{keys: []string{"ctrl+u"}, typed: "x-{last}", kept: "x-{last}▏"}},
		},
		"copy": {
			[]flowStep{{keys: []string{"a", "down", "enter"}}},
			[]flowStep{{typed: "-2", kept: "prod-eu-copy-2▏"}},
		},
		"new context": {
			[]flowStep{{keys: []string{"a"}, typed: "from a", then: []string{"enter"}}},
			[]flowStep{
				{keys: []string{"space"}, typed: "stg", then: []string{"enter"}, kept: "‹ stg ›"},
				{keys: []string{"down", "down"}, typed: "we", then: []string{"tab"}, kept: "web"},
				{keys: []string{"ctrl+d"}, kept: "web"},
			},
		},
		"cluster": {
			[]flowStep{{keys: []string{"2", "/"}, typed: "prod-us", then: []string{"esc", "e"}}},
			[]flowStep{
				{keys: []string{"ctrl+u"}, typed: "https://10.9.9.9:6443", kept: "https://10.9.9.9:6443"},
				{keys: []string{"down", "right"}, kept: "certificates that are pasted"},
			},
		},
		"export": {
			[]flowStep{{keys: []string{"o"}}},
			[]flowStep{{keys: []string{"ctrl+u"}, typed: "~/given", kept: "~/given"}, {keys: []string{"down", "space"}, kept: "puts in his own"}},
		},
		"import": {
			[]flowStep{{keys: []string{"+"}}},
			[]flowStep{{typed: "~/new.yaml", kept: "~/new.yaml▏"}, {keys: []string{"enter"}, kept: "~/new.yaml▏"}, {keys: []string{"enter"}, kept: "~/new.yaml▏"}},
		},
		"delete a user": {
			[]flowStep{{keys: []string{"3", "/"}, typed: "jane", then: []string{"esc", "x"}}},
			[]flowStep{{kept: "This will be gone: "}},
		},
		"delete marked": {
			[]flowStep{{keys: []string{"3", "M", "x"}}},
			[]flowStep{{kept: "This will be gone: "}},
		},
	} {
		for n := range flow.steps {
			t.Run(name, func(t *testing.T) {
				robot(t, func(t *testing.T) {
					b := importing()
					d := drive(t, b)
					take := func(steps []flowStep) {
						for _, s := range steps {
							d.press(s.keys...).typing(s.typed).press(s.then...)
						}
					}
					take(flow.open)
					take(flow.steps[:n+1])
					d.press("esc", "esc", "esc", "esc")
					if len(b.applied) > 0 {
						t.Fatalf("esc has written: %v", b.wrote())
					}
					take(flow.open)
					d.sees(flow.steps[n].kept)
				})
			})
		}
	}
}
