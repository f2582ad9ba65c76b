package cli

import (
	"time"

	"kubeid/model"
)

// A lasting is a flag for a duration as a person writes it: 28d.
type lasting struct {
	word string // as it was written, or the usual one
	time.Duration
	set bool
}

// String implements pflag.Value.
func (l *lasting) String() string { return l.word }

// Type implements pflag.Value.
func (l *lasting) Type() string { return "duration" }

// Set implements pflag.Value.
func (l *lasting) Set(word string) error {
	d, err := model.ParseDuration(word)
	if err != nil {
		return err
	}
	l.word, l.Duration, l.set = word, d, true
	return nil
}

// usual sets what counts while nobody has given the flag; 0 leaves it as it is.
func (l *lasting) usual(d time.Duration) {
	if !l.set && d > 0 {
		l.Duration = d
	}
}
