package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"kubeid/model"
)

// How many namespaces are asked for at once, and how often.
const (
	namespacePage  = "500"
	namespacePages = 40
)

// metadataOnly asks for names without what they hold; an old server sends all.
const metadataOnly = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json"

// Namespaces lists the namespaces of the cluster, as the server sorts them. Where the
// user may not list them the error is model.ErrMayNotList.
func (c Caller) Namespaces(ctx context.Context, granted model.Consent) ([]model.Text, error) {
	s, err := c.open(ctx, granted)
	if err != nil {
		return nil, err
	}
	defer s.close()
	var out []model.Text
	next := ""
	for range namespacePages {
		query := url.Values{"limit": {namespacePage}}
		if next != "" {
			query.Set("continue", next)
		}
		a, err := s.ask(ctx, question{method: http.MethodGet, path: "/api/v1/namespaces?" + query.Encode(), accept: metadataOnly})
		if err != nil {
			return nil, err
		}
		if err := s.namespacesAccepted(a); err != nil {
			return nil, err
		}
		var list struct {
			Metadata struct {
				Continue string `json:"continue"`
			} `json:"metadata"`
			Items []struct {
				Metadata struct {
					Name string `json:"name"`
				} `json:"metadata"`
			} `json:"items"`
		}
		if json.Unmarshal(a.body, &list) != nil {
			return nil, s.nonsense("its answer is no list")
		}
		for _, i := range list.Items {
			out = append(out, model.NewText(i.Metadata.Name))
		}
		if next = list.Metadata.Continue; next == "" {
			break
		}
	}
	return out, nil
}

func (s *session) namespacesAccepted(a answer) error {
	err := s.accepted(a)
	var p *model.Problem
	if a.status == http.StatusForbidden && errors.As(err, &p) {
		p.Cause = fmt.Errorf("%w: %w", model.ErrMayNotList, p.Cause)
		p.Todo = "type the namespace, or take one that the kubeconfigs know"
	}
	return err
}
