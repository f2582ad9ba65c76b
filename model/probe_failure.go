package model

import "fmt"

// Reason is why a server could not be used. There are few of them on purpose: each
// one asks a person for something else.
type Reason int

// The reasons, from the address to the answer.
const (
	ReasonBadEntry          Reason = iota // kubectl refuses the entry, or it leads nowhere
	ReasonBadAddress                      // the server's address cannot be understood
	ReasonBadFile                         // a file that the entry points to cannot be read
	ReasonBadCA                           // the kubeconfig's authority cannot be read
	ReasonNoSuchName                      // DNS knows no such name
	ReasonDNSFailed                       // DNS did not answer properly
	ReasonConnectionRefused               // nobody listens there
	ReasonUnreachable                     // there is no way there
	ReasonTimedOut                        // nothing came in time
	ReasonProxyFailed                     // the proxy did not let us through
	ReasonNotTLS                          // what answers does not speak TLS
	ReasonHandshakeFailed                 // TLS could not be agreed on
	ReasonBadCertificate                  // the server's certificate cannot be read
	ReasonUnknownAuthority                // nobody trusted has signed it
	ReasonOtherKey                        // an authority of the same name, but with another key, has
	ReasonExpired                         // a certificate of the chain has ended
	ReasonNotYetValid                     // a certificate of the chain has not begun
	ReasonWrongName                       // the certificate is for other names
	ReasonWrongUse                        // the certificate may not be used so
	ReasonWantsCertificate                // the server talks to nobody without a client certificate
	ReasonBrokenOff                       // the connection ended in the middle
	ReasonTooMuch                         // the server sent more than any honest one does
	ReasonRedirected                      // the server points elsewhere; that is never followed
	ReasonNotKubernetes                   // what answers is no API server
	ReasonServerFailed                    // the server says that it is in trouble
	ReasonUnauthorized                    // the server does not know the credential
	ReasonForbidden                       // the server knows us, and says no
	ReasonTooOld                          // the server cannot say who we are
	ReasonPluginFailed                    // the credential plugin gave no credential
)

// A Failure is one thing that is wrong with a server.
type Failure struct {
	Reason Reason
	Stage  Stage
	Detail Text // the case at hand: what the resolver said, the names of a certificate
}

// Error implements error, in the words of Problem's first half.
func (f Failure) Error() string {
	s := f.words().what
	if f.Reason == ReasonTimedOut {
		s = timeoutWords[f.Stage]
	}
	if f.Detail.Empty() {
		return s
	}
	return s + ": " + f.Detail.String()
}

// Todo says what a person can do about it.
func (f Failure) Todo() string { return f.words().todo }

// ID names the reason for scripts; it stays the same.
func (r Reason) ID() string { return reasonWords[r].id }

// Problem says what is wrong with the server of p.
func (f Failure) Problem(p Probe) *Problem {
	return &Problem{Exit: ExitError, What: fmt.Sprintf("%s: %s", p.Server, f.Error()), Todo: f.Todo()}
}

func (f Failure) words() words { return reasonWords[f.Reason] }

type words struct{ id, what, todo string }

var timeoutWords = [...]string{
	StageAddress: "nothing came in time",
	StageDNS:     "DNS did not answer in time",
	StageTCP:     "nobody answers at that address",
	StageProxy:   "the proxy did not answer in time",
	StageTLS:     "the server takes the connection, but does not go on with TLS",
	StageHTTP:    "the server does not answer the request",
}

var reasonWords = [...]words{
	ReasonBadEntry:          {"bad-entry", "the entry cannot be used", "mend the entry in its kubeconfig"},
	ReasonBadAddress:        {"bad-address", "the server's address cannot be understood", "write it as https://host:port"},
	ReasonBadFile:           {"bad-file", "a file that the kubeconfig points to cannot be used", "check its path, and that it is a plain file of at most 1 MiB"},
	ReasonBadCA:             {"bad-ca", "the certificate authority of the kubeconfig cannot be read", "put the cluster's CA there again, in PEM"},
	ReasonNoSuchName:        {"dns-no-such-name", "no such host", "check the address, and whether this name is known only inside a VPN"},
	ReasonDNSFailed:         {"dns-failed", "DNS does not answer properly", "check the network and its resolver"},
	ReasonConnectionRefused: {"refused", "nobody listens there", "check the port, and whether the server or the tunnel to it runs"},
	ReasonUnreachable:       {"unreachable", "there is no way to that address", "check the network, or whether a VPN is needed"},
	ReasonTimedOut:          {"timeout", "nothing came in time", "check whether a VPN is needed, or whether a firewall drops the packets"},
	ReasonProxyFailed:       {"proxy", "the proxy did not let us through", "check proxy-url in the kubeconfig, else HTTPS_PROXY and NO_PROXY"},
	ReasonNotTLS:            {"not-tls", "what answers there does not speak TLS", "check the port; perhaps something else listens there"},
	ReasonHandshakeFailed:   {"tls-handshake", "TLS could not be agreed on", "check what stands before the server, and its TLS versions"},
	ReasonBadCertificate:    {"bad-certificate", "the server's certificate cannot be read", "have a look at it with: openssl s_client -showcerts -connect HOST:PORT"},
	ReasonUnknownAuthority:  {"unknown-ca", "the server's certificate is not signed by an authority that the kubeconfig trusts", "put the cluster's present CA into the kubeconfig, if you are sure that this is your server"},
	ReasonOtherKey:          {"other-key", "the server's certificate is signed by a CA of the same name with another key", "the CA was probably replaced, or the cluster built anew: fetch its CA again from a source you trust"},
	ReasonExpired:           {"expired", "a certificate of the server has expired", "renew it on the server; if it has not expired, this computer's clock is wrong"},
	ReasonNotYetValid:       {"not-yet-valid", "a certificate of the server is not valid yet", "compare the clocks of the server and of this computer"},
	ReasonWrongName:         {"wrong-name", "the server's certificate is for other names", "use one of its names as the address, or set tls-server-name to one"},
	ReasonWrongUse:          {"wrong-use", "the server's certificate may not be used for a server", "issue it again with the right usages and constraints"},
	ReasonWantsCertificate:  {"wants-certificate", "the server talks to nobody without a client certificate", "ask it as yourself: kubeid whoami"},
	ReasonBrokenOff:         {"broken-off", "the server ended the connection", "try again; perhaps a proxy or a firewall stands in between"},
	ReasonTooMuch:           {"too-much", "the server sent far more than an API server does", "check the address; do not trust this server"},
	ReasonRedirected:        {"redirect", "the server points to another address, which is not followed", "write the address that it points to into the kubeconfig, if you trust it"},
	ReasonNotKubernetes:     {"not-kubernetes", "what answers there is no Kubernetes API", "check the address and its path"},
	ReasonServerFailed:      {"server-failed", "the server says that it cannot answer", "wait a little, or ask who runs it"},
	ReasonUnauthorized:      {"unauthorized", "the server does not accept the credential", "check whether it has expired or was withdrawn, and get a new one"},
	ReasonForbidden:         {"forbidden", "the server does not allow it", "ask an administrator of the cluster for the right"},
	ReasonTooOld:            {"too-old", "the server is too old to say who you are", "this needs Kubernetes 1.28, or 1.26 with authentication.k8s.io/v1beta1 switched on"},
	ReasonPluginFailed:      {"plugin", "the credential plugin gave no credential", "run it by hand, and see what it says"},
}
