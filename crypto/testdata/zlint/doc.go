// Package zlint holds zlint against the certificates that crypto signs, and names the
// version of zlint whose test certificates crypto reads. It is a module of its own, so
// that a linter is no dependency of the program.
package zlint

import _ "github.com/zmap/zlint/v3"
