package ui

import (
	"testing"

	"kubeid/model"
)

func TestFilterFindsAndRanks(t *testing.T) {
	for _, c := range []struct {
		name, typed string
		have        []string
		want        []string
	}{
		{"letters in order", "pdeu", []string{"prod-eu", "eu-prod", "staging"}, []string{"prod-eu"}},
		{"in one piece before scattered", "prod", []string{"p-r-o-d", "my-prod"}, []string{"my-prod", "p-r-o-d"}},
		{"the beginning of a word before its middle", "eu", []string{"neutral", "prod-eu"}, []string{"prod-eu", "neutral"}},
		{"the beginning before the end", "prod", []string{"eu-prod", "prod-eu"}, []string{"prod-eu", "eu-prod"}},
		{"several words in any order", "eu prod", []string{"prod-eu", "prod-us", "stg-eu"}, []string{"prod-eu"}},
		{"without case", "prod", []string{"PROD"}, []string{"PROD"}},
		{"a capital letter minds the case", "Prod", []string{"prod", "Prod"}, []string{"Prod"}},
		{"accents do not matter", "munchen", []string{"münchen", "prod"}, []string{"münchen"}},
		{"other scripts", "名前", []string{"prod", "名x前", "名前"}, []string{"名前", "名x前"}},
		{"nothing", "xyz", []string{"prod"}, nil},
		{"only spaces", "  ", []string{"b", "a"}, []string{"b", "a"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var straws []straw
			var all []hit
			for i, h := range c.have {
				straws, all = append(straws, newStraw(h)), append(all, hit{index: i, place: i})
			}
			q, got := newQuery(c.typed), []string(nil)
			found := all
			if !q.empty() {
				found = q.among(all, at(straws))
			}
			for _, h := range found {
				got = append(got, c.have[h.index])
			}
			if len(got) != len(c.want) {
				t.Fatalf("got %q, want %q", got, c.want)
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Fatalf("got %q, want %q", got, c.want)
				}
			}
		})
	}
}

// TestTheShortcutScoresAsFzf compares the score of a word in one piece with fzf's own.
func TestTheShortcutScoresAsFzf(t *testing.T) {
	for _, field := range []string{"prod", "my-prod", "prod-prod", "xprod", "a/prod", "prodprod-prod", "12prod34", "team prod"} {
		w := newQuery("prod").words[0]
		_, got := w.piece(strawField{field, field})
		if want := w.fuzzy(field, false, &workspace{}).score; got > want || want-got > 2*len("prod")+2 {
			t.Errorf("%q: %d, fzf says %d", field, got, want)
		}
	}
}

// TestNarrowingFindsWhatSearchingAnewFinds types letter by letter and compares.
func TestNarrowingFindsWhatSearchingAnewFinds(t *testing.T) {
	b := newBook(1, model.State{Loaded: true, Config: arns(3000)})
	for _, typed := range []string{"prod 00", "eu west-3", "team-9 17", "Xx", "aws 7919"} {
		r := rows{}
		for i := range len(typed) {
			r = r.renewed(b, byName, typed[:i+1])
			fresh := rows{}.renewed(b, byName, typed[:i+1])
			if len(r.found) != len(fresh.found) {
				t.Fatalf("%q: %d found by narrowing, %d anew", typed[:i+1], len(r.found), len(fresh.found))
			}
		}
	}
}

func FuzzFilterNeverBreaks(f *testing.F) {
	for _, h := range hostile {
		f.Add(h, "prod")
		f.Add("prod", h)
	}
	f.Fuzz(func(t *testing.T, typed, field string) {
		q, name := newQuery(typed), safe(field)
		q.match(newStraw(name))
		for _, at := range q.hits(name) {
			if at < 0 || at >= len([]rune(name)) {
				t.Errorf("%q in %q is lit at %d", typed, name, at)
			}
		}
		st := newStyles(theme{})
		if got := st.field(name, 17, st.Text, st.Hit, q.hits(name)); cells(got) != 17 {
			t.Errorf("%q takes %d cells", name, cells(got))
		}
	})
}
