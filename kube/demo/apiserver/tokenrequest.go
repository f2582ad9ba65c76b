package apiserver

import (
	"fmt"
	"net/http"
	"time"
)

// Bounds of the life of a token, in seconds (pkg/apis/authentication/validation).
const (
	shortestToken = 600
	longestToken  = 1 << 32
	defaultToken  = 3600
	podTokenReal  = 365 * 24 * 3600 // what a pod's token of 3607 s really lives
)

// requestToken answers a TokenRequest for a ServiceAccount
// (k8s.io/kubernetes/pkg/registry/core/serviceaccount/storage/token.go).
func (c *call) requestToken() (reply, error) {
	o, err := c.read(authenticationGroup+"/v1", "TokenRequest")
	if err != nil {
		return reply{}, err
	}
	namespace, name := c.info.namespace, c.info.name
	refused := func(f ...fault) error { return errInvalid(authenticationGroup, "TokenRequest", "", f) }
	if n := o.name(); n != "" && n != name {
		return reply{}, refused(invalid("metadata.name", quote(n), "must match the service account name if specified"))
	}
	if n := o.namespace(); n != "" && n != namespace {
		return reply{}, refused(invalid("metadata.namespace", quote(n), "must match the service account namespace if specified"))
	}
	account := c.store.get(accounts, namespace, name)
	if account == nil {
		return reply{}, errNotFound("", "serviceaccounts", name)
	}
	if uid := o.uid(); uid != "" && uid != account.uid() {
		why := fmt.Sprintf("the UID in the token request (%s) does not match the UID of the service account (%s)", uid, account.uid())
		return reply{}, errConflict(authenticationGroup, "TokenRequest", name, why)
	}
	audiences := o.texts("spec", "audiences")
	if len(audiences) == 0 {
		audiences = []string{c.issuer}
	}
	seconds, given := o.number("spec", "expirationSeconds")
	if !given {
		seconds = defaultToken
	}
	switch {
	case seconds < shortestToken:
		return reply{}, refused(invalid("spec.expirationSeconds", fmt.Sprint(seconds), "may not specify a duration less than 10 minutes"))
	case seconds > longestToken:
		return reply{}, refused(invalid("spec.expirationSeconds", fmt.Sprint(seconds), "may not specify a duration larger than 2^32 seconds"))
	}
	private := object{"namespace": namespace, "serviceaccount": map[string]any{"name": name, "uid": account.uid()}}
	pod, err := c.bind(o, account, private)
	if err != nil {
		return reply{}, err
	}
	if most := int64(c.tokenCap / time.Second); most > 0 && seconds > most {
		c.warn(fmt.Sprintf("requested expiration of %d seconds shortened to %d seconds", seconds, most))
		seconds = most
	}
	now := c.now()
	lives := seconds
	if pod && seconds == podTokenSeconds && len(audiences) == 1 && audiences[0] == c.issuer {
		private["warnafter"] = now.Unix() + seconds
		lives = podTokenReal
	}
	token, err := c.tokens.sign(object{
		"iss": c.issuer, "sub": accountPrefix + namespace + ":" + name, "aud": anys(audiences), "jti": newUID(),
		"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Unix() + lives, "kubernetes.io": map[string]any(private),
	})
	if err != nil {
		return reply{}, err
	}
	o.set(name, "metadata", "name")
	o.set(namespace, "metadata", "namespace")
	o.set(account.uid(), "metadata", "uid")
	o.set(stamp(now), "metadata", "creationTimestamp")
	o.set(anys(audiences), "spec", "audiences")
	o.set(seconds, "spec", "expirationSeconds")
	if o.at("spec", "boundObjectRef") == nil {
		o["spec"].(map[string]any)["boundObjectRef"] = nil
	}
	o["status"] = map[string]any{"token": token, "expirationTimestamp": stamp(now.Add(time.Duration(seconds) * time.Second))}
	return reply{code: http.StatusCreated, body: o}, nil
}

// bind notes the object that a token is bound to among its claims, and tells whether
// it is a pod.
func (c *call) bind(o, account, private object) (pod bool, err error) {
	ref, _ := o.at("spec", "boundObjectRef").(map[string]any)
	if ref == nil {
		return false, nil
	}
	r := object(ref)
	var k *kind
	namespace := account.namespace()
	switch r.text("apiVersion") + " " + r.text("kind") {
	case "v1 Pod":
		k = pods
	case "v1 Secret":
		k = secrets
	case "v1 Node":
		k, namespace = nodes, ""
	default:
		return false, errBadRequest("cannot bind token to object of type %s, Kind=%s", r.text("apiVersion"), r.text("kind"))
	}
	bound := c.store.get(k, namespace, r.text("name"))
	if bound == nil {
		return false, errNotFound("", k.plural, r.text("name"))
	}
	if k == pods && bound.text("spec", "serviceAccountName") != account.name() {
		return false, errBadRequest("cannot bind token for serviceaccount %q to pod running with different serviceaccount name.", account.name())
	}
	if uid := r.text("uid"); uid != "" && uid != bound.uid() {
		why := fmt.Sprintf("the UID in the bound object reference (%s) does not match the UID in record. The object might have been deleted and then recreated", uid)
		return false, errConflict("", k.name, bound.name(), why)
	}
	private[k.singular] = map[string]any{"name": bound.name(), "uid": bound.uid()}
	if node := bound.text("spec", "nodeName"); k == pods && node != "" {
		told := map[string]any{"name": node}
		if n := c.store.get(nodes, "", node); n != nil {
			told["uid"] = n.uid()
		}
		private["node"] = told
	}
	return k == pods, nil
}
