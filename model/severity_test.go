package model

import (
	"testing"
	"time"
)

func date(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestSeverityAtTheBoundaries(t *testing.T) {
	const day = 24 * time.Hour
	born, end := date("2026-01-01T00:00:00Z"), date("2027-01-01T00:00:00Z")
	short, shortEnd := born, born.Add(60*day)
	for name, c := range map[string]struct {
		now, from, to time.Time
		explicit      Thresholds
		want          Severity
	}{
		"the last second is still valid":             {end, born, end, Thresholds{}, Urgent},
		"a second later it is expired":               {end.Add(time.Second), born, end, Thresholds{}, Expired},
		"14 days before the end it is soon":          {end.Add(-14 * day), born, end, Thresholds{}, Soon},
		"a second later it is urgent":                {end.Add(-14*day + time.Second), born, end, Thresholds{}, Urgent},
		"28 days before the end it is fine":          {end.Add(-28 * day), born, end, Thresholds{}, Fine},
		"a second later it is soon":                  {end.Add(-28*day + time.Second), born, end, Thresholds{}, Soon},
		"its first second is valid":                  {born, born, end, Thresholds{}, Fine},
		"a second before that it is not yet":         {born.Add(-time.Second), born, end, Thresholds{}, NotYetValid},
		"a short life: a third is left":              {shortEnd.Add(-20 * day), short, shortEnd, Thresholds{}, Fine},
		"a short life: under a third":                {shortEnd.Add(-20*day + time.Second), short, shortEnd, Thresholds{}, Soon},
		"a short life: a sixth is left":              {shortEnd.Add(-10 * day), short, shortEnd, Thresholds{}, Soon},
		"a short life: under a sixth":                {shortEnd.Add(-10*day + time.Second), short, shortEnd, Thresholds{}, Urgent},
		"a life of just 90 days is judged by days":   {born.Add(90*day - 29*day), born, born.Add(90 * day), Thresholds{}, Fine},
		"explicit thresholds override the days":      {end.Add(-40 * day), born, end, Thresholds{Soon: 60 * day, Urgent: 30 * day}, Soon},
		"explicit thresholds override the share":     {shortEnd.Add(-9 * day), short, shortEnd, Thresholds{Soon: day, Urgent: time.Hour}, Fine},
		"no end":                                     {end, born, time.Time{}, Thresholds{}, Endless},
		"a beginning that is not known":              {end.Add(-15 * day), time.Time{}, end, Thresholds{}, Soon},
		"the year 9999, which means never":           {end, born, date("9999-12-31T23:59:59Z"), Thresholds{}, Fine},
		"the end before the beginning":               {born, end, born, Thresholds{}, NotYetValid},
		"a leap day":                                 {date("2028-02-29T12:00:00Z"), date("2027-02-28T12:00:00Z"), date("2028-03-14T12:00:00Z"), Thresholds{}, Soon},
		"a clock that is a day behind":               {born.Add(-day), born, end, Thresholds{}, NotYetValid},
		"a zone does not shift the end":              {end.In(time.FixedZone("x", 14*3600)), born, end, Thresholds{}, Urgent},
		"an instant in another zone is the same end": {end.Add(time.Second).In(time.FixedZone("y", -11*3600)), born, end, Thresholds{}, Expired},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.explicit.Judge(c.now, c.from, c.to); got != c.want {
				t.Errorf("Judge() = %v, want %v", got, c.want)
			}
		})
	}
}

func TestUsed(t *testing.T) {
	from, to := date("2026-01-01T00:00:00Z"), date("2026-01-11T00:00:00Z")
	for now, want := range map[string]float64{
		"2025-12-31T00:00:00Z": 0, "2026-01-01T00:00:00Z": 0, "2026-01-06T00:00:00Z": 0.5, "2026-01-11T00:00:00Z": 1, "2027-01-01T00:00:00Z": 1,
	} {
		if got := Used(date(now), from, to); got != want {
			t.Errorf("Used(%s) = %v, want %v", now, got, want)
		}
	}
	if got := Used(to, time.Time{}, to); got != 0 {
		t.Errorf("a life without a beginning is used by %v", got)
	}
}
