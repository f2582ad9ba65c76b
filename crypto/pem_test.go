package crypto

import (
	"bytes"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// shape writes down what Blocks found: "3 CERTIFICATE", or with the reason.
func shape(blocks []Block) string {
	var out []string
	for _, b := range blocks {
		s := fmt.Sprintf("%d %s", b.Line, b.Type)
		if b.Err != nil {
			s += ": " + b.Err.Error()
		}
		out = append(out, s)
	}
	return strings.Join(out, "\n")
}

func TestBlocks(t *testing.T) {
	cert := inPEM("CERTIFICATE", []byte("not really one, but long enough for two lines of base64"))
	key := inPEM("PRIVATE KEY", []byte("a key"))
	der := append([]byte{0x30, 0x82, 0, 4}, 0x02, 0x02, 0x10, 0x00)
	for name, c := range map[string]struct{ file, want string }{
		"one block":                           {cert, "1 CERTIFICATE"},
		"several with junk between":           {"subject=jane\n" + cert + "\nissuer=ca\n\n" + key + "the end", "2 CERTIFICATE\n9 PRIVATE KEY"},
		"nothing but text":                    {"hello\n", ""},
		"nothing":                             {"", ""},
		"Windows' line ends":                  {strings.ReplaceAll(cert+key, "\n", "\r\n"), "1 CERTIFICATE\n5 PRIVATE KEY"},
		"no line break at the end":            {strings.TrimSpace(cert), "1 CERTIFICATE"},
		"a block that is cut off":             {cert[:60] + "\n", "1 CERTIFICATE: " + ErrCut.Error()},
		"one cut off before a good one":       {cert[:60] + "\n" + key, "1 CERTIFICATE: " + ErrCut.Error() + "\n3 PRIVATE KEY"},
		"one with a wrong END":                {strings.Replace(cert, "END CERT", "END CRET", 1) + key, "1 CERTIFICATE: " + ErrEndLine.Error() + "\n5 PRIVATE KEY"},
		"one that is not base64":              {strings.Replace(cert, "b", "!", 1) + key, "1 CERTIFICATE: " + ErrBase64.Error() + "\n5 PRIVATE KEY"},
		"one that is indented, as in YAML":    {"  " + strings.ReplaceAll(cert, "\n", "\n  ") + "\n" + key, "1 CERTIFICATE: " + ErrIndented.Error() + "\n6 PRIVATE KEY"},
		"one behind a byte order mark":        {"\ufeff" + cert, "1 CERTIFICATE: " + ErrIndented.Error()},
		"a BEGIN line without its dashes":     {"-----BEGIN CERTIFICATE\nAAAA\n-----END CERTIFICATE-----\n", "1 : " + ErrMalformed.Error()},
		"prose about BEGIN":                   {"look for -----BEGIN CERTIFICATE and copy\n" + key, "2 PRIVATE KEY"},
		"a block with headers":                {"-----BEGIN X-----\nDEK-Info: a,b\n\nAAAA\n-----END X-----\n", "1 X"},
		"a block without a body":              {"-----BEGIN X-----\n-----END X-----\n", "1 X"},
		"base64 of PEM, as in a kubeconfig":   {base64.StdEncoding.EncodeToString([]byte(cert + key)), "1 CERTIFICATE\n5 PRIVATE KEY"},
		"base64 of PEM with line breaks":      {wrapped(base64.StdEncoding.EncodeToString([]byte(cert))), "1 CERTIFICATE"},
		"base64 of PEM without its padding":   {strings.TrimRight(base64.StdEncoding.EncodeToString([]byte(cert+"\n")), "="), "1 CERTIFICATE"},
		"DER":                                 {string(der), "0 "},
		"DER with a line break behind it":     {string(der) + "\n", "0 "},
		"two DER structures":                  {string(der) + string(der), "0 \n0 "},
		"DER that is cut off":                 {string(der[:6]), "0 : " + ErrCut.Error()},
		"base64 of DER":                       {base64.StdEncoding.EncodeToString(der), "0 "},
		"UTF-16, as PowerShell's > writes it": {"\xff\xfe-\x00-\x00", "0 : " + ErrUTF16.Error()},
		"a text that begins like DER":         {"0abcdefgh", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := shape(Blocks([]byte(c.file))); got != c.want {
				t.Errorf("Blocks() =\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func wrapped(s string) string {
	var b strings.Builder
	for len(s) > 60 {
		b.WriteString(s[:60] + "\n")
		s = s[60:]
	}
	return b.String() + s + "\n"
}

func TestBlocksOfAHostileFileTakeNoTime(t *testing.T) {
	for name, file := range map[string]string{
		"many BEGINs in one line":  strings.Repeat("-----BEGIN X-----", 60_000),
		"many BEGIN lines":         strings.Repeat("-----BEGIN X-----\n", 60_000),
		"many END lines":           strings.Repeat("-----END X-----\n", 60_000),
		"many blocks with headers": strings.Repeat("-----BEGIN X-----\na: b\n", 40_000),
	} {
		t.Run(name, func(t *testing.T) { Blocks([]byte(file)) })
	}
}

func TestTroubleSaysWhere(t *testing.T) {
	_, troubles := ParseCertificates([]byte("x\n" + inPEM("PRIVATE KEY", []byte("a"))))
	if len(troubles) != 1 || !errors.Is(troubles[0], ErrOtherKind) {
		t.Fatalf("troubles = %v", troubles)
	}
	if got, want := troubles[0].Error(), `line 2, "PRIVATE KEY": something else stands here`; got != want {
		t.Errorf("Error() = %s, want %s", got, want)
	}
	_, troubles = ParseCertificates([]byte("hello"))
	if len(troubles) != 1 || !errors.Is(troubles[0], ErrNothing) || troubles[0].Error() != ErrNothing.Error() {
		t.Errorf("troubles = %v", troubles)
	}
}

// FuzzBlocks: what encoding/pem finds is found, with the same bytes and in the same
// order; and no BEGIN line at the start of a line is lost.
func FuzzBlocks(f *testing.F) {
	good := inPEM("CERTIFICATE", []byte("some bytes"))
	f.Add([]byte(good))
	f.Add([]byte("-----BEGIN X-----\na: b\n" + good + "  " + good))
	f.Add([]byte(strings.ReplaceAll(good, "\n-", "\r\n-")))
	f.Add([]byte("-----BEGIN CERTIFICATE-----\nAA\nBB\n-----END CERTIFICATE-----\n"))
	f.Add([]byte("-----END -----BEGIN X-----\nAAAA\n-----END X-----\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		blocks := Blocks(data)
		if isDER(data) || isUTF16(data) || !bytes.Contains(data, pemBegin) {
			return
		}
		if der, ok := loneBlock(data); ok {
			if want, rest := pem.Decode(data); want == nil || len(rest) > 0 || len(want.Headers) > 0 || !bytes.Equal(want.Bytes, der) {
				t.Fatalf("a lone block is %x, but encoding/pem says %v", der, want)
			}
		}
		rest := data
		for _, b := range blocks {
			if b.Err != nil {
				continue
			}
			var want *pem.Block
			want, rest = pem.Decode(rest)
			if want == nil || want.Type != b.Type || !bytes.Equal(want.Bytes, b.Body.Reveal()) {
				t.Fatalf("got a block %q that encoding/pem has not, or not so: %v", b.Type, want)
			}
		}
		if more, _ := pem.Decode(rest); more != nil {
			t.Fatalf("a block %q was lost", more.Type)
		}
		begins := bytes.Count(append([]byte("\n"), data...), pemBeginLine)
		if len(blocks) < begins {
			t.Fatalf("%d BEGIN lines, but %d blocks", begins, len(blocks))
		}
	})
}
