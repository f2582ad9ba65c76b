package store

import (
	"fmt"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v3"

	"kubeid/model"
)

// What the program looks like, in config.yaml.

// oneOf reads one of several words.
func (r settingsReader) oneOf(n *yaml.Node, word *string, known []string) error {
	if n.Kind == yaml.ScalarNode && slices.Contains(known, n.Value) {
		*word = n.Value
		return nil
	}
	todo := "write one of " + strings.Join(known, ", ")
	if n.Kind != yaml.ScalarNode {
		return r.wrong(n.Line, todo, "one word is wanted here")
	}
	if near := model.Nearest(n.Value, known); len(near) > 0 {
		todo = fmt.Sprintf("did you mean %q?", near[0])
	}
	return r.wrong(n.Line, todo, "%q is none of %s", model.NewText(n.Value), strings.Join(known, ", "))
}

func (r settingsReader) yesOrNo(n *yaml.Node, yes *bool) error {
	if n.Kind != yaml.ScalarNode || n.Value != "true" && n.Value != "false" {
		return r.wrong(n.Line, "write true or false", "true or false is wanted here")
	}
	*yes = n.Value == "true"
	return nil
}

// contexts reads the colours of contexts: a list, since the first match counts.
func (r settingsReader) contexts(n *yaml.Node, all *[]model.ContextColour) error {
	if n.Tag == "!!null" {
		return nil
	}
	const example = `write it as a list: contexts: [{match: "prod*", colour: red}]`
	if n.Kind != yaml.SequenceNode {
		return r.wrong(n.Line, example, "contexts is not a list")
	}
	for _, item := range n.Content {
		var c model.ContextColour
		err := r.fields(item, "contexts", map[string]func(*yaml.Node) error{
			"match": func(n *yaml.Node) error {
				if n.Kind != yaml.ScalarNode || n.Value == "" {
					return r.wrong(n.Line, example, "a pattern of names is wanted here")
				}
				c.Pattern = n.Value
				return nil
			},
			"colour": func(n *yaml.Node) error { return r.oneOf(n, &c.Colour, model.Colours) },
		})
		if err != nil {
			return err
		}
		if c.Pattern == "" || c.Colour == "" {
			return r.wrong(item.Line, example, "match and colour belong together")
		}
		*all = append(*all, c)
	}
	return nil
}
