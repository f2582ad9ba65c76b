package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"

	"kubeid/cli"
	"kubeid/kube"
	"kubeid/kube/demo"
	"kubeid/ui"
)

// demonstrate makes a demo, and shows it until it is left.
func demonstrate(ctx context.Context, o cli.Demo) error {
	d, err := demo.Start(o.Dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if o.Serve {
		fmt.Println(d.Exports())
		fmt.Fprintln(os.Stderr, "the demo is in "+d.Home+", and its servers run until ctrl+c; the folder stays")
		<-ctx.Done()
		return nil
	}
	end, err := show(ctx, kube.New(d.Options()), ui.Options{Demo: d.Home, Tour: o.Tour && !o.Accessible, Accessible: o.Accessible})
	d.Close()
	switch {
	case err != nil:
		return err
	case end.Signal != nil, end.Interrupted:
		fmt.Fprintln(os.Stderr, "the servers of the demo have ended; its folder is still there: "+d.Home)
		return context.Canceled
	}
	fmt.Fprintf(os.Stderr, "The servers of the demo have ended. Delete its folder %s? [Y/n] ", d.Home)
	answer, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil || strings.HasPrefix(strings.ToLower(strings.TrimSpace(answer)), "n") {
		fmt.Fprintln(os.Stderr, "It stays.")
		return nil
	}
	return d.Remove()
}
