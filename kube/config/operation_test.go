package config

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"testing"

	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
	v1 "k8s.io/client-go/tools/clientcmd/api/v1"

	"kubeid/model"
)

// The oracle of these tests is client-go: an operation is carried out on its view of
// the old file by the functions below, which share nothing with the editor, and the
// result must be its view of the new file.

var someCluster = v1.Cluster{
	Server: "https://192.0.2.1:6443", TLSServerName: "api.internal", CertificateAuthorityData: []byte("-----BEGIN CERTIFICATE-----\nnot one\n-----END CERTIFICATE-----\n"),
}

var someUser = v1.AuthInfo{
	Exec: &v1.ExecConfig{
		APIVersion: "client.authentication.k8s.io/v1", Command: "aws", InteractiveMode: v1.NeverExecInteractiveMode, InstallHint: "Install it:\n\n  brew install awscli\n",
		Args: []string{"eks", "get-token", "--cluster-name", "on", "1e3", "", "- x", "a: b"}, Env: []v1.ExecEnvVar{{Name: "AWS_PROFILE", Value: "0123"}},
	},
}

var renewed = v1.AuthInfo{ClientCertificateData: []byte("a new certificate"), ClientKeyData: []byte("a new key")}

var someContext = v1.Context{Cluster: "made", AuthInfo: "yes", Namespace: "0123"}

// expect carries an operation out on client-go's view of a file.
func expect(c *api.Config, op Operation) {
	switch o := op.(type) {
	case SetCurrent:
		c.CurrentContext = o.Name
	case SetNamespace:
		c.Contexts[o.Context].Namespace = o.Namespace
	case Refer:
		if o.Kind == model.ClusterKind {
			c.Contexts[o.Context].Cluster = o.Name
		} else {
			c.Contexts[o.Context].AuthInfo = o.Name
		}
	case Rename:
		switch o.Kind {
		case model.ContextKind:
			c.Contexts[o.New] = c.Contexts[o.Old]
		case model.ClusterKind:
			c.Clusters[o.New] = c.Clusters[o.Old]
		case model.UserKind:
			c.AuthInfos[o.New] = c.AuthInfos[o.Old]
		}
		if o.Old != o.New {
			expect(c, Delete{Kind: o.Kind, Name: o.Old})
		}
	case Delete:
		switch o.Kind {
		case model.ContextKind:
			delete(c.Contexts, o.Name)
		case model.ClusterKind:
			delete(c.Clusters, o.Name)
		case model.UserKind:
			delete(c.AuthInfos, o.Name)
		}
	case SetField:
		expectField(c, o)
	case Add:
		expectEntry(c, o.Kind, o.Name)
	case Replace:
		if o.Body.Equal(UserBody(renewed)) {
			c.AuthInfos[o.Name] = &api.AuthInfo{ClientCertificateData: renewed.ClientCertificateData, ClientKeyData: renewed.ClientKeyData}
			return
		}
		expectEntry(c, o.Kind, o.Name)
	}
}

// expectEntry gives a name the entry that all tests add.
func expectEntry(c *api.Config, kind model.Kind, name string) {
	switch kind {
	case model.ClusterKind:
		c.Clusters[name] = &api.Cluster{Server: someCluster.Server, TLSServerName: someCluster.TLSServerName, CertificateAuthorityData: someCluster.CertificateAuthorityData}
	case model.ContextKind:
		c.Contexts[name] = &api.Context{Cluster: someContext.Cluster, AuthInfo: someContext.AuthInfo, Namespace: someContext.Namespace}
	case model.UserKind:
		x := someUser.Exec
		c.AuthInfos[name] = &api.AuthInfo{Exec: &api.ExecConfig{
			APIVersion: x.APIVersion, Command: x.Command, InteractiveMode: api.ExecInteractiveMode(x.InteractiveMode), InstallHint: x.InstallHint,
			Args: x.Args, Env: []api.ExecEnvVar{{Name: "AWS_PROFILE", Value: "0123"}},
		}}
	}
}

func expectField(c *api.Config, o SetField) {
	if o.Remove {
		o.Value = ""
	}
	switch o.Field {
	case "server":
		c.Clusters[o.Name].Server = o.Value
	case "tls-server-name":
		c.Clusters[o.Name].TLSServerName = o.Value
	case "insecure-skip-tls-verify":
		c.Clusters[o.Name].InsecureSkipTLSVerify = o.Value == "true"
	case "certificate-authority-data":
		c.Clusters[o.Name].CertificateAuthorityData, _ = base64.StdEncoding.DecodeString(o.Value)
	case "token":
		c.AuthInfos[o.Name].Token = o.Value
	case "exec":
		c.AuthInfos[o.Name].Exec = nil
	case "client-certificate-data":
		c.AuthInfos[o.Name].ClientCertificateData, _ = base64.StdEncoding.DecodeString(o.Value)
	}
}

// proven carries operations out and fails the test unless only their values differ.
func proven(t *testing.T, data []byte, ops ...Operation) (Edits, error) {
	t.Helper()
	f, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	e, err := f.Edit(ops...)
	if err != nil {
		if !errors.Is(err, ErrNotEditable) && !errors.Is(err, ErrNotLoadable) && !errors.Is(err, ErrNoEntry) && !errors.Is(err, ErrEntryExists) {
			t.Fatalf("%s: refused without a reason: %v", ops, err)
		}
		return e, err
	}
	if err := Check(data, e.Patches...); err != nil {
		t.Fatal(err)
	}
	next := e.Next()
	if back := Join(Pieces(next, Reverse(e.Patches...)...)); !bytes.Equal(back, data) {
		t.Fatalf("%s: the way back leads elsewhere:\n%s\n%s", ops, data, back)
	}
	was, err := clientcmd.Load(data)
	if err != nil {
		return e, nil // the edit mends the file
	}
	is, err := clientcmd.Load(next)
	if err != nil {
		t.Fatalf("%s: client-go does not load the result: %v\n%s", ops, err, next)
	}
	for _, op := range ops {
		expect(was, op)
	}
	if got, want := dump(is), dump(was); got != want {
		t.Fatalf("%s: client-go sees\n%s\nwant\n%s\nin\n%s\nof\n%s", ops, got, want, next, data)
	}
	return e, nil
}

// dump writes client-go's view of a file without where it came from.
func dump(c *api.Config) string {
	normalise(c)
	for _, u := range c.AuthInfos {
		if len(u.ClientCertificateData) == 0 {
			u.ClientCertificateData = nil
		}
	}
	for _, u := range c.Clusters {
		if len(u.CertificateAuthorityData) == 0 {
			u.CertificateAuthorityData = nil
		}
	}
	data, err := clientcmd.Write(*c)
	if err != nil {
		return fmt.Sprint(err)
	}
	return string(data)
}

// everyOperation returns every operation on every entry of a file.
func everyOperation(f *File) []Operation {
	ops := []Operation{
		SetCurrent{"staging"},
		SetCurrent{""},
		SetCurrent{"yes"},
		Add{model.ClusterKind, "made", ClusterBody(someCluster)},
		Add{model.UserKind, "yes", UserBody(someUser)},
		Add{model.ContextKind, "a: b # c", ContextBody(someContext)},
	}
	for _, kind := range []model.Kind{model.ContextKind, model.ClusterKind, model.UserKind} {
		for i := range f.count(kind) {
			name := f.entry(kind, i).Name.Raw()
			ops = append(ops,
				Rename{Kind: kind, Old: name, New: "renamed"}, Rename{Kind: kind, Old: name, New: "0123"}, Rename{Kind: kind, Old: name, New: "arn:aws:eks:x:1:cluster/a b #c"},
				Delete{Kind: kind, Name: name},
			)
			switch kind {
			case model.ContextKind:
				ops = append(
					ops, SetNamespace{name, "on"}, SetNamespace{name, ""}, Refer{name, model.ClusterKind, "other"}, Refer{name, model.UserKind, "null"},
					Replace{kind, name, ContextBody(someContext)},
				)
			case model.ClusterKind:
				ops = append(
					ops, SetField{kind, name, "server", "https://[2001:db8::1]:6443", false}, SetField{kind, name, "tls-server-name", "x.y", false},
					SetField{kind, name, "insecure-skip-tls-verify", "true", false}, SetField{kind, name, "server", "", true},
					SetField{kind, name, "certificate-authority-data", "LS0tLS1CRUdJTg==", false}, Replace{kind, name, ClusterBody(someCluster)},
				)
			case model.UserKind:
				ops = append(
					ops, SetField{kind, name, "token", "1e3", false}, SetField{kind, name, "token", "", true}, SetField{kind, name, "exec", "", true},
					SetField{kind, name, "client-certificate-data", "LS0tLS1CRUdJTg==", false}, Replace{kind, name, UserBody(someUser)},
				)
			}
		}
	}
	return ops
}

func TestEveryOperationTouchesOnlyItsValues(t *testing.T) {
	heavy(t)
	refused, made := 0, 0
	for file, data := range corpus(t) {
		t.Run(file, func(t *testing.T) {
			f, err := Read(data)
			if err != nil {
				t.Fatal(err)
			}
			for _, op := range everyOperation(f) {
				if _, err := proven(t, data, op); err != nil {
					refused++
					t.Logf("%s: %v", op, err)
					continue
				}
				made++
			}
		})
	}
	t.Logf("%d made, %d refused", made, refused)
	if refused*50 > made {
		t.Errorf("%d of %d operations were refused", refused, made+refused)
	}
}
