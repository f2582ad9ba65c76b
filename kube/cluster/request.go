package cluster

import (
	"time"

	"kubeid/model"
)

// A SigningRequest is a CertificateSigningRequest of certificates.k8s.io/v1.
type SigningRequest struct {
	Type
	Metadata Meta          `json:"metadata"`
	Spec     RequestSpec   `json:"spec"`
	Status   RequestStatus `json:"status,omitzero"`
}

// RequestSpec is what is asked for; the server fills in who asked.
type RequestSpec struct {
	Request           []byte              `json:"request"` // PEM
	SignerName        string              `json:"signerName"`
	ExpirationSeconds int64               `json:"expirationSeconds,omitempty"`
	Usages            []string            `json:"usages"`
	Username          string              `json:"username,omitempty"`
	UID               string              `json:"uid,omitempty"`
	Groups            []string            `json:"groups,omitempty"`
	Extra             map[string][]string `json:"extra,omitempty"`
}

// RequestStatus is what was decided.
type RequestStatus struct {
	Conditions  []RequestCondition `json:"conditions,omitempty"`
	Certificate []byte             `json:"certificate,omitempty"` // PEM
}

// RequestCondition is one decision. Its fields are kept as they are: a decision is added
// to those that stand there already.
type RequestCondition struct {
	Type               string `json:"type"`
	Status             string `json:"status"`
	Reason             string `json:"reason,omitempty"`
	Message            string `json:"message,omitempty"`
	LastUpdateTime     string `json:"lastUpdateTime,omitempty"`
	LastTransitionTime string `json:"lastTransitionTime,omitempty"`
}

// ManagedBy is the label, and its value, of everything that kubeid makes in a cluster.
const (
	ManagedBy = "app.kubernetes.io/managed-by"
	Us        = "kubeid"
)

const credentialExtra = "authentication.kubernetes.io/credential-id"

// Facts tells what the request is. The conditions that do not hold are left out.
func (r SigningRequest) Facts() model.CSR {
	m, s := r.Metadata, r.Spec
	out := model.CSR{
		Name: model.NewText(m.Name), UID: m.UID, Version: m.ResourceVersion, Created: m.CreationTimestamp, Owned: m.Labels[ManagedBy] == Us,
		Signer: model.NewText(s.SignerName), Usages: model.Texts(s.Usages), Asked: seconds(s.ExpirationSeconds),
		By:   model.Requester{User: model.NewText(s.Username), UID: model.NewText(s.UID), Groups: model.Texts(s.Groups)},
		Body: model.NewRequestBody(s.Request),
	}
	if ids := s.Extra[credentialExtra]; len(ids) > 0 {
		out.By.Credential = model.NewText(ids[0])
	}
	for _, c := range r.Status.Conditions {
		if c.Status == "False" {
			continue
		}
		at, err := time.Parse(time.RFC3339, c.LastUpdateTime)
		if err != nil {
			at = time.Time{} // old servers may leave it out
		}
		out.Conditions = append(out.Conditions, model.Condition{Kind: c.Type, Reason: model.NewText(c.Reason), Message: model.Readable(c.Message), At: at})
	}
	out.Certificate = model.NewRequestCertificate(r.Status.Certificate, out.Body)
	return out
}

// seconds is a duration that a server may have made up.
func seconds(n int64) time.Duration {
	const most = int64(1<<63-1) / int64(time.Second)
	return time.Duration(min(max(n, 0), most)) * time.Second
}
