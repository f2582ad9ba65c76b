package kube

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kubeid/crypto"
	"kubeid/model"
	"kubeid/testdata/cluster"
)

// A realOffice adds users to a real cluster.
type realOffice struct {
	*Service
	*cluster.Cluster
	kubeconfig, state string
}

// openOffice adds users as whom a kubeconfig logs in.
func openOffice(t *testing.T, c *cluster.Cluster, kubeconfig string) realOffice {
	t.Helper()
	state := filepath.Join(t.TempDir(), "state")
	s := New(Options{Kubeconfig: kubeconfig, StateDir: state})
	s.signing = 5 * time.Second
	return realOffice{s, c, kubeconfig, state}
}

func (o realOffice) user(t *testing.T, groups ...string) model.NewUser {
	return model.NewUser{
		Contexts: []model.Ref{{File: o.kubeconfig, Kind: model.ContextKind, Name: model.NewText("real")}},
		Subject:  crypto.Subject{User: cluster.Name("jane"), Groups: groups},
	}
}

// by has the cluster's client CA sign.
func (o realOffice) by(u model.NewUser, ca string) model.NewUser {
	u.By, u.CA, u.Key = model.ByAuthority, o.Path(ca+".crt"), o.Path(ca+".key")
	return u
}

func (o realOffice) add(t *testing.T, u model.NewUser) (model.AddedUser, error) {
	t.Helper()
	r, err := o.ReviewUser(t.Context(), u, model.AddWith{})
	if err != nil {
		return model.AddedUser{Review: r}, err
	}
	return o.AddUser(t.Context(), r, model.AddWith{}, func(model.Event) {})
}

// whoami asks the cluster's own kubectl who a kubeconfig logs in as.
func (o realOffice) whoami(t *testing.T, kubeconfig string) (name string, groups []string, id string) {
	t.Helper()
	out, complaints, err := o.Kubectl(t, kubeconfig, "", "auth", "whoami", "-o", "json")
	if err != nil {
		t.Fatal(complaints)
	}
	var got struct {
		Status struct {
			UserInfo struct {
				Username string
				Groups   []string
				Extra    map[string][]string
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	u := got.Status.UserInfo
	return u.Username, u.Groups, u.Extra["authentication.kubernetes.io/credential-id"][0]
}

// nothing makes sure that the cluster has no request and no binding of a user.
func (o realOffice) nothing(t *testing.T, user string) {
	t.Helper()
	out, complaints, err := o.Kubectl(t, o.Admin(), "", "get", "csr,rolebindings,clusterrolebindings", "-A", "-o", "name")
	if err != nil {
		t.Fatal(complaints)
	}
	for _, line := range strings.Split(out, "\n") {
		if strings.Contains(line, user) {
			t.Errorf("%s is still there", line)
		}
	}
}

func TestRealUsersOfEveryKindOfKeyLogInWithKubectl(t *testing.T) {
	o := openOffice(t, cluster.Shared(t), cluster.Shared(t).Admin())
	for _, way := range []string{"api", "authority"} {
		for _, kind := range crypto.KeyTypes() {
			for _, form := range []model.Result{model.AsKubeconfig, model.AsPEM} {
				if form == model.AsPEM && kind != crypto.ECDSAP256 && kind != crypto.RSA2048 && kind != crypto.Ed25519 {
					continue
				}
				t.Run(fmt.Sprintf("%s %s %d", way, kind, form), func(t *testing.T) {
					u := o.user(t, "devs", "a b", "größe")
					u.KeyType, u.Result = kind, form
					if way == "authority" {
						u = o.by(u, "client-ca")
						u.Subject.UID = "uid-1"
					}
					a, err := o.add(t, u)
					if err != nil {
						t.Fatal(err)
					}
					p := a.Places[0]
					if !p.Proof.Good() || p.Proof.Weak || p.Proof.Who.UID.Raw() != u.Subject.UID {
						t.Errorf("proof %+v", p.Proof)
					}
					name, groups, id := o.whoami(t, a.Files[len(a.Files)-1].Path)
					if name != u.Subject.User || id != p.Issued.Fingerprint || !slices.Contains(groups, "a b") || !slices.Contains(groups, "größe") || len(groups) != 4 {
						t.Errorf("kubectl logs in as %q %q by %s", name, groups, id)
					}
				})
			}
		}
	}
}

func TestRealTheClusterDropsUIDsSoThatIsSaidBefore(t *testing.T) {
	o := openOffice(t, cluster.Shared(t), cluster.Shared(t).Admin())
	u := o.user(t)
	u.Subject.UID = "uid-1"
	if _, err := o.add(t, u); model.ExitCode(err) != model.ExitUsage {
		t.Errorf("got %v", err)
	}
	key := must(crypto.GenerateKey(crypto.ECDSAP256))
	request := must(crypto.NewRequest(u.Subject, key))
	o.Cluster.Apply(t, fmt.Sprintf("{apiVersion: certificates.k8s.io/v1, kind: CertificateSigningRequest, metadata: {name: %s}, spec: {signerName: kubernetes.io/kube-apiserver-client, usages: [client auth], request: %s}}",
		u.Subject.User, base64.StdEncoding.EncodeToString(request.PEM())))
	o.Kubectl(t, o.Admin(), "", "certificate", "approve", u.Subject.User)
	for range 50 {
		out, _, _ := o.Kubectl(t, o.Admin(), "", "get", "csr", u.Subject.User, "-o", "jsonpath={.status.certificate}")
		if certs, _ := crypto.ParseCertificates([]byte(out)); len(certs) > 0 {
			if uids := certs[0].Subject().UIDs(); len(uids) > 0 {
				t.Errorf("it keeps the UID %q now, and need not be refused", uids)
			}
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Error("no certificate came")
}

func TestRealLivesAreCutAndThatIsTold(t *testing.T) {
	o := openOffice(t, cluster.Shared(t), cluster.Shared(t).Admin())
	for asked, cut := range map[time.Duration]bool{90 * 24 * time.Hour: true, 8 * time.Hour: false, 10 * time.Minute: false, 30 * 24 * time.Hour: false} {
		u := o.user(t)
		u.Life = asked
		a, err := o.add(t, u)
		if err != nil {
			t.Fatal(err)
		}
		p := a.Places[0]
		if want := min(asked, cluster.MaxCertificate); p.Cut != cut || (p.Granted()-want).Abs() > 6*time.Minute {
			t.Errorf("asked %v: granted %v, cut %v", asked, p.Granted(), p.Cut)
		}
	}
}

func TestRealMastersAreRefusedInTheServersWords(t *testing.T) {
	o := openOffice(t, cluster.Shared(t), cluster.Shared(t).Admin())
	u := o.user(t, "system:masters")
	_, err := o.add(t, u)
	if model.ExitCode(err) != model.ExitRefused || !strings.Contains(model.Hint(err), "--dangerous system:masters") {
		t.Errorf("not named again: %v", err)
	}
	u.Named = []string{"system:masters"}
	a, err := o.add(t, u)
	if err == nil || !strings.Contains(fmt.Sprint(err), "use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed") || strings.Contains(err.Error(), "LS0t") || len(a.Left) > 0 {
		t.Errorf("%v, left %v", err, a.Left)
	}
	o.nothing(t, u.Subject.User)
	if a, err = o.add(t, o.by(u, "client-ca")); err != nil || !a.Places[0].Proof.Good() {
		t.Errorf("by the authority: %v", err)
	}
}

func TestRealRolesAreGivenAndCount(t *testing.T) {
	o := openOffice(t, cluster.Shared(t), cluster.Shared(t).Admin())
	ns := cluster.Name("ns")
	o.Cluster.Apply(t, "{apiVersion: v1, kind: Namespace, metadata: {name: "+ns+"}}")
	o.Cluster.Apply(t, "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: reader, namespace: "+ns+"}, rules: [{apiGroups: [\"\"], resources: [secrets], verbs: [list]}]}")
	for name, test := range map[string]struct {
		role model.RoleWish
		can  string
	}{
		"a ClusterRole in a namespace": {model.RoleWish{Name: "view", Either: true, Namespaces: []string{ns}}, "pods"},
		"a Role of the namespace":      {model.RoleWish{Name: "reader", Either: true, Namespaces: []string{ns}}, "secrets"},
		"everywhere":                   {model.RoleWish{Name: "view"}, "pods"},
	} {
		t.Run(name, func(t *testing.T) {
			u := o.user(t)
			u.Role = test.role
			a, err := o.add(t, u)
			if err != nil {
				t.Fatal(err)
			}
			if out, complaints, err := o.Kubectl(t, a.Files[0].Path, "", "get", test.can, "-n", ns); err != nil {
				t.Errorf("%s%s", out, complaints)
			}
			if len(a.Places[0].Issued.Bindings) != 1 || len(a.Review.Places[0].Objects) != 1 {
				t.Errorf("bindings %v", a.Places[0].Issued.Bindings)
			}
			again := u
			if _, err := o.add(t, again); err != nil {
				t.Errorf("once more: %v", err)
			}
		})
	}
	u := o.user(t)
	u.Role = model.RoleWish{Name: "viev"}
	if _, err := o.add(t, u); model.ExitCode(err) != model.ExitNotFound || !strings.Contains(model.Hint(err), `"view"`) {
		t.Errorf("a role that is not there: %v, %s", err, model.Hint(err))
	}
}

func TestRealAddingAUserIsQuick(t *testing.T) {
	o := openOffice(t, cluster.Shared(t), cluster.Shared(t).Admin())
	u := o.user(t, "devs")
	u.Role = model.RoleWish{Name: "view", Namespaces: []string{"default"}}
	began := time.Now()
	if _, err := o.add(t, u); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("it took %v", took)
	} else {
		t.Logf("it took %v", took)
	}
}
