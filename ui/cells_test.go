package ui

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestLongNamesKeepTheEndInWhichTheyDiffer(t *testing.T) {
	for _, c := range []struct {
		name string
		w    int
		want string
	}{
		{"short", 10, "short"},
		{"exactly-10", 10, "exactly-10"},
		{"prod-eu-central-1", 10, "…central-1"},
		{"arn:aws:eks:eu-west-1:123456789012:cluster/checkout-prod", 24, "arn:a…ster/checkout-prod"},
		{"名前名前名前名前", 9, "…名前名前"},
		{"名前名前名前名前", 8, "…前名前"},
		{"ab", 1, "…"},
		{"ab", 0, ""},
		{"👩🏽👩🏽👩🏽👩🏽", 5, "…👩🏽👩🏽"},
	} {
		got := ansi.Strip(newStyles(theme{}).field(c.name, c.w, ink{}, ink{}, nil))
		if strings.TrimRight(got, " ") != c.want {
			t.Errorf("%q in %d cells is %q, want %q", c.name, c.w, got, c.want)
		}
		if cells(got) != c.w {
			t.Errorf("%q in %d cells takes %d", c.name, c.w, cells(got))
		}
	}
}

func TestTheMatchedRunesAreLitAlsoInACutName(t *testing.T) {
	st := newStyles(theme{})
	mark := ink{pen: pen{"<", ">"}}
	for _, c := range []struct {
		name, typed string
		w           int
		want        string
	}{
		{"checkout-prod", "prod", 20, "checkout-<prod>       "},
		{"arn:aws:eks:eu-west-1:123456789012:cluster/checkout-prod", "prod", 24, "arn:a…ster/checkout-<prod>"},
		{"prod-eu", "peu", 7, "<p>rod-<eu>"},
		{"名前-prod", "前pr", 9, "名<前>-<pr>od"},
	} {
		got := st.field(c.name, c.w, ink{}, mark, newQuery(c.typed).hits(c.name))
		if got != c.want {
			t.Errorf("%q in %q is %q, want %q", c.typed, c.name, got, c.want)
		}
	}
}

func TestColumnsShareTheWindow(t *testing.T) {
	for _, wants := range [][]int{{8, 8, 8, 8, 24, 22}, {300, 300, 300, 63, 24, 22}, {5, 5, 5, 5, -gap, 22}} {
		for w := 1; w < 300; w++ {
			got, sum := share(columns[0], wants, w), -gap
			for i, g := range got {
				if g > wants[i] && g > 1 {
					t.Errorf("%v in %d: column %d has %d, more than it wants", wants, w, i, g)
				}
				if g > 0 {
					sum += g + gap
				}
			}
			if sum > w || got[0] == 0 {
				t.Fatalf("%v in %d cells: %v takes %d", wants, w, got, sum)
			}
		}
	}
}

func TestADateIsNotBrokenAtItsHyphens(t *testing.T) {
	got := strings.Join(wrap("ends in 299 days, 2027-09-22 and so on", 24), "|")
	if want := "ends in 299 days,|2027-09-22 and so on"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestANarrowColumnTakesTheRoomThatAWideOneLeft(t *testing.T) {
	cols := []column{{head: "NAME", least: 14}, {head: "WIDE", least: 30, drop: 1}, {head: "SMALL", least: 8, drop: 2}}
	if got, want := share(cols, []int{14, 30, 8}, 30), []int{14, 0, 8}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestWidthsAreThoseOfTheParser(t *testing.T) {
	for r := rune(0x20); r < 0x30000; r++ {
		for _, s := range []string{string(r), "a" + string(r) + "b", "─" + string(r), string(r) + "\ufe0f"} {
			if got, want := cells(s), ansi.StringWidth(s); got != want {
				t.Fatalf("%q takes %d cells, want %d", s, got, want)
			}
		}
	}
}

// FuzzCells holds the quick way of counting to the parser's.
func FuzzCells(f *testing.F) {
	for _, s := range append([]string{"\x1b[1;38;2;165;162;255mkubeid\x1b[m ▲ 12 days", "\x1b[", "\x1b[1", "\x1b[1;x", "│ ✓ 201d │", "✓\ufe0f", "a\u0301"}, hostile...) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := cells(s), ansi.StringWidth(s); got != want {
			t.Errorf("%q takes %d cells, want %d", s, got, want)
		}
	})
}

func TestLongNamesKeepTheMiddleInWhichTheyDiffer(t *testing.T) {
	long := func(middle string) string { return strings.Repeat("a", 90) + middle + strings.Repeat("z", 100) }
	s := newStyles(theme{NoColor: true})
	for _, w := range []int{20, 24, 40, 80} {
		seen := map[string]bool{}
		for _, middle := range []string{"one", "two", "six", "名前", "👍🏽b"} {
			name := long(middle)
			drawn := s.fieldBut(name, w, alikeness(name, long("xxx")), s.Text, s.Hit, nil)
			if cells(drawn) != w {
				t.Errorf("%q takes %d cells, want %d", drawn, cells(drawn), w)
			}
			if seen[drawn] || !strings.Contains(drawn, middle) || !strings.HasSuffix(drawn, "z") {
				t.Errorf("in %d cells %q does not tell where it differs", w, drawn)
			}
			seen[drawn] = true
		}
	}
}
