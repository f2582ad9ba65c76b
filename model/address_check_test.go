package model

import (
	"strings"
	"testing"
)

func TestAddressesThatCanNeverWorkAreRefused(t *testing.T) {
	for raw, want := range map[string]string{
		"https://10.0.0.1:6443": "", "https://kube.example": "", "http://localhost:8001": "", "https://[::1]:6443": "", "https://h:": "", "https://h:1": "", "https://h:65535/base": "",
		"https://a:b@h": "", "https://h/#part": "",
		"": "no address", "h:6443": "no address", "kube.example": "no address", "ftp://h": "no address", "https://": "no address", "https://:6443": "no address", "https://h:x": "no address",
		"https://h:99999": "port that cannot be", "https://h:0": "port that cannot be", "https://h:65536": "port that cannot be", "https://[::1]:70000": "port that cannot be", "https://h:99999999999999999999": "port that cannot be",
	} {
		told(t, raw, CheckServer(raw), want)
	}
	for raw, want := range map[string]string{
		"http://p:3128": "", "https://p": "", "socks5://p:1080": "", "http://a:b@p:3128": "",
		"": "no address", "p:3128": "no address", "socks4://p:1080": "no address", "socks5h://p:1080": "no address", "http://p:99999": "port that cannot be",
	} {
		told(t, raw, CheckProxy(raw), want)
	}
	for raw, want := range map[string]string{
		"kube.example.com": "", "10.0.0.1": "", "::1": "", "": "",
		"https://kube.example.com": "cannot be the name", "kube.example.com:6443": "cannot be the name", "kube example": "cannot be the name", "a@b": "cannot be the name",
	} {
		told(t, raw, CheckServerName(raw), want)
	}
	if err := CheckServer("ftp://jane:hush@h"); strings.Contains(err.Error(), "hush") {
		t.Errorf("a password is told: %v", err)
	}
}

func told(t *testing.T, raw string, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("%s is refused: %v", raw, err)
	case want != "" && (err == nil || !strings.Contains(err.Error(), want) || Hint(err) == ""):
		t.Errorf("%s: %v (%s), want %q and a hint", raw, err, Hint(err), want)
	}
}

func TestDangerousAddressesAreTakenAndTold(t *testing.T) {
	for raw, want := range map[string]string{
		"https://h": "", "http://127.0.0.1:8001": "", "http://h": "can be read on the way", "https://jane@h": "in place of the user's token",
		"https://h/?a=b": "leaves out", "https://h/#b": "leaves out",
	} {
		if got := strings.Join(ServerNotes(raw), "; "); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%s: %q, want %q", raw, got, want)
		}
	}
	if ProxyNotes("http://p") != nil || len(ProxyNotes("http://a:b@p")) != 1 {
		t.Error("a password before a proxy is not told, or one that is not there is")
	}
}
