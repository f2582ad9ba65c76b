package ui

import (
	"fmt"

	"kubeid/model"
)

// many is a config of n contexts, each with a cluster and a user of its own.
func many(n int) model.Kubeconfig {
	files := []model.File{{Path: "/home/jane/.kube/config", Label: text("~/.kube/config")}}
	contexts, clusters, users := make([]model.Context, n), make([]model.Cluster, n), make([]model.User, n)
	for i := range n {
		c, u := fmt.Sprintf("cluster-%04d", i), fmt.Sprintf("user-%04d", i)
		contexts[i] = model.Context{Entry: entry(fmt.Sprintf("context-%04d", i), 0, i), Cluster: text(c), User: text(u), Namespace: text(fmt.Sprintf("team-%d", i%40))}
		clusters[i] = model.Cluster{Entry: entry(c, 0, n+i), Server: text(fmt.Sprintf("https://10.0.%d.%d:6443", i/250, i%250)), CA: model.Source{Inline: true}}
		users[i] = model.User{Entry: entry(u, 0, 2*n+i), Certificate: model.Source{Inline: true}, Key: model.Source{Inline: true}}
	}
	if n > 0 {
		files[0].Current = contexts[n/2].Name
	}
	return model.NewKubeconfig(files, contexts, clusters, users)
}

// arns is a config like that of a big company: long names that differ at their end.
func arns(n int) model.Kubeconfig {
	k := many(n)
	for i := range n {
		name := text(fmt.Sprintf("arn:aws:eks:eu-west-%d:%012d:cluster/team-%d-prod-%04d", i%4, i*7919, i%97, i))
		k.Contexts[i].Name, k.Contexts[i].Cluster, k.Contexts[i].User = name, name, name
		k.Clusters[i].Name, k.Users[i].Name = name, name
	}
	k.Files[0].Current = k.Contexts[n/2].Name
	return model.NewKubeconfig(k.Files, k.Contexts, k.Clusters, k.Users)
}
