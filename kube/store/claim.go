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
	info fs.FileInfo // what the lock will be known by
}

// claim prepares to lock path.
func (s *Store) claim(path string, text []byte, me process) (c *claim, err error) {
	c = &claim{path: path, text: text}
	if !s.named {
		c.file = nameless(path, text)
	}
	if c.file == nil {
		return c, c.name(me)
	}
	if c.info, err = c.file.Stat(); err != nil {
		c.drop()
	}
	return c, err
}

// name writes the text to a file beside the lock.
func (c *claim) name(me process) error {
	temp := tempName(c.path, me)
	if err := writeNew(temp, c.text); err != nil {
		return err
	}
	c.temp = temp
	info, err := os.Lstat(temp)
	if err != nil {
		c.drop()
	}
	c.info = info
	return err
}

// publish makes the lock appear with its text inside, or says that one exists.
func (c *claim) publish(me process) error {
	if c.file != nil {
		err := publishNameless(c.file, c.path)
		if err == nil || errors.Is(err, fs.ErrExist) {
			return err
		}
		c.drop()
		if err := c.name(me); err != nil {
			return err
		}
	}
	err := os.Link(c.temp, c.path)
	for _, unable := range []error{errors.ErrUnsupported, fs.ErrPermission, syscall.EMLINK} {
		if errors.Is(err, unable) {
			return c.publishInPlace()
		}
	}
	return err
}

// publishInPlace makes the lock and then writes it, which is all that is left where
// the file system knows no links.
func (c *claim) publishInPlace() error {
	if err := writeNew(c.path, c.text); err != nil {
		return err
	}
	info, err := os.Lstat(c.path)
	if err != nil {
		os.Remove(c.path)
	}
	c.info = info
	return err
}

// drop takes away what is left of the claim; a published lock stays.
func (c *claim) drop() {
	if c.file != nil {
		c.file.Close()
		c.file = nil
	}
	if c.temp != "" {
		os.Remove(c.temp)
	}
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
