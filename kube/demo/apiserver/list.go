package apiserver

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
)

// A selection says which objects of a kind somebody wants.
type selection struct {
	kind      *kind
	namespace string
	labels    labels.Selector
	fields    fields.Selector
}

func (c *call) selection(k *kind) (selection, error) {
	q := c.request.URL.Query()
	s := selection{kind: k, namespace: c.info.within(k)}
	var err error
	if s.labels, err = labels.Parse(q.Get("labelSelector")); err != nil {
		return s, errBadRequest("unable to parse requirement: %v", err)
	}
	if s.fields, err = fields.ParseSelector(q.Get("fieldSelector")); err != nil {
		return s, errBadRequest("%v", err)
	}
	for _, r := range s.fields.Requirements() {
		if r.Field != "metadata.name" && r.Field != "metadata.namespace" && !slices.Contains(k.fields, r.Field) {
			return s, errBadRequest("Unable to find %q that match label selector %q, field selector %q: field label not supported: %s", k.apiVersion()+", Resource="+k.plural, s.labels, s.fields, r.Field)
		}
	}
	return s, nil
}

// has tells whether an object is wanted.
func (s selection) has(o object) bool {
	if o == nil || s.namespace != "" && o.namespace() != s.namespace || !s.labels.Matches(labels.Set(o.labels("metadata", "labels"))) {
		return false
	}
	for _, r := range s.fields.Requirements() {
		if same := o.text(strings.Split(r.Field, ".")...) == r.Value; same != (r.Operator != "!=") {
			return false
		}
	}
	return true
}

// A place is where the next page of a list begins.
type place struct {
	Version string `json:"v"`
	After   string `json:"start"`
}

// list answers with the objects that are wanted, in pages where that is asked for. A
// later page shows what there is then: this server keeps no old states.
func (c *call) list(k *kind) (reply, error) {
	wanted, err := c.selection(k)
	if err != nil {
		return reply{}, err
	}
	q := c.request.URL.Query()
	after, err := nextPlace(q)
	if err != nil {
		return reply{}, err
	}
	limit, _ := strconv.Atoi(q.Get("limit"))
	var found []object
	for _, o := range c.store.list(k, wanted.namespace) {
		if wanted.has(o) && o.namespace()+"/"+o.name() > after {
			found = append(found, o)
		}
	}
	metadata := map[string]any{"resourceVersion": strconv.FormatUint(c.store.version, 10)}
	if limit > 0 && len(found) > limit {
		last := found[limit-1]
		text, _ := json.Marshal(place{"meta.k8s.io/v1", last.namespace() + "/" + last.name()})
		metadata["continue"] = base64.RawURLEncoding.EncodeToString(text)
		if wanted.labels.Empty() && wanted.fields.Empty() {
			metadata["remainingItemCount"] = len(found) - limit
		}
		found = found[:limit]
	}
	return c.showList(k, metadata, found)
}

func nextPlace(q url.Values) (string, error) {
	token := q.Get("continue")
	if token == "" {
		return "", nil
	}
	var p place
	text, err := base64.RawURLEncoding.DecodeString(token)
	if err == nil {
		err = json.Unmarshal(text, &p)
	}
	if err != nil || p.Version != "meta.k8s.io/v1" || !strings.Contains(p.After, "/") {
		return "", errBadRequest("continue key is not valid")
	}
	return p.After, nil
}

// show answers with one object in the shape that is wanted.
func (c *call) show(k *kind, code int, o object) (reply, error) {
	switch c.accept.shape {
	case "Table":
		if k != nil {
			return reply{code: code, body: c.table(k, map[string]any{"resourceVersion": o.text("metadata", "resourceVersion")}, []object{o})}, nil
		}
	case "PartialObjectMetadata":
		return reply{code: code, body: partial(o)}, nil
	case "":
	default:
		return reply{}, errNotAcceptable()
	}
	if !c.accept.ok {
		return reply{}, errNotAcceptable()
	}
	return reply{code: code, body: o}, nil
}

// showList answers with objects in the shape that is wanted.
func (c *call) showList(k *kind, metadata map[string]any, found []object) (reply, error) {
	if !c.accept.ok {
		return reply{}, errNotAcceptable()
	}
	items := make([]any, len(found))
	for i, o := range found {
		items[i] = o
	}
	switch c.accept.shape {
	case "Table":
		return reply{code: http.StatusOK, body: c.table(k, metadata, found)}, nil
	case "PartialObjectMetadataList":
		for i, o := range found {
			items[i] = partial(o)
		}
		return reply{code: http.StatusOK, body: object{"kind": "PartialObjectMetadataList", "apiVersion": "meta.k8s.io/v1", "metadata": metadata, "items": items}}, nil
	case "":
		return reply{code: http.StatusOK, body: object{"kind": k.name + "List", "apiVersion": k.apiVersion(), "metadata": metadata, "items": items}}, nil
	}
	return reply{}, errNotAcceptable()
}

// partial is an object without what it holds.
func partial(o object) object {
	return object{"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": o["metadata"]}
}
