package apiserver

import (
	"net/http"
	"slices"
	"strings"
)

// page answers a request that is about no resource.
func (c *call) page() (reply, error) {
	if c.request.Method != http.MethodGet && c.request.Method != http.MethodHead {
		return reply{}, errNoResource()
	}
	path := "/" + strings.Trim(c.info.path, "/")
	switch path {
	case "/version":
		return jsonPage(object{
			"major": "1", "minor": "36", "emulationMajor": "1", "emulationMinor": "36", "minCompatibilityMajor": "1", "minCompatibilityMinor": "35",
			"gitVersion": Version, "gitCommit": "", "gitTreeState": "clean", "buildDate": "1970-01-01T00:00:00Z",
			"goVersion": "go1.26", "compiler": "gc", "platform": "kubeid/demo",
		})
	case "/healthz", "/livez", "/readyz":
		return reply{code: http.StatusOK, text: "ok"}, nil
	case "/openid/v1/jwks":
		keys, err := c.tokens.jwks()
		return reply{code: http.StatusOK, body: keys, kind: "application/jwk-set+json"}, err
	case "/.well-known/openid-configuration":
		return jsonPage(object{
			"issuer": c.issuer, "jwks_uri": c.URL() + "/openid/v1/jwks", "response_types_supported": []any{"id_token"},
			"subject_types_supported": []any{"public"}, "id_token_signing_alg_values_supported": []any{c.tokens.algorithm},
		})
	case "/api", "/apis":
		if c.accept.shape == "APIGroupDiscoveryList" {
			return c.discoverAll(path == "/api")
		}
		if path == "/api" {
			return jsonPage(object{"kind": "APIVersions", "versions": []any{"v1"}, "serverAddressByClientCIDRs": []any{}})
		}
		return jsonPage(object{"kind": "APIGroupList", "apiVersion": "v1", "groups": c.groups()})
	case "/api/v1":
		return c.resources("", "v1")
	case "/":
		return jsonPage(object{"paths": []any{"/api", "/api/v1", "/apis", "/healthz", "/livez", "/openid/v1/jwks", "/readyz", "/version"}})
	}
	if strings.HasPrefix(path, "/openapi/v3") {
		return c.openAPI(path)
	}
	if group, version, ok := strings.Cut(strings.TrimPrefix(path, "/apis/"), "/"); strings.HasPrefix(path, "/apis/") {
		if ok {
			return c.resources(group, version)
		}
		for _, g := range c.groups() {
			if object(g.(map[string]any)).text("name") == group {
				one := object(g.(map[string]any)).clone()
				one["kind"], one["apiVersion"] = "APIGroup", "v1"
				return jsonPage(one)
			}
		}
	}
	return reply{code: http.StatusNotFound, text: "404 page not found\n"}, nil
}

func jsonPage(o object) (reply, error) { return reply{code: http.StatusOK, body: o}, nil }

// groupNames are the groups beside the core one.
func (c *call) groupNames() []string {
	var out []string
	for _, k := range c.kinds {
		out = append(out, k.group)
	}
	for _, r := range c.reviews {
		out = append(out, r.group)
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return slices.DeleteFunc(out, func(g string) bool { return g == "" })
}

func (c *call) groups() []any {
	var out []any
	for _, g := range c.groupNames() {
		v := map[string]any{"groupVersion": g + "/v1", "version": "v1"}
		out = append(out, map[string]any{"name": g, "versions": []any{v}, "preferredVersion": v})
	}
	return out
}

// A resource as discovery tells of it.
type resource struct {
	name, singular, kind string
	namespaced           bool
	verbs, short, all    []string
}

// discover lists what a group has.
func (c *call) discover(group string) []resource {
	var out []resource
	for _, k := range c.kinds {
		if k.group != group {
			continue
		}
		out = append(out, resource{k.plural, k.singular, k.name, k.namespaced, verbs, k.short, k.categories})
		for _, s := range k.subresources {
			out = append(out, resource{k.plural + "/" + s, "", k.name, k.namespaced, []string{"get", "patch", "update"}, nil, nil})
		}
		if k == accounts {
			out = append(out, resource{k.plural + "/token", "", "TokenRequest", true, []string{"create"}, nil, nil})
		}
	}
	for _, r := range c.reviews {
		if r.group == group {
			out = append(out, resource{r.plural, r.singular, r.kind, r.namespaced, []string{"create"}, nil, nil})
		}
	}
	return out
}

// resources is the classic discovery of one group.
func (c *call) resources(group, version string) (reply, error) {
	found := c.discover(group)
	if len(found) == 0 || version != "v1" {
		return reply{code: http.StatusNotFound, text: "404 page not found\n"}, nil
	}
	list := make([]any, len(found))
	for i, r := range found {
		one := map[string]any{"name": r.name, "singularName": r.singular, "namespaced": r.namespaced, "kind": r.kind, "verbs": anys(r.verbs)}
		if len(r.short) > 0 {
			one["shortNames"] = anys(r.short)
		}
		if len(r.all) > 0 {
			one["categories"] = anys(r.all)
		}
		if r.kind == "TokenRequest" {
			one["group"], one["version"] = authenticationGroup, "v1"
		}
		list[i] = one
	}
	name := version
	if group != "" {
		name = group + "/" + version
	}
	return jsonPage(object{"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": name, "resources": list})
}

// discoverAll is the discovery of everything at once (apidiscovery.k8s.io/v2).
func (c *call) discoverAll(core bool) (reply, error) {
	groups := c.groupNames()
	if core {
		groups = []string{""}
	}
	items := make([]any, len(groups))
	for i, g := range groups {
		metadata := map[string]any{}
		if g != "" {
			metadata["name"] = g
		}
		items[i] = map[string]any{"metadata": metadata, "versions": []any{map[string]any{
			"version": "v1", "freshness": "Current", "resources": c.discoverGroup(g),
		}}}
	}
	return reply{code: http.StatusOK, kind: "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", body: object{
		"kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "metadata": map[string]any{}, "items": items,
	}}, nil
}

func (c *call) discoverGroup(group string) []any {
	var out []any
	for _, r := range c.discover(group) {
		name, sub, nested := strings.Cut(r.name, "/")
		owner := group
		if r.kind == "TokenRequest" {
			owner = authenticationGroup
		}
		kind := map[string]any{"group": owner, "version": "v1", "kind": r.kind}
		if nested {
			for _, o := range out {
				if parent := object(o.(map[string]any)); parent.text("resource") == name {
					subs, _ := parent["subresources"].([]any)
					parent["subresources"] = append(subs, map[string]any{"subresource": sub, "responseKind": kind, "verbs": anys(r.verbs)})
				}
			}
			continue
		}
		scope := "Cluster"
		if r.namespaced {
			scope = "Namespaced"
		}
		one := map[string]any{"resource": name, "responseKind": kind, "scope": scope, "singularResource": r.singular, "verbs": anys(r.verbs)}
		if len(r.short) > 0 {
			one["shortNames"] = anys(r.short)
		}
		if len(r.all) > 0 {
			one["categories"] = anys(r.all)
		}
		out = append(out, one)
	}
	return out
}
