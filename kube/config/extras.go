package config

import (
	"cmp"
	"slices"
)

// Extras are what a kubeconfig holds at its top beside its entries: the preferences of
// kubectl, and the extensions in which other programs keep what they like. They may hold
// secrets. The zero Extras are none.
type Extras struct {
	colors      bool        // in the preferences
	preferences []extension // in the preferences
	extensions  []extension
}

// An extension is what a program keeps under a name.
type extension struct {
	name string
	held value
}

// Extras returns those of the file that client-go knows; what else stands there it drops.
func (f *File) Extras() Extras {
	preferences := f.effective([]string{"preferences"})
	return Extras{
		colors:      preferences.get("colors").text == "true",
		preferences: extensionsOf(preferences.get("extensions")),
		extensions:  extensionsOf(f.effective([]string{"extensions"})),
	}
}

func extensionsOf(list value) []extension {
	if list.kind != sequenceNode {
		return nil
	}
	var out []extension
	for _, item := range list.items {
		if item.kind == mappingNode {
			out = append(out, extension{item.get("name").text, item.get("extension")})
		}
	}
	return out
}

// Merged returns the extras of several files as client-go puts them together: of
// extensions with the same name that of the first file counts.
func Merged(files ...Extras) Extras {
	var out Extras
	for _, x := range files {
		out.colors = out.colors || x.colors
		out.preferences = merged(out.preferences, x.preferences)
		out.extensions = merged(out.extensions, x.extensions)
	}
	return out
}

// merged adds what has another name, in the order of names, as kubectl writes them.
func merged(have, more []extension) []extension {
	out := slices.Clone(have)
	for _, e := range more {
		if !slices.ContainsFunc(out, func(o extension) bool { return o.name == e.name }) {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b extension) int { return cmp.Compare(a.name, b.name) })
	return out
}

// Redacted returns the extras without what could be a secret. Nobody knows what programs
// keep there, so that goes by the names of fields and by what values look like.
func (x Extras) Redacted() Extras {
	hide := func(list []extension) []extension {
		list = slices.Clone(list)
		for i, e := range list {
			list[i].held = redactExtension(nil, e.held)
		}
		return list
	}
	x.preferences, x.extensions = hide(x.preferences), hide(x.extensions)
	return x
}

// listed writes extensions as they stand in a kubeconfig.
func listed(list []extension) value {
	out := value{kind: sequenceNode}
	for _, e := range list {
		out.items = append(out.items, mappingOf("extension", e.held).with("name", textValue(e.name)))
	}
	return out
}

// shown returns the preferences as they stand in a kubeconfig; null for none.
func (x Extras) shown() value {
	var out value
	if x.colors {
		out = mappingOf("colors", value{kind: otherNode, text: "true"})
	}
	if len(x.preferences) > 0 {
		out = out.with("extensions", listed(x.preferences))
	}
	return out
}
