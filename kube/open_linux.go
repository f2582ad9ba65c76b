package kube

import (
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// hugePages asks for large pages behind a large buffer that nobody has touched yet:
// for 56 MB that is 28 page faults in place of 14,000. It is a wish.
func hugePages(buf []byte) {
	page := uintptr(os.Getpagesize())
	skip := -uintptr(unsafe.Pointer(unsafe.SliceData(buf))) % page
	if rest := uintptr(len(buf)); rest > skip+page {
		unix.Madvise(buf[skip:rest-(rest-skip)%page], unix.MADV_HUGEPAGE)
	}
}
