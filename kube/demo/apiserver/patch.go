package apiserver

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"sigs.k8s.io/yaml"
)

// The kinds of patch, as Content-Types.
const (
	mergePatch     = "application/merge-patch+json"
	strategicPatch = "application/strategic-merge-patch+json"
	jsonPatch      = "application/json-patch+json"
	applyPatch     = "application/apply-patch+yaml"
)

// patch changes parts of an object. Server-side apply is a merge that makes the object
// when it is not there; who owns which field is not kept, so nothing is ever in
// conflict and nothing is removed by leaving it out.
func (c *call) patch(k *kind) (reply, error) {
	kind, _, _ := strings.Cut(c.request.Header.Get("Content-Type"), ";")
	before := c.store.get(k, c.info.within(k), c.info.name)
	var change any
	var err error
	switch kind {
	case mergePatch, strategicPatch, jsonPatch:
		err = unmarshalNumbers(c.body, &change)
	case applyPatch:
		if c.request.URL.Query().Get("fieldManager") == "" {
			return reply{}, errBadRequest("PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch")
		}
		var text []byte
		if text, err = yaml.YAMLToJSON(c.body); err == nil {
			err = unmarshalNumbers(text, &change)
		}
	default:
		return reply{}, errMediaType(jsonPatch, mergePatch, strategicPatch, applyPatch)
	}
	if err != nil {
		return reply{}, errBadRequest("error decoding patch: %v", err)
	}
	if before == nil {
		return c.applyNew(k, kind, change)
	}
	next := before.clone()
	if kind == jsonPatch {
		changed, err := patchJSON(map[string]any(next), change)
		if err != nil {
			return reply{}, errInvalid(k.group, k.name, before.name(), []fault{{"FieldValueInvalid", "patch", err.Error()}})
		}
		m, _ := changed.(map[string]any)
		next = m
	} else {
		m, ok := change.(map[string]any)
		if !ok {
			return reply{}, errBadRequest("error decoding patch: it is no object")
		}
		next = merge(map[string]any(next), m, kind != mergePatch).(map[string]any)
	}
	if next.name() != before.name() {
		return reply{}, errBadRequest("the name of the object (%s) does not match the name on the URL (%s)", next.name(), before.name())
	}
	return c.replace(k, next, before)
}

// applyNew makes an object that a server-side apply does not find.
func (c *call) applyNew(k *kind, kind string, change any) (reply, error) {
	m, ok := change.(map[string]any)
	if kind != applyPatch || !ok || c.info.sub != "" {
		return reply{}, errNotFound(k.group, k.plural, c.info.name)
	}
	create := c.info.attributes()
	create.verb = "create"
	if err := c.mustBeAllowed(create); err != nil {
		return reply{}, err
	}
	o := object(m).clone()
	o["apiVersion"], o["kind"] = k.apiVersion(), k.name
	o.set(c.info.name, "metadata", "name")
	o, err := c.add(k, o)
	if err != nil {
		return reply{}, err
	}
	return c.show(k, http.StatusCreated, o)
}

func unmarshalNumbers(data []byte, into any) error {
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.UseNumber()
	return d.Decode(into)
}

// mergeKeys are the fields by which the entries of lists are told apart in a strategic
// merge, by the name of the list. Other lists are replaced as a whole.
var mergeKeys = map[string]string{
	"containers": "name", "initContainers": "name", "env": "name", "volumes": "name", "imagePullSecrets": "name", "secrets": "name",
	"ownerReferences": "uid", "conditions": "type", "volumeMounts": "mountPath",
}

// merge applies RFC 7386, and with strategic set Kubernetes' rules for lists.
func merge(into, change any, strategic bool) any {
	c, ok := change.(map[string]any)
	if !ok {
		return clone(change)
	}
	m, ok := into.(map[string]any)
	if !ok {
		m = map[string]any{}
	}
	if strategic && c["$patch"] == "replace" {
		m = map[string]any{}
	}
	for k, v := range c {
		switch by := mergeKeys[k]; {
		case strategic && strings.HasPrefix(k, "$"):
		case v == nil:
			delete(m, k)
		case strategic && by != "" && reflect.TypeOf(v) == reflect.TypeFor[[]any]():
			old, _ := m[k].([]any)
			m[k] = mergeLists(old, v.([]any), by)
		default:
			m[k] = merge(m[k], v, strategic)
		}
	}
	return m
}

func mergeLists(old, changes []any, by string) []any {
	out := slices.Clone(old)
	for _, c := range changes {
		change, _ := c.(map[string]any)
		at := slices.IndexFunc(out, func(o any) bool {
			m, _ := o.(map[string]any)
			return m[by] != nil && m[by] == change[by]
		})
		switch {
		case change["$patch"] == "delete" && at >= 0:
			out = slices.Delete(out, at, at+1)
		case change["$patch"] == "delete":
		case at >= 0:
			out[at] = merge(clone(out[at]), change, true)
		default:
			out = append(out, clone(c))
		}
	}
	return out
}

// patchJSON applies RFC 6902: add, remove, replace and test.
func patchJSON(doc, change any) (any, error) {
	steps, ok := change.([]any)
	if !ok {
		return nil, fmt.Errorf("a JSON patch is a list")
	}
	for _, s := range steps {
		m, _ := s.(map[string]any)
		step := object(m)
		var err error
		if doc, err = patchStep(doc, step.text("op"), strings.Split(step.text("path"), "/")[1:], step["value"]); err != nil {
			return nil, fmt.Errorf("the operation %q at %q: %w", step.text("op"), step.text("path"), err)
		}
	}
	return doc, nil
}

var unescape = strings.NewReplacer("~1", "/", "~0", "~")

func patchStep(doc any, op string, path []string, value any) (any, error) {
	if len(path) == 0 {
		return nil, fmt.Errorf("the whole object cannot be replaced")
	}
	name, last := unescape.Replace(path[0]), len(path) == 1
	switch d := doc.(type) {
	case map[string]any:
		old, there := d[name]
		switch {
		case !last && !there, last && !there && op != "add":
			return nil, fmt.Errorf("there is no %q", name)
		case !last:
			next, err := patchStep(old, op, path[1:], value)
			d[name] = next
			return d, err
		case op == "remove":
			delete(d, name)
		case op == "test" && !reflect.DeepEqual(old, value):
			return nil, fmt.Errorf("the test failed")
		case op == "add" || op == "replace":
			d[name] = clone(value)
		case op != "test":
			return nil, fmt.Errorf("it is not supported")
		}
		return d, nil
	case []any:
		at, err := strconv.Atoi(name)
		if name == "-" && op == "add" && last {
			return append(d, clone(value)), nil
		}
		if err != nil || at < 0 || at > len(d) || at == len(d) && !(op == "add" && last) {
			return nil, fmt.Errorf("there is no entry %q", name)
		}
		switch {
		case !last:
			d[at], err = patchStep(d[at], op, path[1:], value)
			return d, err
		case op == "remove":
			return slices.Delete(d, at, at+1), nil
		case op == "add":
			return slices.Insert(d, at, clone(value)), nil
		case op == "replace":
			d[at] = clone(value)
		case op != "test" || !reflect.DeepEqual(d[at], value):
			return nil, fmt.Errorf("it is not supported, or the test failed")
		}
		return d, nil
	}
	return nil, fmt.Errorf("there is no %q", name)
}
