package model

func topicsOfCertificates() []Topic {
	return []Topic{
		{
			Name: "certificate", Also: []string{"certificates", "cert", "client-certificate", "x509"}, Title: "Client certificate",
			Short: "A name and groups, signed by the cluster's authority, with a private key that proves it is yours.",
			Text: []string{
				"It is good until its end and cannot be revoked before: Kubernetes reads no revocation lists. To shut its owner out, take away the bindings that name the user and the groups, or change the authority of the whole cluster. So the life of a certificate is how long a mistake lasts: kubeid proposes 90 days.",
				"The private key never leaves the computer on which it was made, unless somebody copies the kubeconfig.",
			},
			See: []string{"group", "authority", "request", "revoke"},
		},
		{
			Name: "authority", Also: []string{"ca", "authorities", "certificate-authority", "ca.key"}, Title: "Authority",
			Short: "A certificate with its private key that signs others; who holds the key can be anybody.",
			Text: []string{
				"A cluster trusts one authority for its clients and shows certificates of one for its servers. With kubeadm both are the same; with k3s, RKE2 and many others they are two, and a kubeconfig must carry the server's, not the one that signed its user. kubeid keeps them apart.",
				"ca.key in the wrong hands means: any name, any group, nothing in any log of the cluster, until the authority is replaced.",
			},
			See: []string{"certificate", "request"},
		},
		{
			Name: "request", Also: []string{"csr", "requests", "certificatesigningrequest", "signing-request", "signer"}, Title: "Certificate request (CSR)",
			Short: "A name and groups with a public key, for an authority to sign; the private key stays at home.",
			Text: []string{
				"The CSR API of a cluster: somebody creates a request for the signer kubernetes.io/kube-apiserver-client, somebody else approves it, the cluster signs. Approving needs two rights: to update the approval, and the verb approve on the signer. The cluster cuts the life to its own limit without a word, and forgets the request an hour after it was signed: nobody can look up later to whom certificates were given. kubeid writes a ledger for that.",
				"Not all clusters sign: on EKS and with an external authority a request stays Approved for ever.",
				"To approve a request is to vouch for every name and group in it. Read them first.",
			},
			See: []string{"certificate", "authority", "ledger"},
		},
		{
			Name: "revoke", Also: []string{"revocation", "offboard", "offboarding"}, Title: "Taking access back",
			Short: "Tokens can be ended; certificates cannot: take away what they may do.",
			Text: []string{
				"A token of a ServiceAccount ends when what it is bound to is deleted: its Secret, its pod, the account. Within about ten seconds the API server refuses it.",
				"A certificate stays good until its end. Remove the bindings that name the user; look for rights that come through groups, because those cannot be taken from one person alone.",
			},
			See: []string{"certificate", "tokenrequest", "binding"},
		},
		{
			Name: "severity", Also: []string{"expiry", "expired", "soon", "urgent", "until", "life"}, Title: "Until when",
			Short: "fine, soon (under 28 days), urgent (under 14), expired, not yet valid, unknown.",
			Text: []string{
				"What lives less than 90 days in all is judged by its share: soon under a third, urgent under a sixth. Settings can name other thresholds. A token without an end is shown as such, and is no good news.",
			},
			See: []string{"certificate", "token"},
		},
	}
}
