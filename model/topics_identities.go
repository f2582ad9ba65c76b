package model

func topicsOfIdentities() []Topic {
	return []Topic{
		{
			Name: "identity", Also: []string{"identities", "user", "users", "login", "authentication"}, Title: "Identity",
			Short: "Who you are for a cluster: a name, groups, sometimes a UID. A cluster keeps no list of users.",
			Text: []string{
				"Kubernetes has no user accounts. Whoever shows a credential that the API server trusts is who the credential says: the CN of a certificate, the subject of a token. So nobody can list the users of a cluster, and nobody can delete one: what can be taken away is rights.",
				"  kubeid whoami        asks a server who you are there, and by what",
			},
			See: []string{"choosing", "certificate", "token", "group"},
		},
		{
			Name: "choosing", Also: []string{"which", "mechanisms", "credentials", "methods"}, Title: "Which credential when",
			Short: "Certificate, token, OIDC, exec plugin, webhook, proxy: what each is for.",
			Text: []string{
				"A person in a company that has a single sign-on: OIDC, mostly through an exec plugin. People come and go in one place, and logins end by themselves.",
				"A person without one, for weeks: a client certificate. It needs no service to stay up, works everywhere but on EKS and the like, and carries groups. It cannot be revoked: make it short.",
				"A person for a day, or the last way in when the sign-on is down: a client certificate for hours, or a token of a ServiceAccount.",
				"A program outside the cluster: a token of a ServiceAccount by TokenRequest, renewed by the program; bound to a Secret, so that deleting the Secret ends it.",
				"A program that can only hold one value for years: a long-lived token in a Secret, and a note in the calendar. Everybody who may read that Secret is this account.",
				"A program inside the cluster: nothing to do. Its pod has a token of its own, which is renewed for it.",
				"A cloud's cluster (EKS, GKE, AKS): the cloud's exec plugin. Its API servers do not sign certificates for clients, or do not let you choose.",
			},
			See: []string{"certificate", "tokenrequest", "secret-token", "oidc", "exec", "webhook", "proxy", "basic"},
		},
		{
			Name: "group", Also: []string{"groups", "cn", "o", "cn-and-o", "subject"}, Title: "CN and O: name and groups",
			Short: "In a certificate the CN is the user's name, and every O is a group.",
			Text: []string{
				"CN stands for common name, O for organization: fields that were made for something else, and that Kubernetes has given a meaning. CN=jane, O=devs, O=payments is the user jane in the groups devs and payments. Capital letters and spaces count. Since 1.33 a certificate can carry a UID as well.",
				"Groups are not stored anywhere either: a binding that names a group gives its rights to whoever comes with it. So groups are the better thing to bind to, and the more dangerous one to sign.",
				"Names with system: in front belong to Kubernetes. system:masters may do everything, whatever the rules say, and nothing takes that away again: never put it into a certificate.",
			},
			See: []string{"certificate", "binding", "system-masters"},
		},
		{
			Name: "system-masters", Also: []string{"system:masters", "cluster-admin", "kubeadm:cluster-admins"}, Title: "system:masters",
			Short: "The group that may do everything, past all rules; a certificate with it cannot be taken back.",
			Text: []string{
				"For any other group rights come from bindings, and go with them. system:masters is built into the API server. kubeadm's admin.conf had it until 1.28; since 1.29 it has kubeadm:cluster-admins, which is bound to the role cluster-admin, and which can be unbound.",
			},
			See: []string{"group", "revoke"},
		},
		{
			Name: "oidc", Also: []string{"openid", "sso", "single-sign-on"}, Title: "OIDC",
			Short: "A login service of your company signs tokens, and the API server trusts them.",
			Text: []string{
				"The API server is told once which service to trust and which claims are name and groups. A token lives for minutes or hours; a plugin such as kubelogin fetches a new one and opens your browser when it must. People who leave are removed in one place.",
			},
			See: []string{"exec", "token", "choosing"},
		},
		{
			Name: "exec", Also: []string{"exec-plugin", "plugin", "credential-plugin"}, Title: "Exec plugin",
			Short: "A command, named in a kubeconfig, that kubectl runs to get a credential.",
			Text: []string{
				"aws eks get-token, gke-gcloud-auth-plugin, kubelogin: they print a token or a certificate, and kubectl uses it. The command runs with your rights, on your computer, because a file says so. kubeid shows the command, its arguments and its environment, and runs it after a yes; what kubectl's kuberc forbids it does not run.",
			},
			See: []string{"oidc", "kubeconfig"},
		},
		{
			Name: "webhook", Also: []string{"authentication-webhook"}, Title: "Webhook",
			Short: "The API server asks another service whose token it is.",
			Text: []string{
				"How clouds do it on their side: EKS sends the token to AWS, which says who it is. From outside it looks like any token, and only the service knows how long it lives. Another kind of webhook decides about rights; then RBAC alone does not tell who may do what.",
			},
			See: []string{"token", "rbac"},
		},
		{
			Name: "proxy", Also: []string{"front-proxy", "requestheader", "teleport", "rancher"}, Title: "Proxies in front",
			Short: "Something before the API server logs you in, and tells it in a header who you are.",
			Text: []string{
				"Teleport, Rancher, Pinniped and others. The kubeconfig leads to the proxy, and what you hold is good there and nowhere else. The API server believes the header because the proxy shows a certificate of its own authority, the front-proxy CA.",
			},
			See: []string{"choosing"},
		},
		{
			Name: "impersonation", Also: []string{"as", "impersonate"}, Title: "Impersonation",
			Short: "Acting as somebody else, with as: in a kubeconfig or --as on the command line.",
			Text: []string{
				"Who has the right to impersonate a user or group is that user, in all that counts: the right is as strong as whom it reaches. The groups of a user do not come along by themselves; they have to be named as well.",
			},
			See: []string{"rbac", "identity"},
		},
		{
			Name: "basic", Also: []string{"password", "username", "auth-provider"}, Title: "Password and auth-provider",
			Short: "Ways of logging in that Kubernetes has given up.",
			Text: []string{
				"API servers have taken no passwords since 1.19; an entry with username and password is a leftover, or meant for a proxy. auth-provider: gcp and azure were removed from kubectl in 1.26, use the cloud's exec plugin.",
			},
			See: []string{"exec", "choosing"},
		},
		{
			Name: "anonymous", Also: []string{"system:anonymous", "unauthorized", "401", "403", "forbidden"}, Title: "Anonymous, 401 and 403",
			Short: "401: the credential is not taken. 403: it is, but this is not allowed.",
			Text: []string{
				"With no credential at all you are system:anonymous, and may read the version and little else. A certificate without a CN makes you anonymous too, which looks like missing rights (403) and is a bad certificate.",
				"401 Unauthorized means that a credential was shown and refused: it has ended, its authority is not the cluster's client authority, or what the token was bound to is gone.",
			},
			See: []string{"identity", "authority"},
		},
	}
}
