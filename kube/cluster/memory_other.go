//go:build !unix

package cluster

import "os"

func writableByOthers(os.FileInfo) bool { return false }
