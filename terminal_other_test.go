//go:build !unix

package main

import "github.com/rogpeppe/go-internal/testscript"

// terminalCommands has none: those scripts skip themselves where there is no unix terminal.
func terminalCommands() map[string]func(*testscript.TestScript, bool, []string) { return nil }
