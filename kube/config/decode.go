package config

import (
	"encoding/base64"
	"sync"

	"kubeid/model"
)

// A decoder makes entries of a tree that the scanner returned. Like the scanner it
// gives up at the first doubt: at a value of another type than client-go expects,
// at a name twice, at base64 that does not decode. So a file that it takes is one
// that client-go loads, and means this.
type decoder struct {
	data   []byte
	failed bool
}

// decode reads the three lists, those of a large file side by side.
func decode(data []byte, root *node) (*File, bool) {
	d, lists := decoder{data: data}, [3]decoder{{data: data}, {data: data}, {data: data}}
	var wait sync.WaitGroup
	run := wait.Go
	if len(data) < chunk {
		run = func(f func()) { f() } // to wake another core takes longer
	}
	f := &File{data: data, root: root, fast: true}
	strange := 0
	for i := range root.keys() {
		v := &root.children()[i]
		switch key := root.keys()[i].value(data); key {
		case "apiVersion":
			d.check(d.text(v) == "v1")
		case "kind":
			d.check(d.text(v) == "Config")
		case "preferences":
			d.check(v.kind == nullNode || v.kind == mappingNode && len(v.keys()) == 0)
		case "current-context":
			f.Current, f.CurrentLine = model.NewText(d.text(v)), v.line
		case "clusters":
			run(func() { f.Clusters = entries(&lists[0], v, "cluster", lists[0].cluster) })
		case "contexts":
			run(func() { f.Contexts = entries(&lists[1], v, "context", lists[1].context) })
		case "users":
			run(func() { f.Users = entries(&lists[2], v, "user", lists[2].user) })
		case "extensions":
			d.extensions(v)
		default:
			strange++
			d.check(!looksLike(key, "kind") && !looksLike(key, "apiVersion"))
		}
	}
	wait.Wait()
	failed := d.failed || lists[0].failed || lists[1].failed || lists[2].failed
	return f, !failed && strange < len(root.keys())
}

// looksLike compares without case: the kind of a file is looked up so in client-go.
func looksLike(key, name string) bool {
	if len(key) != len(name) {
		return false
	}
	for i := range len(key) {
		if key[i]|0x20 != name[i]|0x20 {
			return false
		}
	}
	return true
}

func (d *decoder) check(ok bool) {
	if !ok {
		d.failed = true
	}
}

func (d *decoder) text(n *node) string {
	d.check(n.kind == scalarNode || n.kind == nullNode)
	return n.value(d.data)
}

func (d *decoder) textOf(n *node) model.Text { return model.NewText(d.text(n)) }

func (d *decoder) bool(n *node) bool {
	d.check(n.kind == otherNode || n.kind == nullNode)
	if n.kind != otherNode {
		return false
	}
	switch string(d.data[n.start:n.end]) {
	case "true":
		return true
	case "false":
		return false
	}
	d.failed = true
	return false
}

// base64 tells whether there is any data, and checks that it decodes.
func (d *decoder) base64(n *node) bool {
	d.check(n.kind == scalarNode || n.kind == nullNode)
	b := n.bytes(d.data)
	if n.kind != scalarNode || len(b) == 0 {
		return false
	}
	if !n.base64 {
		_, err := base64.StdEncoding.Decode(make([]byte, base64.StdEncoding.DecodedLen(len(b))), b)
		d.check(err == nil)
	}
	return true
}

func (d *decoder) texts(n *node) []model.Text {
	d.check(n.kind == sequenceNode || n.kind == nullNode)
	var out []model.Text
	for i := range n.children() {
		d.check(n.children()[i].kind == scalarNode)
		out = append(out, d.textOf(&n.children()[i]))
	}
	return out
}

// fields calls field for every key of a mapping.
func (d *decoder) fields(n *node, field func(key string, v *node)) {
	d.check(n.kind == mappingNode || n.kind == nullNode)
	for i := range n.keys() {
		field(view(d.data[n.keys()[i].start:n.keys()[i].end]), &n.children()[i])
	}
}

// entries reads one of the three lists. Every item has a name and a body.
func entries[T any](d *decoder, list *node, body string, read func(model.Entry, *node) T) []T {
	d.check(list.kind == sequenceNode || list.kind == nullNode)
	out := make([]T, 0, len(list.children()))
	names := make(map[string]bool, len(list.children()))
	empty := node{}
	for i := range list.children() {
		item := &list.children()[i]
		e, inner := model.Entry{Line: item.line}, &empty
		d.fields(item, func(key string, v *node) {
			switch key {
			case "name":
				e.Name = d.textOf(v)
			case body:
				inner = v
			}
		})
		d.check(item.kind == mappingNode && !names[e.Name.Raw()])
		names[e.Name.Raw()] = true
		out = append(out, read(e, inner))
		if d.failed {
			return nil
		}
	}
	return out
}

func (d *decoder) cluster(e model.Entry, body *node) model.Cluster {
	c := model.Cluster{Entry: e}
	d.fields(body, func(key string, v *node) {
		switch key {
		case "server":
			c.Server = d.textOf(v)
		case "certificate-authority-data":
			c.CA.Inline = d.base64(v)
		case "certificate-authority":
			c.CA.File = d.textOf(v)
		case "insecure-skip-tls-verify":
			c.Insecure = d.bool(v)
		case "tls-server-name":
			c.TLSServerName = d.textOf(v)
		case "proxy-url":
			c.ProxyURL = d.textOf(v)
		case "disable-compression":
			c.DisableCompression = d.bool(v)
		case "extensions":
			d.extensions(v)
		}
	})
	return c
}

func (d *decoder) context(e model.Entry, body *node) model.Context {
	c := model.Context{Entry: e}
	d.fields(body, func(key string, v *node) {
		switch key {
		case "cluster":
			c.Cluster = d.textOf(v)
		case "user":
			c.User = d.textOf(v)
		case "namespace":
			c.Namespace = d.textOf(v)
		case "extensions":
			d.extensions(v)
		}
	})
	return c
}

func (d *decoder) extensions(n *node) {
	d.check(n.kind == sequenceNode || n.kind == nullNode)
	names := map[string]bool{}
	for i := range n.children() {
		name, whole := "", false
		d.fields(&n.children()[i], func(key string, v *node) {
			switch key {
			case "name":
				name = d.text(v)
			case "extension":
				whole = v.kind == mappingNode || v.kind == scalarNode
			}
		})
		d.check(whole && n.children()[i].kind == mappingNode && !names[name])
		names[name] = true
	}
}
