package model

func topicsOfPlaces() []Topic {
	return []Topic{
		{
			Name: "kubeconfig", Also: []string{"config", "kubeconfigs"}, Title: "Kubeconfig",
			Short: "A file that says which clusters there are, who you are there, and which pair of the two is in use.",
			Text: []string{
				"kubectl reads ~/.kube/config, or all files that KUBECONFIG names. It takes them together as one: of two entries with one name, the one of the first file counts, whole, and the other might as well not be there. Nothing warns you of that but kubeid.",
				"A kubeconfig can hold passwords, keys and tokens, and it can name a command that kubectl will run. Treat one that somebody sends you as a program that somebody sends you.",
			},
			See: []string{"context", "mix-up", "exec"},
		},
		{
			Name: "context", Also: []string{"contexts", "current-context"}, Title: "Context",
			Short: "A name for a cluster, a user and a namespace together; the current one is where kubectl goes.",
			Text: []string{
				"To switch means to write one word, current-context, into one kubeconfig. Every terminal that reads this file goes to the other cluster from then on.",
				"  kubeid ctx prod        kubeid ctx -        kubeid undo",
			},
			See: []string{"kubeconfig", "cluster", "namespace"},
		},
		{
			Name: "cluster", Also: []string{"clusters", "server"}, Title: "Cluster",
			Short: "The address of an API server, and how to know that it is the right one.",
			Text: []string{
				"A cluster entry has a server (https://…) and certificate-authority-data: the authority that must have signed the server's certificate. Without it the authorities of your computer count; with insecure-skip-tls-verify nobody checks anything, and whoever stands between can read your token.",
			},
			See: []string{"authority", "kubeconfig"},
		},
		{
			Name: "namespace", Also: []string{"namespaces", "ns"}, Title: "Namespace",
			Short: "A part of a cluster, in which names and most rights are counted.",
			Text: []string{
				"The namespace of a context is only what kubectl assumes when you name none. It limits nothing: what you may do is decided by the cluster.",
			},
			See: []string{"rbac", "context"},
		},
		{
			Name: "mix-up", Also: []string{"mixup", "shadowed", "shadow"}, Title: "Mix-up",
			Short: "A context that would go out with another file's cluster or user, because both files use one name.",
			Text: []string{
				"Two files of KUBECONFIG both have a user named jane. A context of the second file names jane, and means its own; kubectl takes the first file's. So one cluster is sent the credential that was made for another, and all you see is that it does not work. Rename one of the two: kubeid follows every reference.",
				"Shadowed is the same for a context itself: the first file has one of that name, and kubectl uses that.",
			},
			See: []string{"kubeconfig"},
		},
	}
}
