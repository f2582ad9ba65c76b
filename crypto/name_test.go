package crypto

import (
	"errors"
	"testing"
)

func TestEveryTypeOfStringIsRead(t *testing.T) {
	for name, c := range map[string]struct {
		e    element
		want string
		text bool
	}{
		"UTF-8":                        {element{tag: 0x0c, body: []byte("jänė")}, "jänė", true},
		"T61, read as Latin-1":         {element{tag: 0x14, body: []byte("j\xe4ne")}, "jäne", true},
		"BMP":                          {element{tag: 0x1e, body: []byte("\x00j\x01\x17\x00\x00")}, "jė", true},
		"BMP of odd length":            {element{tag: 0x1e, body: []byte("\x00j\x01")}, "j", true},
		"Universal":                    {element{tag: 0x1c, body: []byte("\x00\x00\x00j\x00\x01\xf6\x00\xff")}, "j😀", true},
		"Universal beyond Unicode":     {element{tag: 0x1c, body: []byte("\xff\xff\xff\xff")}, "\ufffd", true},
		"a number, which is no string": {element{tag: 0x02, full: []byte{2, 1, 5}}, "020105", false},
	} {
		if got, text := readString(c.e); got != c.want || text != c.text {
			t.Errorf("%s: %q, %v, want %q, %v", name, got, text, c.want, c.text)
		}
	}
	if got := (Attribute{OID: "1.2.3", Value: "020105"}).String(); got != "1.2.3=#020105" {
		t.Errorf("String() = %s", got)
	}
	if got := (Attribute{OID: oidCommonName, Value: "a\x00b", Text: true}).String(); got != `CN=a\00b` {
		t.Errorf("String() = %s", got)
	}
}

func TestTheCauseOfABrokenChainIsKept(t *testing.T) {
	root := sign(t, authority("kubernetes"), nil, nil)
	self := broken(t, root)
	// The root as a leaf, whose signature by its own key is not good any more.
	_, err := Chain(self, nil, []*Certificate{root.Certificate}, now, AnyUsage)
	var e *ChainError
	if !errors.As(err, &e) || e.Reason != BadSignature || !errors.Is(err, e.Err) {
		t.Errorf("Chain() = %v", err)
	}
	if c := NewCertificate(root.X509()); c.Fingerprint() != root.Fingerprint() {
		t.Error("a wrapped certificate is another one")
	}
}
