package ui

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"kubeid/model"
)

func TestWhoamiAsksBeforeAnythingRuns(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		b.needs = asking()
		d := drive(t, b).press("w").sees("would run  /usr/local/bin/kubelogin get-token", "asked by   user oidc, ~/.kube/config:106", "AWS_PROFILE=prod", "result to  https://stg.example:6443")
		for _, no := range []string{"enter", "space", "x", "Y", "down", "up", "G", "g"} {
			if d.press(no); len(b.granted) > 0 {
				t.Fatalf("%s was taken for a yes", no)
			}
			d.sees("May this be done?")
		}
		if d.press("n").lacks("May this be done?"); len(b.granted) > 0 {
			t.Error("ran after a no")
		}
		for _, no := range []string{"esc", "q"} {
			if d.press("w", no).lacks("May this be done?"); len(b.granted) > 0 || d.quit {
				t.Errorf("%s did not just close the question", no)
			}
		}
		d.press("w", "y").sees("user       jane", "devs", "system:authenticated")
		if got := b.granted[0]; got.Remember || !got.Allows("a1") {
			t.Errorf("granted %+v", got)
		}
		if d.press("esc", "w", "a").sees("user       jane"); !b.granted[1].Remember {
			t.Error("always was not remembered")
		}
	})
}

func TestSecretsOfAPluginAreHiddenUntilAsked(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		b.needs = asking()
		d := drive(t, b).press("w").lacks("hunter2").sees("--oidc-client-secret=[hidden]", "AWS_SECRET_ACCESS_KEY=[hidden]", "--oidc-issuer-url=https://login.example")
		d.press("v").sees("--oidc-client-secret=hunter2", "AWS_SECRET_ACCESS_KEY=hunter2").press("v").lacks("hunter2")
	})
}

func TestWhatWasAgreedToBeforeIsNotAskedAgain(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		b.needs = asking()
		b.needs.Needs[0].Agreed = model.AgreedBefore
		drive(t, b).press("w").sees("user       jane")
		b.needs = model.Consent{}
		drive(t, b).press("w").sees("user       jane", "the server took the certificate of user jane")
	})
}

func TestAFileOutsideOfTheFolderIsAskedAbout(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		b.needs = model.Consent{Needs: []model.Need{{Hash: "f", File: text("/etc/shadow"), What: "token", Place: text("~/.kube/config:9"), Server: text("https://evil.example"), User: model.Ref{Name: text("jane")}}}}
		drive(t, b).press("w").sees("would use  the token in /etc/shadow", "used for   https://evil.example", "outside of the folder").press("n").lacks("/etc/shadow")
	})
}

func TestWhyAServerDoesNotTellIsSaid(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		b.whoErr = model.Failure{Reason: model.ReasonUnauthorized, Stage: model.StageHTTP}.Problem(model.Probe{Server: text("https://10.2.0.1:6443")})
		d := drive(t, b).press("w").sees("✗ https://10.2.0.1:6443: the server does not accept", "Check whether it has expired or was withdrawn")
		d.press("esc").sees("* prod-eu")
		b.whoErr = nil
		b.who.User = text("system:anonymous")
		d.press("w").sees("The server takes you for nobody")
	})
}

func TestYouLogInWithAContext(t *testing.T) {
	robot(t, func(t *testing.T) {
		for _, screen := range []string{"2", "3"} {
			drive(t, answering()).press(screen, "w").sees("You log in with a context; 1 shows them")
		}
	})
}

func TestNamespacesAreListedByTheCluster(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		b.needs = asking()
		d := drive(t, b).press("n").sees("ask the cluster", "logs in as jane").press("end", "enter").sees("May this be done?", "list the namespaces")
		d.press("y").sees("All 4 namespaces of prod-eu, as the server has just told.", "kube-system", "shop").
			typing("sho").press("enter").sees("prod-eu is in namespace shop now")
	})
}

func TestWhereListingIsForbiddenKnownNamesAreKept(t *testing.T) {
	robot(t, func(t *testing.T) {
		b := answering()
		b.listErr = fmt.Errorf("https://10.2.0.1:6443: %w", model.ErrMayNotList)
		drive(t, b).press("n", "end", "enter").sees("prod-eu does not let you list its namespaces", "payments", "web").lacks("ask the cluster").
			typing("team-7").press("enter").sees("prod-eu is in namespace team-7 now")
		b.listErr = errors.New("nobody listens there")
		drive(t, b).press("n", "end", "enter").sees("The cluster could not be asked: Nobody listens there", "team-7", "web")
	})
}

func TestEscGivesUpWaitingForAnAnswer(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, answering())
		app := d.app.(App)
		m, cmd := app.do(actWhoami)
		m, _ = m.Update(cmd()) // the page opens, but its question never comes
		d.app = m
		d.sees("Finding out what would run and be sent").press("n").sees("Still asking; esc cancels").press("esc").lacks("Who am I")
	})
}

func TestSecretsAreKnownByTheirNames(t *testing.T) {
	for value, want := range map[[2]string]bool{
		{"--token", ""}: true, {"PASSWORD", "x"}: true, {"--region", "eu-west-1"}: false, {"AWS_PROFILE", "prod"}: false,
		{"", strings.Repeat("e", 64)}: true, {"", "/usr/share/" + strings.Repeat("e", 64)}: false,
	} {
		if got := secretive(value[0], value[1]); got != want {
			t.Errorf("%q is a secret: %v", value, got)
		}
	}
}
