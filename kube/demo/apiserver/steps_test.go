package apiserver

import (
	"crypto/x509/pkix"
	"encoding/json"
	"strings"
	"testing"
)

// A step is one question of somebody, and what the answer must be. The method SEE is a
// GET that may take a while to be answered so.
type step struct {
	who, method, path string
	body              any
	code              int
	words             string
}

func (s step) take(l *lab, people map[string]*visitor) {
	l.t.Helper()
	name, as, other := strings.Cut(s.who, " as ")
	v := *people[name]
	v.head = v.head.Clone()
	if other {
		v.head.Set("Impersonate-User", as)
	}
	if s.method == "SEE" {
		v.until(s.path, func(got said) bool { return got.code == s.code && strings.Contains(got.raw, s.words) })
		return
	}
	body := s.body
	if f, ok := body.(func(testing.TB) any); ok {
		body = f(l.t)
	}
	got := v.ask(s.method, s.path, body)
	if got.code != s.code || !strings.Contains(got.raw, s.words) && !strings.Contains(got.text("message"), s.words) {
		l.t.Fatalf("%s %s %s: got %d, want %d with %q: %s", s.who, s.method, s.path, got.code, s.code, s.words, got.raw)
	}
}

// csr is a request that is made when it is needed.
func csr(name, user string, groups []string, change ...func(object)) func(testing.TB) any {
	return func(t testing.TB) any {
		o, _ := request(t, name, pkix.Name{CommonName: user, Organization: groups}, change...)
		return o
	}
}

// oldType is what old OpenSSL writes above and below a request.
func oldType(text string) string {
	return strings.ReplaceAll(text, "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST")
}

func approval(types ...string) object {
	var all []any
	for _, t := range types {
		all = append(all, object{"type": t, "status": "True", "reason": "Test"})
	}
	return object{"status": object{"conditions": all}}
}

func role(kind, name, rule string) object {
	return object{"apiVersion": rbacGroup + "/v1", "kind": kind, "metadata": object{"name": name}, "rules": []any{json.RawMessage(rule)}}
}

func binding(kind, name, roleKind, role, user string) object {
	return object{
		"apiVersion": rbacGroup + "/v1", "kind": kind, "metadata": object{"name": name},
		"roleRef":  object{"apiGroup": rbacGroup, "kind": roleKind, "name": role},
		"subjects": []any{object{"kind": "User", "name": user}},
	}
}

func access(verb, group, resource, name string) object {
	return object{"spec": object{"resourceAttributes": object{"verb": verb, "group": group, "resource": resource, "name": name}}}
}
