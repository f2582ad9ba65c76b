package model

import "fmt"

// Settings are what a person has decided for good, in config.yaml.
type Settings struct {
	Thresholds Thresholds
	Ignore     []string // ids of rules
}

// CheckRule tells that there is no rule with this id, and which ones come near.
func CheckRule(id string) error {
	if _, ok := RuleOf(id); ok {
		return nil
	}
	p := &Problem{Exit: ExitUsage, What: fmt.Sprintf("there is no rule %q", NewText(id)), Todo: "see all of them with: kubeid doctor --rules"}
	ids := make([]string, 0, len(rules))
	for _, r := range rules {
		ids = append(ids, r.ID)
	}
	if near := Nearest(id, ids); len(near) > 0 {
		p.Todo = "did you mean " + orList(near) + "?"
	}
	return p
}
