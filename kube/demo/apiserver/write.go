package apiserver

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"net/http"
	"reflect"
	"time"
)

// stamp is a time as objects carry it.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// newUID makes a random UUID.
func newUID() string {
	var b [16]byte
	rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// suffix is what generateName appends.
func suffix() string {
	const letters = "bcdfghjklmnpqrstvwxz2456789"
	var b [5]byte
	rand.Read(b[:])
	for i := range b {
		b[i] = letters[int(b[i])%len(letters)]
	}
	return string(b[:])
}

func encodeBase64(s string) string          { return base64.StdEncoding.EncodeToString([]byte(s)) }
func decodeBase64(s string) ([]byte, error) { return base64.StdEncoding.DecodeString(s) }

// dry tells whether nothing is to be kept.
func (c *call) dry() bool { return c.request.URL.Query().Get("dryRun") == "All" }

// create keeps a new object.
func (c *call) create(k *kind) (reply, error) {
	o, err := c.read(k.apiVersion(), k.name)
	if err != nil {
		return reply{}, err
	}
	if c.info.name != "" {
		return reply{}, errNotAllowed(k.group, k.plural, "create")
	}
	o, err = c.add(k, o)
	if err != nil {
		return reply{}, err
	}
	return c.show(k, http.StatusCreated, o)
}

// add checks a new object and keeps it.
func (c *call) add(k *kind, o object) (object, error) {
	if err := c.home(k, o); err != nil {
		return nil, err
	}
	if o.name() == "" && o.text("metadata", "generateName") != "" {
		o.set(o.text("metadata", "generateName")+suffix(), "metadata", "name")
	}
	if o.name() == "" {
		return nil, errInvalid(k.group, k.name, "", []fault{required("metadata.name", "name or generateName is required")})
	}
	if o.version() != 0 {
		return nil, errBadRequest("resourceVersion should not be set on objects to be created")
	}
	for _, f := range []string{"managedFields", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"} {
		o.set(nil, "metadata", f)
	}
	o.set(newUID(), "metadata", "uid")
	o.set(stamp(c.now()), "metadata", "creationTimestamp")
	faults := c.prepare(k, o, nil)
	if err := c.admit(k, o, nil); err != nil {
		return nil, err
	}
	if err := errInvalid(k.group, k.name, o.name(), faults); err != nil {
		return nil, err
	}
	if c.store.get(k, o.namespace(), o.name()) != nil {
		return nil, errExists(k.group, k.plural, o.name())
	}
	if c.dry() {
		return o, nil
	}
	return c.store.put(k, o), nil
}

// home puts an object into the namespace of the request, which must be there.
func (c *call) home(k *kind, o object) error {
	where := c.info.within(k)
	if sent := o.namespace(); sent != "" && sent != where {
		return errBadRequest("the namespace of the provided object does not match the namespace sent on the request")
	}
	if !k.namespaced {
		o.set(nil, "metadata", "namespace")
		return nil
	}
	o.set(where, "metadata", "namespace")
	switch ns := c.store.get(namespaces, "", where); {
	case ns == nil:
		return errNotFound("", namespaces.plural, where)
	case ns.terminating():
		return errForbidden(k.group, k.plural, o.name(), fmt.Sprintf("unable to create new content in namespace %s because it is being terminated", where))
	}
	return nil
}

// update replaces an object by the one that was sent.
func (c *call) update(k *kind) (reply, error) {
	o, err := c.read(k.apiVersion(), k.name)
	if err != nil {
		return reply{}, err
	}
	if sent := o.name(); sent != c.info.name {
		return reply{}, errBadRequest("the name of the object (%s) does not match the name on the URL (%s)", sent, c.info.name)
	}
	before := c.store.get(k, c.info.within(k), c.info.name)
	if before == nil {
		return reply{}, errNotFound(k.group, k.plural, c.info.name)
	}
	return c.replace(k, o, before)
}

// replace checks what an object shall become and keeps it.
func (c *call) replace(k *kind, o, before object) (reply, error) {
	if sent := o.namespace(); sent != "" && sent != before.namespace() {
		return reply{}, errBadRequest("the namespace of the provided object does not match the namespace sent on the request")
	}
	if sent := o.uid(); sent != "" && sent != before.uid() {
		why := fmt.Sprintf("Precondition failed: UID in precondition: %s, UID in object meta: %s", sent, before.uid())
		return reply{}, errConflict(k.group, k.plural, before.name(), why)
	}
	if o.version() != 0 && o.version() != before.version() {
		return reply{}, errConflict(k.group, k.plural, before.name(), modified)
	}
	for _, f := range []string{"uid", "creationTimestamp", "deletionTimestamp", "namespace", "generateName", "resourceVersion"} {
		o.set(before.at("metadata", f), "metadata", f)
	}
	o.set(nil, "metadata", "managedFields")
	next, err := c.part(k, o, before)
	if err != nil {
		return reply{}, err
	}
	faults := c.prepare(k, next, before)
	if err := c.admit(k, next, before); err != nil {
		return reply{}, err
	}
	if err := errInvalid(k.group, k.name, before.name(), faults); err != nil {
		return reply{}, err
	}
	switch {
	case reflect.DeepEqual(next, before):
		next = before
	case c.dry():
	case next.terminating() && len(next.texts("metadata", "finalizers")) == 0 && k != namespaces:
		c.store.remove(k, next)
	default:
		next = c.store.put(k, next)
	}
	return c.show(k, http.StatusOK, next)
}

// part is the new object: a write to a subresource changes only what belongs to it, and
// a write to the object leaves that alone.
func (c *call) part(k *kind, o, before object) (object, error) {
	switch {
	case k == requests && c.info.sub == "approval":
		return c.decide(o, before)
	case k == requests && c.info.sub == "status":
		return c.report(o, before)
	case c.info.sub == "status":
		next := before.clone()
		next.set(o["status"], "status")
		return next, nil
	case c.info.sub == "finalize":
		next := before.clone()
		next.set(o["spec"], "spec")
		return next, nil
	}
	if len(k.subresources) > 0 {
		o.set(before["status"], "status")
	}
	if k == requests || k == namespaces {
		o.set(clone(before["spec"]), "spec")
	}
	return o, nil
}
