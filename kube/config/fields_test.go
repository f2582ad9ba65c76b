package config

import (
	"strings"
	"testing"

	"kubeid/model"
)

// unknown returns the fields that are found in a kubeconfig, if it can be read.
func unknown(text string) []model.UnknownField {
	f, err := Read([]byte(text))
	if err != nil {
		return nil
	}
	return f.Unknown()
}

func TestFieldsThatKubectlDoesNotKnowAreFound(t *testing.T) {
	for text, want := range map[string]string{
		"apiVersion: v1\nkind: Config\nclusters: [{name: c, cluster: {server: https://c}}]\n":                                                                        "",
		"clusters:\n- name: c\n  cluster:\n    sever: https://c\n":                                                                                                   "4 clusters[0].cluster.sever server",
		"{\"users\": [{\"name\": \"u\", \"user\": {\"Token\": \"canary\"}}]}":                                                                                        "1 users[0].user.Token token",
		"users:\n- name: u\n  user:\n    token: canary\n    token: canary2\n":                                                                                        "5 users[0].user.token twice",
		"users:\n- name: u\n  user:\n    exec: {command: x, environ: []}\n":                                                                                          "4 users[0].user.exec.environ ",
		"users:\n- name: u\n  user:\n    exec: {command: x, env: [{nam: A}]}\n":                                                                                      "4 users[0].user.exec.env[0].nam name",
		"contexts:\n- name: x\n  context: &x {cluster: c, usr: u}\n- name: y\n  context: {<<: *x, cluster: d}\n":                                                     "3 contexts[0].context.usr user; 3 contexts[1].context.usr user",
		"extensions: [{name: x, extension: {anything: {goes: 1}}}]\nusers: [{name: u, user: {auth-provider: {name: a, config: {k: v}}, as-user-extra: {k: [v]}}}]\n": "",
		"users: []\nzzz: 1\n": "2 zzz ", "users: []\n\"<<\": {token: canary}\n": "2 << ", "- a\n": "", "": "", "\x00": "",
	} {
		var got []string
		for _, f := range unknown(text) {
			words := []string{string(rune('0' + f.Line)), f.Path.String(), f.Near}
			if f.Twice {
				words[2] = "twice"
			}
			got = append(got, strings.Join(words, " "))
		}
		if all := strings.Join(got, "; "); all != want || strings.Contains(all, "canary") {
			t.Errorf("%q: %q, want %q", text, all, want)
		}
	}
	if found := unknown("users: []\n" + strings.Repeat("canary", 10) + ": 1\n"); len(found) != 1 || found[0].Path.String() != "canaryca…" {
		t.Errorf("a long key is told as %+v", found)
	}
	if n := len(unknown("users: []\n" + strings.Repeat("x: 1\n", 1000))); n != maxUnknown {
		t.Errorf("%d complaints about one file", n)
	}
}

// FuzzUnknownFields must neither panic nor hang, and must not quote a value.
func FuzzUnknownFields(f *testing.F) {
	for _, data := range corpus(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, field := range unknown(string(data)) {
			if field.Line < 1 || field.Path.Empty() {
				t.Errorf("%+v", field)
			}
		}
	})
}
