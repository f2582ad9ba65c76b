package kube

import (
	"slices"

	"kubeid/kube/config"
	"kubeid/model"
)

// after returns what the files say once an operation was carried out in one of them,
// as far as later changes of the same plan have to know: names and references.
func after(k model.Kubeconfig, file int, op config.Operation) model.Kubeconfig {
	files, contexts, clusters, users := k.Files, k.Contexts, k.Clusters, k.Users
	switch op := op.(type) {
	case config.SetCurrent:
		files = slices.Clone(files)
		files[file].Current = model.NewText(op.Name)
	case config.SetNamespace:
		i := k.In(file, model.ContextKind, model.NewText(op.Context))
		if i < 0 {
			return k
		}
		contexts = slices.Clone(contexts)
		contexts[i].Namespace = model.NewText(op.Namespace)
		k.Contexts = contexts
		return k
	case config.Refer:
		i := k.In(file, model.ContextKind, model.NewText(op.Context))
		if i < 0 {
			return k
		}
		contexts = slices.Clone(contexts)
		if op.Kind == model.ClusterKind {
			contexts[i].Cluster = model.NewText(op.Name)
		} else {
			contexts[i].User = model.NewText(op.Name)
		}
		k.Contexts = contexts
		return k
	case config.Rename:
		i := k.In(file, op.Kind, model.NewText(op.Old))
		if i < 0 {
			return k
		}
		switch op.Kind {
		case model.ContextKind:
			contexts = slices.Clone(contexts)
			contexts[i].Name = model.NewText(op.New)
		case model.ClusterKind:
			clusters = slices.Clone(clusters)
			clusters[i].Name = model.NewText(op.New)
		case model.UserKind:
			users = slices.Clone(users)
			users[i].Name = model.NewText(op.New)
		}
	case config.Delete:
		i := k.In(file, op.Kind, model.NewText(op.Name))
		if i < 0 {
			return k
		}
		switch op.Kind {
		case model.ContextKind:
			contexts = slices.Delete(slices.Clone(contexts), i, i+1)
		case model.ClusterKind:
			clusters = slices.Delete(slices.Clone(clusters), i, i+1)
		case model.UserKind:
			users = slices.Delete(slices.Clone(users), i, i+1)
		}
	case config.Add:
		e := model.Entry{Name: model.NewText(op.Name), File: file}
		switch op.Kind {
		case model.ContextKind:
			text := func(field string) model.Text { return model.NewText(op.Body.Text(field)) }
			at := behind(len(contexts), file, func(i int) int { return contexts[i].File })
			contexts = slices.Insert(slices.Clone(contexts), at, model.Context{Entry: e, Cluster: text("cluster"), User: text("user"), Namespace: text("namespace")})
		case model.ClusterKind:
			at := behind(len(clusters), file, func(i int) int { return clusters[i].File })
			clusters = slices.Insert(slices.Clone(clusters), at, model.Cluster{Entry: e})
		case model.UserKind:
			at := behind(len(users), file, func(i int) int { return users[i].File })
			users = slices.Insert(slices.Clone(users), at, model.User{Entry: e})
		}
	default:
		return k
	}
	return model.NewKubeconfig(files, contexts, clusters, users)
}

// behind returns where an entry of a file goes: entries stand in the order of files.
func behind(n, file int, of func(int) int) int {
	for i := range n {
		if of(i) > file {
			return i
		}
	}
	return n
}
