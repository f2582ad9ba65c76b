package kube

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"kubeid/model"
	"kubeid/testdata/cluster"
)

// next waits for something that a watch tells.
func next[E model.Event](t *testing.T, told <-chan model.Event, is func(E) bool) E {
	t.Helper()
	late := time.After(30 * time.Second)
	for {
		select {
		case e := <-told:
			if e, ok := e.(E); ok && is(e) {
				return e
			}
		case <-late:
			t.Fatalf("no %T came", *new(E))
		}
	}
}

func TestRealRequestsAreSeenLive(t *testing.T) {
	c := cluster.Own(t, cluster.Options{})
	t.Setenv("KUBERC", "off")
	h, of := realHome(t, c.Admin())
	s := h.service()
	ctx, cancel := context.WithCancel(t.Context())
	told, ended := make(chan model.Event, 100), make(chan error, 1)
	go func() { ended <- s.WatchRequests(ctx, of, model.Consent{}, func(e model.Event) { told <- e }) }()
	first := next(t, told, func(model.RequestsSeen) bool { return true })
	if len(first.List) != 0 || first.View.Version.Raw() != "v"+cluster.Version || len(first.View.Clients) != 1 || len(first.May) != 2 || !first.May[0].Allowed || !first.May[1].Allowed {
		t.Errorf("seen %+v", first)
	}
	dir := t.TempDir()
	ask := func(name string) model.CSR {
		t.Helper()
		c.Request(t, name, "jane", filepath.Join(dir, name+".key"), filepath.Join(dir, name+".csr"))
		return next(t, told, func(e model.RequestSeen) bool { return e.CSR.Name.Raw() == name }).CSR
	}
	seen := ask("one")
	if seen.State() != "Pending" || seen.Body.Login.User.Raw() != "jane" || seen.By.User.Raw() != "admin" {
		t.Errorf("seen %+v", seen)
	}
	now, err := s.Decide(t.Context(), of, model.Consent{}, model.Decision{Seen: seen, Approve: true})
	if err != nil || now.Pending() {
		t.Fatalf("%s, %v", now.State(), err)
	}
	issued := next(t, told, func(e model.RequestSeen) bool { return e.CSR.State() == "Approved,Issued" }).CSR
	if issued.Certificate.OtherKey || issued.Certificate.Renamed {
		t.Errorf("issued %+v", issued.Certificate)
	}
	if _, err := s.Decide(t.Context(), of, model.Consent{}, model.Decision{Seen: seen, Approve: true}); !errors.Is(err, model.ErrConflict) {
		t.Errorf("approved twice: %v", err)
	}
	c.StopAPI()
	next(t, told, func(model.RequestsLost) bool { return true })
	if err := c.StartAPI(); err != nil {
		t.Fatal(err)
	}
	next(t, told, func(e model.RequestsSeen) bool { return len(e.List) == 1 })
	ask("two")
	if _, complaints, err := c.Kubectl(t, c.Admin(), "", "delete", "csr", "two"); err != nil {
		t.Fatal(complaints)
	}
	next(t, told, func(e model.RequestSeen) bool { return e.Gone && e.CSR.Name.Raw() == "two" })
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("it ends with %v", err)
	}
	if len(s.connections) != 0 {
		t.Errorf("%d connections stay open", len(s.connections))
	}
}
