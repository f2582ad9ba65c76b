package cluster

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"kubeid/model"
)

func TestNamespacesAreListedPageByPage(t *testing.T) {
	d := newDesk(t)
	d.caller.User.Token = "t"
	d.answers["/api/v1/namespaces"] = func(w http.ResponseWriter, q *http.Request) {
		if q.URL.Query().Get("limit") == "" || !strings.Contains(q.Header.Get("Accept"), "PartialObjectMetadataList") {
			t.Errorf("asked for %s %s", q.URL, q.Header.Get("Accept"))
		}
		if q.URL.Query().Get("continue") == "" {
			io.WriteString(w, `{"metadata":{"continue":"a&b"},"items":[{"metadata":{"name":"default"}}]}`)
			return
		}
		if q.URL.Query().Get("continue") != "a&b" {
			t.Errorf("asked to continue at %q", q.URL.Query().Get("continue"))
		}
		io.WriteString(w, `{"metadata":{},"items":[{"metadata":{"name":"web"}}]}`)
	}
	got, err := d.caller.Namespaces(t.Context(), model.Consent{})
	if err != nil || len(got) != 2 || got[0].Raw() != "default" || got[1].Raw() != "web" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestListingThatIsForbiddenIsToldApart(t *testing.T) {
	d := newDesk(t)
	d.caller.User.Token = "t"
	for code, want := range map[int]bool{403: true, 401: false, 500: false} {
		d.answers["/api/v1/namespaces"] = says(code, "no")
		_, err := d.caller.Namespaces(t.Context(), model.Consent{})
		if err == nil || errors.Is(err, model.ErrMayNotList) != want {
			t.Errorf("%d: %v", code, err)
		}
	}
}

func TestAServerThatNeverStopsListingIsLeft(t *testing.T) {
	d := newDesk(t)
	asked := 0
	d.answers["/api/v1/namespaces"] = func(w http.ResponseWriter, _ *http.Request) {
		asked++
		io.WriteString(w, `{"metadata":{"continue":"again"},"items":[]}`)
	}
	if _, err := d.caller.Namespaces(t.Context(), model.Consent{}); err != nil || asked != namespacePages {
		t.Errorf("asked %d times, %v", asked, err)
	}
}
