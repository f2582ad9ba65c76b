package config

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf16"

	yaml "go.yaml.in/yaml/v2"

	"kubeid/model"
)

// quote writes text in a style, or returns false when that style cannot hold it.
func quote(text string, style nodeStyle, flow bool) (string, bool) {
	switch style {
	case plainStyle:
		return text, plainFits(text, flow)
	case singleStyle:
		return "'" + strings.ReplaceAll(text, "'", "''") + "'", singleFits(text)
	}
	return doubleQuote(text), true
}

// plainFits tells whether text may stand without quotes. It is strict: letters,
// digits and the punctuation of names, and YAML 1.1 must take it for text. So
// yes, 0123, 1e3 and 1_000 are quoted, which kubectl would otherwise not load.
func plainFits(text string, flow bool) bool {
	for i, r := range text {
		word := r == '_' || r < 0x80 && letter(byte(r)) || r >= '0' && r <= '9' || r >= 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) && !model.Unsafe(r)
		switch {
		case word, i > 0 && strings.ContainsRune("-./@+=%", r), i == 0 && r == '/':
		case i == 0 && r == '-' && len(text) > 1 && (text[1] == '-' || letter(text[1])): // a flag of a program
		case i > 0 && r == ':' && !flow && i+1 < len(text) && text[i+1] != ' ':
		default:
			return false
		}
	}
	if text != "" && text[0] >= '0' && text[0] <= '9' && dateOrTime().MatchString(text) {
		return false
	}
	var v any
	if text == "" || yaml.Unmarshal([]byte(text), &v) != nil {
		return false
	}
	got, isText := v.(string)
	return isText && got == text
}

// dateOrTime matches what YAML 1.1 takes for a date, or for a number to the base of 60
// (yaml.org/type/timestamp.html, …/int.html). kubectl's reader does not, but those of
// Python and Ruby do, and would not find a context of that name.
var dateOrTime = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^([0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt][0-9:.Zz+-]+)?|[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?)$`)
})

func singleFits(text string) bool {
	for _, r := range text {
		if !yamlPrintable(r) {
			return false
		}
	}
	return true
}

// yamlPrintable tells whether a YAML reader takes r as it stands and on one line, and a
// terminal shows it so.
func yamlPrintable(r rune) bool {
	switch {
	case r == unicode.ReplacementChar, r >= 0x80 && r <= 0xffff && model.Unsafe(r): // what hides or turns text around
		return false
	case r >= 0x20 && r < 0x7f, r >= 0xa0 && r < 0xfffe, r > 0xffff:
		return true
	}
	return false
}

// doubleQuote writes text with escapes that YAML and JSON share.
func doubleQuote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case yamlPrintable(r) || r == unicode.ReplacementChar:
			b.WriteRune(r)
		case r > 0xffff:
			hi, lo := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, hi, lo)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// restyle chooses how a value that stood there is written anew, so that the way
// back leads to the same bytes. Quotes stay where they are the file's habit; where
// they were only needed by the value (single ones, or double ones for what nothing
// else can hold) they go with it.
func restyle(old *node, was, text string, habit nodeStyle, flow bool) string {
	var wanted []nodeStyle
	switch {
	case old == nil || old.kind == nullNode || old.style > doubleStyle:
		wanted = []nodeStyle{habit, plainStyle}
	case old.style == plainStyle || plainFits(was, flow):
		wanted = []nodeStyle{old.style}
	case habit != plainStyle:
		wanted = []nodeStyle{habit}
	case old.style == singleStyle, !singleFits(was):
		wanted = []nodeStyle{plainStyle}
	default:
		wanted = []nodeStyle{old.style}
	}
	for _, style := range append(wanted, singleStyle) {
		if out, ok := quote(text, style, flow); ok {
			return out
		}
	}
	return doubleQuote(text)
}

// habit tells how the names of the contexts are written where quotes are not
// needed, so that a new value looks like its neighbours.
func (f *File) habit() nodeStyle {
	if f.root == nil || f.root.kind != mappingNode {
		return plainStyle
	}
	if len(f.root.keys()) > 0 && f.root.keys()[0].style == doubleStyle {
		return doubleStyle // JSON
	}
	list := f.root.get(f.data, "contexts")
	if list == nil {
		return plainStyle
	}
	for i := range list.children() {
		name := list.children()[i].get(f.data, "name")
		if name != nil && name.kind == scalarNode && plainFits(name.value(f.data), false) {
			if name.style == singleStyle || name.style == doubleStyle {
				return name.style
			}
			return plainStyle
		}
	}
	return plainStyle
}
