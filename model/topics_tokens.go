package model

func topicsOfTokens() []Topic {
	return []Topic{
		{
			Name: "token", Also: []string{"tokens", "bearer", "bearer-token", "jwt"}, Title: "Bearer token",
			Short: "A text that is a login: whoever has it is its owner.",
			Text: []string{
				"Most are JWTs: three parts, of which the middle one can be read by anybody: who, for whom (audience), until when. The signature is the last part. Give one to nobody, and to no command as an argument: other users of the computer see arguments.",
				"  kubeid inspect -        reads a token from standard input, and sends it nowhere",
			},
			See: []string{"tokenrequest", "secret-token", "oidc"},
		},
		{
			Name: "serviceaccount", Also: []string{"serviceaccounts", "sa", "account", "accounts"}, Title: "ServiceAccount",
			Short: "An identity for programs, kept in the cluster, in one namespace.",
			Text: []string{
				"Its name is system:serviceaccount:NAMESPACE:NAME, and it is in the groups system:serviceaccounts and system:serviceaccounts:NAMESPACE. Who may create pods, tokens or token Secrets in a namespace can become every account in it: the roles edit and admin allow that.",
			},
			See: []string{"tokenrequest", "secret-token", "rbac"},
		},
		{
			Name: "tokenrequest", Also: []string{"token-request", "bound-token", "anchor"}, Title: "TokenRequest",
			Short: "A fresh token of a ServiceAccount, for a time and a purpose.",
			Text: []string{
				"Asked of the API server, at least ten minutes, kept nowhere. The server can cut the life (and says so in a warning, and not on every cloud). Bound to a Secret made for it, an anchor, it ends when the Secret is deleted; so it can be revoked, which a certificate cannot.",
			},
			See: []string{"serviceaccount", "revoke", "secret-token"},
		},
		{
			Name: "secret-token", Also: []string{"legacy-token", "long-lived-token", "token-secret"}, Title: "Token in a Secret",
			Short: "A token without an end, kept in the cluster, readable for all who may read Secrets there.",
			Text: []string{
				"The old way: a Secret of type kubernetes.io/service-account-token, which the cluster fills. It works until the Secret or the account is deleted. Kubernetes marks those that it made itself and nobody has used for a year, and removes them later. Prefer TokenRequest wherever the program can renew.",
			},
			See: []string{"tokenrequest", "serviceaccount"},
		},
		{
			Name: "audience", Also: []string{"audiences", "aud"}, Title: "Audience",
			Short: "For whom a token was made; anybody else should refuse it.",
			Text: []string{
				"The API server takes tokens for itself only. A token for another audience, such as vault, is of no use to it, and that is its point: the one who receives it cannot log in to the cluster with it.",
			},
			See: []string{"tokenrequest"},
		},
	}
}
