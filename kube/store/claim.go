package store

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// A claim is a lock that is written but not published.
type claim struct {
	path string
	file *os.File // a nameless file with the text, if the system knows such
	temp string   // else a file beside the lock
	text []byte
}

// claim prepares to lock path.
func (s *Store) claim(path string, text []byte, me process) (*claim, error) {
	c := &claim{path: path, text: text}
	if !s.named {
		c.file = nameless(path, text)
	}
	if c.file != nil {
		return c, nil
	}
	temp := tempName(path, me)
	if err := writeNew(temp, text); err != nil {
		return nil, err
	}
	c.temp = temp
	return c, nil
}

// publish makes the lock appear with its text inside, or says that one exists.
func (c *claim) publish() (fs.FileInfo, error) {
	if c.file != nil {
		if err := publishNameless(c.file, c.path); err != nil {
			return nil, err
		}
		return c.file.Stat()
	}
	err := os.Link(c.temp, c.path)
	for _, unable := range []error{errors.ErrUnsupported, fs.ErrPermission, syscall.EMLINK} {
		if errors.Is(err, unable) {
			err = writeNew(c.path, c.text)
			break
		}
	}
	if err != nil {
		return nil, err
	}
	return os.Lstat(c.path)
}

// drop takes away what is left of the claim; a published lock stays.
func (c *claim) drop() {
	if c.file != nil {
		c.file.Close()
		return
	}
	os.Remove(c.temp)
}

// writeNew writes a file that must not be there yet, for the owner alone.
func writeNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(path)
	}
	return err
}
