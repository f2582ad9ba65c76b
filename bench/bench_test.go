package main

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestPercentiles(t *testing.T) {
	hundred := make([]int, 100)
	for i := range hundred {
		hundred[i] = 100 - i
	}
	for _, c := range []struct {
		values  []int
		p, want int
	}{
		{nil, 50, 0},
		{[]int{7}, 50, 7},
		{[]int{7}, 99, 7},
		{[]int{3, 1, 2}, 50, 2},
		{[]int{4, 1, 3, 2}, 50, 2},
		{hundred, 50, 50},
		{hundred, 99, 99},
	} {
		if got := percentile(c.values, c.p); got != c.want {
			t.Errorf("percentile %d of %v is %d, want %d", c.p, c.values, got, c.want)
		}
	}
}

func TestQuestionsAreAnsweredOnceAlsoWhenTheyComeInPieces(t *testing.T) {
	const text = "\x1b[?2026$p\x1b[?2027$pname\x1b]11;?\x07\x1b[?1049h\x1b[c"
	const want = "\x1b]11;rgb:1010/1010/1818\x1b\\" + "\x1b[?2026;2$y" + "\x1b[?2027;0$y" + "\x1b[?62;22c"
	for cut := range len(text) + 1 {
		first, rest := answer([]byte(text[:cut]))
		second, _ := answer(append(rest, text[cut:]...))
		got := string(first) + string(second)
		if len(got) != len(want) {
			t.Fatalf("cut at %d: answered %q, want the same as %q", cut, got, want)
		}
		for _, a := range answers {
			if strings.Count(got, a.reply) != strings.Count(want, a.reply) {
				t.Errorf("cut at %d: %q is %d times in %q", cut, a.reply, strings.Count(got, a.reply), got)
			}
		}
	}
}

func TestEveryToolTakesItsTurnInEveryRound(t *testing.T) {
	var order []string
	turn := func(name string, rounds int) step {
		once := func(int) (sample, error) {
			order = append(order, name)
			return sample{wall: time.Second}, nil
		}
		return step{task{"list", name, 1}, rounds, once}
	}
	all := outcomes{}
	interleave([]step{turn("a", 3), turn("b", 3), turn("c", 1), turn("d", 0)}, all)
	if want := []string{"a", "b", "c", "a", "b", "a", "b"}; !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
	if s, ok := all.of("list", "a", 1); !ok || s.runs != 3 || s.wall != time.Second {
		t.Errorf("a: %+v, %v", s, ok)
	}
	if row := all.row("list", "d", 1); row != nil {
		t.Errorf("what nobody tried is told of: %v", row)
	}
}

func TestRunsAreComparedRoundByRound(t *testing.T) {
	runs := func(ms ...int) *outcome {
		o := &outcome{}
		for _, n := range ms {
			o.samples = append(o.samples, sample{wall: time.Duration(n) * time.Millisecond})
		}
		return o
	}
	all := outcomes{
		task{"switch", "kubeid", 1}: runs(15, 400, 150, 900), // the machine was busy in the second round and the third
		task{"switch", "write", 1}:  runs(10, 200, 100),
	}
	if q, ok := all.beside("switch", "write", 1, 0); !ok || q != 1.5 {
		t.Errorf("%v, %v", q, ok)
	}
	if q, ok := all.beside("switch", "write", 1, 5*time.Millisecond); !ok || q != 1.45 {
		t.Errorf("without 5 ms of each: %v, %v", q, ok)
	}
	if _, ok := all.beside("switch", "kubectx", 1, 0); ok {
		t.Error("compared with what was not measured")
	}
}

func TestABudgetIsMetOnlyByWhatWasMeasured(t *testing.T) {
	all := outcomes{
		task{"list", "kubeid", 1}:  {samples: []sample{{wall: 12 * time.Millisecond}}},
		task{"list", "kubectx", 1}: {samples: []sample{{wall: 10 * time.Millisecond}}},
	}
	if v := all.times("list", "kubectx", 1, 1.2); !v.met || v.measured != "1.20x" {
		t.Errorf("just within: %+v", v)
	}
	if v := all.times("list", "kubectx", 1, 1.1); v.met {
		t.Errorf("above: %+v", v)
	}
	if v := all.times("list", "read", 1, 4); v.met || v.measured != "not measured" {
		t.Errorf("nothing to compare with: %+v", v)
	}
	if err := conclude([]verdict{{goal: true}}, true); err != nil {
		t.Errorf("a goal in absolute figures was checked: %v", err)
	}
	if err := conclude([]verdict{{}}, true); err == nil {
		t.Error("a missed budget was not noticed")
	}
}

func TestAnEditMayTakeAsLongAsASwitchAndItsProof(t *testing.T) {
	r := report{commands: outcomes{
		task{"rename", "kubeid", 10000}: {samples: []sample{{wall: 170 * time.Millisecond}}},
		task{"rename", "write", 10000}:  {samples: []sample{{wall: 100 * time.Millisecond}}},
	}}
	if v := r.editing("rename", 10000, 1.5); v.met {
		t.Errorf("without a proof: %+v", v)
	}
	r.inner = &inner{proof: map[string]time.Duration{"rename": 20 * time.Millisecond}}
	if v := r.editing("rename", 10000, 1.5); !v.met || v.measured != "1.50x and 20 ms" {
		t.Errorf("with it: %+v", v)
	}
	r.inner.proof["rename"] = 10 * time.Millisecond
	if v := r.editing("rename", 10000, 1.5); v.met {
		t.Errorf("with a quicker one: %+v", v)
	}
}

func TestNamesAreCountedHoweverTheyAreWritten(t *testing.T) {
	const text = "clusters:\n- cluster: {}\n  name: a\ncontexts:\n  - context: {}\n    name: \"a\"\nusers:\n- name: a\n- name: aa\n"
	if n := named([]byte(text), "a"); n != 3 {
		t.Errorf("counted %d", n)
	}
}
