package store

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// accessEntry is one entry of an access list, as the kernel keeps it (linux/posix_acl_xattr.h).
type accessEntry struct {
	Tag, Perm uint16
	ID        uint32
}

// accessBytes returns the list that lets one user read beside the owner.
func accessBytes(user uint32) []byte {
	const nobodyInParticular = 0xffffffff
	out := binary.LittleEndian.AppendUint32(nil, 2)
	for _, e := range []accessEntry{
		{0x01, 6, nobodyInParticular},
		{0x02, 4, user},
		{0x04, 0, nobodyInParticular},
		{0x10, 4, nobodyInParticular},
		{0x20, 0, nobodyInParticular},
	} {
		out, _ = binary.Append(out, binary.LittleEndian, e)
	}
	return out
}

func TestAttributesAndTheAccessListAreKept(t *testing.T) {
	file, s := kubeconfig(t, oldText)
	want := map[string]string{"user.note": "mine", accessList: string(accessBytes(1234))}
	for name, value := range want {
		if err := unix.Setxattr(file, name, []byte(value), 0); err != nil {
			t.Skipf("no %s here: %v", name, err)
		}
	}
	before, _ := os.Stat(file)
	if _, err := s.Write(t.Context(), Write{Path: file, Edit: replaceAll("dev", "prod")}); err != nil {
		t.Fatal(err)
	}
	mode(t, file, before.Mode())
	for name, value := range want {
		if got, err := attribute(file, name); err != nil || string(got) != value {
			t.Errorf("%s is %q, %v; want %q", name, got, err, value)
		}
	}
}

func TestAFolderThatGivesAccessDoesNotWidenAFile(t *testing.T) {
	file, s := kubeconfig(t, oldText)
	if err := os.Chmod(file, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := unix.Setxattr(filepath.Dir(file), "system.posix_acl_default", accessBytes(1234), 0); err != nil {
		t.Skipf("no access lists here: %v", err)
	}
	if _, err := s.Write(t.Context(), Write{Path: file, Edit: replaceAll("dev", "prod")}); err != nil {
		t.Fatal(err)
	}
	mode(t, file, 0o640)
	if list, err := attribute(file, accessList); err == nil {
		t.Errorf("the file has the access list %x", list)
	}
}
