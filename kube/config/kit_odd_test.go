package config

import (
	"regexp"
	"strings"

	"kubeid/model"
)

// The styles of the kit that change what a file says, or need more than a layout.

// anchors puts an anchor on the name of the first cluster and on the body of the last
// one, refers to the name by an alias, and merges a namespace into the first context.
func anchors(d value) string {
	d = nameFirst(d)
	text := canonical(d)
	clusters := d.get("clusters").items
	first, last := clusters[0].get("name").text, clusters[len(clusters)-1].get("name").text
	text = strings.Replace(text, "- name: "+first+"\n  cluster:", "- name: &first "+first+"\n  cluster:", 1)
	text = strings.Replace(text, "    cluster: "+first+"\n", "    cluster: *first\n", 1)
	text = strings.Replace(text, last+"\n  cluster:\n", last+"\n  cluster: &last\n", 1)
	text = strings.Replace(text, "\n  context:\n", "\n  context:\n    <<: *defaults\n", 1)
	twin := "- name: twin\n  cluster: *last\ncontexts:\n"
	return "x-defaults: &defaults\n  namespace: shared\n" + strings.Replace(text, "contexts:\n", twin, 1)
}

// flowLists writes the lists in brackets, an entry a line, with comments.
func flowLists(d value) string {
	l := flowLayout{colon: ": ", comma: ", "}
	var b strings.Builder
	for i, key := range d.keys {
		if _, ok := kindOf(key); !ok {
			b.WriteString(layout{eol: "\n", step: 2}.pair(key, d.items[i], 0) + "\n")
			continue
		}
		b.WriteString(key + ": [\n")
		for j, e := range d.items[i].items {
			b.WriteString("  # number " + string(rune('1'+j)) + "\n  " + l.write(e, ""))
			if j+1 < len(d.items[i].items) {
				b.WriteString(",")
			}
			b.WriteString("  # " + e.get("name").text + "\n")
		}
		b.WriteString("]\n")
	}
	return b.String()
}

func jsonLines(d value, step string) string {
	return flowLayout{json: true, colon: ": ", pretty: true, eol: "\n", step: step}.write(d, "") + "\n"
}

func doubleQuotes(d value) string {
	text := layout{eol: "\n", step: 2, habit: doubleStyle}.mapping(nameFirst(d), 0) + "\n"
	return strings.ReplaceAll(text, `"https:`, `"\x68ttps:`)
}

// wrappedBase64 writes data over several lines: as block scalars, and in quotes.
func wrappedBase64(d value) string {
	wrap := func(s string) string { return regexp.MustCompile(`.{60}`).ReplaceAllString(s, "$0\n      ") }
	text := regexp.MustCompile(`(?m)^    certificate-authority-data: "?([^"\n]*)"?$`).ReplaceAllStringFunc(canonical(d), func(s string) string {
		key, value, _ := strings.Cut(s, ": ")
		return key + ": |\n      " + wrap(strings.Trim(value, `"`))
	})
	return regexp.MustCompile(`(?m)^    client-certificate-data: (.*)$`).ReplaceAllStringFunc(text, func(s string) string {
		key, value, _ := strings.Cut(s, ": ")
		return key + ": \"" + strings.ReplaceAll(wrap(value), "\n", "\\\n") + "\""
	})
}

func oddNames(d value) string {
	odd := []string{"yes", "0123", "1e3", "null", "~", "1_000", "0x1F", "a: b # c", "it's", `say "hi"`, "- x", " lead", "2001-01-01", "{", "*x", "!y"}
	seen := map[string]string{}
	return canonical(renamed(d, func(s string) string {
		if _, known := seen[s]; !known {
			seen[s] = odd[len(seen)%len(odd)]
		}
		return seen[s]
	}))
}

func unicodeNames(d value) string {
	odd := []string{"東京", "münchen-🏭", "Ελλάδα", "prod\u00a0eu", "שלום", "e\u0301clair", "ß", "İstanbul", "กรุงเทพ"}
	seen := map[string]string{}
	return canonical(renamed(d, func(s string) string {
		if _, known := seen[s]; !known {
			seen[s] = odd[len(seen)%len(odd)]
		}
		return seen[s]
	}))
}

func unknownFields(d value) string {
	extra := mappingOf("owner", textValue("platform")).with("shards", value{kind: sequenceNode, items: []value{{kind: otherNode, text: "1"}, {kind: otherNode, text: "2"}}})
	d = everyEntry(d, func(kind model.Kind, e value) value {
		return e.with(bodyKey(kind), e.get(bodyKey(kind)).with("x-more", extra)).with("x-colour", textValue("red"))
	})
	return canonical(d.with("x-team", extra))
}

// explicitKeys writes keys of the first levels as "? key" with ": value", and tags.
func explicitKeys(d value) string {
	text := canonical(nameFirst(d))
	text = regexp.MustCompile(`(?m)^(apiVersion|kind|current-context): (.*)$`).ReplaceAllString(text, "? $1\n: !!str $2")
	text = regexp.MustCompile(`(?m)^(clusters|contexts):$`).ReplaceAllString(text, "$1: !!seq")
	return regexp.MustCompile(`(?m)^  (user):$`).ReplaceAllString(text, "  !!str $1: !!map")
}
