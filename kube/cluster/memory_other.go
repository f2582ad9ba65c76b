//go:build !unix

package cluster

import "os"

const noLink = 0

func writableByOthers(os.FileInfo) bool { return false }
