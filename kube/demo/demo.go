package demo

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kubeid/kube"
	"kubeid/kube/demo/apiserver"
	"kubeid/model"
)

// A Demo is a home folder with kubeconfigs, and the servers that they lead to.
type Demo struct {
	Home string // the folder: ~ of everything in it

	lab, prod *apiserver.Server
}

// The caps of the cluster prod, shorter than what the forms ask for, so that asked and
// granted differ.
const (
	prodCertificateCap = 30 * 24 * time.Hour
	prodTokenCap       = 24 * time.Hour
)

// mark is a file that tells a folder of the demo from any other, so that only such a
// one is ever removed.
const mark = "README.txt"

// Start makes the folder and starts the servers. The folder must be empty or not be
// there yet; "" takes a new one among the temporary files.
func Start(dir string) (d *Demo, err error) {
	home, err := makeHome(dir)
	if err != nil {
		return nil, err
	}
	d = &Demo{Home: home}
	defer func() {
		if err != nil {
			d.Close()
			os.RemoveAll(home)
		}
	}()
	now := time.Now()
	lab, err := newAuthority("lab-ca", now)
	if err != nil {
		return nil, err
	}
	clients, err := newAuthority("prod-client-ca", now)
	if err != nil {
		return nil, err
	}
	servers, err := newAuthority("prod-server-ca", now)
	if err != nil {
		return nil, err
	}
	if err := d.serve(lab, clients, servers, now); err != nil {
		return nil, err
	}
	return d, d.write(lab, clients, servers, now)
}

// makeHome makes the folder, which nobody else can look into.
func makeHome(dir string) (string, error) {
	if dir == "" {
		return os.MkdirTemp("", "kubeid-demo-")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	switch there, err := os.ReadDir(dir); {
	case err != nil:
		return "", err
	case len(there) > 0:
		return "", &model.Problem{
			Exit: model.ExitRefused, What: fmt.Sprintf("the folder %q is not empty", model.NewText(dir)),
			Todo: "name a new one: the demo fills it, and offers to delete it at the end",
		}
	}
	return dir, os.Chmod(dir, 0o700) // it may have been there, open to all
}

// serve starts both servers. The lab signs its tokens with RSA and has one authority
// for everybody, as kubeadm sets it up; prod signs with ECDSA and tells the authority
// of users from that of servers, as k3s does.
func (d *Demo) serve(lab, clients, servers apiserver.Authority, now time.Time) error {
	labKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	prodKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	if d.lab, err = apiserver.Start(apiserver.Options{
		ClientCA: lab, ServerCA: lab, TokenKey: labKey, Objects: labObjects(now), Born: now.Add(-200 * day),
	}); err != nil {
		return err
	}
	d.prod, err = apiserver.Start(apiserver.Options{
		ClientCA: clients, ServerCA: servers, TokenKey: prodKey, Objects: prodObjects(now), Born: now.Add(-500 * day),
		CertificateCap: prodCertificateCap, TokenCap: prodTokenCap, ServingLife: 24 * 24 * time.Hour,
	})
	return err
}

// Kubeconfigs is what KUBECONFIG names in the demo.
func (d *Demo) Kubeconfigs() string {
	var out []string
	for _, name := range []string{"config", "team.yaml", "old.yaml"} {
		out = append(out, filepath.Join(d.Home, ".kube", name))
	}
	return strings.Join(out, string(filepath.ListSeparator))
}

// Options are those of a Service that knows nothing but the demo.
func (d *Demo) Options() kube.Options {
	return kube.Options{
		List: d.Kubeconfigs(), Home: d.Home,
		StateDir: filepath.Join(d.Home, ".local", "state", "kubeid"), ConfigDir: filepath.Join(d.Home, ".config", "kubeid"),
	}
}

// Close ends the servers. The folder stays.
func (d *Demo) Close() error {
	var errs []error
	for _, s := range []*apiserver.Server{d.lab, d.prod} {
		if s != nil {
			errs = append(errs, s.Close())
		}
	}
	return errors.Join(errs...)
}

// Remove deletes the folder.
func (d *Demo) Remove() error {
	if _, err := os.Stat(filepath.Join(d.Home, mark)); errors.Is(err, fs.ErrNotExist) {
		return nil // somebody was faster, and what is there now is not ours
	}
	return os.RemoveAll(d.Home)
}
