// Command read reads a file and does nothing with it: the least that a list can cost.
package main

import (
	"fmt"
	"os"
)

func main() {
	if _, err := os.ReadFile(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
