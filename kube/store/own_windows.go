package store

import "io/fs"

// Windows has no such flags; who may do what is a matter of the profile's folder.
const (
	noWait   = 0
	ownFlags = 0
)

func ours(fs.FileInfo) bool { return true }

func writableByOthers(fs.FileMode) bool { return false }
