package config

import (
	"strings"
	"testing"

	"k8s.io/client-go/tools/clientcmd"
	v1 "k8s.io/client-go/tools/clientcmd/api/v1"

	"kubeid/model"
)

// body parses a body of a test.
func body(t *testing.T, text string) Body {
	t.Helper()
	b, err := ParseBody([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEntriesAreKnownByWhatTheySay(t *testing.T) {
	for name, c := range map[string]struct {
		kind model.Kind
		a, b string
		same bool
	}{
		"a port that is the usual one":        {model.ClusterKind, "server: https://API.example.com:443/", "server: https://api.example.com", true},
		"another port":                        {model.ClusterKind, "server: https://a:6443", "server: https://a:6444", false},
		"what minikube remembers":             {model.ClusterKind, "{server: https://a, extensions: [{name: x, extension: {last-update: monday}}]}", "server: https://a", true},
		"false and nothing":                   {model.ClusterKind, "{server: https://a, insecure-skip-tls-verify: false}", "server: https://a", true},
		"an authority with a line break more": {model.ClusterKind, "{server: https://a, certificate-authority-data: YQ==}", "{server: https://a, certificate-authority-data: YQo=}", true},
		"another authority":                   {model.ClusterKind, "{server: https://a, certificate-authority-data: YQ==}", "{server: https://a, certificate-authority-data: Yg==}", false},
		"another name of the server":          {model.ClusterKind, "{server: https://a, tls-server-name: x}", "server: https://a", false},
		"the same token":                      {model.UserKind, "token: abc", "{token: abc, x-note: mine}", true},
		"another token":                       {model.UserKind, "token: abc", "token: abd", false},
		"a hint of a plugin":                  {model.UserKind, "exec: {command: aws, args: [eks], installHint: x}", "exec: {args: [eks], command: aws, env: null}", true},
		"another argument":                    {model.UserKind, "exec: {command: aws, args: [eks]}", "exec: {command: aws, args: [ecs]}", false},
		"somebody else through the same":      {model.UserKind, "{token: abc, as: root}", "token: abc", false},
	} {
		t.Run(name, func(t *testing.T) {
			a, ok := Entry{c.kind, "x", body(t, c.a)}.Fingerprint()
			b, ok2 := Entry{c.kind, "y", body(t, c.b)}.Fingerprint()
			if !ok || !ok2 {
				t.Fatal("nothing to know it by")
			}
			if (a == b) != c.same {
				t.Errorf("the same: %v, want %v", a == b, c.same)
			}
		})
	}
	for kind, text := range map[model.Kind]string{model.UserKind: "{}", model.ClusterKind: "insecure-skip-tls-verify: true"} {
		if _, ok := (Entry{kind, "x", body(t, text)}).Fingerprint(); ok {
			t.Errorf("%s with %s is known by something", kind, text)
		}
	}
}

func TestPathsMeanTheSameFileFromAnotherFolder(t *testing.T) {
	for name, c := range map[string]struct{ from, path, to, want string }{
		"beside it":             {"/home/jane/.kube", "ca.crt", "/home/jane/.kube", "ca.crt"},
		"below it":              {"/home/jane/.kube/lab", "ca.crt", "/home/jane/.kube", "lab/ca.crt"},
		"above it, so absolute": {"/home/jane", "ca.crt", "/home/jane/.kube", "/home/jane/ca.crt"},
		"elsewhere":             {"/mnt/usb", "pki/../ca.crt", "/home/jane/.kube", "/mnt/usb/ca.crt"},
		"absolute already":      {"/mnt/usb", "/etc/ca.crt", "/home/jane/.kube", "/etc/ca.crt"},
		"two dots in a name":    {"/a", "..ca/x", "/a", "..ca/x"},
	} {
		t.Run(name, func(t *testing.T) {
			e := Entry{model.ClusterKind, "c", body(t, "certificate-authority: "+c.path)}.Rebase(c.from, c.to)
			if got := e.Body.Text("certificate-authority"); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
	user := Entry{model.UserKind, "u", body(t, "{client-key: k, client-certificate: /c, tokenFile: t, exec: {command: ./login, args: [x]}}")}.Rebase("/a/b", "/a")
	if got, want := string(user.Body.JSON()), `{"client-key":"b/k","client-certificate":"/c","tokenFile":"b/t","exec":{"command":"b/login","args":["x"]}}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for command, want := range map[string]string{"aws": "aws", "./login": "./login", "/bin/x": "/bin/x"} {
		e := Entry{model.UserKind, "u", body(t, "exec: {command: "+command+"}")}.Rebase("/a", "/a")
		if got := e.Body.value.get("exec").get("command").text; got != want {
			t.Errorf("%s became %s", command, got)
		}
	}
}

func TestFilesAreEmbeddedWhereTheirPathStood(t *testing.T) {
	b := body(t, "{client-certificate: c.crt, client-key: c.key, tokenFile: t, as: x}")
	b = b.Embed("client-certificate", []byte("CERT")).Embed("client-key", []byte("KEY")).Embed("tokenFile", []byte("abc\n"))
	if got, want := string(b.JSON()), `{"client-certificate-data":"Q0VSVA==","client-key-data":"S0VZ","token":"abc","as":"x"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

const secretive = `
client-certificate-data: Q0VSVA==
client-key-data: S0VZ-hush
token: hush
tokenFile: /run/token
username: jane
password: hush
as: admin
exec: {command: aws, apiVersion: v1, args: [hush, --password=hush], env: [{name: AWS, value: hush}], x-new: hush}
auth-provider: {name: oidc, config: {client-secret: hush, idp: hush}}
x-tomorrow: {a: [hush]}
`

func TestNoSecretIsShown(t *testing.T) {
	e := Entry{model.UserKind, "jane", body(t, secretive)}.Redacted()
	got := string(e.Body.JSON())
	if strings.Contains(got, "hush") {
		t.Errorf("a secret is left in %s", got)
	}
	for _, open := range []string{"Q0VSVA==", "/run/token", "jane", "admin", "aws", `"name":"AWS"`, `"name":"oidc"`} {
		if !strings.Contains(got, open) {
			t.Errorf("%s is hidden in %s", open, got)
		}
	}
	cluster := Entry{model.ClusterKind, "c", body(t, "{server: https://a, proxy-url: 'http://me:hush@proxy:3128'}")}.Redacted()
	if got := string(cluster.Body.JSON()); strings.Contains(got, "hush") || !strings.Contains(got, "proxy:3128") {
		t.Errorf("got %s", got)
	}
	proxy := body(t, "{proxy-url: 'http://me:hush@proxy:3128'}").value
	for _, v := range tell(model.ClusterKind, "clusters[c]", []string{"cluster"}, proxy, value{}) {
		if got := v.Before.Text.Raw(); strings.Contains(got, "hush") || !strings.Contains(got, "proxy:3128") {
			t.Errorf("a plan tells %s", got)
		}
	}
	for _, v := range tell(model.UserKind, "users[jane]", []string{"user"}, body(t, secretive).value, value{}) {
		if strings.Contains(v.Before.Text.Raw(), "hush") {
			t.Errorf("a plan tells %s", v.Path)
		}
	}
}

func TestADocumentIsReadBackAsItIs(t *testing.T) {
	for file, data := range corpus(t) {
		f, err := Read(data)
		if err != nil {
			t.Fatal(err)
		}
		d := Document{Current: f.Current.Raw()}
		for _, kind := range []model.Kind{model.ClusterKind, model.ContextKind, model.UserKind} {
			entries, err := f.Entries(kind)
			if err != nil {
				t.Fatal(file, err)
			}
			d.Entries = append(d.Entries, entries...)
		}
		was, err := clientcmd.Load(data)
		if err != nil {
			t.Fatal(file, err)
		}
		was.Extensions = nil
		for form, write := range map[string]func() ([]byte, error){"YAML": d.YAML, "JSON": d.JSON} {
			out, err := write()
			if err != nil {
				t.Fatal(file, form, err)
			}
			is, err := clientcmd.Load(out)
			if err != nil {
				t.Fatalf("%s: %v\n%s", file, err, out)
			}
			if got, want := dump(is), dump(was); got != want {
				t.Errorf("%s as %s: got\n%s\nwant\n%s", file, form, got, want)
			}
		}
	}
}

func TestADocumentLooksAsKubectlWritesIt(t *testing.T) {
	d := Document{Current: "prod", Entries: []Entry{
		{model.ContextKind, "prod", ContextBody(v1.Context{Cluster: "c", AuthInfo: "0123"})},
		{model.ClusterKind, "c", ClusterBody(v1.Cluster{Server: "https://a"})},
	}}
	const want = `apiVersion: v1
clusters:
- cluster:
    server: https://a
  name: c
contexts:
- context:
    cluster: c
    user: '0123'
  name: prod
current-context: prod
kind: Config
users: []
`
	if got, err := d.YAML(); err != nil || string(got) != want {
		t.Errorf("got %v\n%s", err, got)
	}
}

func TestStrangersAreWarnedOf(t *testing.T) {
	for text, want := range map[string]string{
		"exec: {command: ./evil, args: [-x, z], env: [{name: A, value: b}]}": `user "u" runs a program to log in: A=b ./evil -x z`,
		"tokenFile: /etc/shadow": `user "u" reads a file as its tokenFile: /etc/shadow`,
		"as: root":               `user "u" acts as somebody else: root`,
	} {
		w := Entry{model.UserKind, "u", body(t, text)}.Warnings()
		if len(w) != 1 || w[0].String() != want {
			t.Errorf("%s: warned by %v, want %s", text, w, want)
		}
	}
	cluster := Entry{model.ClusterKind, "c", body(t, "{server: http://a, insecure-skip-tls-verify: true, proxy-url: 'http://u:p@x', certificate-authority: ca}")}
	if w := cluster.Warnings(); len(w) != 4 {
		t.Errorf("warned by %v", w)
	}
	if w := (Entry{model.ClusterKind, "c", body(t, "server: https://a")}).Warnings(); len(w) != 0 {
		t.Errorf("warned by %v", w)
	}
}
