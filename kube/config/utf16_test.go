package config

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"
)

// inUTF16 writes text as Windows programs do, with or without a byte order mark.
func inUTF16(text string, order binary.AppendByteOrder, mark bool) []byte {
	if mark {
		text = "\ufeff" + text
	}
	var out []byte
	for _, u := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, u)
	}
	return out
}

// TestAFileInUTF16IsReadAsClientGoReadsIt takes the mark for what it says, as YAML does,
// and a file without one for binary data. Changing one is refused (entries_test.go).
func TestAFileInUTF16IsReadAsClientGoReadsIt(t *testing.T) {
	const text = "apiVersion: v1\r\nkind: Config\r\ncurrent-context: \"\u00e4\U0001f600\"\r\ncontexts: [{name: \"\u00e4\U0001f600\", context: {cluster: c, user: u}}]\r\n" +
		"clusters: [{name: c, cluster: {server: 'https://a:1'}}]\r\nusers: [{name: u, user: {token: t}}]\r\n"
	for name, order := range map[string]binary.AppendByteOrder{"little": binary.LittleEndian, "big": binary.BigEndian} {
		marked := inUTF16(text, order, true)
		agrees(t, marked)
		f, err := Read(marked)
		if err != nil || f.Refused != "" || len(f.Contexts) != 1 || f.Contexts[0].Name.Raw() != "\u00e4\U0001f600" || f.Current != f.Contexts[0].Name || len(f.Users) != 1 {
			t.Errorf("%s: %+v, %v", name, f, err)
		}
		bare := inUTF16(text, order, false)
		agrees(t, bare)
		if _, err := Read(bare); err == nil || !strings.Contains(err.Error(), "binary data, not a kubeconfig") {
			t.Errorf("%s, without a mark: %v", name, err)
		}
	}
}
