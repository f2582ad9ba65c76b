package model

import "testing"

func TestAddressLeavesPasswordsOut(t *testing.T) {
	for _, c := range []struct{ url, want string }{
		{"https://10.2.0.1:6443", "https://10.2.0.1:6443"},
		{"https://jane:hunter2@10.2.0.1:6443/k8s?a=b@c", "https://[secret]@10.2.0.1:6443/k8s?a=b@c"},
		{"http://token@proxy", "http://[secret]@proxy"},
		{"http://a@b:c@d@proxy:3128", "http://[secret]@proxy:3128"},
		{"jane:hunter2@host", "[secret]@host"},
		{"https://host/path@v1", "https://host/path@v1"},
		{"https://host?next=http://a:b@c", "https://host?next=http://a:b@c"},
		{"", ""},
	} {
		if got := Address(NewText(c.url)).Raw(); got != c.want {
			t.Errorf("Address(%q) = %q, want %q", c.url, got, c.want)
		}
	}
}
