package model

import (
	"fmt"
	"math"
	"strings"
	"time"
)

const (
	day  = 24 * time.Hour
	week = 7 * day
	year = 365 * day
)

var units = map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': day, 'w': week}

// ParseDuration reads a duration as a person writes it: whole numbers, each with one
// of s m h d w behind it, as in 28d or 1d12h. A day has 24 hours.
func ParseDuration(s string) (time.Duration, error) {
	rest, sum := s, time.Duration(0)
	for rest != "" {
		n, digits := 0, 0
		for digits < len(rest) && rest[digits] >= '0' && rest[digits] <= '9' && n < math.MaxInt32 {
			n = 10*n + int(rest[digits]-'0')
			digits++
		}
		if digits == 0 || digits == len(rest) {
			return 0, badDuration(s)
		}
		unit, ok := units[rest[digits]]
		if !ok || time.Duration(n) > (math.MaxInt64-sum)/unit {
			return 0, badDuration(s)
		}
		sum += time.Duration(n) * unit
		rest = rest[digits+1:]
	}
	if s == "" {
		return 0, badDuration(s)
	}
	return sum, nil
}

func badDuration(s string) error {
	todo := "write whole numbers with s, m, h, d or w behind them, such as 28d or 1d12h"
	if s != "" && strings.Trim(s, "0123456789") == "" && len(s) < 10 {
		todo = fmt.Sprintf("say of what: %sd for days, %sh for hours", s, s)
	}
	return &Problem{Exit: ExitUsage, What: fmt.Sprintf("%q is not a duration", NewText(s)), Todo: todo}
}

// HumanDuration writes a duration as kubectl does in its AGE columns: exact where it
// is short, and in its two largest units at most (k8s.io/apimachinery/pkg/util/duration).
func HumanDuration(d time.Duration) string {
	switch {
	case d < 0:
		return "0s"
	case d < 2*time.Minute:
		return fmt.Sprintf("%ds", d/time.Second)
	case d < 10*time.Minute:
		return two(d, time.Minute, "m", time.Second, "s")
	case d < 3*time.Hour:
		return fmt.Sprintf("%dm", d/time.Minute)
	case d < 8*time.Hour:
		return two(d, time.Hour, "h", time.Minute, "m")
	case d < 2*day:
		return fmt.Sprintf("%dh", d/time.Hour)
	case d < 8*day:
		return two(d, day, "d", time.Hour, "h")
	case d < 2*year:
		return fmt.Sprintf("%dd", d/day)
	case d < 8*year:
		return two(d, year, "y", day, "d")
	}
	return fmt.Sprintf("%dy", d/year)
}

// Span writes how long something was asked for, or may last: as a person would type it,
// so that it reads the same in a form, in a list and behind a flag. What is whole days,
// hours or minutes is exact ("90d", "24h", "1h30m"); the rest is as HumanDuration has it.
func Span(d time.Duration) string {
	switch {
	case d < time.Minute || d >= 2*year || d%time.Minute != 0:
		return HumanDuration(d)
	case d < time.Hour:
		return fmt.Sprintf("%dm", d/time.Minute)
	case d < 2*day:
		return two(d, time.Hour, "h", time.Minute, "m")
	case d%time.Hour != 0:
		return HumanDuration(d)
	}
	return two(d, day, "d", time.Hour, "h")
}

// SpanWords writes the same in words, for a sentence: "90 days", "1 hour 30 minutes".
func SpanWords(d time.Duration) string {
	var out []string
	n := ""
	for _, r := range Span(d) {
		word, ok := unitWords[r]
		switch {
		case !ok:
			n += string(r)
			continue
		case n != "1":
			word += "s"
		}
		out, n = append(out, n+" "+word), ""
	}
	return strings.Join(out, " ")
}

var unitWords = map[rune]string{'s': "second", 'm': "minute", 'h': "hour", 'd': "day", 'y': "year"}

// two writes a duration in two units; the smaller one is left out where it is nothing.
func two(d, large time.Duration, l string, small time.Duration, s string) string {
	out := fmt.Sprintf("%d%s", d/large, l)
	if rest := d % large / small; rest > 0 {
		out += fmt.Sprintf("%d%s", rest, s)
	}
	return out
}
