package model

import (
	"strings"
	"testing"
)

func TestTopicsLeadToTopics(t *testing.T) {
	seen := map[string]string{}
	for _, topic := range Topics() {
		for _, n := range append([]string{topic.Name}, topic.Also...) {
			if other, ok := seen[n]; ok {
				t.Errorf("%s and %s are both called %s", other, topic.Name, n)
			}
			if n != topicName(n) {
				t.Errorf("%s cannot be asked for", n)
			}
			seen[n] = topic.Name
		}
		if topic.Title == "" || !strings.HasSuffix(topic.Short, ".") || len(topic.Text) == 0 || len(topic.See) == 0 {
			t.Errorf("%s is not finished", topic.Name)
		}
	}
	for _, topic := range Topics() {
		for _, s := range topic.See {
			if seen[s] != s {
				t.Errorf("%s leads to %s, which is no name of a topic", topic.Name, s)
			}
		}
	}
	for _, word := range []string{"identity", "cn-and-o", "csr", "authority", "tokenrequest", "secret-token", "oidc", "exec", "webhook", "proxy", "basic", "choosing"} {
		if seen[word] == "" {
			t.Errorf("nothing explains %s", word)
		}
	}
}

func TestTopicsAreFoundAsPeopleWriteThem(t *testing.T) {
	for asked, want := range map[string]string{"CSR": "request", " Exec Plugin ": "exec", "system:masters": "system-masters", "403": "anonymous"} {
		if got, near := FindTopic(asked); got.Name != want {
			t.Errorf("%q gives %q and %q, want %q", asked, got.Name, near, want)
		}
	}
	if got, near := FindTopic("tokens-"); got.Name != "" || len(near) == 0 {
		t.Errorf("got %q and %q", got.Name, near)
	}
}
