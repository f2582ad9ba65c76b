// Command run starts a real control plane and runs a command that may use it: go run
// ./testdata/cluster/run CMD ARG…. Without a command it keeps the cluster until it is
// interrupted, for a person to play with.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"

	"kubeid/testdata/cluster"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "cluster:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	bin, err := cluster.Build("testdata/controlplane", os.Stderr)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "kubeid-cluster-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	c, err := cluster.Start(bin, dir, cluster.Options{})
	if err != nil {
		return err
	}
	defer c.Stop()
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, os.Interrupt)
	if len(args) == 0 {
		fmt.Printf("export KUBECONFIG=%s %s=%s\n", c.Admin(), cluster.Env, c.Dir)
		<-ended
		return nil
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), cluster.Env+"="+c.Dir)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return cmd.Run() // an interrupt reaches it as well, and ends it
}
