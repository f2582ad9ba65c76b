package config

import (
	"bytes"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"

	"kubeid/model"
)

var compareText = cmp.Comparer(func(a, b model.Text) bool { return a == b })

// agrees fails the test unless the scanner, the full parser and client-go say the
// same of data.
func agrees(t *testing.T, data []byte) {
	t.Helper()
	theirs, theirErr := clientcmd.Load(data)
	got, err := Read(data)
	if err != nil {
		if theirErr == nil && !strings.Contains(err.Error(), "is not a kubeconfig") {
			t.Fatalf("Read refuses what client-go loads: %v\n%q", err, data)
		}
		return
	}
	if (got.Refused == "") != (theirErr == nil) {
		t.Fatalf("Refused = %q, client-go says %v\n%q", got.Refused, theirErr, data)
	}
	if pieces := scanLarge(data, 1); pieces != nil && !reflect.DeepEqual(pieces, scan(data)) {
		t.Fatalf("in pieces the scanner sees another tree:\n%q", data)
	}
	if got.fast {
		slow, err := parse(data)
		if err != nil {
			t.Fatalf("the scanner takes what the parser refuses: %v\n%q", err, data)
		}
		if d := cmp.Diff(entriesOf(slow), entriesOf(got), compareText); d != "" {
			t.Fatalf("the scanner differs from the parser (-parser +scanner):\n%s\n%q", d, data)
		}
	}
	if theirErr == nil {
		sameAsTheirs(t, got, theirs, data)
	}
}

type allEntries struct {
	Contexts    []model.Context
	Clusters    []model.Cluster
	Users       []model.User
	Current     model.Text
	CurrentLine int
}

func entriesOf(f *File) allEntries {
	return allEntries{slices.Clip(f.Contexts)[:len(f.Contexts):len(f.Contexts)], f.Clusters, f.Users, f.Current, f.CurrentLine}.normal()
}

// normal makes empty lists and no lists alike.
func (a allEntries) normal() allEntries {
	if len(a.Contexts) == 0 {
		a.Contexts = nil
	}
	if len(a.Clusters) == 0 {
		a.Clusters = nil
	}
	if len(a.Users) == 0 {
		a.Users = nil
	}
	return a
}

func sameAsTheirs(t *testing.T, f *File, theirs *api.Config, data []byte) {
	t.Helper()
	if got := f.Current.Raw(); got != theirs.CurrentContext {
		t.Fatalf("current-context = %q, client-go has %q\n%q", got, theirs.CurrentContext, data)
	}
	ours := map[string]bool{}
	for _, c := range f.Contexts {
		ours[c.Name.Raw()] = true
		w := theirs.Contexts[c.Name.Raw()]
		if w == nil || w.Cluster != c.Cluster.Raw() || w.AuthInfo != c.User.Raw() || w.Namespace != c.Namespace.Raw() {
			t.Fatalf("context %+v, client-go has %+v\n%q", c, w, data)
		}
	}
	if len(ours) != len(theirs.Contexts) {
		t.Fatalf("contexts %v, client-go has %v\n%q", ours, slices.Collect(maps.Keys(theirs.Contexts)), data)
	}
	if len(f.Clusters) != len(theirs.Clusters) || len(f.Users) != len(theirs.AuthInfos) {
		t.Fatalf("%d clusters and %d users, client-go has %d and %d\n%q", len(f.Clusters), len(f.Users), len(theirs.Clusters), len(theirs.AuthInfos), data)
	}
	for _, c := range f.Clusters {
		w := theirs.Clusters[c.Name.Raw()]
		if w == nil || w.Server != c.Server.Raw() || (len(w.CertificateAuthorityData) > 0) != c.CA.Inline ||
			w.CertificateAuthority != c.CA.File.Raw() || w.InsecureSkipTLSVerify != c.Insecure ||
			w.ProxyURL != c.ProxyURL.Raw() || w.TLSServerName != c.TLSServerName.Raw() {
			t.Fatalf("cluster %+v, client-go has %+v\n%q", c, w, data)
		}
	}
	for _, u := range f.Users {
		sameUser(t, u, theirs.AuthInfos[u.Name.Raw()], data)
	}
}

func sameUser(t *testing.T, u model.User, w *api.AuthInfo, data []byte) {
	t.Helper()
	same := w != nil && (w.Token != "") == u.Token.Inline && w.TokenFile == u.Token.File.Raw() &&
		(len(w.ClientCertificateData) > 0) == u.Certificate.Inline && w.ClientCertificate == u.Certificate.File.Raw() &&
		(len(w.ClientKeyData) > 0) == u.Key.Inline && w.ClientKey == u.Key.File.Raw() &&
		w.Username == u.Username.Raw() && (w.Password != "") == u.Password &&
		w.Impersonate == u.As.User.Raw() && w.ImpersonateUID == u.As.UID.Raw() && len(w.ImpersonateGroups) == len(u.As.Groups) &&
		(w.Exec != nil) == (u.Exec != nil) && (w.AuthProvider != nil) == (u.Provider != nil)
	if same && w.Exec != nil {
		same = w.Exec.Command == u.Exec.Command.Raw() && len(w.Exec.Args) == u.Exec.Args && len(w.Exec.Env) == u.Exec.Env &&
			string(w.Exec.InteractiveMode) == u.Exec.InteractiveMode.Raw() && w.Exec.APIVersion == u.Exec.APIVersion.Raw()
	}
	if !same {
		t.Fatalf("user %+v, client-go has another\n%q", u, data)
	}
}

func TestReadAgreesWithClientGo(t *testing.T) {
	for name, data := range corpus(t) {
		t.Run(name, func(t *testing.T) { agrees(t, data) })
	}
}

func TestCommonFilesAreScanned(t *testing.T) {
	files := corpus(t)
	for _, name := range []string{"canonical.yaml", "minikube.yaml", "no-final-newline.yaml", "no-current.yaml", "null-current.yaml", "nulls.yaml", "single-quotes.yaml"} {
		f, err := Read(files[name])
		if err != nil {
			t.Fatal(err)
		}
		if !f.fast && name != "single-quotes.yaml" {
			t.Errorf("%s goes to the full parser", name)
		}
	}
}

// TestWhatTheScannerTakesItTakesInPieces: only where a list stands deeper than those of
// kubeconfigs it may give up, and leave a large file to the parser.
func TestWhatTheScannerTakesItTakesInPieces(t *testing.T) {
	for name, data := range corpus(t) {
		if f, err := Read(data); err == nil && f.fast && scanLarge(data, 1) == nil {
			t.Errorf("%s goes to the full parser when it is large", name)
		}
	}
}

func TestEveryEntryHasItsLine(t *testing.T) {
	for name, data := range corpus(t) {
		f, err := Read(data)
		if err != nil {
			t.Fatal(name, err)
		}
		lines := bytes.Split(data, []byte("\n"))
		for _, c := range f.Contexts {
			if c.Line < 1 || c.Line > len(lines) {
				t.Errorf("%s: context %s is said to be on line %d of %d", name, c.Name, c.Line, len(lines))
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, data := range corpus(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) { agrees(t, data) })
}

func TestWhatIsNoKubeconfigIsNamed(t *testing.T) {
	for kind, want := range map[string]string{"Pod": "is a Pod, not a kubeconfig", "ExecCredential": "is an ExecCredential, not a kubeconfig"} {
		if _, err := Read([]byte("kind: " + kind + "\napiVersion: v1\n")); err == nil || err.Error() != want {
			t.Errorf("it says %v, want %q", err, want)
		}
	}
}

func TestANameThatIsNoTextIsToldWithItsLine(t *testing.T) {
	for name, want := range map[string]string{
		"on": "YAML takes the name in line 2 for true; put it in quotes", "0x1F": "YAML takes the name in line 2 for 31; put it in quotes", "[a]": "the name in line 2 is not a text",
	} {
		f, err := Read([]byte("clusters:\n- name: " + name + "\n"))
		if err != nil || !strings.HasSuffix(f.Refused, want) {
			t.Errorf("%s: %q, %v", name, f.Refused, err)
		}
	}
}
