package cluster

import (
	"bytes"
	"errors"

	v1 "k8s.io/client-go/tools/clientcmd/api/v1"
	kjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"

	"kubeid/model"
)

// Entries gives what one kubeconfig says in full about one entry, secrets included. In
// a file of many entries only the lines of that one are understood; when these do not
// say the same as the list did, the whole file is.
type Entries struct {
	data  []byte
	lines []int      // offsets
	whole *v1.Config // once it was needed
}

// NewEntries returns the entries of the bytes of a kubeconfig.
func NewEntries(data []byte) *Entries { return &Entries{data: data} }

var errNoEntry = errors.New("the entry cannot be read")

// Cluster returns the cluster that c was made of.
func (e *Entries) Cluster(c model.Cluster) (v1.Cluster, error) {
	same := func(n v1.NamedCluster) bool {
		b := n.Cluster
		return n.Name == c.Name.Raw() && b.Server == c.Server.Raw() && b.TLSServerName == c.TLSServerName.Raw() &&
			b.ProxyURL == c.ProxyURL.Raw() && b.InsecureSkipTLSVerify == c.Insecure && (len(b.CertificateAuthorityData) > 0) == c.CA.Inline
	}
	var near []v1.NamedCluster
	if e.item(c.Line, &near) && len(near) == 1 && same(near[0]) {
		return near[0].Cluster, nil
	}
	for _, n := range e.all().Clusters {
		if same(n) {
			return n.Cluster, nil
		}
	}
	return v1.Cluster{}, errNoEntry
}

// User returns the user that u was made of.
func (e *Entries) User(u model.User) (v1.AuthInfo, error) {
	same := func(n v1.NamedAuthInfo) bool {
		b := n.AuthInfo
		return n.Name == u.Name.Raw() && (b.Token != "") == u.Token.Inline && (len(b.ClientCertificateData) > 0) == u.Certificate.Inline &&
			(len(b.ClientKeyData) > 0) == u.Key.Inline && (b.Exec != nil) == (u.Exec != nil) && (b.AuthProvider != nil) == (u.Provider != nil) &&
			b.Username == u.Username.Raw() && (b.Password != "") == u.Password && b.Impersonate == u.As.User.Raw()
	}
	var near []v1.NamedAuthInfo
	if e.item(u.Line, &near) && len(near) == 1 && same(near[0]) {
		return near[0].AuthInfo, nil
	}
	for _, n := range e.all().AuthInfos {
		if same(n) {
			return n.AuthInfo, nil
		}
	}
	return v1.AuthInfo{}, errNoEntry
}

// all understands the whole file as client-go does.
func (e *Entries) all() *v1.Config {
	if e.whole == nil {
		e.whole = &v1.Config{}
		decode(e.data, e.whole)
	}
	return e.whole
}

func decode(text []byte, into any) bool {
	j, err := yaml.YAMLToJSON(text)
	return err == nil && kjson.UnmarshalCaseSensitivePreserveInts(j, into) == nil
}

// item decodes the item of a list that begins with a dash on this line.
func (e *Entries) item(line int, into any) bool {
	if e.lines == nil {
		e.lines = []int{0}
		for at := 0; ; {
			i := bytes.IndexByte(e.data[at:], '\n')
			if i < 0 {
				break
			}
			at += i + 1
			e.lines = append(e.lines, at)
		}
	}
	if line < 1 || line > len(e.lines) {
		return false
	}
	column := indent(e.line(line))
	if column < 0 || e.line(line)[column] != '-' {
		return false
	}
	last := line + 1
	for ; last <= len(e.lines); last++ {
		if c := indent(e.line(last)); c >= 0 && c <= column {
			break
		}
	}
	end := len(e.data)
	if last <= len(e.lines) {
		end = e.lines[last-1]
	}
	return decode(e.data[e.lines[line-1]:end], into)
}

// line returns line n, from 1, and what follows it.
func (e *Entries) line(n int) []byte {
	start := e.lines[n-1]
	if n < len(e.lines) {
		return e.data[start:e.lines[n]]
	}
	return e.data[start:]
}

// indent returns the column in which a line begins, or -1 when it says nothing.
func indent(line []byte) int {
	for i, b := range line {
		switch b {
		case ' ':
		case '#', '\r', '\n':
			return -1
		default:
			return i
		}
	}
	return -1
}
