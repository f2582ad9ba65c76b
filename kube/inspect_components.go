package kube

import (
	"path/filepath"
	"strings"

	"kubeid/crypto"
	"kubeid/model"
)

// What the files of a control plane are there for, by their names: those of kubeadm
// (kubernetes/cmd/kubeadm/app/constants), and where they differ those of k3s and RKE2.

// components are by the path below the PKI folder, without the ending.
var components = map[string]string{
	"ca":                       "cluster CA",
	"apiserver":                "API server",
	"apiserver-kubelet-client": "API server, as a client of kubelets",
	"apiserver-etcd-client":    "API server, as a client of etcd",
	"front-proxy-ca":           "front proxy CA",
	"front-proxy-client":       "API server, as a front proxy to extension servers",
	"etcd/ca":                  "etcd CA",
	"etcd/server":              "etcd",
	"etcd/peer":                "etcd, among its peers",
	"etcd/healthcheck-client":  "etcd health check",
	"kubelet":                  "kubelet",
	"kubelet-client-current":   "kubelet, as a client of the API server",
	"server-ca":                "CA of servers",
	"client-ca":                "CA of clients",
	"request-header-ca":        "front proxy CA",
	"etcd/server-ca":           "etcd CA",
	"etcd/peer-ca":             "etcd CA, for peers",
	"etcd/client":              "API server, as a client of etcd",
	"etcd/server-client":       "etcd",
	"etcd/peer-server-client":  "etcd, among its peers",
	"serving-kube-apiserver":   "API server",
	"serving-kubelet":          "kubelet",
	"client-kube-apiserver":    "API server, as a client of kubelets",
	"client-auth-proxy":        "API server, as a front proxy to extension servers",
	"client-admin":             "administrator",
	"client-controller":        "controller manager",
	"client-scheduler":         "scheduler",
	"client-kubelet":           "kubelet, as a client of the API server",
	"client-kube-proxy":        "kube-proxy",
}

// signingNames are the names of the key pair that signs the tokens of ServiceAccounts.
var signingNames = map[string]bool{"sa": true, "service": true, "service.current": true, "service-account": true, "service-account-key": true}

// controlKubeconfigs are the kubeconfigs of a control plane.
var controlKubeconfigs = map[string]string{
	"admin.conf":                   "the administrator",
	"super-admin.conf":             "the administrator beyond RBAC (system:masters)",
	"controller-manager.conf":      "the controller manager",
	"scheduler.conf":               "the scheduler",
	"kubelet.conf":                 "the kubelet",
	"bootstrap-kubelet.conf":       "the kubelet's first start",
	"admin.kubeconfig":             "the administrator",
	"controller.kubeconfig":        "the controller manager",
	"scheduler.kubeconfig":         "the scheduler",
	"kubelet.kubeconfig":           "the kubelet",
	"kubeproxy.kubeconfig":         "kube-proxy",
	"cloud-controller.kubeconfig":  "the cloud controller manager",
	"konnectivity-server.conf":     "konnectivity",
	"kube-controller-manager.conf": "the controller manager",
	"kube-scheduler.conf":          "the scheduler",
}

// stem is the name of a file without its ending.
func stem(path string) string {
	base := filepath.Base(path)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// component says what a certificate or a key is there for, by the path of its file.
func component(path string, item crypto.Item) model.Text {
	name := stem(path)
	if filepath.Base(filepath.Dir(path)) == "etcd" {
		name = "etcd/" + name
	}
	role := components[name]
	switch {
	case role == "":
		return model.Text{}
	case item.Key != nil:
		return model.NewText(role + " (key)")
	case item.Certificate == nil && item.Bundle == nil && item.Trouble == nil:
		return model.Text{}
	}
	return model.NewText(role)
}
