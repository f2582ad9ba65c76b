package apiserver

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The signers of Kubernetes that this server knows. All but the first are for kubelets.
const (
	clientSigner  = "kubernetes.io/kube-apiserver-client"
	kubeletSigner = "kubernetes.io/kube-apiserver-client-kubelet"
	servingSigner = "kubernetes.io/kubelet-serving"
	unknownSigner = "kubernetes.io/legacy-unknown"
)

// knownUsages are those that the API accepts in a request.
var knownUsages = []string{
	"any", "cert sign", "client auth", "code signing", "content commitment", "crl sign", "data encipherment", "decipher only",
	"digital signature", "email protection", "encipher only", "ipsec end system", "ipsec tunnel", "ipsec user", "key agreement",
	"key encipherment", "microsoft sgc", "netscape sgc", "ocsp signing", "s/mime", "server auth", "signing", "timestamping",
}

// prepareRequest stamps who asks, and checks what is asked for
// (k8s.io/kubernetes/pkg/apis/certificates/validation).
func (c *call) prepareRequest(o, before object) []fault {
	if before != nil {
		return nil // only approval and status change a request
	}
	delete(o, "status")
	o["status"] = map[string]any{}
	o.set(c.user.info()["username"], "spec", "username")
	for _, k := range []string{"uid", "groups", "extra"} {
		o.set(c.user.info()[k], "spec", k)
	}
	var out []fault
	if _, err := parseRequest(o); err != nil {
		out = append(out, invalid("spec.request", quote(o.text("spec", "request")), err.Error()))
	}
	usages := o.texts("spec", "usages")
	if len(usages) == 0 {
		out = append(out, required("spec.usages", ""))
	}
	for i, u := range usages {
		at := fmt.Sprintf("spec.usages[%d]", i)
		switch {
		case !slices.Contains(knownUsages, u):
			out = append(out, unsupported(at, u, knownUsages...))
		case slices.Contains(usages[:i], u):
			out = append(out, fault{"FieldValueDuplicate", at, fmt.Sprintf("Duplicate value: %q", u)})
		}
	}
	switch signer := o.text("spec", "signerName"); {
	case signer == "":
		out = append(out, required("spec.signerName", ""))
	case signer == unknownSigner:
		out = append(out, invalid("spec.signerName", quote(signer), "the legacy signerName is not allowed via this API version"))
	case strings.Count(signer, "/") != 1 || !strings.Contains(signer[:strings.Index(signer, "/")], "."):
		out = append(out, invalid("spec.signerName", quote(signer), "must be a fully qualified domain and path of the form 'example.com/signer-name'"))
	}
	if seconds, given := o.number("spec", "expirationSeconds"); given && seconds < shortestToken {
		out = append(out, invalid("spec.expirationSeconds", fmt.Sprint(seconds), "may not specify a duration less than 600 seconds (10 minutes)"))
	}
	return out
}

// parseRequest reads the PKCS#10 request.
func parseRequest(o object) (*x509.CertificateRequest, error) {
	data, err := base64.StdEncoding.DecodeString(o.text("spec", "request"))
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(data)
	if block == nil || block.Type != "CERTIFICATE REQUEST" {
		return nil, errors.New("PEM block type must be CERTIFICATE REQUEST")
	}
	request, err := x509.ParseCertificateRequest(block.Bytes)
	if err != nil {
		return nil, err
	}
	return request, request.CheckSignature()
}

// admitRequest is the admission plugin CertificateSubjectRestriction.
func (c *call) admitRequest(o, before object) error {
	if before != nil || o.text("spec", "signerName") != clientSigner {
		return nil
	}
	request, err := parseRequest(o)
	if err == nil && slices.Contains(request.Subject.Organization, superusers) {
		why := fmt.Sprintf("use of %s signer with %s group is not allowed", clientSigner, superusers)
		return errForbidden(certificatesGroup, requests.plural, o.name(), why)
	}
	return nil
}

// mayUseSigner is what the admission plugins CertificateApproval and CertificateSigning
// ask: a right on the signer, or on all of its domain.
func (c *call) mayUseSigner(verb, signer string) bool {
	domain, _, _ := strings.Cut(signer, "/")
	for _, name := range []string{signer, domain + "/*"} {
		a := attributes{user: c.user, verb: verb, group: certificatesGroup, version: "*", resource: "signers", name: name}
		if ok, _ := c.allowed(a); ok {
			return true
		}
	}
	return false
}

// decide takes over what a write to the subresource approval says.
func (c *call) decide(o, before object) (object, error) {
	signer := before.text("spec", "signerName")
	if !c.mayUseSigner("approve", signer) {
		return nil, errForbidden(certificatesGroup, requests.plural, before.name(), fmt.Sprintf("user not permitted to approve requests with signerName %q", signer))
	}
	return c.conditions(o, before, []string{"Approved", "Denied"})
}

// report takes over what a write to the subresource status says: the signer's word.
func (c *call) report(o, before object) (object, error) {
	signer := before.text("spec", "signerName")
	if o.text("status", "certificate") != before.text("status", "certificate") && !c.mayUseSigner("sign", signer) {
		return nil, errForbidden(certificatesGroup, requests.plural, before.name(), fmt.Sprintf("user not permitted to sign requests with signerName %q", signer))
	}
	next, err := c.conditions(o, before, []string{"Failed"})
	if err == nil {
		next.set(o.at("status", "certificate"), "status", "certificate")
	}
	return next, err
}

// conditions takes over the conditions of these types, which can be added and never
// be removed; the others stay.
func (c *call) conditions(o, before object, types []string) (object, error) {
	next := before.clone()
	var all []any
	for _, old := range before.list("status", "conditions") {
		t := old.text("type")
		if slices.Contains(types, t) && !slices.ContainsFunc(o.list("status", "conditions"), func(n object) bool { return n.text("type") == t }) {
			return nil, errInvalid(certificatesGroup, requests.name, before.name(), []fault{{"FieldValueForbidden", "status.conditions", fmt.Sprintf("Forbidden: updates may not remove a condition of type %q", t)}})
		}
		all = append(all, clone(map[string]any(old)))
	}
	var faults []fault
	for i, n := range o.list("status", "conditions") {
		t := n.text("type")
		known := slices.ContainsFunc(before.list("status", "conditions"), func(old object) bool { return old.text("type") == t })
		if known || !slices.Contains(types, t) {
			continue
		}
		if n.text("status") != "True" {
			faults = append(faults, unsupported(fmt.Sprintf("status.conditions[%d].status", i), n.text("status"), "True"))
		}
		added := n.clone()
		for _, at := range []string{"lastUpdateTime", "lastTransitionTime"} {
			if added.text(at) == "" {
				added[at] = stamp(c.now())
			}
		}
		all = append(all, map[string]any(added))
	}
	next.set(all, "status", "conditions")
	if next.condition("Approved") && next.condition("Denied") {
		faults = append(faults, invalid("status.conditions", "Approved,Denied", "Approved and Denied conditions are mutually exclusive"))
	}
	return next, errInvalid(certificatesGroup, requests.name, before.name(), faults)
}

// condition tells whether the object has this condition.
func (o object) condition(t string) bool {
	return slices.ContainsFunc(o.list("status", "conditions"), func(c object) bool { return c.text("type") == t && c.text("status") == "True" })
}
