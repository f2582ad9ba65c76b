package apiserver

import (
	"bufio"
	"fmt"
	"net/http"
	"testing"
	"time"
)

func TestListsComeInPages(t *testing.T) {
	l := start(t)
	admin := l.admin()
	for i := range 25 {
		admin.ask("POST", "/api/v1/namespaces/default/secrets", object{"metadata": object{"name": fmt.Sprintf("s%02d", i), "labels": object{"odd": fmt.Sprint(i % 2)}}}).is(201)
	}
	var names []string
	for next := ""; ; {
		got := admin.ask("GET", "/api/v1/secrets?limit=10&continue="+next, nil).is(200)
		for _, o := range got.list("items") {
			names = append(names, o.name())
		}
		if next = got.text("metadata", "continue"); next == "" {
			break
		}
		if n, _ := got.number("metadata", "remainingItemCount"); n+int64(len(names)) != 25 {
			t.Errorf("%d remain after %d", n, len(names))
		}
	}
	if len(names) != 25 || names[24] != "s24" {
		t.Errorf("got %q", names)
	}
	if got := admin.ask("GET", "/api/v1/secrets?labelSelector=odd%3D1", nil).is(200); len(got.list("items")) != 12 {
		t.Errorf("odd are %d", len(got.list("items")))
	}
	if got := admin.ask("GET", "/api/v1/secrets?fieldSelector=metadata.name%3Ds03", nil).is(200); len(got.list("items")) != 1 {
		t.Errorf("named s03 are %d", len(got.list("items")))
	}
	admin.ask("GET", "/api/v1/secrets?continue=nonsense", nil).is(400, "continue key is not valid")
	admin.head.Set("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json")
	admin.ask("GET", "/api/v1/secrets?limit=1", nil).is(200, `"kind":"Table"`, `"cells":["s00","Opaque",0,`)
	admin.head.Set("Accept", "application/vnd.kubernetes.protobuf")
	admin.ask("GET", "/api/v1/secrets", nil).is(406)
}

func TestAWatchTellsWhatHappens(t *testing.T) {
	l := start(t)
	admin := l.admin()
	first := admin.ask("GET", "/api/v1/namespaces/default/secrets", nil).is(200)
	r, err := http.NewRequestWithContext(t.Context(), "GET", l.URL()+"/api/v1/namespaces/default/secrets?watch=1&labelSelector=mine&resourceVersion="+first.text("metadata", "resourceVersion"), nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := admin.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	events := make(chan string, 10)
	go func() {
		for lines := bufio.NewScanner(got.Body); lines.Scan(); {
			e, _ := decodeObject(lines.Bytes())
			events <- e.text("type") + " " + e.text("object", "metadata", "name")
		}
		close(events)
	}()
	const all = "/api/v1/namespaces/default/secrets"
	admin.ask("POST", all, object{"metadata": object{"name": "other"}}).is(201)
	admin.ask("POST", all, object{"metadata": object{"name": "a", "labels": object{"mine": "yes"}}}).is(201)
	admin.ask("PATCH", mergePatch+" "+all+"/a", object{"data": object{"k": "dg=="}}).is(200)
	admin.ask("PATCH", mergePatch+" "+all+"/a", object{"metadata": object{"labels": nil}}).is(200)
	admin.ask("PATCH", mergePatch+" "+all+"/other", object{"metadata": object{"labels": object{"mine": "yes"}}}).is(200)
	admin.ask("DELETE", all+"/other", nil).is(200)
	for _, want := range []string{"ADDED a", "MODIFIED a", "DELETED a", "ADDED other", "DELETED other"} {
		select {
		case got := <-events:
			if got != want {
				t.Fatalf("got %q, want %q", got, want)
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("nothing came, want %q", want)
		}
	}
	l.Close()
	if _, open := <-events; open {
		t.Error("the watch goes on without a server")
	}
}

func TestAWatchThatIsFarBehindIsTold(t *testing.T) {
	l := start(t)
	admin := l.admin()
	l.mu.Lock()
	for range 3 * historySize {
		o := l.store.get(accounts, "default", "default").clone()
		l.store.put(accounts, o)
	}
	l.mu.Unlock()
	admin.ask("GET", "/api/v1/secrets?watch=1&resourceVersion=2", nil).is(200, `"code":410`)
}
