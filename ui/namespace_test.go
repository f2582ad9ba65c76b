package ui

import (
	"testing"

	"kubeid/model"
)

func TestANamespaceIsChosenFromThoseInUse(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		drive(t, b).press("n").sees("Namespace of prod-eu", "payments", "now", "web", "ci", "none").
			typing("we").press("enter").sees("prod-eu is in namespace web now · u undo", "kubeid  prod-eu / web").
			press("u").sees("kubeid  prod-eu / payments").
			press("n").typing("none").press("enter").sees("prod-eu has no namespace of its own now", "kubeid  prod-eu / default").
			press("down", "n").sees("Namespace of prod-us").press("esc").lacks("Namespace of")
		want := model.Ref{File: "/home/jane/.kube/config", Kind: model.ContextKind, Name: text("prod-eu")}
		if got := b.applied[0].(model.SetNamespace).Context; got != want {
			t.Errorf("set for %v", got)
		}
	})
}

func TestANamespaceIsTyped(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		d := drive(t, b).press("n").typing("team-42").sees("team-42", "as typed").press("enter").sees("prod-eu is in namespace team-42 now")
		d.press("n").typing("No_Good").press("enter").sees("at most 63 of a-z, 0-9 and -", "Namespace of prod-eu")
		if len(b.applied) != 1 {
			t.Errorf("wrote %v", b.applied)
		}
		d.press("ctrl+u").typing("web").press("enter").sees("is in namespace web now")
	})
}

func TestANamespaceOfAShadowedContextSaysThatItChangesNothing(t *testing.T) {
	robot(t, func(t *testing.T) {
		drive(t, newFake(sample())).press("G", "n").sees("kubectl uses the staging of ~/.kube/config:26")
	})
}

func TestOnlyAContextHasANamespace(t *testing.T) {
	robot(t, func(t *testing.T) {
		drive(t, newFake(sample())).press("2", "n").sees("Only a context has a namespace; 1 shows them").
			press("3", "n").sees("Only a context has a namespace")
	})
}
