package main

import (
	"fmt"
	"strings"
	"time"
)

func title(what string, size int) string {
	if what == "version" {
		return what
	}
	return what + ", " + contexts(size)
}

func contexts(n int) string {
	switch {
	case n == 1:
		return "1 context"
	case n >= 1000:
		return fmt.Sprintf("%d,%03d contexts", n/1000, n%1000)
	}
	return fmt.Sprintf("%d contexts", n)
}

func described(tool string) string {
	switch tool {
	case "read":
		return "a plain read"
	case "write":
		return "a plain write + fsync"
	case "bare":
		return "a bare Go program"
	}
	return tool
}

// factor has enough digits to be held against a budget.
func factor(r float64) string {
	switch {
	case r < 1:
		return fmt.Sprintf("%.3fx", r)
	case r < 10:
		return fmt.Sprintf("%.2fx", r)
	}
	return fmt.Sprintf("%.0fx", r)
}

func duration(d time.Duration) string {
	ms := float64(d) / float64(time.Millisecond)
	switch {
	case ms >= 1000:
		return strings.TrimSuffix(fmt.Sprintf("%.2f", ms/1000), ".00") + " s"
	case ms >= 100 || ms == float64(int(ms)):
		return fmt.Sprintf("%.0f ms", ms)
	}
	return fmt.Sprintf("%.1f ms", ms)
}

func memory(bytes int64) string {
	if bytes == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f MiB", float64(bytes)/mebi)
}

func megabytes(bytes int64) string { return fmt.Sprintf("%.1f MB", float64(bytes)/mega) }

func median(d []time.Duration) string { return share(d, 50) }

func worst(d []time.Duration) string { return share(d, 99) }

func share(d []time.Duration, p int) string {
	if len(d) == 0 {
		return "–"
	}
	return duration(percentile(d, p))
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "**no**"
}
