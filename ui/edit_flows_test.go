package ui

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// facts are what a backend was asked to write, in words.
func (f *fakeBackend) wrote() (out []string) {
	for _, c := range f.applied {
		out = append(out, c.Fact())
	}
	return out
}

func TestRenameFollowsTheRowThereAndBack(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, newFake(sample())).press("r").sees("Rename context prod-eu", "prod-eu▏", "rename it")
		d.press("enter").sees("✗ This is its name already").press("ctrl+u").sees("✗ A name is needed").typing("prod-us").sees("✗ The context of ~/.kube/config:20 has this name")
		d.press("ctrl+u").typing("zebra").sees("✓ The name is free").press("enter").on("zebra").sees("context prod-eu is named zebra now · u undo", "* zebra").lacks("Rename")
		d.press("u").on("prod-eu").sees("undone: context prod-eu is named zebra now · ctrl+r redo").press("ctrl+r").on("zebra").sees("done again")
	})
}

func TestRenameOfAClusterSaysWhatFollows(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, newFake(sample())).press("2", "/").typing("stg").press("enter", "esc", "r").sees("Rename cluster stg", "Whatever refers to it follows: 2 contexts")
		d.press("ctrl+u").typing("staging").press("enter").on("staging").press("1").sees("oidc")
	})
}

func TestARenameThatIsNotSentIsKept(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		d := drive(t, b).press("r").typing("-x").press("esc").lacks("Rename context").press("r").sees("prod-eu-x▏")
		b.err = &model.Problem{What: "the disk is full", Todo: "make room"}
		d.press("enter").sees("✗ The disk is full. Make room", "prod-eu-x▏")
		b.err = nil
		d.press("enter").on("prod-eu-x")
	})
}

func TestMarkedRowsAreRenamedByTemplate(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		d := drive(t, b).press("g", "m", "m", "r").sees("Rename 2 contexts", "{name} {last}", "checkout-prod →")
		d.press("enter").sees("Rename 2 contexts", "✗ All keep their names").press("ctrl+u").typing("xx").sees("cluster/checkout-test: Another")
		d.press("ctrl+u").typing("{last}").sees("✓ 2 contexts with a new name", "→ checkout-prod", "→ checkout-test").press("enter").lacks("Rename 2")
		d.sees("checkout-prod", "u undo", "●").press("u").lacks("is named checkout-test now · u")
		if got := strings.Join(b.wrote(), "; "); !strings.Contains(got, "and 1 more") {
			t.Errorf("wrote %q", got)
		}
	})
}

func TestDeleteOfAContextHappensAtOnceAndOffersWhatIsLeftOver(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		d := driveIn(t, b, 120, 36, Options{}).press("/").typing("prod-us").press("esc").on("prod-us").press("x")
		d.sees("Left over", "This will be gone: cluster \"prod-us-1\"", "No context uses this any more", "n no (enter)").press("enter")
		d.on("staging").lacks("Left over").sees("Contexts 10").sees("context prod-us is deleted · u undo")
		d.press("u").on("prod-us").sees("undone")
		d.press("/").typing("prod-us").press("esc", "x", "y").sees("cluster prod-us-1 is deleted").press("2").sees("Clusters 5")
	})
}

func TestDeleteOfACredentialAsksFirst(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		d := drive(t, b).press("3", "/").typing("half").press("esc", "x")
		d.sees("This will be gone: user \"half\", a client certificate with", "Delete user half?", "y yes, delete it   n no (enter)   d what would be written")
		for _, no := range []string{"enter", "n", "esc", "q"} {
			if d.press(no).lacks("Delete user"); len(b.applied) > 0 {
				t.Fatalf("%s was taken for a yes", no)
			}
			d.press("x")
		}
		d.press("d").sees("- users[half]: half", "~/.kube/config:14").press("d").lacks("users[half]").press("y").sees("user half is deleted · u undo")
	})
}

func TestMarkedRowsAreDeletedAsOne(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		d := driveIn(t, b, 120, 36, Options{}).press("3", "g", "m", "m", "m", "x")
		d.sees("Delete user", "Delete").press("y").sees("Users 7", "are deleted · u undo").press("u").sees("undone")
		if len(b.applied) != 1+1 {
			t.Errorf("wrote %q", b.wrote())
		}
	})
}

func TestTheNamespaceOfMarkedContextsIsSetAtOnce(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		d := drive(t, b).press("G", "m", "up", "up", "m", "n").sees("Namespace of 2 contexts").typing("shop").press("enter").sees("is in namespace shop now, and 1 more · u undo")
		d.press("n", "end", "enter").sees("has no namespace of its own now, and 1 more")
	})
}

func TestANewContextIsMadeOfAClusterAndAUser(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		d := drive(t, b).press("a").sees("copy of prod-eu", "context", "import").typing("from a").press("enter")
		d.sees("New context", "‹ prod-eu-1 ›", "https://10.2.0.1:6443").press("space").typing("stg").press("enter").sees("‹ stg ›")
		d.press("down").sees("‹ jane ›", "certificate").press("down").typing("we").sees("tab web").press("tab", "down").sees("stg▏", "✓ The name is free")
		d.press("esc").sees("kept until the program ends").press("a").typing("from a").press("enter").sees("stg", "web")
		d.press("down", "down", "down", "down").sees("▸ [ Make it ]").press("ctrl+d").sees("+ contexts: new", "Make context stg of cluster stg and user jane?").press("n").sees("[ Make it ]")
		d.press("enter").on("stg").sees("there is a context stg now · u undo").lacks("New context")
		if c := b.applied[0].(model.NewContext); c.Cluster.Name != text("stg") || c.Namespace != text("web") {
			t.Errorf("made %+v", c)
		}
	})
}

func TestACopyOfAContextIsSelected(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := driveIn(t, newFake(sample()), 120, 36, Options{}).press("a", "down", "enter").sees("Copy of context prod-eu", "prod-eu-copy▏").press("enter").on("prod-eu-copy").sees("context prod-eu is copied to prod-eu-copy · u undo")
		d.press("u").sees("undone", "Contexts 11")
	})
}

func TestAClusterIsChangedFieldByField(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		d := drive(t, b).press("2", "/").typing("prod-us").press("esc", "e").sees("Cluster prod-us-1", "https://10.3.0.1:6443▏", "Nothing is changed yet")
		d.press("enter", "enter", "enter", "enter", "enter").sees("▸ [ Change it ]").press("up", "up", "up", "up").sees("▸ server")
		d.press("ctrl+u").sees("✗ A server is needed").typing("http://x").sees("△ Nothing is encrypted: whatever is sent can be read").press("ctrl+u").typing("https://h:99999").sees("✗ ", "with a port from 1").press("ctrl+u").typing("https://10.3.0.2:6443").lacks("Nothing is changed")
		d.press("down").sees("the file /etc/kube/ca.crt").press("right").sees("‹ certificates that are pasted ›").press("down").send(tea.PasteMsg{Content: "nonsense"}).sees("✗ ")
		d.press("up", "right").sees("a file, by its path").press("down").typing("~/n").sees("tab ~/new.yaml").press("tab").sees("~/new")
		d.press("up", "right").sees("authorities of this computer").press("down").sees("api.prod-us.example").press("ctrl+u").typing("https://p").sees("✗ ", "such as kube.example.com").press("ctrl+u", "down").typing("socks4://p:1").sees("✗ ", "socks5://HOST:PORT").press("ctrl+u").typing("socks5://p:1").sees("△ Everything to this cluster")
		d.press("down", "enter").sees("cluster prod-us-1", "tls-server-name, proxy-url · u undo").lacks("Change it")
		c := b.applied[0].(model.SetCluster)
		if c.Server.Raw() != "https://10.3.0.2:6443" || c.CA == nil || !c.TLSServerName.Empty() || c.ProxyURL.Raw() != "socks5://p:1" {
			t.Errorf("asked for %+v", c)
		}
		d.press("1", "e").sees("2 shows them")
	})
}

func TestAPasswordInAnAddressIsMasked(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, newFake(sample())).press("2", "/").typing("stg").press("esc", "e").lacks("hunter2").press("down", "down", "down").sees("It holds a password").lacks("hunter2")
		d.press("backspace").lacks("hunter").clean(80, 24, "masked")
	})
}

func TestAnImportIsSeenBeforeItIsTakenIn(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := importing()
		d := drive(t, b).press("+").sees("Import", "tab new.yaml · news/ · config").press("enter").sees("✗ A path is needed").typing("~/ne").press("tab", "tab").sees("~/new.yaml▏").press("enter")
		d.sees("~/new.yaml: 1 added, 1 added under another name, 1 here already", "is added as prod-eu-2", "is there already", "Look at this before you agree", "user eve runs /tmp/evil get-token", "▸ [ Import it ]")
		d.press("esc").sees("~/new.yaml▏").press("enter").sees("▸ [ Import it ]")
		d.press("pgup").sees("context prod-eu")
		d.press("up", "up", "up", "up").sees("▸ context prod-eu", "Another context has the name here").press("right").sees("‹ is left out ›", "means the one that is here", "1 left out")
		d.press("right").sees("‹ replaces the one here ›", "△ The context prod-eu that is here now will be gone", "1 replacing")
		d.press("right").sees("‹ is added under another name ›").press("down").sees("its name here", "prod-eu-2▏").press("ctrl+u").typing("prod-us").sees("has this name").press("ctrl+u").typing("theirs").sees("✓ The name is free")
		d.press("up", "left", "down", "down", "down", "down", "down").sees("▸ [ Import it ]").press("enter")
		d.sees("This will be gone: context \"prod-eu\"", "User \"eve\" runs /tmp/evil get-token", "Import ~/new.yaml?", "n no (enter)").press("enter").sees("▸ [ Import it ]")
		d.press("enter", "y").sees("~/new.yaml is imported · u undo", "imported").lacks("Import it", "> ")
		c := b.applied[0].(model.Import)
		if len(c.Choices) != 1 || c.Choices[0].Act != model.Overwrite {
			t.Errorf("chose %+v", c.Choices)
		}
		d.press("+").lacks("new.yaml▏")
	})
}

func TestAKubeconfigCanBePastedAndIsNotShown(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := importing()
		b.dangers = nil
		d := drive(t, b).press("+").send(tea.PasteMsg{Content: "apiVersion: v1\ntoken: hunter2\n"}).sees("a kubeconfig was pasted, 2 lines").lacks("hunter2").press("enter").sees("what was pasted: 1 added")
		d.press("enter").sees("what was pasted is imported")
		if got := string(b.applied[0].(model.Import).Data.Reveal()); !strings.Contains(got, "token: hunter2") {
			t.Errorf("imported %q", got)
		}
	})
}

func TestWhatCannotBeImportedIsSaid(t *testing.T) {
	robot(t, func(t *testing.T) {
		drive(t, importing()).press("+").typing("~/x").press("enter").sees("✗ There is no file \"~/x\". Check the path", "enter back to its path").lacks("ctrl+d").press("enter").sees("~/x▏").press("esc").lacks("> ")
		b := importing()
		b.arriving, b.dangers = nil, nil
		d := drive(t, b).press("+").typing("~/new.yaml").press("enter")
		d.sees("[ Import it ]")
	})
}

func TestContextsAreExported(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		d := drive(t, b).press("o").sees("Export prod-eu", "~/prod-eu.kubeconfig▏", "whoever has it can log in").press("down", "space").sees("puts in his own").press("esc").sees("kept until")
		d.press("o").sees("puts in his own").press("down", "down", "enter").sees("context prod-eu exported to ~/prod-eu.kubeconfig").lacks("u undo")
		if c := b.applied[0].(model.Export); !c.Redacted {
			t.Error("exported with credentials")
		}
		d.press("m", "m", "o").sees("Export 2 contexts").press("esc").press("2", "o").sees("1 shows them")
	})
}

func TestTheJournalTakesBackWhatIsChosen(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		d := drive(t, b).press("U").sees("Nothing was written yet").press("enter").sees("Nothing was written yet; esc goes back").press("esc")
		d.press("r").typing("-x").press("enter").press("a", "down", "enter", "enter").wait(time.Minute).wait(time.Minute).wait(time.Minute).press("U")
		d.sees("─ Journal ─", "1 of 2, the newest first", "▸ 2m ago", "context prod-eu-x is copied", "context prod-eu is named prod-eu-x now")
		d.press("down", "enter").sees("Take this back: context prod-eu is named", "what was written", "y yes, take it back").press("n").press("enter", "y").sees("undone", "taken back")
		d.press("enter").sees("Do this again: context prod-eu", "y yes, do it again").press("y").sees("done again").lacks("taken back").press("G", "g", "pgdown", "up", "esc").lacks("Journal")
	})
}

func TestRedoSaysWhenThereIsNothing(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, newFake(sample())).press("ctrl+r").sees("There is nothing to do again")
		d.press("down", "enter", "down", "enter", "u", "u").sees("undone: now on prod-us · ctrl+r redo").press("ctrl+r", "ctrl+r").sees("done again: now on staging").press("ctrl+r").sees("There is nothing to do again")
	})
}

func TestAFailedWishIsSaidInTheForm(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		d := drive(t, b).press("a").typing("from a").press("enter")
		b.err = errors.New("locked by kubectl")
		d.press("down", "down", "down", "down", "enter").sees("✗ Locked by kubectl", "▸ [ Make it ]")
		b.err = nil
		d.press("enter").sees("there is a context")
	})
}

// TestSeveralContextsAreNotDeletedWithoutAQuestion: one goes at once, since u brings it
// back; what was marked may be out of sight.
func TestSeveralContextsAreNotDeletedWithoutAQuestion(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := newFake(sample())
		d := driveIn(t, b, 120, 36, Options{}).press("g", "m", "m", "x").sees("This will be gone: ", "delete all 2").press("esc").sees("2 marked")
		if len(b.applied) != 0 {
			t.Errorf("done without a yes: %v", b.applied)
		}
		if d.press("x", "y"); len(b.applied) != 1 {
			t.Errorf("done after the yes: %v", b.applied)
		}
	})
}

func TestAllRowsOfTheListAreMarkedAndUnmarked(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := driveIn(t, newFake(sample()), 120, 36, Options{}).press("/").typing("prod").press("tab", "tab", "M").sees("5 marked", "rename · x delete").press("r").sees("Rename 5 contexts").press("esc")
		d.press("M").lacks("marked").press("M", "m").sees("4 marked").press("esc", "esc").lacks("marked")
		d.press("M").sees("11 marked").press("3", "M").sees("10 marked").press("2", "M").sees("6 marked", "r rename · x delete · esc unmark")
	})
}
