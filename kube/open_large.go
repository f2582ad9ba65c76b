package kube

import (
	"errors"
	"io"
	"os"
	"runtime"
	"sync"
)

// readAtOnce is from which size on a file is read by all cores, in bytes. Most of
// the work is the system's, which finds memory and copies.
const readAtOnce = 4 << 20

// readLarge reads a file of about this size, each core a part, and then what has
// come behind it. Of a file that became shorter meanwhile it takes what is whole.
func readLarge(f *os.File, size int) ([]byte, error) {
	buf := make([]byte, size+512)
	hugePages(buf)
	parts := runtime.GOMAXPROCS(0)
	length := (size + parts - 1) / parts
	got, errs := make([]int, parts), make([]error, parts)
	var wait sync.WaitGroup
	for i := range parts {
		start, end := min(i*length, size), min((i+1)*length, size)
		wait.Go(func() { got[i], errs[i] = f.ReadAt(buf[start:end], int64(start)) })
	}
	wait.Wait()
	whole := 0
	for i, n := range got {
		if errs[i] != nil && !errors.Is(errs[i], io.EOF) {
			return nil, errs[i]
		}
		whole += n
		if errs[i] != nil {
			break
		}
	}
	if _, err := f.Seek(int64(whole), io.SeekStart); err != nil {
		return nil, err
	}
	return readAll(f, buf[:whole])
}
