package apiserver

import (
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/duration"
)

// A column of what `kubectl get` shows of a kind.
type column struct {
	name  string
	wide  bool // only with -o wide
	value func(o object, now time.Time) any
}

// table is a list as kubectl prints it.
func (c *call) table(k *kind, metadata map[string]any, found []object) object {
	columns := make([]any, len(k.columns))
	for i, col := range k.columns {
		one := map[string]any{"name": col.name, "type": "string", "format": "", "description": "", "priority": 0}
		if i == 0 {
			one["format"] = "name"
		}
		if col.wide {
			one["priority"] = 1
		}
		columns[i] = one
	}
	now := c.now()
	rows := make([]any, len(found))
	for i, o := range found {
		cells := make([]any, len(k.columns))
		for n, col := range k.columns {
			cells[n] = col.value(o, now)
		}
		row := map[string]any{"cells": cells}
		switch c.request.URL.Query().Get("includeObject") {
		case "None":
		case "Object":
			row["object"] = o
		default:
			row["object"] = partial(o)
		}
		rows[i] = row
	}
	return object{"kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": metadata, "columnDefinitions": columns, "rows": rows}
}

func textAt(path ...string) func(object, time.Time) any {
	return func(o object, _ time.Time) any { return orNone(o.text(path...)) }
}

func orNone(s string) string {
	if s == "" {
		return "<none>"
	}
	return s
}

func age(o object, now time.Time) any {
	made, err := time.Parse(time.RFC3339, o.text("metadata", "creationTimestamp"))
	if err != nil {
		return "<unknown>"
	}
	return duration.HumanDuration(now.Sub(made))
}

func entries(o object, _ time.Time) any {
	return len(o.labels("data")) + len(o.labels("binaryData"))
}

// The columns of the kinds, as k8s.io/kubernetes/pkg/printers prints them.
var (
	nameColumn = column{name: "Name", value: textAt("metadata", "name")}
	ageColumn  = column{name: "Age", value: age}

	plainColumns     = []column{nameColumn, ageColumn}
	namespaceColumns = []column{nameColumn, {name: "Status", value: textAt("status", "phase")}, ageColumn}
	secretColumns    = []column{nameColumn, {name: "Type", value: textAt("type")}, {name: "Data", value: entries}, ageColumn}
	dataColumns      = []column{nameColumn, {name: "Data", value: entries}, ageColumn}
	roleColumns      = []column{nameColumn, {name: "Created At", value: textAt("metadata", "creationTimestamp")}}
	podColumns       = []column{
		nameColumn,
		{name: "Ready", value: podReady},
		{name: "Status", value: textAt("status", "phase")},
		{name: "Restarts", value: func(object, time.Time) any { return "0" }},
		ageColumn,
		{name: "IP", wide: true, value: textAt("status", "podIP")},
		{name: "Node", wide: true, value: textAt("spec", "nodeName")},
	}
	bindingColumns = []column{
		nameColumn,
		{name: "Role", value: boundRole},
		ageColumn,
		{name: "Users", wide: true, value: subjectsOf("User")},
		{name: "Groups", wide: true, value: subjectsOf("Group")},
		{name: "ServiceAccounts", wide: true, value: subjectsOf("ServiceAccount")},
	}
	requestColumns = []column{
		nameColumn, ageColumn,
		{name: "SignerName", value: textAt("spec", "signerName")},
		{name: "Requestor", value: textAt("spec", "username")},
		{name: "RequestedDuration", value: requestedDuration},
		{name: "Condition", value: requestCondition},
	}
)

func podReady(o object, _ time.Time) any {
	ready := "0"
	all := o.list("spec", "containers")
	if o.text("status", "phase") == "Running" {
		ready = string(rune('0' + len(all)%10))
	}
	return ready + "/" + string(rune('0'+len(all)%10))
}

func boundRole(o object, _ time.Time) any {
	return o.text("roleRef", "kind") + "/" + o.text("roleRef", "name")
}

func subjectsOf(kind string) func(object, time.Time) any {
	return func(o object, _ time.Time) any {
		var names []string
		for _, s := range o.list("subjects") {
			switch {
			case s.text("kind") != kind:
			case kind == "ServiceAccount":
				names = append(names, s.text("namespace")+"/"+s.text("name"))
			default:
				names = append(names, s.text("name"))
			}
		}
		return strings.Join(names, ", ")
	}
}

func requestedDuration(o object, _ time.Time) any {
	seconds, given := o.number("spec", "expirationSeconds")
	if !given {
		return "<none>"
	}
	return duration.HumanDuration(time.Duration(seconds) * time.Second)
}

// requestCondition says how far a request is (extractCSRStatus of kubectl).
func requestCondition(o object, _ time.Time) any {
	out := "Pending"
	switch {
	case o.condition("Denied"):
		out = "Denied"
	case o.condition("Approved"):
		out = "Approved"
	}
	if o.condition("Failed") {
		out += ",Failed"
	}
	if o.text("status", "certificate") != "" {
		out += ",Issued"
	}
	return out
}
