// Command leash runs a command for as long as its own standard input stays open: leash
// LOG CMD ARG…. A test that is killed leaves no control plane behind.
package main

import (
	"io"
	"log"
	"os"
	"os/exec"
)

func main() {
	if len(os.Args) < 3 {
		log.Fatal("usage: leash LOG CMD ARG…")
	}
	out, err := os.Create(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	c := exec.Command(os.Args[2], os.Args[3:]...)
	c.Stdout, c.Stderr = out, out
	if err := c.Start(); err != nil {
		log.Fatal(err)
	}
	go func() {
		io.Copy(io.Discard, os.Stdin)
		c.Process.Kill() // nothing of a test cluster is worth a farewell
	}()
	if err := c.Wait(); err != nil {
		log.Fatal(err)
	}
}
