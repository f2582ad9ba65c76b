package ui

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"kubeid/model"
)

func TestRequestsAreAskedForOnlyAfterEnter(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		b.needs = asking()
		d := drive(t, b).press("6").sees("enter connects to prod-eu", "logs in as jane", "Nothing is sent before").wait(time.Hour)
		if len(b.watched)+len(b.granted) > 0 {
			t.Fatal("a server was asked because a screen was opened")
		}
		d.press("A").sees("Connect first: enter").press("enter").sees("May this be done?", "look at its requests").press("n").sees("enter connects to prod-eu")
		d.press("enter", "y").sees("FOR", "jane", "Pending", "3 waiting", "live")
		if len(b.watched) != 1 || b.watched[0].Name.Raw() != "prod-eu" {
			t.Errorf("watched %v", b.watched)
		}
		d.press("1", "6").sees("live") // it goes on behind other screens
	})
}

func TestThePluginThatWouldRunIsNamedBefore(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, answering()).press("6", "c").sees("Which cluster?").typing("staging").press("enter").sees("enter connects to staging", "as oidc, runs kubelogin")
		d.press("1", "G").press("6").sees("enter connects to staging") // not where the cursor of another list is
	})
}

func TestWhatPeopleAskForIsShownFirst(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, answering()).press("6", "enter").on("jane").lacks("system:node:n1").sees("1 hidden", "30d of 90d", "Approved,Issued", "Denied")
		d.press("v").sees("shown: waiting", "jane", "root").lacks("mallory").press("v").sees("shown: everything", "system:node:n1")
		d.press("esc").lacks("shown:").press("/").typing("mall").on("mallory").press("esc").sees("jane")
	})
}

func TestARequestIsShownInFull(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, answering()).press("6", "enter", "enter").sees("Nobody has approved or denied it yet", "asked by   boss", "X509SHA256=1fc2f684", "life       up to 90 days").lacks("FOR").press("G").sees("forgotten  in 23 hours")
		d.press("esc", "/").typing("ann").press("enter", "enter").sees("No controller signs it", "kube-controller-manager")
		d.press("esc", "esc", "/").typing("web").press("enter", "i").sees(`the signer will refuse the usage "server auth"`)
	})
}

func TestNothingIsDecidedOnAnUnverifiedServerUnlessThatIsTyped(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		b.needs = model.Consent{Unverified: "the kubeconfig does not verify the server (insecure-skip-tls-verify), so anybody may be it"}
		d := drive(t, b).press("6", "enter").press("A").sees("Change something on prod-eu?", "anybody may be it", "type insecure to go on").press("y", "enter").sees("It has to be exactly insecure").press("esc")
		d.press("A").typing("insecure").press("enter").sees("Approve kubeid-jane-x7k2m on prod-eu?")
		if len(b.decided) > 0 {
			t.Fatal("the word alone approved it")
		}
		d.press("y").sees("Approved kubeid-jane-x7k2m")
		d.press("D").typing("insecure").press("enter").sees("A denial stays").press("esc")
		if len(b.decided) != 1 || !b.decidedWith.Unsafely {
			t.Errorf("decided %v with %+v", b.decided, b.decidedWith)
		}
	})
}

func TestApprovingAsksAndSendsWhatWasShown(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		d := drive(t, b).press("6", "enter").press("A").sees("Approve kubeid-jane-x7k2m on prod-eu?", "an approval cannot", "jane in devs, payments, asked by boss")
		d.press("enter")
		if len(b.decided) > 0 {
			t.Fatal("enter was taken for a yes")
		}
		d.press("A", "y").sees("Approved kubeid-jane-x7k2m").on("root")
		if got := b.decided[0]; !got.Approve || got.Seen.UID != "u-kubeid-jane-x7k2m" || got.Seen.Version != "7" {
			t.Errorf("decided %+v", got)
		}
		d.press("/").typing("jane").press("enter").press("A").sees("is decided already, and that stays")
	})
}

func TestADangerousRequestIsTyped(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		d := drive(t, b).press("6", "enter", "/").typing("root").press("enter", "esc").press("A").sees("system:masters may do everything", "type system:masters to approve it")
		d.typing("yes").press("enter").sees("It has to be exactly system:masters")
		if len(b.decided) > 0 {
			t.Fatal("it was approved")
		}
		d.press("esc", "A").typing("system:masters").press("enter").sees("Approved kubeid-root")
	})
}

func TestDenyingNeedsAReason(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		d := drive(t, b).press("6", "enter").press("D").sees("Deny kubeid-jane-x7k2m on prod-eu").press("enter").sees("A reason is needed")
		d.typing("who is jane").press("enter").sees("Denied kubeid-jane-x7k2m")
		if got := b.decided[0]; got.Approve || got.Reason != "who is jane" {
			t.Errorf("decided %+v", got)
		}
	})
}

func TestSeveralAreDecidedAtOnce(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		d := drive(t, b).press("6", "enter", "m", "m").sees("2 marked").press("A").sees("One of the marked requests is dangerous")
		d.press("esc").lacks("2 marked").press("g", "m", "down", "m").press("A").sees("Approve 2 requests on prod-eu?", "jane in devs", "· jane in devs", "· web, asked by boss", "the signer will refuse").press("y").sees("Approved 2 requests")
		if len(b.decided) != 2 {
			t.Errorf("decided %v", b.decided)
		}
	})
}

func TestAChangeMeanwhileIsShown(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		b.decideErr = &model.Problem{Exit: model.ExitConflict, What: "request kubeid-jane-x7k2m has changed since it was shown", Todo: "look at it once more", Cause: fmt.Errorf("%w", model.ErrConflict)}
		drive(t, b).press("6", "enter", "A", "y").sees("has changed since it was shown")
	})
}

func TestRequestsAreLive(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		b.events = make(chan model.Event)
		d := drive(t, b).press("6", "enter").lacks("zoe")
		of := b.watched[0]
		b.events <- model.RequestSeen{Context: of, CSR: csr("kubeid-zoe", "zoe", time.Second, nil)}
		d.settle()
		d.sees("zoe", "4 waiting").on("jane")
		b.events <- model.RequestSeen{Context: of, CSR: csr("kubeid-zoe", "zoe", time.Second, nil), Gone: true}
		d.settle()
		d.lacks("zoe")
		b.events <- model.RequestsLost{Context: of, Err: errors.New("nobody listens there")}
		d.settle()
		d.sees("lost, asking again", "jane")
		b.events <- model.RequestsSeen{Requests: model.NewRequests(of, time.Now(), nil, false)}
		d.settle()
		d.sees("Nobody asks for anything here", "live")
		if d.press("c").typing("staging").press("enter").sees("enter connects to staging"); b.ended.Load() != 1 {
			t.Errorf("%d watches ended", b.ended.Load())
		}
	})
}

func TestWhoMayNotDecideIsToldWhy(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		b.may = []model.Verdict{{Right: model.DecidingRights(model.ClientSigner)[1]}}
		drive(t, b).press("6", "enter", "A").sees("You may not: you lack the right to approve").press("D").sees("You may not")
	})
}

func TestAServerThatDoesNotAnswerIsToldWhy(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		b.asksErr = &model.Problem{What: "https://10.2.0.1:6443: the server does not allow it: cannot list", Todo: "ask an administrator"}
		d := drive(t, b).press("6", "enter").sees("the server does not allow it: cannot list", "enter asks again")
		b.asksErr = nil
		d.press("enter").sees("live")
	})
}

func TestACertificateIsWrittenToAFile(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		d := drive(t, b).press("6", "enter", "o").sees("There is no certificate to write").press("/").typing("joe").press("enter", "esc")
		d.press("o").sees("Write the certificate of kubeid-joe", "~/joe.crt").press("enter").sees("Written to ~/joe.crt")
		if len(b.saved) != 1 || b.saved[0] != "kubeid-joe ~/joe.crt" {
			t.Errorf("saved %v", b.saved)
		}
		d.press("y").sees("Copy of kubeid-joe", "kubectl --context=prod-eu get csr kubeid-joe -o yaml", "X509SHA256=77ab")
	})
}
