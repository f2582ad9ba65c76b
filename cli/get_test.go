package cli

import (
	"encoding/json"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"kubeid/model"
)

func TestGetShowsContextsAsATable(t *testing.T) {
	s := twoContexts()
	s.account = model.Account{Namespace: text("ci"), Name: text("deployer")}
	run(t, s, "kubeid get contexts").ends(0).silent().prints(strings.Join([]string{
		`CURRENT   NAME   CLUSTER   USER    IDENTITY              NAMESPACE   STATE   FILE`,
		`*         dev    lab       jane    certificate           -           ok      ~/.kube/config:10`,
		`          prod   big       robot   account ci/deployer   payments    ok      ~/.kube/config:14`,
		``,
	}, "\n"))
}

func TestGetShowsClustersWithoutTheirPasswords(t *testing.T) {
	run(t, twoContexts(), "kubeid get clusters").ends(0).prints(strings.Join([]string{
		`CURRENT   NAME   SERVER                      CA            CONTEXTS   STATE   FILE`,
		`*         lab    https://10.0.0.1:6443       inline        1          ok      ~/.kube/config:20`,
		`          big    https://[secret]@10.0.0.2   not checked   1          ok      ~/.kube/config:24`,
		``,
	}, "\n"))
}

func TestGetShowsUsers(t *testing.T) {
	run(t, twoContexts(), "kubeid get users -o wide").ends(0).prints(strings.Join([]string{
		`CURRENT   NAME    IDENTITY      AS   CONTEXTS   STATE   FILE                DESCRIPTION                            WHY`,
		`*         jane    certificate   -    1          ok      ~/.kube/config:30   client certificate in the kubeconfig   -`,
		`          robot   token         -    1          ok      ~/.kube/config:34   bearer token, in the kubeconfig        -`,
		``,
	}, "\n"))
}

func TestGetKnowsItsShortWords(t *testing.T) {
	for _, line := range []string{"kubeid get ctx -o name", "kubeid get context -o name", "kubeid get contexts -o name"} {
		run(t, twoContexts(), line).ends(0).prints("dev\nprod\n")
	}
	run(t, twoContexts(), "kubeid get cluster -o name").ends(0).prints("lab\nbig\n")
	run(t, twoContexts(), "kubeid get user -o name").ends(0).prints("jane\nrobot\n")
}

func TestGetTakesNamesAndAContext(t *testing.T) {
	run(t, twoContexts(), "kubeid get users robot -o name").ends(0).prints("robot\n")
	run(t, twoContexts(), "kubeid get users --context prod -o name").ends(0).prints("robot\n")
	run(t, twoContexts(), "kubeid get clusters --context prod -o name").ends(0).prints("big\n")
	run(t, twoContexts(), "kubeid get users rob robot -o name").ends(3).prints("robot\n").says(`no user named "rob"`).says(`did you mean "robot"?`)
	run(t, twoContexts(), "kubeid get users --context pro").ends(3).says(`no context named "pro"`)
}

func TestGetCanLeaveTheHeaderOut(t *testing.T) {
	run(t, twoContexts(), "kubeid get clusters lab --no-headers").ends(0).
		prints("*   lab   https://10.0.0.1:6443   inline   1   ok   ~/.kube/config:20\n")
}

func TestGetWithoutAKindIsAnErrorOfUsage(t *testing.T) {
	run(t, twoContexts(), "kubeid get").ends(2).says("contexts, clusters or users")
	run(t, twoContexts(), "kubeid get pods").ends(2).says("hint: ")
}

func TestGetAsData(t *testing.T) {
	s := twoContexts()
	s.account = model.Account{Namespace: text("ci"), Name: text("deployer")}
	run(t, s, "kubeid get contexts prod -o yaml").ends(0).prints(`apiVersion: kubeid/v1
kind: ContextList
currentContext: dev
files:
  - path: "/home/jane/.kube/config"
items:
  - name: prod
    file: "/home/jane/.kube/config"
    line: 14
    effective: true
    state: ok
    current: false
    cluster: big
    clusterAt:
      file: "/home/jane/.kube/config"
      line: 24
      foreign: false
    server: "https://[secret]@10.0.0.2"
    user: robot
    userAt:
      file: "/home/jane/.kube/config"
      line: 34
      foreign: false
    identity:
      kind: service-account-token
      description: "ServiceAccount token of ci/deployer"
      serviceAccount:
        namespace: ci
        name: deployer
    namespace: payments
`)
}

func TestJSONAndYAMLSayTheSame(t *testing.T) {
	s := twoContexts()
	s.loaded.Config.Users[0].Username = text("\x1b[2J\u202e\U000e0041 yes\x7f\u009b")
	s.loaded.Config.Users[0].As = model.Impersonation{User: text("yes"), Groups: model.Texts([]string{"0x1f", "1e3", "~", "", "a: b", "\x1b[2J\u202e\U000e0041\x7f\u009b"})}
	for _, kind := range []string{"contexts", "clusters", "users"} {
		var fromJSON, fromYAML any
		asJSON := run(t, s, "kubeid get "+kind+" -o json").ends(0).out
		if err := json.Unmarshal([]byte(asJSON), &fromJSON); err != nil {
			t.Fatal(err)
		}
		asYAML := run(t, s, "kubeid get "+kind+" -o yaml").ends(0).out
		if err := yaml.Unmarshal([]byte(asYAML), &fromYAML); err != nil {
			t.Fatalf("%v\n%s", err, asYAML)
		}
		again, err := json.Marshal(fromYAML)
		if err != nil {
			t.Fatal(err)
		}
		first, _ := json.Marshal(fromJSON)
		if string(again) != string(first) {
			t.Errorf("%s: as YAML\n%s\nas JSON\n%s", kind, again, first)
		}
	}
}

func TestAnEmptyListIsSaidAndIsNoError(t *testing.T) {
	s := &fake{loaded: model.Loaded{Config: model.NewKubeconfig([]model.File{{Path: "/k", Label: text("/k")}}, nil, nil, nil)}}
	run(t, s, "kubeid get contexts").ends(0).prints("").says("there are no contexts")
	run(t, s, "kubeid ctx").ends(0).prints("").says("there are no contexts")
	run(t, s, "kubeid get users -o json").ends(0).says("there are no users")
}

func TestWhereNothingCouldBeReadTheCodeSaysSo(t *testing.T) {
	s := &fake{loaded: model.Loaded{Config: model.NewKubeconfig([]model.File{
		{Path: "/k", Label: text("/k"), Missing: true}, {Path: "/l", Label: text("/l"), Missing: true},
	}, nil, nil, nil)}}
	for _, line := range []string{"kubeid ctx", "kubeid get users", "kubeid ns", "kubeid ctx prod", "kubeid ctx -u"} {
		run(t, s, line).ends(3).prints("").says("looked at /k, /l")
	}
	s.loaded.Config.Files = []model.File{{Path: "/k", Label: text("/k"), Problem: text("is not YAML")}, {Path: "/l", Label: text("/l"), Missing: true}}
	run(t, s, "kubeid ctx").ends(1).prints("").says("kubeid: /k is not YAML\n")
	s.loaded.Config.Files = append(s.loaded.Config.Files, model.File{Path: "/m", Label: text("/m"), Problem: text("is a folder")})
	run(t, s, "kubeid ctx").ends(1).says("/k is not YAML; /m is a folder")
}

func TestAtMostFiveWarningsAreShown(t *testing.T) {
	s := twoContexts()
	for i := range 7 {
		s.loaded.Config.Files = append(s.loaded.Config.Files, model.File{Label: text("/f" + string(rune('1'+i))), Problem: text("is not YAML")})
	}
	r := run(t, s, "kubeid ctx").ends(0).prints("dev\nprod\n").says("warning: /f1: is not YAML\n").says("warning: and 2 more: kubeid get contexts\n")
	if strings.Contains(r.errors, "/f6") {
		t.Errorf("said %s", r.errors)
	}
}
