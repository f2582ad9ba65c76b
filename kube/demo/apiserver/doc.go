// Package apiserver is a Kubernetes API server that keeps everything in memory, for
// the demo and for tests. It is small, but it is no fake where identity is concerned:
// it authenticates client certificates and bearer tokens over real TLS, decides by
// Kubernetes' RBAC rules on every request, signs certificate requests by the rules of
// the signer kubernetes.io/kube-apiserver-client, and mints and checks the tokens of
// ServiceAccounts. What it does not do it refuses with a Status, as Kubernetes would.
//
// It follows Kubernetes 1.36; a table of questions and answers that runs against a
// real control plane as well keeps it from drifting. Nothing runs in it: a pod is an
// object and stays Pending.
package apiserver
