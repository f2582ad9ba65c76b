package apiserver

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// A watch tells what happens to the objects of a selection.
type watch struct {
	call     *call
	wanted   selection
	first    []object // told as ADDED before everything else
	from     uint64   // after which version to tell
	bookmark bool     // whether to say where the first ones end
	until    time.Time
	headed   bool // whether a table has told its columns
}

// longestWatch is how long a watch lasts when the client names no end.
const longestWatch = 30 * time.Minute

// watch begins a watch: from a version, or with what there is.
func (c *call) watch(k *kind) (reply, error) {
	wanted, err := c.selection(k)
	if err != nil {
		return reply{}, err
	}
	if !c.accept.ok {
		return reply{}, errNotAcceptable()
	}
	q := c.request.URL.Query()
	w := &watch{call: c, wanted: wanted, until: c.now().Add(longestWatch)}
	if seconds, err := strconv.Atoi(q.Get("timeoutSeconds")); err == nil && seconds > 0 {
		w.until = c.now().Add(time.Duration(seconds) * time.Second)
	}
	w.bookmark = q.Get("sendInitialEvents") == "true"
	switch version := q.Get("resourceVersion"); {
	case version == "" || version == "0" || w.bookmark:
		w.from = c.store.version
		for _, o := range c.store.list(k, wanted.namespace) {
			if wanted.has(o) {
				w.first = append(w.first, o)
			}
		}
	default:
		if w.from, err = strconv.ParseUint(version, 10, 64); err != nil {
			return reply{}, errBadRequest("resourceVersion: Invalid value: %q: strconv.ParseUint: parsing %q: invalid syntax", version, version)
		}
	}
	return reply{watch: w}, nil
}

// stream sends events until the client, the server or the time ends it.
func (w *watch) stream(out http.ResponseWriter, r *http.Request) {
	s := w.call.Server
	timer := time.NewTimer(time.Until(w.until))
	defer timer.Stop()
	out.Header().Set("Content-Type", "application/json")
	out.WriteHeader(http.StatusOK)
	send := func(what string, o object) bool {
		return json.NewEncoder(out).Encode(map[string]any{"type": what, "object": o}) == nil
	}
	for _, o := range w.first {
		if !send("ADDED", w.shaped(o)) {
			return
		}
	}
	if w.bookmark {
		send("BOOKMARK", object{
			"kind": w.wanted.kind.name, "apiVersion": w.wanted.kind.apiVersion(),
			"metadata": map[string]any{"resourceVersion": strconv.FormatUint(w.from, 10), "annotations": map[string]any{"k8s.io/initial-events-end": "true"}},
		})
	}
	for {
		s.mu.Lock()
		events, known := s.store.since(w.from)
		next, changed := s.store.version, s.store.changed
		s.mu.Unlock()
		if !known {
			send("ERROR", errGone("too old resource version").(*refusal).status())
			return
		}
		for _, e := range events {
			if what := w.tells(e); what != "" && !send(what, w.shaped(e.object)) {
				return
			}
		}
		w.from = next
		if f, ok := out.(http.Flusher); ok {
			f.Flush()
		}
		select {
		case <-changed:
		case <-timer.C:
			return
		case <-r.Context().Done():
			return
		case <-s.ctx.Done():
			return
		}
	}
}

// tells is how an event looks to this watch: an object that begins to match is added,
// one that ceases to is deleted; "" when it is none of ours.
func (w *watch) tells(e event) string {
	if e.key.kind != w.wanted.kind {
		return ""
	}
	is, was := e.what != "DELETED" && w.wanted.has(e.object), w.wanted.has(e.before)
	switch {
	case is && was:
		return "MODIFIED"
	case is:
		return "ADDED"
	case was:
		return "DELETED"
	}
	return ""
}

// shaped is an object as the client wants it.
func (w *watch) shaped(o object) object {
	switch w.call.accept.shape {
	case "Table":
		t := w.call.table(w.wanted.kind, map[string]any{"resourceVersion": o.text("metadata", "resourceVersion")}, []object{o})
		if w.headed {
			t["columnDefinitions"] = nil
		}
		w.headed = true
		return t
	case "PartialObjectMetadata", "PartialObjectMetadataList":
		return partial(o)
	}
	return o
}
