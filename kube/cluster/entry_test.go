package cluster

import (
	"reflect"
	"testing"

	"kubeid/kube/config"
)

// TestAnEntryIsTheSameFromItsLinesAndFromTheWholeFile reads every entry in both ways.
func TestAnEntryIsTheSameFromItsLinesAndFromTheWholeFile(t *testing.T) {
	for name, text := range map[string]string{
		"block style": "clusters:\n- cluster:\n    server: https://a\n    certificate-authority-data: eA==\n  name: a\n# between\n\n- name: b\n  cluster: {server: b}\n" +
			"users:\n  - name: u\n    user:\n      token: one # mine\n  - name: v\n    user:\n      exec: {apiVersion: x, command: run, args: [\n       z, '-']}\n",
		"flow style":      `{"clusters": [{"name": "a", "cluster": {"server": "https://a"}}, {"name": "b", "cluster": {}}], "users": [{"name": "u", "user": {"token": "one"}}]}`,
		"anchors":         "x: &c {server: https://a}\nclusters:\n- {name: a, cluster: *c}\n- name: b\n  cluster:\n    <<: *c\n    proxy-url: http://p\nusers:\n- name: u\n  user: &u {token: one}\n- {name: v, user: *u}\n",
		"CRLF":            "clusters:\r\n- name: a\r\n  cluster:\r\n    server: https://a\r\nusers:\r\n- name: u\r\n  user:\r\n    token: one\r\n",
		"block scalars":   "clusters: []\nusers:\n- name: u\n  user:\n    token: >-\n      one\n- name: v\n  user:\n    token: |\n      two\n\n      three\n",
		"text over lines": "users:\n- name: u\n  user:\n    token: \"one\n\n     - two\"\n- name: v\n  user: {token: x}\n",
	} {
		f, err := config.Read([]byte(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		e, whole := NewEntries([]byte(text)), NewEntries([]byte(text)).all()
		for i, c := range f.Clusters {
			if got, err := e.Cluster(c); err != nil || !reflect.DeepEqual(got, whole.Clusters[i].Cluster) {
				t.Errorf("%s: cluster %s is %+v, want %+v: %v", name, c.Name, got, whole.Clusters[i].Cluster, err)
			}
		}
		for i, u := range f.Users {
			if got, err := e.User(u); err != nil || !reflect.DeepEqual(got, whole.AuthInfos[i].AuthInfo) {
				t.Errorf("%s: user %s is %#v, want %#v: %v", name, u.Name, got, whole.AuthInfos[i].AuthInfo, err)
			}
		}
		if lines := e.whole == nil; lines != (name == "block style" || name == "CRLF" || name == "block scalars" || name == "text over lines") {
			t.Errorf("%s: the lines were enough: %v", name, lines)
		}
	}
}
