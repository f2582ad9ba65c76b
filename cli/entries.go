package cli

import "kubeid/model"

// The shapes that -o json and -o yaml print. Fields are added, never renamed or
// taken away, as long as apiVersion stays. No secret has a field here.

// A list is all that get prints.
type list struct {
	APIVersion     string     `json:"apiVersion"`
	Kind           string     `json:"kind"`
	CurrentContext model.Text `json:"currentContext"`
	Files          []file     `json:"files"`
	Items          []any      `json:"items"`
}

// A file is one kubeconfig that was looked at.
type file struct {
	Path     string     `json:"path"`
	Missing  bool       `json:"missing,omitempty"`
	ReadOnly bool       `json:"readOnly,omitempty"`
	Problem  model.Text `json:"problem,omitzero"` // why nothing in it could be read
	Refused  model.Text `json:"refused,omitzero"` // why kubectl cannot load it
}

// A place says where an entry is written.
type place struct {
	File string `json:"file"`
	Line int    `json:"line,omitempty"`
}

// A link says where the name of a cluster or user leads.
type link struct {
	place
	Foreign bool `json:"foreign"` // another file's entry, although this file has one of that name
}

// An entry is what contexts, clusters and users have in common.
type entry struct {
	Name model.Text `json:"name"`
	place
	Effective  bool     `json:"effective"` // whether kubectl takes this one for the name
	ShadowedBy *place   `json:"shadowedBy,omitempty"`
	State      string   `json:"state"` // ok, shadowed, mix-up, refused, broken
	Refusals   []string `json:"refusals,omitempty"`
}

type contextEntry struct {
	entry
	Current   bool       `json:"current"`
	Cluster   model.Text `json:"cluster"`
	ClusterAt *link      `json:"clusterAt,omitempty"`
	Server    model.Text `json:"server,omitzero"`
	User      model.Text `json:"user"`
	UserAt    *link      `json:"userAt,omitempty"`
	Identity  *identity  `json:"identity,omitempty"`
	Namespace model.Text `json:"namespace,omitzero"`
}

type clusterEntry struct {
	entry
	Current       bool         `json:"current"` // whether the current context uses it
	Server        model.Text   `json:"server"`
	CA            string       `json:"certificateAuthority,omitempty"` // inline, or the path of the file
	Insecure      bool         `json:"insecureSkipTLSVerify,omitempty"`
	TLSServerName model.Text   `json:"tlsServerName,omitzero"`
	ProxyURL      model.Text   `json:"proxyURL,omitzero"`
	Contexts      []model.Text `json:"contexts"`
}

type userEntry struct {
	entry
	Current     bool         `json:"current"` // whether the current context uses it
	Identity    *identity    `json:"identity"`
	Impersonate *impersonate `json:"impersonate,omitempty"`
	Contexts    []model.Text `json:"contexts"`
}

// An identity says by what a user logs in.
type identity struct {
	Kind           string     `json:"kind"`
	Description    string     `json:"description"`
	ServiceAccount *account   `json:"serviceAccount,omitempty"`
	Command        model.Text `json:"command,omitzero"`  // of an exec plugin
	Provider       model.Text `json:"provider,omitzero"` // of an auth provider
}

type account struct {
	Namespace model.Text `json:"namespace"`
	Name      model.Text `json:"name"`
}

type impersonate struct {
	User   model.Text   `json:"user,omitzero"`
	UID    model.Text   `json:"uid,omitzero"`
	Groups []model.Text `json:"groups,omitempty"`
	Extra  bool         `json:"extra,omitempty"`
}

// mechanism names the kinds of identity for programs.
func mechanism(m model.Mechanism) string {
	return [...]string{
		model.NoCredential:        "none",
		model.ClientCertificate:   "client-certificate",
		model.TokenFile:           "token-file",
		model.ServiceAccountToken: "service-account-token",
		model.BearerToken:         "token",
		model.Basic:               "basic",
		model.ExecPlugin:          "exec",
		model.AuthProvider:        "auth-provider",
	}[m]
}
