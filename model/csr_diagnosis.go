package model

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"
)

// A Diagnosis says why a request is where it is, and what to do.
type Diagnosis struct {
	Stuck bool   // nothing will come by itself
	What  string // safe to draw
	Todo  string
}

// A SignerView is what is known about a cluster that signs, or does not.
type SignerView struct {
	Server  Text     // its address
	Version Text     // gitVersion; "" when it is not known
	Clients []Served // the authorities by which it knows its clients; nil when they may not be read
}

// eksVersion is what EKS calls its builds; EKS Anywhere and EKS-D, which do sign, have
// dashes between numbers there.
var eksVersion = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`-eks-[0-9a-f]{7,}$`) })

// NeverSigns says why a cluster signs no client certificates, whatever is asked of it.
// It is empty for all others: most of them sign, and some do not without a word.
func (v SignerView) NeverSigns() string {
	host := v.Server.Raw()
	if u, err := url.Parse(host); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	amazon := strings.HasSuffix(host, ".eks.amazonaws.com") || strings.HasSuffix(host, ".eks.amazonaws.com.cn") || strings.HasSuffix(host, ".eks.api.aws")
	if amazon || eksVersion().MatchString(v.Version.Raw()) {
		return "Amazon EKS signs no client certificates"
	}
	return ""
}

// InsteadOfSigning is what to do where a cluster never signs.
const InsteadOfSigning = "give out the token of a ServiceAccount, or an access entry of EKS"

// signsWithin is how long a signer usually takes, with much to spare.
const signsWithin = 15 * time.Second

// Diagnose says why the request is where it is.
func (r CSR) Diagnose(v SignerView, now time.Time) Diagnosis {
	failed, isFailed := r.Is(Failed)
	denied, isDenied := r.Is(Denied)
	approved, isApproved := r.Is(Approved)
	switch {
	case r.Certificate.Issued:
		return Diagnosis{What: "the certificate is there", Todo: "fetch it before the cluster forgets the request"}
	case isFailed:
		return Diagnosis{
			Stuck: true, What: "the signer refused it for good: " + conditionWords(failed),
			Todo: "make a new request; for this signer with the usages digital signature and client auth",
		}
	case isDenied:
		return Diagnosis{Stuck: true, What: "it was denied: " + conditionWords(denied), Todo: "ask who denied it, and make a new request"}
	case !isApproved:
		return Diagnosis{What: "nobody has approved or denied it yet", Todo: "approve or deny it, or ask somebody who may"}
	case now.Sub(approved.At) < signsWithin && v.NeverSigns() == "":
		return Diagnosis{What: "it is approved, and the signer has not answered yet", Todo: "wait a moment"}
	}
	return r.unsigned(v, now)
}

// unsigned says why an approved request stays without a certificate.
func (r CSR) unsigned(v SignerView, now time.Time) Diagnosis {
	never := v.NeverSigns()
	switch signer := r.Signer.Raw(); {
	case never != "" && (signer == ClientSigner || strings.HasPrefix(r.Name.Raw(), "csr-")):
		return Diagnosis{Stuck: true, What: never, Todo: InsteadOfSigning}
	case !strings.HasPrefix(signer, "kubernetes.io/"):
		return Diagnosis{
			Stuck: true, What: fmt.Sprintf("nobody has signed for %s: Kubernetes itself does not, only a controller that somebody has installed for it", r.Signer),
			Todo: "ask who runs that signer, or take " + ClientSigner,
		}
	case signer != ClientSigner && !r.OfNode():
		return Diagnosis{
			Stuck: true, What: fmt.Sprintf("kubernetes.io has no signer %s", r.Signer), Todo: "take " + ClientSigner,
		}
	}
	if ended := v.ended(now); ended != "" {
		return Diagnosis{Stuck: true, What: ended, Todo: "renew the cluster's client authority; until then nobody new gets in by certificate"}
	}
	return Diagnosis{
		Stuck: true,
		What:  "no controller signs it: kube-controller-manager does not run, has no key of the authority (an external CA of kubeadm), its CA file holds more than one certificate, or its authority has expired",
		Todo:  "look at the log of kube-controller-manager and its --cluster-signing-cert-file, or have the request signed with the authority itself",
	}
}

// ended says that every authority for clients has expired.
func (v SignerView) ended(now time.Time) string {
	var last time.Time
	for _, c := range v.Clients {
		if !now.After(c.NotAfter) {
			return ""
		}
		if c.NotAfter.After(last) {
			last = c.NotAfter
		}
	}
	if last.IsZero() {
		return ""
	}
	return "the authority for clients has expired, on " + last.UTC().Format(time.DateOnly)
}

func conditionWords(c Condition) string {
	switch {
	case c.Message.Empty():
		return c.Reason.String()
	case c.Reason.Empty():
		return c.Message.String()
	}
	return fmt.Sprintf("%s (%s)", c.Message, c.Reason)
}
