package apiserver

import (
	"fmt"
	"net/http"
	"strings"
)

// A refusal is an error that becomes a Status, in the words of k8s.io/apimachinery's
// errors, which people and programs know.
type refusal struct {
	code    int
	reason  string
	message string
	details object
}

// Error implements error.
func (r *refusal) Error() string { return r.message }

// status is what a client gets.
func (r *refusal) status() object {
	s := object{
		"kind": "Status", "apiVersion": "v1", "metadata": map[string]any{}, "status": "Failure",
		"message": r.message, "reason": r.reason, "code": r.code,
	}
	if len(r.details) > 0 {
		s["details"] = map[string]any(r.details)
	}
	return s
}

// about names the object that a refusal is about.
func about(group, resource, name string) object {
	d := object{}
	for k, v := range map[string]string{"name": name, "group": group, "kind": resource} {
		if v != "" {
			d[k] = v
		}
	}
	return d
}

// qualified is a resource with its group, as messages name it.
func qualified(group, resource string) string {
	if group == "" {
		return resource
	}
	return resource + "." + group
}

func errUnauthorized() error {
	return &refusal{code: http.StatusUnauthorized, reason: "Unauthorized", message: "Unauthorized"}
}

func errNotFound(group, resource, name string) error {
	return &refusal{http.StatusNotFound, "NotFound", fmt.Sprintf("%s %q not found", qualified(group, resource), name), about(group, resource, name)}
}

// errNoResource says that the server has no such resource or path.
func errNoResource() error {
	return &refusal{code: http.StatusNotFound, reason: "NotFound", message: "the server could not find the requested resource", details: object{}}
}

func errExists(group, resource, name string) error {
	return &refusal{http.StatusConflict, "AlreadyExists", fmt.Sprintf("%s %q already exists", qualified(group, resource), name), about(group, resource, name)}
}

func errConflict(group, resource, name, why string) error {
	return &refusal{
		http.StatusConflict, "Conflict",
		fmt.Sprintf("Operation cannot be fulfilled on %s %q: %s", qualified(group, resource), name, why), about(group, resource, name),
	}
}

const modified = "the object has been modified; please apply your changes to the latest version and try again"

func errForbidden(group, resource, name, why string) error {
	what := fmt.Sprintf("%s %q is forbidden: %s", qualified(group, resource), name, why)
	if name == "" {
		what = fmt.Sprintf("%s is forbidden: %s", qualified(group, resource), why)
	}
	return &refusal{http.StatusForbidden, "Forbidden", what, about(group, resource, name)}
}

func errBadRequest(format string, args ...any) error {
	return &refusal{code: http.StatusBadRequest, reason: "BadRequest", message: fmt.Sprintf(format, args...)}
}

func errNotAllowed(group, resource, verb string) error {
	return &refusal{
		http.StatusMethodNotAllowed, "MethodNotAllowed",
		fmt.Sprintf("%s is not supported on resources of kind %q", verb, qualified(group, resource)), about(group, resource, ""),
	}
}

func errGone(message string) error {
	return &refusal{code: http.StatusGone, reason: "Expired", message: message}
}

func errMediaType(accepted ...string) error {
	return &refusal{
		code: http.StatusUnsupportedMediaType, reason: "UnsupportedMediaType",
		message: "the body of the request was in an unknown format - accepted media types include: " + strings.Join(accepted, ", "),
	}
}

func errNotAcceptable() error {
	return &refusal{
		code: http.StatusNotAcceptable, reason: "NotAcceptable",
		message: "only the following media types are accepted: application/json",
	}
}

// A fault is one thing that is wrong with a field.
type fault struct{ reason, field, message string }

func invalid(field, value, why string) fault {
	return fault{"FieldValueInvalid", field, fmt.Sprintf("Invalid value: %s: %s", value, why)}
}

func required(field, why string) fault {
	f := fault{"FieldValueRequired", field, "Required value"}
	if why != "" {
		f.message += ": " + why
	}
	return f
}

func unsupported(field, value string, known ...string) fault {
	quoted := make([]string, len(known))
	for i, k := range known {
		quoted[i] = fmt.Sprintf("%q", k)
	}
	return fault{"FieldValueNotSupported", field, fmt.Sprintf("Unsupported value: %q: supported values: %s", value, strings.Join(quoted, ", "))}
}

// errInvalid says what is wrong with the fields of an object; nil when nothing is.
func errInvalid(group, kind, name string, faults []fault) error {
	if len(faults) == 0 {
		return nil
	}
	words, causes := make([]string, len(faults)), make([]any, len(faults))
	for i, f := range faults {
		words[i] = f.field + ": " + f.message
		causes[i] = map[string]any{"reason": f.reason, "message": f.message, "field": f.field}
	}
	said := words[0]
	if len(words) > 1 {
		said = "[" + strings.Join(words, ", ") + "]"
	}
	details := about(group, kind, name)
	details["causes"] = causes
	return &refusal{http.StatusUnprocessableEntity, "Invalid", fmt.Sprintf("%s %q is invalid: %s", qualified(group, kind), name, said), details}
}
