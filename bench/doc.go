// Command bench measures kubeid beside its peers, on the same machine, on the same
// files and in turns, and writes docs/benchmarks.md:
//
//	cd bench && go run .                # all of it, some ten minutes
//	cd bench && go run . -quick         # fewer rounds, a minute or two
//	cd bench && go run . -check         # ends with code 1 when a budget is missed
//	cd bench && go run . -generate 100  # a kubeconfig of 100 contexts on stdout
//
// Figures in milliseconds say more about the machine than about the program, so
// every budget that can be is a ratio. Nothing here is a test.
package main
