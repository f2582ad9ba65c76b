// Package cli gives the abilities of the program to scripts and to people who
// type: one file for each command. Data goes to standard output, everything else
// to standard error, and the exit code says what happened (model.ExitCode).
package cli
