package model

import (
	"fmt"
	"math"
	"strings"
	"time"

	"kubeid/crypto"
)

// Equivalent returns the commands of openssl and kubectl that would do the same for
// one context, ready to be pasted: into a POSIX shell, in a folder of its own. files
// are named after the entry.
func (r Review) Equivalent(place int) []string {
	p := r.Places[place]
	c := commandsFor{user: r.User, place: p, base: FileName(p.Entry)}
	out := []string{"umask 077"}
	out = append(out, c.request()...)
	if r.User.By == ByAuthority {
		out = append(out, c.sign()...)
	} else {
		out = append(out, c.ask()...)
	}
	out = append(out, c.kubeconfig()...)
	return append(out, c.bindings()...)
}

type commandsFor struct {
	user  NewUser
	place ReviewPlace
	base  string
}

func (c commandsFor) file(ending string) string { return c.base + ending }

// request makes the key and the request.
func (c commandsFor) request() []string {
	how := map[crypto.KeyType]string{
		crypto.ECDSAP256: "EC -pkeyopt ec_paramgen_curve:P-256", crypto.ECDSAP384: "EC -pkeyopt ec_paramgen_curve:P-384",
		crypto.ECDSAP521: "EC -pkeyopt ec_paramgen_curve:P-521", crypto.Ed25519: "ED25519",
		crypto.RSA2048: "RSA -pkeyopt rsa_keygen_bits:2048", crypto.RSA3072: "RSA -pkeyopt rsa_keygen_bits:3072",
		crypto.RSA4096: "RSA -pkeyopt rsa_keygen_bits:4096",
	}[c.user.KeyType]
	out := []string{fmt.Sprintf("openssl genpkey -algorithm %s -out %s", how, posixQuote(c.file(".key")))}
	config := ""
	if c.user.Subject.UID != "" { // openssl has no name for this attribute
		out = append(out, fmt.Sprintf(`printf 'oid_section = oids\n[oids]\nkubernetesUID = %s\n[req]\ndistinguished_name = dn\n[dn]\n' > %s`, crypto.OIDUID, posixQuote(c.file(".cnf"))))
		config = " -config " + posixQuote(c.file(".cnf"))
	}
	return append(out, fmt.Sprintf("openssl req -new -utf8%s -key %s -subj %s -out %s",
		config, posixQuote(c.file(".key")), posixQuote(opensslSubject(c.user.Subject)), posixQuote(c.file(".csr"))))
}

// opensslSubject writes a subject as openssl's -subj takes it.
func opensslSubject(s crypto.Subject) string {
	escape := strings.NewReplacer(`\`, `\\`, `/`, `\/`, `+`, `\+`)
	var b strings.Builder
	for _, g := range s.Groups {
		b.WriteString("/O=" + escape.Replace(g))
	}
	b.WriteString("/CN=" + escape.Replace(s.User))
	if s.UID != "" {
		b.WriteString("/kubernetesUID=" + escape.Replace(s.UID))
	}
	return b.String()
}

// sign has the local authority sign.
func (c commandsFor) sign() []string {
	days := int(math.Ceil((c.place.Until.Sub(c.place.From) - crypto.Backdate).Round(time.Minute).Hours() / 24))
	ext := c.file(".ext")
	return []string{
		fmt.Sprintf(`printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n' > %s`, posixQuote(ext)),
		fmt.Sprintf(`openssl x509 -req -in %s -CA %s -CAkey %s -set_serial "0x$(openssl rand -hex 16)" -days %d -extfile %s -out %s`,
			posixQuote(c.file(".csr")), posixQuote(c.user.CA), posixQuote(c.user.Key), max(days, 1), posixQuote(ext), posixQuote(c.file(".crt"))),
	}
}

// ask has the cluster sign.
func (c commandsFor) ask() []string {
	name := RequestName(c.user.Subject.User, "1")
	return []string{
		strings.Join([]string{
			"{ printf '%s\\n' 'apiVersion: certificates.k8s.io/v1' 'kind: CertificateSigningRequest'",
			"printf '%s\\n' " + posixQuote("metadata: {name: "+name+"}") + " 'spec:' '  signerName: kubernetes.io/kube-apiserver-client'",
			fmt.Sprintf("printf '%%s\\n' '  expirationSeconds: %d' '  usages: [digital signature, client auth]'", int64(c.user.Life/time.Second)),
			fmt.Sprintf(`printf '  request: %%s\n' "$(base64 < %s | tr -d '\n')"; } | %s create -f -`, posixQuote(c.file(".csr")), c.kubectl()),
		}, "; "),
		c.kubectl() + " certificate approve " + name,
		fmt.Sprintf(`until %s get csr %s -o jsonpath='{.status.certificate}' | base64 -d > %s && test -s %s; do sleep 1; done`,
			c.kubectl(), name, posixQuote(c.file(".crt")), posixQuote(c.file(".crt"))),
	}
}

// kubectl is kubectl as whoever gives the rights.
func (c commandsFor) kubectl() string {
	return "kubectl --context " + posixQuote(c.place.Context.Name.Raw())
}

func (c commandsFor) kubeconfig() []string {
	if c.user.Result == AsRenewed {
		return c.renewed()
	}
	file := "kubectl --kubeconfig " + posixQuote(c.file(".kubeconfig")) + " config "
	cluster := posixQuote("--server=" + c.place.Address.Server)
	if n := c.place.Address.TLSServerName; n != "" {
		cluster += " " + posixQuote("--tls-server-name="+n)
	}
	if p := c.place.Address.ProxyURL; p != "" {
		cluster += " " + posixQuote("--proxy-url="+p)
	}
	var out []string
	switch {
	case c.place.Address.Insecure:
		cluster += " --insecure-skip-tls-verify"
	case c.place.CA != "":
		ca := posixQuote(c.file(".server-ca.crt"))
		out = append(out, fmt.Sprintf(`%s config view --raw --minify --flatten -o jsonpath='{.clusters[0].cluster.certificate-authority-data}' | base64 -d > %s`, c.kubectl(), ca))
		cluster += " --certificate-authority=" + ca + " --embed-certs"
	}
	entry := posixQuote(c.place.Entry)
	return append(out,
		file+"set-cluster "+entry+" "+cluster,
		fmt.Sprintf("%sset-credentials %s --client-certificate=%s --client-key=%s --embed-certs", file, entry, posixQuote(c.file(".crt")), posixQuote(c.file(".key"))),
		fmt.Sprintf("%sset-context %s --cluster=%s --user=%s", file, entry, entry, entry),
		file+"use-context "+entry,
	)
}

// renewed puts the new certificate into the entries that have the old one.
func (c commandsFor) renewed() []string {
	var out []string
	for _, ref := range c.user.Renews {
		out = append(out, fmt.Sprintf("kubectl --kubeconfig %s config set-credentials %s --client-certificate=%s --client-key=%s --embed-certs",
			posixQuote(ref.File), posixQuote(ref.Name.Raw()), posixQuote(c.file(".crt")), posixQuote(c.file(".key"))))
	}
	return out
}

func (c commandsFor) bindings() []string {
	r := c.user.Role
	if r.None() {
		return nil
	}
	name, user := posixQuote(BindingName(c.user.Subject.User, r)), posixQuote("--user="+c.user.Subject.User)
	role := posixQuote("--" + strings.ToLower(r.Kind()) + "=" + r.Name)
	if len(r.Namespaces) == 0 {
		return []string{fmt.Sprintf("%s create clusterrolebinding %s %s %s", c.kubectl(), name, role, user)}
	}
	var out []string
	for _, ns := range r.Namespaces {
		out = append(out, fmt.Sprintf("%s create rolebinding %s --namespace=%s %s %s", c.kubectl(), name, posixQuote(ns), role, user))
	}
	return out
}
