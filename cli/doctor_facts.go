package cli

import "kubeid/model"

// The shapes of doctor's -o json and -o yaml.

type findingList struct {
	APIVersion string        `json:"apiVersion"`
	Kind       string        `json:"kind"`
	Files      []file        `json:"files"`
	Worst      string        `json:"worst"` // none, info, warning, error
	Items      []findingItem `json:"items"`
}

type findingItem struct {
	Rule     string        `json:"rule"`
	Severity string        `json:"severity"` // info, warning, error
	Entry    *findingEntry `json:"entry,omitempty"`
	File     string        `json:"file,omitempty"`
	Line     int           `json:"line,omitempty"`
	Words    string        `json:"words"`
	Remedy   string        `json:"remedy"`
}

type findingEntry struct {
	Kind string     `json:"kind"` // context, cluster, user
	Name model.Text `json:"name"`
}

type ruleList struct {
	APIVersion string     `json:"apiVersion"`
	Kind       string     `json:"kind"`
	Items      []ruleItem `json:"items"`
}

type ruleItem struct {
	ID       string `json:"id"`
	Severity string `json:"severity"`
	Title    string `json:"title"`
	Why      string `json:"why"`
	Remedy   string `json:"remedy"`
}

func findingsOf(k model.Kubeconfig, findings []model.Finding) findingList {
	out := findingList{APIVersion: apiVersion, Kind: "FindingList", Files: filesOf(k), Worst: "none", Items: make([]findingItem, len(findings))}
	if len(findings) > 0 {
		out.Worst = model.Worst(findings).String()
	}
	for i, f := range findings {
		out.Items[i] = findingItem{Rule: f.Rule, Severity: f.Gravity.String(), File: f.File, Line: f.Line, Words: f.Words, Remedy: f.Remedy}
		if f.AboutEntry() {
			out.Items[i].Entry = &findingEntry{f.Ref.Kind.String(), f.Ref.Name}
		}
	}
	return out
}

func rulesOf(rules []model.Rule) ruleList {
	out := ruleList{APIVersion: apiVersion, Kind: "RuleList"}
	for _, r := range rules {
		out.Items = append(out.Items, ruleItem{r.ID, r.Gravity.String(), r.Title, r.Why, r.Remedy})
	}
	return out
}
