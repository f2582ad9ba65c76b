package apiserver

import (
	"net/http"
	"strings"
)

// openAPI answers below /openapi/v3 with as much as kubectl create and apply ask for:
// which kinds there are, and that the server takes fieldValidation. There are no
// schemas, so kubectl explain has nothing to say.
func (c *call) openAPI(path string) (reply, error) {
	if path == "/openapi/v3" {
		paths := map[string]any{"api/v1": map[string]any{"serverRelativeURL": "/openapi/v3/api/v1"}}
		for _, g := range c.groupNames() {
			paths["apis/"+g+"/v1"] = map[string]any{"serverRelativeURL": "/openapi/v3/apis/" + g + "/v1"}
		}
		return jsonPage(object{"paths": paths})
	}
	group, core := "", path == "/openapi/v3/api/v1"
	if !core {
		var ok bool
		if group, ok = strings.CutSuffix(strings.TrimPrefix(path, "/openapi/v3/apis/"), "/v1"); !ok || len(c.discover(group)) == 0 {
			return reply{code: http.StatusNotFound, text: "404 page not found\n"}, nil
		}
	}
	root := "/" + strings.TrimPrefix(path, "/openapi/v3/") + "/"
	paths := map[string]any{}
	for _, k := range c.kinds {
		if k.group != group {
			continue
		}
		at := root + k.plural + "/{name}"
		if k.namespaced {
			at = root + "namespaces/{namespace}/" + k.plural + "/{name}"
		}
		paths[at] = map[string]any{"patch": map[string]any{
			"parameters":                      []any{queryParameter("dryRun"), queryParameter("fieldManager"), queryParameter("fieldValidation")},
			"responses":                       map[string]any{},
			"x-kubernetes-group-version-kind": map[string]any{"group": k.group, "version": k.version, "kind": k.name},
		}}
	}
	return jsonPage(object{"openapi": "3.0.0", "info": map[string]any{"title": "Kubernetes", "version": Version}, "paths": paths})
}

func queryParameter(name string) map[string]any {
	return map[string]any{"name": name, "in": "query", "schema": map[string]any{"type": "string"}}
}
