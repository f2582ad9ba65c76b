package kube

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

// anyChange returns some change of what the files say.
func anyChange(r *rand.Rand, k model.Kubeconfig) model.Change {
	text := model.NewText
	some := func(kind model.Kind) (model.Ref, bool) {
		if k.Len(kind) == 0 {
			return model.Ref{}, false
		}
		return k.Ref(kind, r.IntN(k.Len(kind))), true
	}
	context, hasContext := some(model.ContextKind)
	cluster, hasCluster := some(model.ClusterKind)
	user, hasUser := some(model.UserKind)
	name := text([]string{"yes", "a b", "prod/eu", "0123", "ünï", "- x", "fine", `q"'`, "#c"}[r.IntN(9)])
	server := text("https://10.0.0." + fmt.Sprint(r.IntN(9)) + ":6443")
	empty := model.Text{}
	switch n := r.IntN(12); {
	case n == 0 && hasContext:
		return model.UseContext{Context: context}
	case n == 1 && hasContext:
		return model.SetNamespace{Context: context, Namespace: []model.Text{text("web"), text("db"), empty}[r.IntN(3)]}
	case n == 2 && hasContext:
		return model.Rename{Entry: context, To: name}
	case n == 3 && hasCluster:
		return model.Rename{Entry: cluster, To: name}
	case n == 4 && hasUser:
		return model.Rename{Entry: user, To: name, OwnFile: r.IntN(2) == 0}
	case n == 5 && hasCluster && hasUser:
		return model.NewContext{Name: name, Cluster: cluster, User: user}
	case n == 6 && hasContext:
		return model.CopyContext{Context: context, To: name}
	case n == 7 && hasCluster:
		return model.SetCluster{Cluster: cluster, Server: &server, ProxyURL: []*model.Text{nil, &empty, &server}[r.IntN(3)]}
	case n == 8 && hasUser:
		return model.Renew{User: user, Token: crypto.NewSecret([]byte(fmt.Sprint("token-", r.IntN(99))))}
	case n == 9 && hasContext && hasUser:
		return model.Delete{Entries: []model.Ref{context, user}}
	case n == 10 && hasContext && hasCluster:
		return model.Several{Changes: []model.Change{model.Rename{Entry: cluster, To: name}, model.SetNamespace{Context: context, Namespace: text("web")}}}
	case n == 11:
		return importing(foreign)
	}
	return model.UnsetContext{}
}

// allTheWay makes some changes of files, undoes them all, does them all again, and
// undoes them once more; after each step the files must say what they said there.
func allTheWay(t *testing.T, r *rand.Rand, files ...string) (steps int) {
	t.Helper()
	h := newHome(t, files...)
	says := func() string {
		var all []string
		for i := range files {
			all = append(all, h.text(string(rune('a'+i))+".yaml"))
		}
		return strings.Join(all, "\x00")
	}
	states, words := []string{says()}, []string{}
	for range 8 {
		c := anyChange(r, h.load().Config)
		plan, err := h.do(c)
		now := says()
		if err != nil || plan.Nothing() {
			if now != states[len(states)-1] {
				t.Fatalf("%s, which was refused (%v) or nothing, left\n%s", c.Wish(), err, now)
			}
			continue
		}
		if now == states[len(states)-1] {
			continue
		}
		states, words = append(states, now), append(words, c.Wish())
	}
	back := func(c model.Change, want string) {
		t.Helper()
		if _, err := h.do(c); err != nil {
			t.Fatalf("after %q: %s: %v\n%s", words, c.Wish(), err, says())
		}
		if got := says(); got != want {
			t.Fatalf("after %q: %s gives\n%s\nwant\n%s", words, c.Wish(), got, want)
		}
	}
	for _, want := range []int{1, -1, 1} {
		if want > 0 {
			for i := len(states) - 2; i >= 0; i-- {
				back(model.Undo{}, states[i])
			}
			continue
		}
		for _, state := range states[1:] {
			back(model.Redo{}, state)
		}
	}
	return len(words)
}

// TestEverySequenceOfChangesCanBeUndoneAndRedoneByteForByte takes files of the corpus
// and of the edit kit, one or two at once, and when soaking does so for KUBEID_SOAK.
func TestEverySequenceOfChangesCanBeUndoneAndRedoneByteForByte(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("..", "testdata", "kubeconfigs", "*"))
	if err != nil || len(paths) < 20 {
		t.Fatalf("there are only %d files, %v", len(paths), err)
	}
	var corpus []string
	for _, f := range kit(t) {
		corpus = append(corpus, f.Before)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		corpus = append(corpus, string(data))
	}
	length, err := time.ParseDuration(os.Getenv("KUBEID_SOAK"))
	began, sequences, steps := time.Now(), 0, 0
	for seed := uint64(0); err != nil && seed < 60 || err == nil && time.Since(began) < length; seed++ {
		if err == nil && seed == 0 {
			seed = uint64(began.UnixNano())
		}
		ok := t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 7))
			files := []string{corpus[r.IntN(len(corpus))]}
			if r.IntN(2) == 0 {
				files = append(files, corpus[r.IntN(len(corpus))])
			}
			steps += allTheWay(t, r, files...)
		})
		if sequences++; !ok {
			break
		}
	}
	t.Logf("%d sequences, %d changes, each undone twice and redone once", sequences, steps)
}
