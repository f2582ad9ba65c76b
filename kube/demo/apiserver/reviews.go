package apiserver

import "strings"

// reviewSelf answers who the caller is.
func reviewSelf(c *call, o object) error {
	o.set(c.user.info(), "status", "userInfo")
	return nil
}

// reviewSelfAccess answers what the caller may do.
func reviewSelfAccess(c *call, o object) error {
	return c.reviewAccess(o, "SelfSubjectAccessReview", c.user)
}

// reviewAccess answers what somebody may do.
func reviewAccess(c *call, o object) error {
	who := identity{name: o.text("spec", "user"), uid: o.text("spec", "uid"), groups: o.texts("spec", "groups")}
	kind := "SubjectAccessReview"
	if c.info.namespace != "" {
		kind = "LocalSubjectAccessReview"
		if o.text("spec", "resourceAttributes", "namespace") != c.info.namespace {
			return errInvalid(authorizationGroup, kind, "", []fault{invalid("spec.resourceAttributes.namespace", quote(o.text("spec", "resourceAttributes", "namespace")), "must match metadata.namespace")})
		}
	}
	if who.name == "" && len(who.groups) == 0 {
		return errInvalid(authorizationGroup, kind, "", []fault{invalid("spec.user", `""`, "at least one of user or group must be specified")})
	}
	return c.reviewAccess(o, kind, who)
}

func (c *call) reviewAccess(o object, kind string, who identity) error {
	resource, _ := o.at("spec", "resourceAttributes").(map[string]any)
	path, _ := o.at("spec", "nonResourceAttributes").(map[string]any)
	switch {
	case resource == nil && path == nil:
		return errInvalid(authorizationGroup, kind, "", []fault{invalid("spec.resourceAttributes", "null", "exactly one of nonResourceAttributes or resourceAttributes must be specified")})
	case resource != nil && path != nil:
		return errInvalid(authorizationGroup, kind, "", []fault{invalid("spec.nonResourceAttributes", "…", "cannot be specified in combination with resourceAttributes")})
	}
	r := object(resource)
	a := attributes{
		user: who, verb: r.text("verb"), group: r.text("group"), version: r.text("version"), resource: r.text("resource"),
		sub: r.text("subresource"), namespace: r.text("namespace"), name: r.text("name"),
	}
	if path != nil {
		a = attributes{user: who, verb: object(path).text("verb"), path: object(path).text("path")}
	}
	ok, why := c.allowed(a)
	status := map[string]any{"allowed": ok}
	if why != "" {
		status["reason"] = why
	}
	o["status"] = status
	return nil
}

// reviewSelfRules answers with all that the caller may do in a namespace.
func reviewSelfRules(c *call, o object) error {
	namespace := o.text("spec", "namespace")
	if namespace == "" {
		return errBadRequest("no namespace on request")
	}
	resources, paths := []any{}, []any{}
	for g := range c.grants(c.user, namespace) {
		for _, r := range g.rules {
			if len(r.paths) > 0 {
				paths = append(paths, map[string]any{"verbs": anys(r.verbs), "nonResourceURLs": anys(r.paths)})
				continue
			}
			one := map[string]any{"verbs": anys(r.verbs), "apiGroups": anys(r.groups), "resources": anys(r.resources)}
			if len(r.names) > 0 {
				one["resourceNames"] = anys(r.names)
			}
			resources = append(resources, one)
		}
	}
	o["status"] = map[string]any{"resourceRules": resources, "nonResourceRules": paths, "incomplete": false}
	return nil
}

// reviewToken answers whose token it is.
func reviewToken(c *call, o object) error {
	token := o.text("spec", "token")
	if token == "" {
		return errBadRequest("token is required for TokenReview in authentication")
	}
	audiences := o.texts("spec", "audiences")
	if len(audiences) == 0 {
		audiences = []string{c.issuer}
	}
	who, err := c.accountOf(token, audiences)
	if err != nil {
		o["status"] = map[string]any{"user": map[string]any{}, "error": tokenError(err)}
		return nil
	}
	o["status"] = map[string]any{"authenticated": true, "user": who.info(), "audiences": anys(who.audiences)}
	return nil
}

// tokenError says what is wrong with a token as the apiserver's chain of
// authenticators puts it.
func tokenError(err error) string { return "[" + strings.TrimSpace(err.Error()) + "]" }
