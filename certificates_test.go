package main

import (
	gocrypto "crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

// made is a program for the scripts that makes certificates and tokens with ends that
// lie so far from now:
//
//	made kubeconfig FILE jane=9d old=-3d     users with a certificate each
//	made leaf NAME=9d:group,group            NAME.crt and NAME.key, signed by ca.crt
//	made pki FOLDER                          what kubeadm leaves in /etc/kubernetes
//	made token FILE 9d                       a ServiceAccount token of ci/deployer
//	made locked FILE PASSPHRASE              an encrypted key
//	made p12 FILE PASSPHRASE                 a certificate and its key as PKCS#12
//	made server FILE                         serves a cluster for the kubeconfig FILE, which it writes
//	made wait FILE                           waits until FILE is there
func made() {
	if err := produce(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func produce(what string, args []string) error {
	switch what {
	case "kubeconfig":
		return makeKubeconfig(args[0], args[1:])
	case "leaf":
		ca := newMaker("kubernetes")
		name, rest, _ := strings.Cut(args[0], "=")
		end, groups, _ := strings.Cut(rest, ":")
		leaf := ca.client(name, strings.Split(groups, ","), end)
		return write(map[string]string{"ca.crt": ca.pem(), name + ".crt": leaf.pem(), name + ".key": leaf.keyPEM()})
	case "pki":
		return makePKI(args[0])
	case "token":
		return write(map[string]string{args[0]: madeToken(left(args[1])) + "\n"})
	case "locked":
		key, err := crypto.NewKey(newMaker("x").key)
		if err != nil {
			return err
		}
		text, err := key.EncryptedPEM(crypto.NewSecret([]byte(args[1])))
		if err != nil {
			return err
		}
		return write(map[string]string{args[0]: string(text.Reveal())})
	case "server":
		return serve(args[0])
	case "wait":
		for range 1000 {
			if _, err := os.Stat(args[0]); err == nil {
				return nil
			}
			time.Sleep(10 * time.Millisecond)
		}
		return fmt.Errorf("%s does not come", args[0])
	case "p12":
		leaf := newMaker("kubernetes").client("jane", []string{"devs"}, "9d")
		key, err := crypto.NewKey(leaf.key)
		if err != nil {
			return err
		}
		bundle, err := crypto.EncodePKCS12(key, []*crypto.Certificate{crypto.NewCertificate(leaf.cert)}, crypto.NewSecret([]byte(args[1])))
		if err != nil {
			return err
		}
		return write(map[string]string{args[0]: string(bundle.Reveal())})
	}
	return fmt.Errorf("made: what is %q?", what)
}

// left reads "9d", "-3d" or "+2d", which is the end of what begins in two days.
func left(word string) (notBefore, notAfter time.Time) {
	d, err := model.ParseDuration(strings.TrimLeft(word, "+-"))
	if err != nil {
		panic(err)
	}
	now := time.Now()
	switch {
	case strings.HasPrefix(word, "-"):
		return now.AddDate(-1, 0, 0), now.Add(-d)
	case strings.HasPrefix(word, "+"):
		return now.Add(d), now.Add(d).AddDate(1, 0, 0)
	}
	return now.Add(d - 365*24*time.Hour), now.Add(d + time.Hour)
}

// A maker is a certificate with its key, and with the one that signed it.
type maker struct {
	cert *x509.Certificate
	key  gocrypto.Signer
}

func newMaker(name string) maker {
	t := &x509.Certificate{
		Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().AddDate(-1, 0, 0), NotAfter: time.Now().AddDate(9, 0, 0),
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature, BasicConstraintsValid: true, IsCA: true,
	}
	return maker{}.signs(t)
}

// signs makes a certificate; who has none of his own signs nobody's but its own.
func (m maker) signs(t *x509.Certificate) maker {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	serial := make([]byte, 15)
	rand.Read(serial)
	t.SerialNumber = new(big.Int).SetBytes(append([]byte{1}, serial...))
	if m.cert == nil {
		m = maker{t, key}
	}
	der, err := x509.CreateCertificate(rand.Reader, t, m.cert, key.Public(), m.key)
	if err != nil {
		panic(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return maker{cert, key}
}

func (m maker) client(name string, groups []string, end string) maker {
	return m.leaf(name, groups, end, x509.ExtKeyUsageClientAuth)
}

func (m maker) leaf(name string, groups []string, end string, usage x509.ExtKeyUsage) maker {
	from, to := left(end)
	t := &x509.Certificate{
		Subject: pkix.Name{CommonName: name, Organization: groups}, NotBefore: from, NotAfter: to,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{usage}, BasicConstraintsValid: true,
	}
	if usage == x509.ExtKeyUsageServerAuth {
		t.DNSNames, t.IPAddresses = []string{name, "localhost"}, []net.IP{net.IPv4(127, 0, 0, 1)}
	}
	return m.signs(t)
}

func (m maker) pem() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: m.cert.Raw}))
}

func (m maker) keyPEM() string {
	der, err := x509.MarshalPKCS8PrivateKey(m.key)
	if err != nil {
		panic(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// madeToken is a bound token; nobody can check its signature.
func madeToken(from, to time.Time) string {
	part := func(v any) string {
		text, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		return base64.RawURLEncoding.EncodeToString(text)
	}
	return part(map[string]any{"alg": "RS256", "kid": "k"}) + "." + part(map[string]any{
		"iss": "https://kubernetes.default.svc", "sub": "system:serviceaccount:ci:deployer", "aud": []string{"api"}, "jti": "7a0f", "iat": from.Unix(), "exp": to.Unix(),
		"kubernetes.io": map[string]any{"namespace": "ci", "serviceaccount": map[string]string{"name": "deployer", "uid": "u"}},
	}) + "." + base64.RawURLEncoding.EncodeToString([]byte("CANARY-signature"))
}

// entry is a user of a kubeconfig.
func (m maker) entry(name string) string {
	return fmt.Sprintf("- name: %s\n  user: {client-certificate-data: %s, client-key-data: %s}\n", name, inBase64(m.pem()), inBase64(m.keyPEM()))
}

func inBase64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

func kubeconfigOf(ca maker, names []string, users string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "apiVersion: v1\nkind: Config\ncurrent-context: %s\nclusters:\n- name: kubernetes\n  cluster: {server: \"https://127.0.0.1:1\", certificate-authority-data: %s}\ncontexts:\n", names[0], inBase64(ca.pem()))
	for _, n := range names {
		fmt.Fprintf(&b, "- name: %s\n  context: {cluster: kubernetes, user: %s}\n", n, n)
	}
	return b.String() + "users:\n" + users
}

func makeKubeconfig(path string, users []string) error {
	ca := newMaker("kubernetes")
	var names []string
	var entries strings.Builder
	for _, u := range users {
		name, end, _ := strings.Cut(u, "=")
		names = append(names, name)
		entries.WriteString(ca.client(name, []string{"devs"}, end).entry(name))
	}
	return write(map[string]string{path: kubeconfigOf(ca, names, entries.String())})
}

// makePKI makes what kubeadm leaves behind on a node of the control plane.
func makePKI(dir string) error {
	ca, etcd, proxy := newMaker("kubernetes"), newMaker("etcd-ca"), newMaker("front-proxy-ca")
	files := map[string]string{}
	put := func(name string, m maker) { files["pki/"+name+".crt"], files["pki/"+name+".key"] = m.pem(), m.keyPEM() }
	put("ca", ca)
	put("etcd/ca", etcd)
	put("front-proxy-ca", proxy)
	put("apiserver", ca.leaf("kube-apiserver", nil, "20d", x509.ExtKeyUsageServerAuth))
	put("apiserver-kubelet-client", ca.client("kube-apiserver-kubelet-client", []string{"kubeadm:cluster-admins"}, "300d"))
	put("front-proxy-client", proxy.client("front-proxy-client", nil, "300d"))
	put("apiserver-etcd-client", etcd.client("kube-apiserver-etcd-client", nil, "5d"))
	put("etcd/server", etcd.leaf("node", nil, "300d", x509.ExtKeyUsageServerAuth))
	put("etcd/peer", etcd.leaf("node", nil, "300d", x509.ExtKeyUsageServerAuth))
	put("etcd/healthcheck-client", etcd.client("kube-etcd-healthcheck-client", nil, "-2d"))
	sa, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	public, err := x509.MarshalPKIXPublicKey(sa.Public())
	if err != nil {
		return err
	}
	files["pki/sa.key"] = string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(sa)}))
	files["pki/sa.pub"] = string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}))
	for name, user := range map[string]string{"admin": "kubernetes-admin", "scheduler": "system:kube-scheduler", "controller-manager": "system:kube-controller-manager"} {
		files[name+".conf"] = kubeconfigOf(ca, []string{"k"}, ca.client(user, nil, "300d").entry("k"))
	}
	files["pki/notes.txt"] = "nothing to see here\n"
	files["pki/broken.crt"] = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
	below := map[string]string{}
	for name, text := range files {
		below[filepath.Join(dir, name)] = text
	}
	return write(below)
}

func write(files map[string]string) error {
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}
