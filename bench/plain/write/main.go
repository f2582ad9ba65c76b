// Command write reads a file and replaces it safely by the same bytes: a new file
// in the same folder, synced, renamed over it, the folder synced. It is the least
// that a safe switch can cost.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := replace(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func replace(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	next, err := os.OpenFile(path+".new", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer next.Close()
	if _, err := next.Write(data); err != nil {
		return err
	}
	if err := next.Sync(); err != nil {
		return err
	}
	if err := os.Rename(next.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Sync()
}
