package cluster

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestAListComesPageByPage(t *testing.T) {
	expired := false
	a, _, _ := apiOf(t, true, func(w http.ResponseWriter, q *http.Request) {
		v := q.URL.Query()
		if v.Get("limit") != "2" || v.Get("labelSelector") != "a=b" || v.Get("fieldSelector") != "type=x" || !strings.Contains(q.Header.Get("Accept"), "PartialObjectMetadataList") {
			t.Errorf("asked for %s %s", q.URL, q.Header.Get("Accept"))
		}
		switch v.Get("continue") {
		case "":
			io.WriteString(w, `{"metadata":{"continue":"on","remainingItemCount":1},"items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]}`)
		case "on":
			if !expired {
				expired = true
				w.WriteHeader(http.StatusGone)
				io.WriteString(w, `{"kind":"Status","reason":"Expired","message":"the list has expired"}`)
				return
			}
			io.WriteString(w, `{"metadata":{"resourceVersion":"9"},"items":[{"metadata":{"name":"c"}}]}`)
		}
	})
	var told []string
	l, err := List[thing](t.Context(), a, Secrets, ListOptions{Labels: "a=b", Fields: "type=x", Metadata: true, Page: 2, Progress: func(have int, toCome *int64) {
		s := fmt.Sprint(have)
		if toCome != nil {
			s += fmt.Sprintf(" of %d", int64(have)+*toCome)
		}
		told = append(told, s)
	}})
	if err != nil || len(l.Items) != 3 || l.Items[2].Metadata.Name != "c" || l.Version != "9" || l.More {
		t.Errorf("%+v, %v", l, err)
	}
	if got := strings.Join(told, ", "); got != "2 of 3, 2 of 3, 3" {
		t.Errorf("told %s", got)
	}
}

func TestAListWithoutEndIsLeft(t *testing.T) {
	asked := 0
	a, _, _ := apiOf(t, true, func(w http.ResponseWriter, _ *http.Request) {
		asked++
		io.WriteString(w, `{"metadata":{"continue":"again"},"items":[{}]}`)
	})
	l, err := List[thing](t.Context(), a, Pods, ListOptions{})
	if err != nil || !l.More || asked != listPages {
		t.Errorf("asked %d times, more %v, %v", asked, l.More, err)
	}
	l, err = List[thing](t.Context(), a, Pods, ListOptions{Most: 5})
	if err != nil || !l.More || len(l.Items) != 5 {
		t.Errorf("%d items, more %v, %v", len(l.Items), l.More, err)
	}
}
