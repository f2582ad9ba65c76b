package model

import (
	"math"
	"testing"
	"time"
)

func TestDurationsAreReadAsAPersonWritesThem(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"0s": 0, "90s": 90 * time.Second, "5m": 5 * time.Minute, "8h": 8 * time.Hour, "28d": 28 * day, "2w": 14 * day,
		"1w2d3h4m5s": 9*day + 3*time.Hour + 4*time.Minute + 5*time.Second, "1h1h": 2 * time.Hour, "106751d": 106751 * day, "007d": 7 * day,
	} {
		if got, err := ParseDuration(s); err != nil || got != want {
			t.Errorf("%q is %v, %v; want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "28", "d", "28 d", " 28d", "-1d", "+1d", "1.5h", "1y", "1M", "28D", "1d2", "ms", "1ms", "106752d", "99999999999999999999s", "15250w1w", "1d\x00", "٣d"} {
		if got, err := ParseDuration(s); err == nil || Hint(err) == "" || ExitCode(err) != ExitUsage {
			t.Errorf("%q is %v, %v; want an error of usage with a hint", s, got, err)
		}
	}
	if _, err := ParseDuration("28"); Hint(err) != "say of what: 28d for days, 28h for hours" {
		t.Errorf("28 is answered with %q", Hint(err))
	}
}

// TestDurationsAreWrittenAsKubectlDoes has the cases of k8s.io/apimachinery's own test;
// package kube compares them all the way.
func TestDurationsAreWrittenAsKubectlDoes(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Hour: "0s", time.Nanosecond: "0s", 119 * time.Second: "119s", 2 * time.Minute: "2m", 2*time.Minute + 5*time.Second: "2m5s", 10*time.Minute + time.Second: "10m",
		3*time.Hour + time.Minute: "3h1m", 8*time.Hour + 2*time.Minute: "8h", 47 * time.Hour: "47h", 2 * day: "2d", 2*day + time.Hour: "2d1h", 8*day + time.Hour: "8d",
		729 * day: "729d", 2 * year: "2y", 2*year + day: "2y1d", 8*year + day: "8y", math.MaxInt64: "292y",
	} {
		if got := HumanDuration(d); got != want {
			t.Errorf("%v is written as %q, want %q", d, got, want)
		}
	}
}

func FuzzParseDuration(f *testing.F) {
	for _, s := range []string{"28d", "1w2d3h4m5s", "", "9223372036s", "-1d"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := ParseDuration(s); err == nil && d < 0 || err != nil && d != 0 {
			t.Errorf("%q is %v, %v", s, d, err)
		}
	})
}

func TestALifeReadsAsItIsTyped(t *testing.T) {
	for d, want := range map[time.Duration][2]string{
		90 * time.Second:             {"90s", "90 seconds"},
		10 * time.Minute:             {"10m", "10 minutes"},
		time.Hour:                    {"1h", "1 hour"},
		2 * time.Hour:                {"2h", "2 hours"},
		90 * time.Minute:             {"1h30m", "1 hour 30 minutes"},
		24 * time.Hour:               {"24h", "24 hours"},
		36*time.Hour + 2*time.Second: {"36h", "36 hours"}, // a server's rounding
		7 * day:                      {"7d", "7 days"},
		30*day + 12*time.Hour:        {"30d12h", "30 days 12 hours"},
		90 * day:                     {"90d", "90 days"},
		year:                         {"365d", "365 days"},
		10 * year:                    {"10y", "10 years"},
	} {
		if got := [2]string{Span(d), SpanWords(d)}; got != want {
			t.Errorf("%v is told as %q, not %q", d, got, want)
		}
		back, err := ParseDuration(Span(d))
		if d < 2*year && d%time.Minute == 0 && (err != nil || back != d) {
			t.Errorf("%q is read as %v, %v, not %v", Span(d), back, err, d)
		}
	}
}
