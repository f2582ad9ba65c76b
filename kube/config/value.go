package config

// A value is YAML or JSON as client-go understands it, with keys in their order.
type value struct {
	kind  nodeKind // otherNode: the word as JSON has it, as true or 5
	text  string
	keys  []string
	items []value // values of a mapping, items of a sequence
}

func bodyOf(any) Body { return Body{} }
