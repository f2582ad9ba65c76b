package apiserver

import (
	"fmt"
	"net/http"
	"strconv"
)

// delete takes one object away.
func (c *call) delete(k *kind) (reply, error) {
	options := object{}
	if len(c.body) > 0 {
		var err error
		if options, err = c.sent(); err != nil {
			return reply{}, errBadRequest("the options of the delete are unrecognized: %v", err)
		}
	}
	o := c.store.get(k, c.info.within(k), c.info.name)
	if o == nil {
		return reply{}, errNotFound(k.group, k.plural, c.info.name)
	}
	if uid := options.text("preconditions", "uid"); uid != "" && uid != o.uid() {
		why := fmt.Sprintf("Precondition failed: UID in precondition: %s, UID in object meta: %s", uid, o.uid())
		return reply{}, errConflict(k.group, k.plural, o.name(), why)
	}
	if v := options.text("preconditions", "resourceVersion"); v != "" && v != strconv.FormatUint(o.version(), 10) {
		why := fmt.Sprintf("Precondition failed: ResourceVersion in precondition: %s, ResourceVersion in object meta: %d", v, o.version())
		return reply{}, errConflict(k.group, k.plural, o.name(), why)
	}
	if all := options.texts("dryRun"); len(all) > 0 && all[0] == "All" {
		c.request.URL.RawQuery += "&dryRun=All"
	}
	last, err := c.take(k, o)
	if err != nil {
		return reply{}, err
	}
	if k.returnsDeleted {
		return c.show(k, http.StatusOK, last)
	}
	details := about(k.group, k.plural, o.name())
	details["uid"] = o.uid()
	return reply{code: http.StatusOK, body: object{
		"kind": "Status", "apiVersion": "v1", "metadata": map[string]any{}, "status": "Success", "details": map[string]any(details),
	}}, nil
}

// take takes an object away, or marks it when something has to happen before.
func (c *call) take(k *kind, o object) (object, error) {
	waits := k == namespaces || len(o.texts("metadata", "finalizers")) > 0
	switch {
	case k == namespaces && (o.name() == "default" || o.name() == "kube-system" || o.name() == "kube-public"):
		return nil, errForbidden("", k.plural, o.name(), "this namespace may not be deleted")
	case c.dry() || waits && o.terminating():
		return o, nil
	case !waits:
		c.store.remove(k, o)
		return o, nil
	}
	marked := o.clone()
	marked.set(stamp(c.now()), "metadata", "deletionTimestamp")
	if k == namespaces {
		marked.set("Terminating", "status", "phase")
	}
	return c.store.put(k, marked), nil
}

// deleteAll takes all objects of a selection away.
func (c *call) deleteAll(k *kind) (reply, error) {
	wanted, err := c.selection(k)
	if err != nil {
		return reply{}, err
	}
	if k == namespaces {
		return reply{}, errNotAllowed(k.group, k.plural, "deletecollection")
	}
	var gone []object
	for _, o := range c.store.list(k, wanted.namespace) {
		if !wanted.has(o) {
			continue
		}
		last, err := c.take(k, o)
		if err != nil {
			return reply{}, err
		}
		gone = append(gone, last)
	}
	return c.showList(k, map[string]any{"resourceVersion": strconv.FormatUint(c.store.version, 10)}, gone)
}
