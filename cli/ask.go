package cli

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"kubeid/model"
)

// confirm asks for a yes, unless --yes was given. Without a terminal nobody can
// answer, so the answer is no. The first line says what will be gone.
func (p *program) confirm(ctx context.Context, w writing, what ...string) error {
	if w.yes {
		return nil
	}
	refused := &model.Problem{Exit: model.ExitRefused, What: strings.Join(what, "; "), Todo: "add --yes to do it"}
	if !p.InTerminal {
		return refused
	}
	last := len(what) - 1
	p.say(what[:last]...)
	fmt.Fprint(p.Stderr, safe(what[last])+"; go on? [y/N] ")
	answer, err := p.answer(ctx)
	if err != nil {
		return err
	}
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes":
		return nil
	}
	return &model.Problem{Exit: model.ExitRefused, What: "you did not say yes, so nothing is done", Todo: "answer y, or add --yes, to do it"} // what was asked about may be secret
}

// answer reads a line. The reading itself cannot be interrupted, so it is left
// behind when ctx ends.
func (p *program) answer(ctx context.Context) (string, error) {
	lines := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(p.Stdin).ReadString('\n')
		lines <- line
	}()
	select {
	case line := <-lines:
		return line, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
