package cli

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"kubeid/model"
)

// An exposition is what a strict reader of the text format finds: samples by series.
type exposition map[string]float64

var (
	metricName = regexp.MustCompile(`^[a-zA-Z_:][a-zA-Z0-9_:]*`)
	labelName  = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*`)
)

// readExposition reads the text format by the letter of its description, and as
// node_exporter wants it: no timestamps, no series twice, HELP and TYPE first, the
// samples of a metric together.
func readExposition(text string) (exposition, error) {
	out := exposition{}
	if !utf8.ValidString(text) || !strings.HasSuffix(text, "\n") {
		return nil, fmt.Errorf("not UTF-8, or the last line has no end")
	}
	done, helped, now := map[string]bool{}, "", ""
	for n, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		fail := func(format string, args ...any) error {
			return fmt.Errorf("line %d: %s: %q", n+1, fmt.Sprintf(format, args...), line)
		}
		if rest, ok := strings.CutPrefix(line, "# HELP "); ok {
			name, help, _ := strings.Cut(rest, " ")
			if help == "" || done[name] {
				return nil, fail("no help, or a metric twice")
			}
			helped = name
			continue
		}
		if rest, ok := strings.CutPrefix(line, "# TYPE "); ok {
			name, kind, _ := strings.Cut(rest, " ")
			if name != helped || kind != "gauge" {
				return nil, fail("a type without help, or another one")
			}
			now, done[name] = name, true
			continue
		}
		name := metricName.FindString(line)
		if name == "" || name != now {
			return nil, fail("a sample that stands under another metric")
		}
		labels, rest, err := readLabels(line[len(name):])
		if err != nil {
			return nil, fail("%v", err)
		}
		value, ok := strings.CutPrefix(rest, " ")
		v, err := strconv.ParseFloat(value, 64)
		if !ok || err != nil {
			return nil, fail("no value, or a timestamp")
		}
		series := fmt.Sprint(name, labels)
		if _, twice := out[series]; twice {
			return nil, fail("a series twice")
		}
		out[series] = v
	}
	return out, nil
}

// readLabels reads {name="value",…} and returns what stands behind it.
func readLabels(s string) (map[string]string, string, error) {
	labels := map[string]string{}
	if !strings.HasPrefix(s, "{") {
		return labels, s, nil
	}
	s = s[1:]
	for {
		name := labelName.FindString(s)
		if name == "" || !strings.HasPrefix(s[len(name):], `="`) {
			return nil, "", fmt.Errorf("no label at %q", s)
		}
		if _, twice := labels[name]; twice {
			return nil, "", fmt.Errorf("label %s twice", name)
		}
		s = s[len(name)+2:]
		var value strings.Builder
		for closed := false; !closed; {
			if s == "" {
				return nil, "", fmt.Errorf("label %s has no end", name)
			}
			c := s[0]
			s = s[1:]
			switch {
			case c == '"':
				closed = true
			case c == '\\' && s != "" && strings.Contains(`\n"`, s[:1]):
				value.WriteString(map[byte]string{'\\': `\`, 'n': "\n", '"': `"`}[s[0]])
				s = s[1:]
			case c == '\\':
				return nil, "", fmt.Errorf("label %s has an unknown escape", name)
			default:
				value.WriteByte(c)
			}
		}
		labels[name] = value.String()
		switch {
		case strings.HasPrefix(s, "}"):
			return labels, s[1:], nil
		case !strings.HasPrefix(s, ","):
			return nil, "", fmt.Errorf("neither comma nor brace at %q", s)
		}
		s = s[1:]
	}
}

func TestCheckForPrometheus(t *testing.T) {
	checks(t, fourCertificates(), "kubeid check -o prometheus", func(r result) {
		got, err := readExposition(r.ends(2).silent().out)
		if err != nil {
			t.Fatalf("%v\n%s", err, r.out)
		}
		janeEnds := float64(start.Add(9*day + 5*time.Hour).Unix())
		for series, want := range map[string]float64{
			"kubeid_certificate_not_after_timestamp_secondsmap[context:dev entry:jane file:/home/jane/.kube/config fingerprint:X509SHA256=jane kind:client-certificate name:jane]":  janeEnds,
			"kubeid_certificate_not_before_timestamp_secondsmap[context:dev entry:jane file:/home/jane/.kube/config fingerprint:X509SHA256=jane kind:client-certificate name:jane]": janeEnds - 365*86400,
			"kubeid_credentialsmap[severity:urgent]": 1, "kubeid_credentialsmap[severity:soon]": 1, "kubeid_credentialsmap[severity:expired]": 0, "kubeid_credentialsmap[severity:endless]": 1,
			"kubeid_check_statusmap[]": 2, "kubeid_check_timestamp_secondsmap[]": float64(start.Unix()),
		} {
			if v, ok := got[series]; !ok || v != want {
				t.Errorf("%s is %v, %v; want %v", series, v, ok, want)
			}
		}
		if len(got) != 3+3+7+1+1 {
			t.Errorf("%d series:\n%s", len(got), r.out)
		}
	})
}

func TestMetricsOfHostileFilesAreStillMetrics(t *testing.T) {
	s := &looked{fake: hostileService(), found: map[string]model.Credential{}}
	nasty := "a\"b\\c\nd{e=\"f\"} 1\n" + hostile
	cert := until(nasty, 40*day)
	bearer := model.Token{Subject: text(nasty), Expires: start.Add(30 * day)}
	twin := bearer
	s.found[hostile] = model.Credential{Certificates: []model.Certificate{cert, until(nasty+"2", 50*day), cert}, Token: &bearer}
	s.found[hostile+"2"] = model.Credential{Token: &twin}
	checks(t, s, "kubeid check -o prometheus", func(r result) {
		got, err := readExposition(r.ends(3).out)
		if err != nil {
			t.Fatalf("%v\n%s", err, r.out)
		}
		if len(got) != 4+2+7+2 {
			t.Errorf("%d series:\n%s", len(got), r.out)
		}
	})
}

func TestACheckThatFailedIsAMetricAsWell(t *testing.T) {
	s := twoContexts()
	s.err = fmt.Errorf("disk on fire")
	checks(t, s, "kubeid check -o prometheus", func(r result) {
		got, err := readExposition(r.ends(3).says("disk on fire").out)
		if err != nil || got["kubeid_check_statusmap[]"] != 3 {
			t.Errorf("%v: %v\n%s", err, got, r.out)
		}
	})
}

func TestTheReaderOfMetricsIsStrict(t *testing.T) {
	head := "# HELP a b\n# TYPE a gauge\n"
	for _, bad := range []string{
		"a 1\n", head + "b 1\n", head + "a 1", head + "a 1\na 2\n", head + "a{b=\"c} 1\n", head + "a{b=\"\\x\"} 1\n", head + "a 1 2\n",
		head + "a{b=\"c\",b=\"d\"} 1\n", head + "a x\n", head + "a 1\n" + head, "# TYPE a gauge\na 1\n", head + "a{b=\"\xff\"} 1\n",
	} {
		if got, err := readExposition(bad); err == nil {
			t.Errorf("%q is read as %v", bad, got)
		}
	}
}
