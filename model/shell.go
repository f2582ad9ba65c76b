package model

import (
	"runtime"
	"strings"
)

// A command that is printed or copied is meant to be pasted, so every name in it is
// quoted: for a POSIX shell, and on Windows for PowerShell. Quoting does not make a
// word safe to draw; wrap it in a Text for that, or quote what Text.String returned.

// ShellQuote makes one word of s for the shell of the system that the program was
// built for. A word that needs no quotes is returned as it is.
func ShellQuote(s string) string {
	if runtime.GOOS == "windows" {
		return powerShellQuote(s)
	}
	return posixQuote(s)
}

const lettersAndDigits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

// posixQuote leaves alone only what no shell gives a meaning to. An equals sign is
// harmless in a flag; else it would make a variable, and zsh expands =word.
func posixQuote(s string) string {
	plain := lettersAndDigits + "%+,-./:@_"
	if strings.HasPrefix(s, "-") {
		plain += "="
	}
	if s != "" && strings.Trim(s, plain) == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// powerShellQuotes doubles every character that ends a string in single quotes;
// PowerShell takes the typographic ones for the plain one.
var powerShellQuotes = strings.NewReplacer("'", "''", "‘", "‘‘", "’", "’’", "‚", "‚‚", "‛", "‛‛")

func powerShellQuote(s string) string {
	if s != "" && strings.Trim(s, lettersAndDigits+`-./:\_`) == "" {
		return s
	}
	return "'" + powerShellQuotes.Replace(s) + "'"
}
