package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"kubeid/model"
)

func TestAccountsAreAskedForOnlyAfterEnter(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		b.needs = asking()
		d := drive(t, b).press("5").sees("enter connects to prod-eu and lists its ServiceAccounts", "logs in as jane", "Nothing is sent before").wait(time.Hour)
		if len(b.listedIn)+len(b.granted) > 0 {
			t.Fatal("a server was asked because a screen was opened")
		}
		d.press("t").sees("Connect first: enter").press("enter").sees("May this be done?", "list its ServiceAccounts").press("y")
		d.sees("robot", "payments", "3 without end", "all namespaces", "3 token Secrets without an end")
		d.press("c").typing("staging").press("enter").sees("enter connects to staging")
	})
}

func TestWhoMayNotListAllGetsTheContextsNamespace(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		b.noAll, b.noTokens = true, true
		d := drive(t, b).press("5", "enter").sees("only payments, all may not be", "api", "unknown", "tokens unknown").lacks("robot")
		d.press("n").sees("Which namespace?").typing("ci").press("enter").sees("robot").lacks("all may not be")
		if got := strings.Join(b.listedIn, ", "); got != "prod-eu , prod-eu payments, prod-eu ci" {
			t.Errorf("listed %s", got)
		}
		d.press("v", "v").sees("could not be listed; v shows the accounts")
	})
}

func TestAServerThatRefusesAccountsIsToldWhy(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		b.accountsErr = &model.Problem{What: "https://10.2.0.1:6443: nobody listens there", Todo: "look whether it runs"}
		d := drive(t, b).press("5", "enter").sees("nobody listens there", "enter asks again")
		b.accountsErr = nil
		d.press("enter").sees("robot")
	})
}

func TestTheHygieneTableShowsWhatHasNoEnd(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, answering()).press("5", "enter", "v").sees("robot").lacks("payments  ").press("v")
		d.on("robot-token").sees("LAST USED", "1999-12-30", "refused in 65d", "deleted in 265d", "never")
		d.press("b").sees("Who can read the Secret ci/robot-token?", "group devs", "read it").press("esc").on("robot-token")
	})
}

func TestAnAccountIsShownInFull(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		b.pods = []model.Running{{Name: text("robot-0"), Node: text("n1")}}
		d := driveIn(t, b, 100, 40, Options{}).press("5", "enter", "/").typing("robot").press("enter", "enter").sees("ServiceAccount ci/robot", "robot-0", "RoleBinding ci/robot-reads", "eks.amazonaws.com", "What next", "revoke robot-token")
		d.press("down", "down", "enter").sees("What ci/robot may do", "In ci", "get, list", "RBAC")
	})
}

func TestWhoCanBecomeSaysHow(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, answering()).press("5", "enter", "/").typing("robot").press("enter", "b")
		d.sees("can now, by 4 roles and 5 bindings", "This is what RBAC says", "group system:masters", "may do everything", "user jane", "ask for a token of it", "debuggers")
		d.press("/").typing("jane").press("enter").press("enter").sees("create serviceaccounts/token robot in ci", "RoleBinding ci/jane-mints", "Role minter")
		d.press("esc").sees("user jane").press("esc").sees("debuggers").press("v").lacks("debuggers").press("v").lacks("group system:masters").sees("group devs")
		d.press("esc").sees("all namespaces")
	})
}

func TestATokenIsMadeAndHandedOver(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		d := driveIn(t, b, 100, 40, Options{}).press("5", "enter", "/").typing("robot").press("enter", "t").sees("Token of ci/robot", "with an end", "8 hours")
		d.press("enter", "enter", "enter", "enter", "enter", "enter").sees("Where to, and what is done", "system:serviceaccount:ci:robot", "/state/handover/ci-robot.kubeconfig", "for up to 8 hours")
		if len(b.minted) > 0 {
			t.Fatal("a token was made before the button")
		}
		d.press("enter").sees("The token of ci/robot logs in", "granted only 2 hours", "shortened to 7200", "Logged in, with exactly this credential", "robot-anchor-x7k2p1").lacks(secretToken)
		if w := b.minted[0]; !w.Anchored || w.Life != 8*time.Hour || w.Account.String() != "ci/robot" || !w.Out.Handover {
			t.Errorf("made %+v", w)
		}
		d.press("enter").sees("••••••••", "signed by a key of this cluster", "Everything that it needs is there").lacks(secretToken)
		d.press("enter", "enter").lacks(secretToken).sees("v shows the token")
		d.press("v").sees(secretToken).wait(19 * time.Second).sees(secretToken).wait(2 * time.Second).lacks(secretToken)
		d.press("v").sees(secretToken).press("v").lacks(secretToken)
	})
}

func TestATokenIsCopiedOnlyWhenAsked(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		d := driveIn(t, b, 100, 40, Options{}).press("5", "enter", "/").typing("robot").press("enter", "t").press("enter", "enter", "enter", "enter", "enter", "enter")
		d.press("up", "up", "up", "left").sees("no file").press("enter", "enter", "enter", "enter").sees("copy the token")
		if d.clipboard != "" {
			t.Fatal("it was copied without being asked")
		}
		d.press("down", "enter").sees("Asked the terminal to copy the token").lacks(secretToken)
		if d.clipboard != secretToken {
			t.Errorf("the clipboard holds %q", d.clipboard)
		}
	})
}

func TestATokenWithoutAnEndSaysWhoReadsIt(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		d := driveIn(t, b, 100, 40, Options{}).press("5", "enter", "/").typing("robot").press("enter", "t").press("right").sees("everybody who can read its Secret is this account")
		d.press("enter", "enter", "enter").sees("group devs", "is this account:").press("enter").sees("logs in")
		if b.minted[0].By != model.BySecret {
			t.Errorf("made %+v", b.minted[0])
		}
	})
}

func TestATokenIsTakenFromASecretThatIsThere(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		d := driveIn(t, b, 100, 40, Options{}).press("5", "enter", "/").typing("robot").press("enter", "t").press("right", "right").sees("its Secret")
		d.press("down", "ctrl+u", "enter").sees("the name of the Secret").typing("robot-token").press("enter", "enter", "enter", "enter").sees("logs in")
		if w := b.minted[0]; w.By != model.FromSecret || w.Secret != "robot-token" {
			t.Errorf("made %+v", w)
		}
	})
}

func TestWhatStandsInTheWayOfATokenIsSaid(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		b.mayToken = []model.Verdict{{Right: model.Right{Verb: "create", Resource: "serviceaccounts", Sub: "token", Namespace: "ci", Name: "robot"}}}
		d := driveIn(t, b, 100, 40, Options{}).press("5", "enter", "/").typing("robot").press("enter", "t").press("enter", "enter", "enter", "enter", "enter", "enter")
		d.sees("You may not create serviceaccounts/token robot in ci").press("enter", "enter")
		if len(b.minted) > 0 {
			t.Fatal("it was begun all the same")
		}
		d.press("esc", "esc", "t").sees("Token of ci/robot")
	})
}

func TestANewAccountIsMadeWithItsToken(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		d := driveIn(t, b, 100, 40, Options{}).press("5", "enter", "a").sees("New ServiceAccount").press("enter").typing("Bad_").press("enter").sees("Small letters")
		d.press("ctrl+u").typing("builder").press("enter", "enter", "enter", "enter", "enter", "enter", "enter").sees("system:serviceaccount:payments:builder").press("enter").sees("logs in")
		if w := b.minted[0]; !w.Create || w.Account.String() != "payments/builder" {
			t.Errorf("made %+v", w)
		}
	})
}

func TestARevocationIsTyped(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		d := driveIn(t, b, 100, 40, Options{}).press("5", "enter", "x").sees("A token is revoked by its Secret").press("v", "v", "x").sees("What stops working", "the pod web-0", "u does not take it back")
		d.press("enter", "enter")
		if len(b.revoked) > 0 {
			t.Fatal("it was revoked without being typed")
		}
		d.typing("robot-token").press("enter", "enter").sees("has refused the token since 9.0 s")
		if len(b.revoked) != 1 || b.revoked[0].String() != "ci/robot-token" {
			t.Errorf("revoked %v", b.revoked)
		}
	})
}

func TestThousandsOfAccountsAreNoLoad(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		b.robots = nil
		for i := range 10_000 {
			b.robots = append(b.robots, model.ServiceAccount{Account: model.Account{Namespace: text(fmt.Sprintf("ns-%d", i%100)), Name: text(fmt.Sprintf("account-%d", i))}})
		}
		d := drive(t, b).press("5", "enter").sees("account-0")
		began := time.Now()
		d.press("/").typing("account-9999").on("account-9999").press("esc").press("G")
		if took := time.Since(began); took > 0 {
			t.Errorf("it slept for %v", took)
		}
	})
}
