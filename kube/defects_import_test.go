package kube

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kubeid/model"
)

// The defects of other tools that are about importing and exporting.

func TestD3ImportingTheSameTwiceMakesNoTwins(t *testing.T) {
	h := newHome(t, shared)
	h.must(importing(foreign))
	once := h.text("a.yaml")
	for range 2 {
		if plan := h.must(importing(foreign)); !plan.Nothing() {
			t.Errorf("the import does %s", fates(plan))
		}
	}
	h.says("a.yaml", once)
	if plan := h.must(importing(shared)); !plan.Nothing() {
		t.Errorf("importing a file into itself does %s", fates(plan))
	}
}

func TestD6AnImportRefersToTheClusterThatIsThereAndComparesItWhole(t *testing.T) {
	h := newHome(t, shared)
	h.must(importing(foreign))
	k := h.load().Config
	i := k.Effective(model.ContextKind, model.NewText("prod-2"))
	if r := k.Resolve(i); r.Cluster < 0 || k.Clusters[r.Cluster].Name.Raw() != "big" || len(r.Refusals) > 0 {
		t.Errorf("the new context resolves to %+v", r)
	}
	for _, field := range []string{"proxy-url: http://proxy", "tls-server-name: other"} {
		other := strings.Replace(foreign, `server: "https://BIG:443/"`, `server: "https://BIG:443/", `+field, 1)
		h := newHome(t, shared)
		if got := fates(h.must(importing(other))); !strings.Contains(got, `cluster "great" is added`) {
			t.Errorf("with another %s: %s", field, got)
		}
	}
}

func TestD14AnExportHoldsOneContextAndItsPathsLeadSomewhere(t *testing.T) {
	h := newHome(t, shared+"")
	if err := os.Mkdir(filepath.Join(h.dir, "pki"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(h.dir, "pki", "ca.crt"), []byte("authority"), 0o600); err != nil {
		t.Fatal(err)
	}
	h.write("a.yaml", strings.Replace(shared, `server: "https://big"`, `server: "https://big", certificate-authority: pki/ca.crt`, 1))
	out := filepath.Join(h.dir, "sub")
	if err := os.Mkdir(out, 0o700); err != nil {
		t.Fatal(err)
	}
	h.must(model.Export{Contexts: []model.Ref{h.ref("a.yaml", model.ContextKind, "prod")}, Out: filepath.Join(out, "one.yaml")})
	got := h.text("sub/one.yaml")
	if strings.Contains(got, "canary") || strings.Contains(got, "stage") || strings.Contains(got, "pki") || !strings.Contains(got, "certificate-authority-data: YXV0aG9yaXR5") {
		t.Errorf("the export says %s", got)
	}
}

func TestD15AnImportFromAnotherFolderKeepsItsFiles(t *testing.T) {
	h := newHome(t, "# my own remark\n"+shared)
	c := importing(withPaths)
	h.must(c)
	if got := h.text("a.yaml"); !strings.Contains(got, "/there/pki/ca.crt") || !strings.Contains(got, "/there/pki/u.crt") || !strings.HasPrefix(got, "# my own remark\n") || !strings.Contains(got, "# where the money is") {
		t.Errorf("a.yaml says %s", got)
	}
}

func TestD18AnImportReplacesNothingUnasked(t *testing.T) {
	h := newHome(t, shared)
	unrelated := strings.NewReplacer("https://big", "https://elsewhere", "canary", "foreign", "YQ==", "Yw==").Replace(shared)
	h.must(importing(unrelated))
	got := h.text("a.yaml")
	for _, want := range []string{`server: "https://big"`, "token: canary", "client-certificate-data: YQ=="} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is gone:\n%s", want, got)
		}
	}
	k := h.load().Config
	for _, name := range []string{"prod", "stage"} {
		r := k.Resolve(k.Effective(model.ContextKind, model.NewText(name)))
		if k.Clusters[r.Cluster].Server.Raw() != "https://big" {
			t.Errorf("%s goes to %s", name, k.Clusters[r.Cluster].Server)
		}
	}
}
