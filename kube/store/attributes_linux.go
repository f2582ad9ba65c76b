package store

import (
	"bytes"
	"os"
	"slices"

	"golang.org/x/sys/unix"
)

// accessList is the attribute in which a file's POSIX access list is kept.
const accessList = "system.posix_acl_access"

// copyAttributes gives f the extended attributes of the file at path, as far as
// they can be given, and tells whether the access lists are alike now. An access
// list that f inherited from its folder is taken away: the mode would wake it.
func copyAttributes(f *os.File, path string) bool {
	fd := int(f.Fd())
	names := attributes(path)
	for _, name := range names {
		value, err := attribute(path, name)
		if err == nil {
			err = unix.Fsetxattr(fd, name, value, 0)
		}
		if err != nil && name == accessList {
			unix.Fremovexattr(fd, accessList)
			return false
		}
	}
	if slices.Contains(names, accessList) {
		return true
	}
	err := unix.Fremovexattr(fd, accessList)
	return err == nil || err == unix.ENODATA || err == unix.ENOTSUP
}

func attributes(path string) []string {
	size, err := unix.Listxattr(path, nil)
	if err != nil || size == 0 {
		return nil
	}
	list := make([]byte, size)
	if size, err = unix.Listxattr(path, list); err != nil {
		return nil
	}
	var names []string
	for name := range bytes.SplitSeq(list[:size], []byte{0}) {
		if len(name) > 0 {
			names = append(names, string(name))
		}
	}
	return names
}

func attribute(path, name string) ([]byte, error) {
	size, err := unix.Getxattr(path, name, nil)
	if err != nil {
		return nil, err
	}
	value := make([]byte, size)
	size, err = unix.Getxattr(path, name, value)
	if err != nil {
		return nil, err
	}
	return value[:size], nil
}
