package store

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"sync"
)

// A process is who holds a lock, told so that somebody else can find out whether
// it still lives. Numbers of processes mean something on one machine, since one
// boot, and in one namespace of processes only; and they are used again, so that
// the time of birth belongs to them.
type process struct {
	PID  int    `json:"pid"`
	Host string `json:"host"`
	Boot string `json:"boot"` // which boot of the machine, and which namespace of processes
	Born string `json:"born"` // as the system counts it; empty when it does not tell
}

// self describes this process.
var self = sync.OnceValue(func() process {
	host, _ := os.Hostname()
	pid := os.Getpid()
	return process{PID: pid, Host: host, Boot: boot(), Born: born(pid)}
})

// dead tells whether p has certainly ended, as me can see it.
func (p process) dead(me process) bool {
	return p.Host == me.Host && p.Boot == me.Boot && !alive(p.PID, p.Born)
}

// machine returns a short mark of where p's number means something.
func (p process) machine() string {
	sum := sha256.Sum256([]byte(p.Host + "\x00" + p.Boot))
	return hex.EncodeToString(sum[:4])
}
