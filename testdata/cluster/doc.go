// Package cluster starts a real Kubernetes control plane for tests, without nodes:
// etcd, kube-apiserver and kube-controller-manager on free loopback ports, as an
// ordinary user's processes, ready in some five seconds. It imports nothing of
// Kubernetes; testdata/controlplane pins what is built.
//
// Tests that need one are named TestReal…; `make cluster-test` builds the programs,
// starts one cluster that all of them share, and runs them.
package cluster
