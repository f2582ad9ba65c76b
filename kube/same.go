package kube

import (
	"crypto/sha256"
	"fmt"
	"path/filepath"

	"kubeid/kube/config"
	"kubeid/model"
)

// "You already have this as X": two entries are the same when all their fields are,
// with paths counted from where each stands. What tools note in extensions, as when
// they wrote it last, does not count.

// find returns the index of an entry here that is the same as body, the one of the
// same name first; -1 when there is none. Only what kubectl takes for its name counts.
func (in *intake) find(kind model.Kind, name model.Text, i int, body config.Body) int {
	k := in.desk.k
	if n := k.Effective(kind, name); n >= 0 && in.same(kind, n, body) {
		return n
	}
	for _, n := range in.alike(kind)[in.sketchThere(kind, i, body)] {
		if in.same(kind, n, body) {
			return n
		}
	}
	return -1
}

// A sketch is what can be told of an entry at little cost; the same entries have the
// same.
type sketch [sha256.Size]byte

// alike returns the entries here by their sketches.
func (in *intake) alike(kind model.Kind) map[sketch][]int {
	if in.sketches[kind] != nil {
		return in.sketches[kind]
	}
	k := in.desk.k
	out := map[sketch][]int{}
	start := map[int]int{} // where the users of a file begin
	for n := range k.Len(kind) {
		e := k.Entry(kind, n)
		if _, known := start[e.File]; !known {
			start[e.File] = n
		}
		if k.Shadow(kind, n) >= 0 || e.Line == 0 {
			continue
		}
		var s sketch
		switch kind {
		case model.ContextKind:
			s = sketchContext(k.Contexts[n].Cluster.Raw(), k.Contexts[n].User.Raw(), k.Contexts[n].Namespace.Raw())
		case model.ClusterKind:
			s = sketchCluster(k.Clusters[n])
		case model.UserKind:
			own := in.desk.files[e.File].config
			if at := n - start[e.File]; at < len(own.Users) && own.Users[at].Name == e.Name {
				s = sketchUser(k.Users[n], own.User(at))
			}
		}
		out[s] = append(out[s], n)
	}
	in.sketches[kind] = out
	return out
}

func (in *intake) sketchThere(kind model.Kind, i int, body config.Body) sketch {
	switch kind {
	case model.ContextKind:
		return sketchContext(body.Text("cluster"), body.Text("user"), body.Text("namespace"))
	case model.ClusterKind:
		return sketchCluster(in.from.Clusters[i])
	}
	return sketchUser(in.from.Users[i], in.from.User(i))
}

func sketchContext(cluster, user, namespace string) sketch {
	return sha256.Sum256(fmt.Appendf(nil, "%q %q %q", cluster, user, namespace))
}

func sketchCluster(c model.Cluster) sketch {
	return sha256.Sum256(fmt.Appendf(nil, "%q %q %q %v", c.Server.Raw(), c.TLSServerName.Raw(), c.ProxyURL.Raw(), c.Insecure))
}

func sketchUser(u model.User, m config.Material) sketch {
	sum := sha256.New()
	plugin := 0
	if u.Exec != nil {
		plugin = 1 + u.Exec.Args + u.Exec.Env
	}
	fmt.Fprintf(sum, "%q %v %d %q ", u.Username.Raw(), u.Password, plugin, m.Certificate)
	sum.Write(m.Token.Reveal())
	return sketch(sum.Sum(nil))
}

// same tells whether entry n here says the same as body.
func (in *intake) same(kind model.Kind, n int, body config.Body) bool {
	e := in.desk.k.Entry(kind, n)
	o := in.desk.files[e.File]
	if o.config == nil {
		return false
	}
	here, err := o.config.Raw(kind, e.Name.Raw())
	if err != nil {
		return false
	}
	here, err = moved(kind, here, filepath.Dir(o.path), nil)
	return err == nil && here.Without("extensions").Equal(body.Without("extensions"))
}
