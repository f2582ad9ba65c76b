package cluster

import (
	"context"
	"net/http"
	"slices"

	"kubeid/model"
)

// discoveryList is what the server says about its kinds in one answer
// (apidiscovery.k8s.io: v2 since 1.30, v2beta1 since 1.27).
type discoveryList struct {
	Items []struct {
		Metadata Meta `json:"metadata"`
		Versions []struct {
			Resources []struct {
				Resource   string   `json:"resource"`
				Singular   string   `json:"singularResource"`
				ShortNames []string `json:"shortNames"`
				Scope      string   `json:"scope"`
			} `json:"resources"`
		} `json:"versions"`
	} `json:"items"`
}

const discoveryKinds = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json"

// virtual are resources that exist for rules alone, so that no server lists them.
var virtual = map[string]string{"users": "", "groups": "", "uids": "authentication.k8s.io", "userextras": "authentication.k8s.io", "signers": "certificates.k8s.io"}

// Resource completes a right whose resource a person wrote as for kubectl: "deploy",
// "deployments", "deployments.apps". The group is filled in, the name made that of
// rules, and the namespace taken away from what is in none. A kind that the server does
// not have stays as it was written.
func (a *API) Resource(ctx context.Context, r model.Right) (model.Right, error) {
	group, known := virtual[r.Resource]
	switch {
	case r.URL != "" || r.Resource == "*":
		return r, nil
	case known && r.Group == "":
		r.Group, r.Namespace = group, ""
		return r, nil
	}
	for _, path := range []string{"/api", "/apis"} {
		var list discoveryList
		if _, err := a.do(ctx, question{method: http.MethodGet, path: path, accept: discoveryKinds}, &list); err != nil {
			return r, err
		}
		for _, g := range list.Items {
			if r.Group != "" && g.Metadata.Name != r.Group {
				continue
			}
			for _, v := range g.Versions {
				for _, kind := range v.Resources {
					if kind.Resource != r.Resource && kind.Singular != r.Resource && !slices.Contains(kind.ShortNames, r.Resource) {
						continue
					}
					r.Group, r.Resource = g.Metadata.Name, kind.Resource
					if kind.Scope == "Cluster" {
						r.Namespace = ""
					}
					return r, nil
				}
			}
		}
	}
	return r, nil
}
