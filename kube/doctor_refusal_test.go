package kube

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"kubeid/model"
)

// TestEveryRefusalIsAFinding goes through the combinations of fields that client-go
// judges in TestRefusalsAreThoseOfClientGo, all in one kubeconfig.
func TestEveryRefusalIsAFinding(t *testing.T) {
	var clusters, users, contexts []string
	add := func(cluster, user, context string) {
		n := strconv.Itoa(len(contexts))
		named := strings.NewReplacer(`"c"`, `"c`+n+`"`, `"u"`, `"u`+n+`"`).Replace(context)
		clusters = append(clusters, `{"name":"c`+n+`","cluster":{`+cluster+`}}`)
		users = append(users, `{"name":"u`+n+`","user":{`+user+`}}`)
		contexts = append(contexts, `{"name":"x`+n+`","context":{`+named+`}}`)
	}
	const good, pair = `"server":"https://a"`, `"cluster":"c","user":"u"`
	for _, cluster := range combinations(clusterParts) {
		add(cluster, `"token":"t"`, pair)
	}
	for _, user := range combinations(userParts) {
		add(good, user, pair)
	}
	for _, exec := range combinations(execParts) {
		add(good, `"exec":{`+exec+`}`, pair)
	}
	for _, context := range combinations(contextParts) {
		add(good, `"token":"t"`, context)
	}
	all := func(list []string) string { return "[" + strings.Join(list, ",\n") + "]" }
	h := newHome(t, `{"clusters":`+all(clusters)+`,"users":`+all(users)+`,"contexts":`+all(contexts)+`}`)
	s := model.State{}.Apply(h.load())
	found := map[string]bool{}
	for _, f := range model.Findings(s, s.Lives(), model.Facts{}, time.Now(), model.Settings{}) {
		if f.Gravity == model.GravityError && (f.Rule == "refused" || f.Rule == "dangling-reference") {
			found[f.Ref.Name.Raw()[1:]] = true
		}
	}
	refused := 0
	for i := range s.Config.Contexts {
		want := len(s.Config.Resolve(i).Refusals) > 0
		if got := found[strconv.Itoa(i)]; got != want {
			t.Errorf("%s %s %s: found %v, want %v", clusters[i], users[i], contexts[i], got, want)
		}
		if want {
			refused++
		}
	}
	if len(contexts) < 2000 || refused < 1000 {
		t.Errorf("only %d of %d were refused", refused, len(contexts))
	}
}
