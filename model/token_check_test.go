package model

import "testing"

func TestAServerThatHasNotSignedATokenIsAStranger(t *testing.T) {
	var c TokenCheck
	c.Add(TokenEnd, Yes, "it has no end")
	c.Add(TokenSignature, Yes, "signed by a key of this cluster")
	c.Add(TokenIssuer, Yes, "signed by A")
	c.Add(TokenAudience, Unclear, "made for vault")
	if c.Stranger() != "" || c.Alive() != Yes {
		t.Errorf("a friend: %q, %v", c.Stranger(), c.Alive())
	}
	for _, holds := range []Holds{Unclear, No} {
		c.Findings[2] = TokenFinding{TokenIssuer, holds, "another issuer"}
		if got := c.Stranger(); got != "another issuer" {
			t.Errorf("another issuer (%v): %q", holds, got)
		}
	}
	c.Findings[1].Holds = No
	if c.Stranger() == "" || c.Alive() != No {
		t.Errorf("not signed: %q, %v", c.Stranger(), c.Alive())
	}
}
