package crypto

import (
	"errors"
	"fmt"
)

// Why a block is not what it should be. They are told apart with errors.Is.
var (
	ErrCut         = errors.New("the block is cut off: its END line is missing")
	ErrEndLine     = errors.New("the END line does not fit the BEGIN line")
	ErrBase64      = errors.New("what stands between BEGIN and END is not base64")
	ErrIndented    = errors.New("the block does not begin at the start of a line, so that Kubernetes skips it")
	ErrMalformed   = errors.New("the block is not well-formed PEM")
	ErrHeaders     = errors.New("the block has headers, so that Go skips it among authorities")
	ErrLabel       = errors.New("a block with this label is not taken by Kubernetes")
	ErrOtherKind   = errors.New("something else stands here")
	ErrNothing     = errors.New("nothing of this kind stands here")
	ErrUTF16       = errors.New("the text is UTF-16; it has to be saved as UTF-8")
	ErrUnsupported = errors.New("not supported")
	ErrTooCostly   = errors.New("opening it would take more work than any honest file asks for")

	ErrPassphraseNeeded = errors.New("a passphrase is needed")
	ErrPassphraseWrong  = errors.New("the passphrase is wrong")
)

// A Trouble is a block that could not be read, or not quite: where it stands and
// why. No block is lost: it is read, or it is a Trouble, or both.
type Trouble struct {
	Line int    // where the block begins, from 1; 0 when it was not PEM
	Type string // "CERTIFICATE"
	Err  error
}

// Error implements error.
func (t Trouble) Error() string {
	switch {
	case t.Line == 0 && t.Type == "":
		return t.Err.Error()
	case t.Line == 0:
		return fmt.Sprintf("%q: %v", t.Type, t.Err)
	}
	return fmt.Sprintf("line %d, %q: %v", t.Line, t.Type, t.Err)
}

// Unwrap gives the reason.
func (t Trouble) Unwrap() error { return t.Err }

func (b Block) trouble(err error) Trouble { return Trouble{b.Line, b.Type, err} }

// A Note is something worth telling about a certificate, a token or a login. The
// ID is stable, so that a rule can be ignored by it; the text is for a person.
type Note struct{ ID, Text string }
