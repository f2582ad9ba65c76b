package apiserver

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"
	"strings"
)

// A call is one request on its way.
type call struct {
	*Server
	request  *http.Request
	body     []byte
	user     identity
	info     info
	accept   accept
	warnings []string
}

// A reply is what a client gets.
type reply struct {
	code  int
	body  any    // as JSON, or
	text  string // as it stands
	kind  string // the Content-Type when it is not the usual one
	watch *watch // or what happens from now on
}

// mostBody is how much a client may send (the apiserver's own limit).
const mostBody = 3 << 20

// ServeHTTP implements http.Handler. One request at a time is carried out; watches
// stream beside them.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := &call{Server: s, request: r, accept: accepted(r.Header.Get("Accept"))}
	out, err := c.carryOut(http.MaxBytesReader(w, r.Body, mostBody))
	for _, text := range c.warnings {
		w.Header().Add("Warning", fmt.Sprintf("299 - %q", text))
	}
	w.Header().Set("Audit-Id", newUID())
	w.Header().Set("Cache-Control", "no-cache, private")
	switch {
	case err != nil:
		refused := asRefusal(err)
		write(w, r, reply{code: refused.code, body: refused.status()})
	case out.watch != nil:
		out.watch.stream(w, r)
	default:
		write(w, r, out)
	}
}

func asRefusal(err error) *refusal {
	if r, ok := err.(*refusal); ok {
		return r
	}
	return &refusal{code: http.StatusInternalServerError, reason: "InternalError", message: "Internal error occurred: " + err.Error()}
}

// carryOut answers the request, or refuses it with an error.
func (c *call) carryOut(body io.Reader) (out reply, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v\n%s", p, debug.Stack())
		}
	}()
	if c.body, err = io.ReadAll(body); err != nil {
		return reply{}, &refusal{code: http.StatusRequestEntityTooLarge, reason: "RequestEntityTooLarge", message: fmt.Sprintf("Request entity too large: limit is %d", mostBody)}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.user, err = c.authenticate(c.request); err != nil {
		return reply{}, err
	}
	if err := c.impersonate(c.request.Header); err != nil {
		return reply{}, err
	}
	c.info = readInfo(c.request)
	if err := c.mustBeAllowed(c.info.attributes()); err != nil {
		return reply{}, err
	}
	if c.info.resource == "" {
		return c.page()
	}
	return c.resource()
}

// resource routes a request about objects.
func (c *call) resource() (reply, error) {
	i := c.info
	for _, r := range c.reviews {
		if r.group == i.group && i.version == "v1" && r.plural == i.resource && i.sub == "" {
			return c.review(r)
		}
	}
	for _, k := range c.kinds {
		if k.group != i.group || k.version != i.version || k.plural != i.resource || i.name == "" && k.namespaced != (i.namespace != "") && i.verb != "list" && i.verb != "watch" {
			continue
		}
		switch {
		case k == accounts && i.sub == "token":
			if i.verb != "create" {
				return reply{}, errNotAllowed(k.group, k.plural, i.verb)
			}
			return c.requestToken()
		case k.has(i.sub):
			return c.kept(k)
		}
	}
	return reply{}, errNoResource()
}

// kept routes a request about objects that are kept.
func (c *call) kept(k *kind) (reply, error) {
	verb := c.info.verb
	if c.info.sub != "" && verb != "get" && verb != "update" && verb != "patch" {
		return reply{}, errNotAllowed(k.group, k.plural, verb)
	}
	switch verb {
	case "get":
		o := c.store.get(k, c.info.within(k), c.info.name)
		if o == nil {
			return reply{}, errNotFound(k.group, k.plural, c.info.name)
		}
		return c.show(k, http.StatusOK, o)
	case "list":
		return c.list(k)
	case "watch":
		return c.watch(k)
	case "create":
		return c.create(k)
	case "update":
		return c.update(k)
	case "patch":
		return c.patch(k)
	case "delete":
		return c.delete(k)
	case "deletecollection":
		return c.deleteAll(k)
	}
	return reply{}, errNotAllowed(k.group, k.plural, verb)
}

// review answers a question.
func (c *call) review(r review) (reply, error) {
	if c.info.verb != "create" {
		return reply{}, errNotAllowed(r.group, r.plural, c.info.verb)
	}
	if r.namespaced != (c.info.namespace != "") {
		return reply{}, errNoResource()
	}
	o, err := c.read(r.group+"/v1", r.kind)
	if err != nil {
		return reply{}, err
	}
	o.set(stamp(c.now()), "metadata", "creationTimestamp")
	if err := r.answer(c, o); err != nil {
		return reply{}, err
	}
	return c.show(nil, http.StatusCreated, o)
}

// warn tells the client something beside the answer.
func (c *call) warn(text string) { c.warnings = append(c.warnings, text) }

// read reads the object that was sent, which must be of this kind.
func (c *call) read(apiVersion, kind string) (object, error) {
	o, err := c.sent()
	if refused, ok := err.(*refusal); ok {
		return nil, refused
	}
	if err != nil {
		return nil, errBadRequest("the object provided is unrecognized (must be of type %s): %v", kind, err)
	}
	if got := o.text("kind"); got != "" && got != kind {
		return nil, errBadRequest("%s in version %q cannot be handled as a %s: no kind %q is registered for this path", got, o.text("apiVersion"), kind, got)
	}
	if got := o.text("apiVersion"); got != "" && got != apiVersion {
		return nil, errBadRequest("the API version in the data (%s) does not match the expected API version (%s)", got, apiVersion)
	}
	o["apiVersion"], o["kind"] = apiVersion, kind
	for _, part := range []string{"metadata", "spec"} {
		if _, isMap := o[part].(map[string]any); o[part] != nil && !isMap {
			return nil, errBadRequest("%s in version %q cannot be handled as a %s: json: cannot unmarshal %T into Go struct field .%s", kind, apiVersion, kind, o[part], part)
		}
	}
	return o, nil
}

// sent decodes the body, in whichever form it came.
func (c *call) sent() (object, error) {
	switch kind, _, _ := strings.Cut(c.request.Header.Get("Content-Type"), ";"); kind {
	case "", "application/json":
		return decodeObject(c.body)
	case protobufType:
		return decodeProtobuf(c.body)
	}
	return nil, errMediaType("application/json")
}

// write sends a reply.
func write(w http.ResponseWriter, r *http.Request, out reply) {
	data, kind := []byte(out.text), "text/plain; charset=utf-8"
	if out.body != nil {
		kind = "application/json"
		var err error
		if agent := r.UserAgent(); strings.HasPrefix(agent, "curl") || strings.HasPrefix(agent, "Wget") || r.URL.Query().Has("pretty") {
			data, err = json.MarshalIndent(out.body, "", "  ")
		} else {
			data, err = json.Marshal(out.body)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		data = append(data, '\n')
	}
	if out.kind != "" {
		kind = out.kind
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(out.code)
	w.Write(data)
}
