package config

import (
	"fmt"

	v1 "k8s.io/client-go/tools/clientcmd/api/v1"
)

// What only these tests need of bodies and patches.

// ClusterBody returns the fields of c that are set.
func ClusterBody(c v1.Cluster) Body { return bodyOf(c) }

// UserBody returns the fields of u that are set.
func UserBody(u v1.AuthInfo) Body { return bodyOf(u) }

// ParseBody reads a body that is written in YAML or JSON, as client-go reads it.
func ParseBody(data []byte) (Body, error) {
	asJSON, err := toJSON(data)
	if err != nil {
		return Body{}, fmt.Errorf("is not YAML: %s", safeCause(err))
	}
	v, err := readJSON(asJSON)
	if err != nil || v.kind != mappingNode && v.kind != nullNode {
		return Body{}, fmt.Errorf("is not a mapping of fields")
	}
	return Body{v.ordered(data, tree(data))}, nil
}

// Reverse returns the patches that take patches back.
func Reverse(patches ...Patch) []Patch {
	out, shift := make([]Patch, len(patches)), 0
	for i, p := range patches {
		out[i] = Patch{p.Offset + shift, p.New, p.Old}
		shift += len(p.New) - len(p.Old)
	}
	return out
}
