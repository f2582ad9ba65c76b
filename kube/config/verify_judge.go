package config

import (
	"errors"
	"fmt"
	"reflect"

	"k8s.io/client-go/tools/clientcmd/api"

	"kubeid/model"
)

// ErrNotLoadable is behind the refusal to write a file that kubectl does not load, and
// that the operations would not mend.
var ErrNotLoadable = errors.New("kubectl cannot load this file")

// judged asks client-go: it must load the new file, and see the same entries as
// before but for the operations.
func (r *round) judged(g *File) error {
	before := make(chan *api.Config, 1)
	go func() { // both at once: this is most of the work on a usual kubeconfig
		c, _ := r.f.load()
		before <- c
	}()
	is, err := g.load()
	if err != nil {
		switch {
		case r.f.Refused == "":
			return errVerify
		case r.more:
			return nil // what follows may mend the file
		}
		return fmt.Errorf("%w: %s", ErrNotLoadable, g.Refused)
	}
	if r.f.Refused != "" {
		return nil // the edit mends the file
	}
	was := <-before
	if was == nil {
		return errVerify
	}
	for _, op := range r.ops {
		if err := carryOut(was, op); err != nil {
			return err
		}
	}
	normalise(was)
	normalise(is)
	if !reflect.DeepEqual(was, is) {
		return errVerify
	}
	return nil
}

// load returns what client-go makes of a file, to be changed by the caller.
func (f *File) load() (*api.Config, error) {
	if f.loaded != nil {
		return f.loaded.DeepCopy(), nil
	}
	return load(f.data)
}

// carryOut carries an operation out on client-go's view of a file.
func carryOut(c *api.Config, op Operation) error {
	switch o := op.(type) {
	case SetCurrent:
		c.CurrentContext = o.Name
	case SetNamespace:
		c.Contexts[o.Context].Namespace = o.Namespace
	case Refer:
		if o.Kind == model.UserKind {
			c.Contexts[o.Context].AuthInfo = o.Name
		} else {
			c.Contexts[o.Context].Cluster = o.Name
		}
	case Rename:
		if o.Old != o.New {
			move(c, o)
		}
	case Delete:
		drop(c, o.Kind, o.Name)
	case SetField:
		return setField(c, o)
	case Add:
		return put(c, o.Kind, o.Name, o.Body)
	case Replace:
		return put(c, o.Kind, o.Name, o.Body)
	case rewrite:
		return put(c, o.Kind, o.Name, o.Body)
	}
	return nil
}

func move(c *api.Config, o Rename) {
	switch o.Kind {
	case model.ContextKind:
		c.Contexts[o.New] = c.Contexts[o.Old]
	case model.ClusterKind:
		c.Clusters[o.New] = c.Clusters[o.Old]
	case model.UserKind:
		c.AuthInfos[o.New] = c.AuthInfos[o.Old]
	}
	drop(c, o.Kind, o.Old)
}

func drop(c *api.Config, kind model.Kind, name string) {
	switch kind {
	case model.ContextKind:
		delete(c.Contexts, name)
	case model.ClusterKind:
		delete(c.Clusters, name)
	case model.UserKind:
		delete(c.AuthInfos, name)
	}
}

// put gives a name the entry that client-go reads from a body.
func put(c *api.Config, kind model.Kind, name string, b Body) error {
	entry := value{kind: mappingNode, keys: []string{"name", bodyKey(kind)}, items: []value{textValue(name), b.fields()}}
	doc := mappingOf(listKey(kind), value{kind: sequenceNode, items: []value{entry}})
	one, err := load([]byte(doc.json()))
	if err != nil {
		return refuse("kubectl could not load %s %q", kind, model.NewText(name))
	}
	switch kind {
	case model.ContextKind:
		c.Contexts[name] = one.Contexts[name]
	case model.ClusterKind:
		c.Clusters[name] = one.Clusters[name]
	case model.UserKind:
		c.AuthInfos[name] = one.AuthInfos[name]
	}
	return nil
}

// normalise makes nothing and an empty map alike: an empty file has the one, a
// file without entries the other.
func normalise(c *api.Config) {
	if len(c.Clusters) == 0 {
		c.Clusters = nil
	}
	if len(c.AuthInfos) == 0 {
		c.AuthInfos = nil
	}
	if len(c.Contexts) == 0 {
		c.Contexts = nil
	}
	if len(c.Extensions) == 0 {
		c.Extensions = nil
	}
	if len(c.Preferences.Extensions) == 0 {
		c.Preferences.Extensions = nil
	}
}
