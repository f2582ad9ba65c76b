package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Options choose a cluster. The zero value is the usual one: the CA that signs users is
// not the one that signed the server.
type Options struct {
	OneCA        bool          // one CA for both sides, as kubeadm has it
	NoSigner     bool          // nobody signs requests, as on EKS
	SignerLife   time.Duration // users are signed by one more CA, which ends then; negative: it has ended
	SignerBundle bool          // the signer's CA file holds two certificates, which no controller takes
	NoAnonymous  bool          // strangers are not heard
	APIServer    []string      // further flags
	Controller   []string      // further flags of kube-controller-manager
}

// The caps of every cluster, short so that asked and granted differ.
const (
	MaxCertificate = 30 * 24 * time.Hour
	MaxToken       = 2 * time.Hour
)

// A Cluster is a control plane that runs.
type Cluster struct {
	Dir    string // has admin.kubeconfig, client-ca.crt and .key, server-ca.crt, and the logs
	Bin    string // has the programs
	Server string // https://127.0.0.1:PORT

	options     Options
	etcd        string
	api         *process
	store       *process
	controllers *process
}

const patience = 60 * time.Second

// Start starts a cluster with the programs of bin, and keeps its files in dir.
func Start(bin, dir string, o Options) (*Cluster, error) {
	var err error
	for range 3 { // somebody else may take a free port first
		var c *Cluster
		if c, err = start(bin, dir, o); err == nil {
			return c, nil
		}
		if c != nil {
			c.Stop()
		}
		var taken *endedError
		if !errors.As(err, &taken) {
			break
		}
	}
	return nil, err
}

func start(bin, dir string, o Options) (*Cluster, error) {
	ports, err := freePorts(3)
	if err != nil {
		return nil, err
	}
	c := &Cluster{
		Dir: dir, Bin: bin, options: o,
		Server: fmt.Sprintf("https://127.0.0.1:%d", ports[0]), etcd: fmt.Sprintf("http://127.0.0.1:%d", ports[1]),
	}
	if err := c.certificates(); err != nil {
		return nil, err
	}
	if err := os.RemoveAll(c.Path("etcd")); err != nil {
		return nil, err
	}
	if c.store, err = c.run("etcd", c.Path("etcd"), fmt.Sprint(ports[1]), fmt.Sprint(ports[2])); err != nil {
		return c, err
	}
	if err := c.startAPI(); err != nil {
		return c, err
	}
	if err := c.StartControllers(); err != nil {
		return c, err
	}
	return c, c.Save()
}

// Path returns the path of a file of the cluster.
func (c *Cluster) Path(name string) string { return filepath.Join(c.Dir, name) }

// Admin returns the kubeconfig of an administrator (system:masters); its context is
// called real.
func (c *Cluster) Admin() string { return c.Path("admin.kubeconfig") }

// StartAPI starts kube-apiserver, on the port that it had before, and waits until it is
// ready. Controllers that ran are started anew: left alone they find the server again
// only after a minute or more.
func (c *Cluster) StartAPI() error {
	if err := c.startAPI(); err != nil || c.controllers.over() {
		return err
	}
	c.StopControllers()
	return c.StartControllers()
}

func (c *Cluster) startAPI() error {
	port := c.Server[strings.LastIndex(c.Server, ":")+1:]
	flags := []string{
		"--etcd-servers=" + c.etcd, "--secure-port=" + port, "--bind-address=127.0.0.1",
		"--tls-cert-file=server.crt", "--tls-private-key-file=server.key", "--client-ca-file=clients.crt", "--authorization-mode=RBAC",
		"--service-account-key-file=sa.pub", "--service-account-signing-key-file=sa.key", "--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-max-token-expiration=" + MaxToken.String(), "--service-cluster-ip-range=10.0.0.0/24",
	}
	if c.options.NoAnonymous {
		flags = append(flags, "--anonymous-auth=false")
	}
	p, err := c.run("kube-apiserver", append(flags, c.options.APIServer...)...)
	if err != nil {
		return err
	}
	c.api = p
	return c.wait(p, "/readyz")
}

// StopAPI kills kube-apiserver: connections to it break.
func (c *Cluster) StopAPI() { c.api.stop() }

// StartControllers starts kube-controller-manager, and waits until it works.
func (c *Cluster) StartControllers() error {
	controllers := []string{
		"certificatesigningrequest-approving-controller", "certificatesigningrequest-cleaner-controller", "certificatesigningrequest-signing-controller",
		"serviceaccount-controller", "serviceaccount-token-controller", "root-ca-certificate-publisher-controller",
		"clusterrole-aggregation-controller", "namespace-controller",
	}
	if c.options.NoSigner {
		controllers[2] = "-" + controllers[2]
	}
	flags := []string{
		"--kubeconfig=admin.kubeconfig", "--leader-elect=false", "--secure-port=0", "--controllers=" + strings.Join(controllers, ","),
		"--service-account-private-key-file=sa.key", "--root-ca-file=server-ca.crt",
		"--cluster-signing-cert-file=signer.crt", "--cluster-signing-key-file=signer.key", "--cluster-signing-duration=" + MaxCertificate.String(),
	}
	p, err := c.run("kube-controller-manager", append(flags, c.options.Controller...)...)
	if err != nil {
		return err
	}
	c.controllers = p
	if c.options.SignerBundle {
		return nil // it ends at once, as everywhere
	}
	return c.wait(p, "/api/v1/namespaces/default/serviceaccounts/default")
}

// StartSigner starts kube-controller-manager again with the signing controller, which
// Options.NoSigner had left out.
func (c *Cluster) StartSigner() error {
	c.options.NoSigner = false
	return c.StartControllers()
}

// StopControllers kills kube-controller-manager: nothing is signed any more.
func (c *Cluster) StopControllers() { c.controllers.stop() }

// Stop ends everything.
func (c *Cluster) Stop() {
	for _, p := range []*process{c.controllers, c.api, c.store} {
		p.stop()
	}
}

// wait asks for a path as the administrator until it is there.
func (c *Cluster) wait(p *process, path string) error {
	client, err := c.client()
	if err != nil {
		return err
	}
	defer client.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		answer, err := client.Get(c.Server + path)
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == 200 {
				return nil
			}
		}
		select {
		case <-p.ended:
			return &endedError{p.log}
		case <-ctx.Done():
			return fmt.Errorf("%s does not answer %s; see %s", c.Server, path, p.log)
		case <-time.After(50 * time.Millisecond):
		}
	}
}
