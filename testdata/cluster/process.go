package cluster

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
)

// A process is one program of a cluster, on a leash: it ends when this program does.
type process struct {
	leash io.Closer
	ended chan struct{}
	log   string
}

// endedError says that a program ended by itself.
type endedError struct{ log string }

func (e *endedError) Error() string {
	text, _ := os.ReadFile(e.log)
	return fmt.Sprintf("%s ended by itself: %s", e.log, text[max(0, len(text)-2000):])
}

func (c *Cluster) run(name string, args ...string) (*process, error) {
	p := &process{ended: make(chan struct{}), log: c.Path(name + ".log")}
	cmd := exec.Command(filepath.Join(c.Bin, "leash"), append([]string{p.log, filepath.Join(c.Bin, name)}, args...)...)
	cmd.Dir = c.Dir
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	p.leash = in
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = cmd.Wait() // it is killed in the end, and its log says the rest
		close(p.ended)
	}()
	return p, nil
}

// over tells whether the program does not run.
func (p *process) over() bool {
	if p == nil {
		return true
	}
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// stop kills the program and waits for its end.
func (p *process) stop() {
	if p == nil {
		return
	}
	p.leash.Close()
	<-p.ended
}

func freePorts(n int) ([]int, error) {
	var ports []int
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer l.Close()
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports, nil
}
