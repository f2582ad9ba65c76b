package model

import (
	"slices"
	"strings"
	"time"

	"kubeid/crypto"
)

// A CSR is a CertificateSigningRequest as a cluster has it. Spec and body never
// change; what happens to it are its conditions, and in the end a certificate.
type CSR struct {
	Name    Text
	UID     string
	Version string // the resourceVersion: with UID it says exactly what a person has seen
	Created time.Time
	Owned   bool // kubeid made it

	Signer Text
	Usages []Text        // what the certificate would be good for
	Asked  time.Duration // the life that is asked for; 0 leaves it to the signer
	By     Requester

	Body        RequestBody
	Conditions  []Condition
	Certificate RequestCertificate // once it is issued
}

// A Requester is who has sent a request, as the server saw it.
type Requester struct {
	User, UID  Text
	Groups     []Text
	Credential Text // "X509SHA256=…": with which certificate or token; "" where the server does not say
}

// A RequestBody is the part of a CSR that its maker has signed.
type RequestBody struct {
	Request
	Trouble Text // why it cannot be read; the rest is empty then
	UIDs    []Text
	KeyID   string // the same for the same key
	Forged  bool   // not signed by its own key
	Means   []Note // what user and groups mean in Kubernetes
}

// A Condition is something that was decided about a request.
type Condition struct {
	Kind            string // "Approved", "Denied", "Failed"
	Reason, Message Text
	At              time.Time
}

// RequestCertificate is what was issued for a request.
type RequestCertificate struct {
	Served
	Issued   bool
	Trouble  Text // why it cannot be read
	OtherKey bool // it is not for the key of the request
	Renamed  bool // its subject is not that of the request
}

// The signers of Kubernetes itself (k8s.io/api/certificates/v1).
const (
	ClientSigner         = "kubernetes.io/kube-apiserver-client"
	KubeletClientSigner  = "kubernetes.io/kube-apiserver-client-kubelet"
	KubeletServingSigner = "kubernetes.io/kubelet-serving"
)

// The kinds of a Condition.
const (
	Approved = "Approved"
	Denied   = "Denied"
	Failed   = "Failed"
)

// NewRequestBody reads what a request asks for; data is PEM.
func NewRequestBody(data []byte) RequestBody {
	all, troubles := crypto.ParseRequests(data)
	if len(all) == 0 {
		return RequestBody{Trouble: NewText(troubles[0].Error())}
	}
	r := all[0]
	name := r.Subject()
	return RequestBody{
		Request: NewRequest(r), UIDs: Texts(name.UIDs()), KeyID: r.PublicKey().KeyID(), Forged: r.Signature != nil,
		Means: notes(crypto.NameFacts(name.CommonName(), name.Organizations())),
	}
}

// NewRequestCertificate reads what was issued for a request; data is PEM.
func NewRequestCertificate(data []byte, b RequestBody) RequestCertificate {
	if len(data) == 0 {
		return RequestCertificate{}
	}
	out := RequestCertificate{Issued: true}
	all, troubles := crypto.ParseCertificates(data)
	if len(all) == 0 {
		out.Trouble = NewText(troubles[0].Error())
		return out
	}
	out.Served = NewServed(all[0])
	out.OtherKey = all[0].PublicKey().KeyID() != b.KeyID
	name := all[0].Subject()
	out.Renamed = NewText(name.CommonName()) != b.Login.User || !sameTexts(Texts(name.Organizations()), b.Login.Groups)
	return out
}

// sameTexts compares two lists as sets: DER sorts them.
func sameTexts(a, b []Text) bool {
	order := func(list []Text) []Text {
		list = slices.SortedFunc(slices.Values(list), func(a, b Text) int { return strings.Compare(a.raw, b.raw) })
		return slices.Compact(list)
	}
	return slices.Equal(order(a), order(b))
}

// Is returns the condition of a kind, and whether the request has it.
func (r CSR) Is(kind string) (Condition, bool) {
	i := slices.IndexFunc(r.Conditions, func(c Condition) bool { return c.Kind == kind })
	if i < 0 {
		return Condition{}, false
	}
	return r.Conditions[i], true
}

// Pending tells whether nobody has decided yet.
func (r CSR) Pending() bool {
	_, approved := r.Is(Approved)
	_, denied := r.Is(Denied)
	return !approved && !denied
}

// State says what became of the request, in kubectl's words: "Approved,Issued"
// (kubernetes, pkg/printers/internalversion, extractCSRStatus).
func (r CSR) State() string {
	state := "Pending"
	if _, denied := r.Is(Denied); denied {
		state = Denied
	} else if _, approved := r.Is(Approved); approved {
		state = Approved
	}
	if _, failed := r.Is(Failed); failed {
		state += ",Failed"
	}
	if r.Certificate.Issued {
		state += ",Issued"
	}
	return state
}

// backdate is what the controller puts before a certificate's beginning; a life of
// under 8 hours does not count it (kubernetes, pkg/controller/certificates/authority).
const (
	backdate  = 5 * time.Minute
	shortOnes = 8 * time.Hour
)

// Granted returns the life that was granted, counted as it was asked for.
func (r CSR) Granted() (time.Duration, bool) {
	c := r.Certificate
	if !c.Issued || c.NotAfter.IsZero() {
		return 0, false
	}
	life := c.NotAfter.Sub(c.NotBefore)
	if life-backdate < shortOnes && life != r.Asked {
		life -= backdate
	}
	return life, true
}

// Cut tells whether less life was granted than was asked for.
func (r CSR) Cut() bool {
	granted, ok := r.Granted()
	return ok && r.Asked > 0 && granted < r.Asked-time.Minute
}

// OfNode tells whether the request is one of a kubelet for itself, which come and go
// without a person.
func (r CSR) OfNode() bool {
	s := r.Signer.Raw()
	return s == KubeletClientSigner || s == KubeletServingSigner
}

// How long a cluster keeps requests (kubernetes, pkg/controller/certificates/cleaner).
// It looks once an hour.
const (
	keepsDecided = time.Hour
	keepsOpen    = 24 * time.Hour
)

// Forgotten returns when the cluster forgets the request; it may take up to an hour
// longer. It is zero when that is not known.
func (r CSR) Forgotten() time.Time {
	var first time.Time
	at := func(from time.Time, keeps time.Duration) {
		if t := from.Add(keeps); !from.IsZero() && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	if len(r.Conditions) == 0 {
		at(r.Created, keepsOpen)
	}
	for _, c := range r.Conditions {
		switch {
		case c.Kind == Denied, c.Kind == Failed, c.Kind == Approved && r.Certificate.Issued:
			at(c.At, keepsDecided)
		case c.Kind == Approved:
			at(c.At, keepsOpen)
		}
	}
	if _, approved := r.Is(Approved); approved && r.Certificate.Issued {
		at(r.Certificate.NotAfter, 0)
	}
	return first
}
