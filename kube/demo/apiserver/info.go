package apiserver

import (
	"net/http"
	"strings"

	"k8s.io/apimachinery/pkg/fields"
)

// info says what a request is about: what Kubernetes calls RequestInfo.
type info struct {
	verb           string
	group, version string
	resource, sub  string
	namespace      string
	name           string
	path           string
}

// readInfo takes the path of a request apart.
func readInfo(r *http.Request) info {
	i := info{path: r.URL.Path, verb: strings.ToLower(r.Method)}
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	switch {
	case parts[0] == "api" && len(parts) > 2:
		i.version, parts = parts[1], parts[2:]
	case parts[0] == "apis" && len(parts) > 3:
		i.group, i.version, parts = parts[1], parts[2], parts[3:]
	default:
		return i
	}
	if parts[0] == "namespaces" && len(parts) > 1 {
		i.namespace = parts[1]
		if len(parts) > 2 && parts[2] != "status" && parts[2] != "finalize" {
			parts = parts[2:]
		}
	}
	i.resource = parts[0]
	if len(parts) > 1 {
		i.name = parts[1]
	}
	if len(parts) > 2 {
		i.sub = strings.Join(parts[2:], "/")
	}
	i.verb = verbOf(r, i.name)
	if i.name == "" && (i.verb == "list" || i.verb == "watch" || i.verb == "deletecollection") {
		if s, err := fields.ParseSelector(r.URL.Query().Get("fieldSelector")); err == nil {
			i.name, _ = s.RequiresExactMatch("metadata.name")
		}
	}
	return i
}

func verbOf(r *http.Request, name string) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		switch watching := r.URL.Query().Get("watch"); {
		case watching == "true" || watching == "1":
			return "watch"
		case name == "":
			return "list"
		}
		return "get"
	case http.MethodPost:
		return "create"
	case http.MethodPut:
		return "update"
	case http.MethodPatch:
		return "patch"
	case http.MethodDelete:
		if name == "" {
			return "deletecollection"
		}
		return "delete"
	}
	return strings.ToLower(r.Method)
}

// attributes are what RBAC is asked.
func (i info) attributes() attributes {
	if i.resource == "" {
		return attributes{verb: i.verb, path: i.path}
	}
	return attributes{verb: i.verb, group: i.group, version: i.version, resource: i.resource, sub: i.sub, namespace: i.namespace, name: i.name}
}

// within is the namespace under which objects of a kind are kept.
func (i info) within(k *kind) string {
	if !k.namespaced {
		return ""
	}
	return i.namespace
}

// accept says in which shape a client wants its answer.
type accept struct {
	shape string // "", "Table", "PartialObjectMetadata", "PartialObjectMetadataList", or a kind of discovery
	ok    bool   // whether JSON is among what it takes
}

// accepted reads an Accept header. The first shape that this server knows wins.
func accepted(header string) accept {
	if header == "" {
		return accept{ok: true}
	}
	for clause := range strings.SplitSeq(header, ",") {
		media, rest, _ := strings.Cut(strings.TrimSpace(clause), ";")
		switch strings.TrimSpace(media) {
		case "application/json", "application/*", "*/*":
		default:
			continue
		}
		options := map[string]string{}
		for o := range strings.SplitSeq(rest, ";") {
			k, v, _ := strings.Cut(strings.TrimSpace(o), "=")
			options[k] = v
		}
		switch as := options["as"]; as {
		case "":
			return accept{ok: true}
		case "Table", "PartialObjectMetadata", "PartialObjectMetadataList":
			if options["v"] == "v1" {
				return accept{as, true}
			}
		case "APIGroupDiscoveryList":
			if options["v"] == "v2" {
				return accept{as, true}
			}
		}
	}
	return accept{}
}
