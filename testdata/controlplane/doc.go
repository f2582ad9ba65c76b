// Package controlplane builds nothing by itself: its module pins what the test cluster
// is made of, a real kube-apiserver, kube-controller-manager, kubectl and etcd, and
// holds the tests that compare kubeid with Kubernetes' own code. The replace list of
// go.mod is what makes k8s.io/kubernetes buildable as a module.
package controlplane
