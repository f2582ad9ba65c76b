package model

import (
	"slices"
	"strings"
)

// A Topic explains one word of the trade, for somebody who meets it for the first
// time. Help, `kubeid explain` and docs/glossary.md all show these.
type Topic struct {
	Name  string   // as it is asked for: lower case, no spaces
	Also  []string // other names by which it is found
	Title string   // as a heading
	Short string   // one sentence
	Text  []string // paragraphs; one that begins with two spaces is a line to type
	See   []string // names of topics to read next
}

// Topics returns all topics, in an order in which they can be read from the top.
func Topics() []Topic {
	return slices.Concat(topicsOfPlaces(), topicsOfIdentities(), topicsOfCertificates(), topicsOfTokens(), topicsOfRights(), topicsOfTheProgram())
}

// FindTopic returns the topic of a name, in whatever case and with spaces or hyphens;
// else the names that come near.
func FindTopic(name string) (Topic, []string) {
	wanted := topicName(name)
	var names []string
	for _, t := range Topics() {
		if wanted == t.Name || slices.Contains(t.Also, wanted) {
			return t, nil
		}
		names = append(append(names, t.Name), t.Also...)
	}
	return Topic{}, Nearest(wanted, names)
}

func topicName(s string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimSpace(s)), " ", "-")
}
