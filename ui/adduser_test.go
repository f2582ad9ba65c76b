package ui

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

// adding opens the form for the current context, prod-eu, in which the namespace is payments.
func adding(t *testing.T, f *fakeBackend, w, h int) *driver {
	d := driveIn(t, f, w, h, Options{})
	env := d.app.(App).env(d.app.(App).top())
	return d.send(pushMsg{newAddUser(env, env.Book.current(model.ContextKind))})
}

func TestEnterOnEveryDefaultAddsAUser(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := newFake(sample())
		d := adding(t, f, 80, 24).golden("add-user-who-80x24").sees("Add a user · Who and where · page 1 of 3", "name", "What the cluster calls them").typing("jane")
		pressed := 0
		enter := func(n int) *driver {
			pressed += n
			for range n {
				d.press("enter")
			}
			return d
		}
		enter(4).sees("May do · page 2 of 3", "‹ view ›", "Look at most things").golden("add-user-may-80x24")
		enter(4).sees("Review · page 3 of 3", "the cluster signs", "90 days").golden("add-user-review-80x24")
		enter(1).golden("add-user-added-80x24").sees("jane can log in", "/state/handover/jane.kubeconfig", "30 days", "kubectl --kubeconfig", "Logged in, with exactly this credential")
		if pressed+1 > 12 { // and the key that opened the form
			t.Errorf("it took %d keys beside the name", pressed+1)
		}
		if len(f.added) == 0 {
			t.Fatal(d.screen())
		}
		u := f.added[0]
		if u.Subject.User != "jane" || u.Role.Name != "view" || !slices.Equal(u.Role.Namespaces, []string{"payments"}) || u.Life != model.UsualLife || u.KeyType != crypto.ECDSAP256 || u.By != model.ByAPI || u.Contexts[0].Name.Raw() != "prod-eu" || u.Server != "" {
			t.Errorf("added %+v", u)
		}
		d.press("y").sees("path of jane.kubeconfig", "fingerprint for jane@prod-eu")
	})
}

func TestEveryAnswerOfTheFormCounts(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := newFake(sample())
		f.offers = model.AddOffers{Roles: model.Texts([]string{"view", "deployer"}), Groups: model.Texts([]string{"devs", "system:nodes"}), Namespaces: model.Texts([]string{"web", "payments"})}
		d := adding(t, f, 100, 60).typing("jane").press("enter").typing("ops, de").sees("tab ops, devs").press("tab", "enter")
		d.press("space").sees("prod-us").press("down", "space", "enter").press("enter", "enter").sees("May do")
		d.press("left", "left").sees("‹ deployer ›").press("enter", "right").sees("in the whole cluster").press("enter", "enter").sees("Review")
		d.press("up", "up", "up", "up", "up").sees("▸") // back to the first line of the page
		for range 20 {
			d.press("up")
		}
		d.press("right").sees("a local authority signs", "A local authority is a certificate and its key").press("down").typing("/pki/ca.crt").press("down").typing("/pki/ca.key").press("down").typing("sesame").press("down").typing("uid-1")
		d.press("down", "left").sees("30 days").press("down", "right").sees("ECDSA P-384").press("down", "right", "right").sees("PEM files").press("down").typing("/out/jane")
		d.press("down", "enter").sees("can log in")
		u, with := f.added[0], f.with[0]
		if !u.Subject.Same(crypto.Subject{User: "jane", Groups: []string{"ops", "devs"}, UID: "uid-1"}) || len(u.Contexts) != 2 || u.Role.String() != "deployer in the whole cluster" {
			t.Errorf("added %+v", u)
		}
		if u.By != model.ByAuthority || u.CA != "/pki/ca.crt" || u.Key != "/pki/ca.key" || string(with.Authority.Reveal()) != "sesame" || u.Life != 30*24*time.Hour || u.KeyType != crypto.ECDSAP384 || u.Result != model.AsPEM || u.Out != "/out/jane" {
			t.Errorf("added %+v", u)
		}
	})
}

func TestADangerousUserIsTypedTwiceInTheForm(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := newFake(sample())
		d := adding(t, f, 100, 40).typing("jane").press("enter").typing("system:masters").sees("may do everything", "if it is meant")
		d.press("enter", "enter", "enter", "enter").sees("page 1 of 3", "Type system:masters to go on")
		d.typing("system:masters").sees("This is what you want, then").press("enter", "enter").sees("May do")
		d.press("enter", "enter", "enter", "enter").sees("Review").press("enter").sees("can log in")
		if u := f.added[0]; !u.Says("system:masters") {
			t.Errorf("added %+v", u)
		}
	})
}

func TestGoingBackInTheFormChangesNothing(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := newFake(sample())
		d := adding(t, f, 100, 40).typing("jane").press("enter").typing("devs").press("enter", "enter", "enter").sees("May do").press("right").sees("‹ edit ›")
		d.press("esc").sees("jane", "devs").press("esc").sees("kept until the program ends")
		env := d.app.(App).env(d.app.(App).top())
		d.send(pushMsg{newAddUser(env, env.Book.current(model.ContextKind))}).sees("jane", "devs")
		d.press("enter", "enter", "enter", "enter").sees("‹ edit ›")
	})
}

func TestWhatTheReviewFindsStandsInTheWay(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := newFake(sample())
		f.userErr = &model.Problem{What: "Amazon EKS signs no client certificates", Todo: model.InsteadOfSigning}
		d := adding(t, f, 100, 60).typing("jane").press("enter", "enter", "enter", "enter", "enter", "enter", "enter", "enter").sees("Amazon EKS signs no", "token of a ServiceAccount")
		if d.press("enter").sees("Review"); len(f.added) > 0 {
			t.Fatal("it was added all the same")
		}
		f.userErr = nil
		f.userRights = []model.Verdict{{Right: model.Right{Verb: "create", Resource: "certificatesigningrequests"}}}
		d.press("up").sees("encrypt to").typing("x").sees("You may not create certificatesigningrequests").press("enter", "enter").sees("Review")
		f.userRights = []model.Verdict{{Right: model.Right{Verb: "approve", Resource: "signers"}}}
		d.press("up").press("backspace").sees("the request waits for somebody who may")
		if len(f.added) > 0 {
			t.Error("it was added all the same")
		}
	})
}

func TestAFailedTryOffersToTakeBackWhatExists(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := newFake(sample())
		f.addErr, f.leftBehind = errors.New("the signer is on holiday"), []model.Leftover{{Kind: "CertificateSigningRequest", Name: "kubeid-jane-1"}}
		d := adding(t, f, 100, 40).typing("jane").press("enter", "enter", "enter", "enter", "enter", "enter", "enter", "enter", "enter").sees("The signer is on holiday", "CertificateSigningRequest kubeid-jane-1", "take away what exists now")
		d.press("enter").sees("taken away again", "Review")
		if len(f.tookBack) != 1 {
			t.Errorf("took back %v", f.tookBack)
		}
		f.addErr, f.holdWork = nil, make(chan struct{})
		d.press("enter").sees("Wait for the certificate", "esc cancels").press("esc").sees("Cancelled", "kubeid-jane-1")
	})
}

// TestLeavingInTheMiddleSaysOnTheTerminalWhatExists leaves the program while a user is
// added: it waits until nothing is half done, and nobody sees a page any more.
func TestLeavingInTheMiddleSaysOnTheTerminalWhatExists(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := newFake(sample())
		f.leftBehind, f.holdWork = []model.Leftover{{Kind: "CertificateSigningRequest", Name: "kubeid-jane-1", Remove: "kubectl delete csr kubeid-jane-1"}}, make(chan struct{})
		d := adding(t, f, 100, 40).typing("jane").press("enter", "enter", "enter", "enter", "enter", "enter", "enter", "enter", "enter").sees("Wait for the certificate")
		d.send(keyPress("ctrl+c")).wait(time.Second)
		want := []string{"what exists now:", "  CertificateSigningRequest kubeid-jane-1", "to take them away:", "  kubectl delete csr kubeid-jane-1"}
		if got := d.app.(App).after; !d.quit || !slices.Equal(got, want) {
			t.Errorf("left %v, and it says %q", d.quit, got)
		}
	})
}

func TestWithoutALoginALocalAuthorityIsLeft(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := newFake(sample())
		d := driveIn(t, f, 100, 40, Options{})
		f.offers.Trouble = errors.New("your certificate has expired")
		env := d.app.(App).env(d.app.(App).top())
		d.send(pushMsg{newAddUser(env, env.Book.current(model.ContextKind))})
		d.typing("jane").press("enter", "enter", "enter", "enter").sees("No role can be given", "expired").press("enter", "enter").sees("a local authority signs", "A local authority is a certificate and its key")
	})
}

func TestTheAnswersOfLastTimeAreOffered(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := newFake(sample())
		f.offers = model.AddOffers{Answered: true, Last: model.NewUser{
			Role: model.RoleWish{Name: "deployer", Namespaces: []string{"web"}}, By: model.ByAuthority, CA: "/pki/ca.crt", Key: "/pki/ca.key",
			Life: 45 * 24 * time.Hour, KeyType: crypto.RSA2048, Result: model.AsPEM,
		}}
		d := adding(t, f, 100, 60).typing("jane").press("enter", "enter", "enter", "enter").sees("‹ deployer ›", "web").press("enter", "enter", "enter", "enter")
		d.sees("a local authority signs", "/pki/ca.crt", "/pki/ca.key", "RSA 2048", "PEM files", "45d").golden("add-user-review-100x60")
	})
}

func TestHostileNamesDoNotReachTheTerminal(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := newFake(sample())
		f.offers = model.AddOffers{Roles: model.Texts([]string{"a\x1b[2Jb"}), Namespaces: model.Texts([]string{"n\u202ex"}), Groups: model.Texts([]string{"g\x07"})}
		f.userWorries = []model.Worry{{Text: "w\x1b]0;x\x07"}}
		d := adding(t, f, 100, 60).typing("jane").press("enter", "enter", "enter", "enter", "left", "left").sees(`a\x1b[2Jb`).press("right", "right", "enter", "enter", "enter", "enter").sees("Review", `W\x1b]0;x`)
		if strings.Contains(d.drawn(), "\x1b[2J") {
			t.Error("a name reached the terminal")
		}
	})
}
