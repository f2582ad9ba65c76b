package model

import "testing"

func TestAgreeingCoversWhatWasShownAndNothingElse(t *testing.T) {
	asked := Consent{Needs: []Need{{Hash: "a"}, {Hash: "b", Agreed: AgreedByKuberc}}}
	if asked.Allows("a") || !asked.Allows("b") || len(asked.Open()) != 1 {
		t.Errorf("before: %+v", asked)
	}
	granted := asked.Agree()
	if !granted.Allows("a") || granted.Allows("c") || len(granted.Open()) != 0 || granted.Needs[1].Agreed != AgreedByKuberc {
		t.Errorf("after: %+v", granted)
	}
	if asked.Allows("a") {
		t.Error("agreeing changed the question")
	}
	if joined := asked.Join(Consent{Needs: []Need{{Hash: "b"}, {Hash: "c"}}}); len(joined.Needs) != 3 || len(asked.Needs) != 2 {
		t.Errorf("joined: %+v", joined)
	}
}

func TestTheCredentialOfAnAnswer(t *testing.T) {
	w := Whoami{User: NewText("system:anonymous"), Extra: []Extra{{Key: NewText(credentialKey), Values: Texts([]string{"JTI=1"})}}}
	if w.CredentialID().Raw() != "JTI=1" || !w.Anonymous() || !(Whoami{}).CredentialID().Empty() {
		t.Errorf("told as %s", w.CredentialID())
	}
}
