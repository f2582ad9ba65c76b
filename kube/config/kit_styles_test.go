package config

import (
	"regexp"
	"strings"
	"testing"

	"kubeid/model"
)

// A style is one way to write a kubeconfig down.
type style struct {
	name, about string
	write       func(doc value) string
}

// styles are the ways of writing that the kit has every kubeconfig in.
var styles = []style{
	{"canonical", "as kubectl writes it: keys sorted, lists in the column of their key, names last", canonical},
	{"name-first", "names first, lists in the column of their key", func(d value) string { return canonical(nameFirst(d)) }},
	{"indented", "names first, lists two blanks deeper than their key", func(d value) string { return byLists(nameFirst(d), 2, 2, 2, 2) }},
	{"four-blanks", "four blanks a step, also behind the dash", func(d value) string { return byLists(nameFirst(d), 4, 4, 4, 4) }},
	{"comments", "comments above, beside, inside of and below everything", comments},
	{"airy", "blank lines and headings between entries", airy},
	{"block-scalars", "addresses and tokens as block scalars", blockScalars},
	{"anchors", "anchors on a name and a body, aliases, and a merge", anchors},
	{"crlf", "line breaks of Windows", func(d value) string { return strings.ReplaceAll(canonical(d), "\n", "\r\n") }},
	{"cr", "line breaks of old Macs", func(d value) string { return strings.ReplaceAll(noLiterals(d), "\n", "\r") }},
	{"flow", "all in braces on one line", func(d value) string { return flowLayout{colon: ": ", comma: ", "}.write(d, "") + "\n" }},
	{"flow-items", "one entry in braces a line", func(d value) string { return byLists(nameFirst(d), 0, 2, 2, -1) }},
	{"flow-lists", "lists in brackets over several lines, with comments between the entries", flowLists},
	{"json-compact", "JSON without blanks", func(d value) string { return d.json() }},
	{"json-spaced", "JSON on one line, with blanks", func(d value) string {
		return flowLayout{json: true, colon: ": ", comma: ", "}.write(d, "") + "\n"
	}},
	{"json-pretty", "JSON with two blanks a step", func(d value) string { return jsonLines(d, "  ") }},
	{"json-tabs", "JSON with tabs", func(d value) string { return jsonLines(d, "\t") }},
	{"double-quotes", "every text in double quotes, some with escapes", doubleQuotes},
	{"single-quotes", "every text in single quotes", func(d value) string {
		return layout{eol: "\n", step: 2, habit: singleStyle}.mapping(nameFirst(d), 0) + "\n"
	}},
	{"no-final-newline", "no line break at the end", func(d value) string { return strings.TrimRight(canonical(d), "\n") }},
	{"bom", "a byte order mark, and blanks at the ends of lines", func(d value) string {
		return "\ufeff" + strings.ReplaceAll(noLiterals(d), "\n", "  \n")
	}},
	{"markers", "a YAML directive and document markers", func(d value) string { return "%YAML 1.1\n---\n" + canonical(d) + "...\n" }},
	{"two-documents", "a second document, which kubectl does not read", func(d value) string {
		return "---\n" + canonical(d) + "---\napiVersion: v1\nkind: Config\ncurrent-context: other\n"
	}},
	{"wrapped-base64", "certificates over several lines", wrappedBase64},
	{"odd-names", "names that YAML 1.1 would take for something else", oddNames},
	{"unicode", "names in other scripts", unicodeNames},
	{"unknown-fields", "fields that no version of kubectl knows, at every level", unknownFields},
	{"explicit-keys", "keys behind question marks, and tags", explicitKeys},
	{"long-names", "names of 300 letters", func(d value) string {
		return canonical(renamed(d, func(s string) string { return s + strings.Repeat("-long", 60) }))
	}},
}

// contents reads a kubeconfig of the kit as a document.
func contents(t testing.TB, data []byte) value {
	asJSON, err := toJSON(data)
	if err != nil {
		t.Fatal(err)
	}
	v, err := readJSON(asJSON)
	if err != nil {
		t.Fatal(err)
	}
	return v.ordered(data, tree(data))
}

func canonical(d value) string { return layout{eol: "\n", step: 2}.mapping(d, 0) + "\n" }

// noLiterals is canonical, but for block scalars, whose line breaks mean something.
func noLiterals(d value) string { return layout{eol: "\r", step: 2}.plain(d) }

func (l layout) plain(d value) string { return strings.ReplaceAll(l.mapping(d, 0)+l.eol, l.eol, "\n") }

// everyEntry carries f out on every entry of the three lists.
func everyEntry(d value, f func(kind model.Kind, entry value) value) value {
	for _, kind := range []model.Kind{model.ContextKind, model.ClusterKind, model.UserKind} {
		list := d.get(listKey(kind))
		out := value{kind: list.kind}
		for _, e := range list.items {
			out.items = append(out.items, f(kind, e))
		}
		d = d.with(listKey(kind), out)
	}
	return d
}

func nameFirst(d value) value {
	return everyEntry(d, func(kind model.Kind, e value) value {
		return value{kind: mappingNode, keys: []string{"name", bodyKey(kind)}, items: []value{e.get("name"), e.get(bodyKey(kind))}}
	})
}

// renamed gives all names, and what refers to them, other ones.
func renamed(d value, f func(string) string) value {
	d = everyEntry(d, func(kind model.Kind, e value) value {
		e = e.with("name", textValue(f(e.get("name").text)))
		if kind == model.ContextKind {
			body := e.get("context")
			body = body.with("cluster", textValue(f(body.get("cluster").text))).with("user", textValue(f(body.get("user").text)))
			e = e.with("context", body)
		}
		return e
	})
	return d.with("current-context", textValue(f(d.get("current-context").text)))
}

// byLists writes the three lists with dashes in a column, keys at an offset behind
// them; a step of -1 writes the entries in braces.
func byLists(d value, dash, offset, dent, step int) string {
	l := itemLayout{layout: layout{eol: "\n", step: max(step, 2), dent: dent}, dash: dash, offset: offset}
	l.braces, l.flow = step < 0, flowLayout{colon: ": ", comma: ", "}
	var b strings.Builder
	for i, key := range d.keys {
		if _, ok := kindOf(key); ok && len(d.items[i].items) > 0 {
			b.WriteString(key + ":\n" + l.itemLines(d.items[i].items) + "\n")
			continue
		}
		b.WriteString(l.pair(key, d.items[i], 0) + "\n")
	}
	return b.String()
}

func comments(d value) string {
	text := byLists(nameFirst(d), 2, 2, 2, 2)
	for _, r := range [][2]string{
		{`(?m)^(clusters|users|contexts):$`, "# --- $1 ---\n$1:   # all of them"},
		{`(?m)^(  - name: .*)$`, "  # $1 is ours\n$1   # its name"},
		{`(?m)^(      (?:server|token|user|client-key): .*)$`, "$1    # keep\n      # inside"},
		{`(?m)^current-context: (.*)$`, "current-context:   $1    # see the wiki"},
	} {
		text = regexp.MustCompile(r[0]).ReplaceAllString(text, r[1])
	}
	text = strings.ReplaceAll(text, "#   - name:", "#")
	return "# who: platform team\n\n" + text + "# the end\n"
}

func airy(d value) string {
	text := regexp.MustCompile(`(?m)^(- )`).ReplaceAllString(canonical(nameFirst(d)), "\n$1")
	text = regexp.MustCompile(`(?m)^(\w+:)$`).ReplaceAllString(text, "\n# $1\n\n$1")
	return "\n" + text + "\n\n"
}

func blockScalars(d value) string {
	text := regexp.MustCompile(`(?m)^(    )(server|token): (.*)$`).ReplaceAllString(canonical(d), "$1$2: >-\n$1  $3")
	return regexp.MustCompile(`(?m)^current-context: (.*)$`).ReplaceAllString(text, "current-context: |-\n  $1\n")
}
