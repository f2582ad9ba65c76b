package config

import (
	"errors"
	"strings"
	"testing"

	v1 "k8s.io/client-go/tools/clientcmd/api/v1"

	"kubeid/model"
)

func TestAReplacedEntryKeepsItsCommentsAndWhatStays(t *testing.T) {
	body := func(text string) Body {
		b, err := ParseBody([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for name, c := range map[string]struct {
		before string
		body   Body
		after  string
	}{
		"a token gives way to a certificate": {
			"users:\n- name: x # me\n  user:\n    # from the vault\n    token: t # secret\n    x-owner:   'team' # ours\n",
			body("x-owner: team\nclient-certificate-data: YQ==\nclient-key-data: Yg==\n"),
			"users:\n- name: x # me\n  user:\n    # from the vault\n    x-owner:   'team' # ours\n    client-certificate-data: YQ==\n    client-key-data: Yg==\n",
		},
		"a plugin's settings change inside": {
			"users:\n- name: x\n  user:\n    exec: # log in\n      apiVersion: client.authentication.k8s.io/v1beta1 # old\n      # our own\n      command: \"login\"\n      args: [a, b]\n      interactiveMode: Never\n",
			body("exec:\n  apiVersion: client.authentication.k8s.io/v1\n  command: login\n  args: [a, b]\n  interactiveMode: Never\n  provideClusterInfo: true\n  installHint: see the wiki\n"),
			"users:\n- name: x\n  user:\n    exec: # log in\n      apiVersion: client.authentication.k8s.io/v1 # old\n      # our own\n      command: \"login\"\n      args: [a, b]\n      interactiveMode: Never\n      provideClusterInfo: true\n      installHint: 'see the wiki'\n",
		},
		"everything is another": {
			"users:\n- name: x\n  user:\n    # a\n    token: t\n    # b\n    username: u\n    # c\n    password: p\n",
			UserBody(v1.AuthInfo{ClientCertificate: "/c", ClientKey: "/k"}),
			"users:\n- name: x\n  user:\n    # a\n    # b\n    # c\n    client-certificate: /c\n    client-key: /k\n",
		},
		"what is merged in cannot be taken away alone": {
			"x-b: &b\n  as: somebody\nusers:\n- name: x\n  user:\n    <<: *b\n    username: u\n    password: p\n",
			body("username: u\npassword: q\n"),
			"x-b: &b\n  as: somebody\nusers:\n- name: x\n  user:\n    username: u\n    password: q\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := afterwards(t, c.before, Replace{model.UserKind, "x", c.body}); got != c.after {
				t.Errorf("got\n%s\nwant\n%s", got, c.after)
			}
		})
	}
}

func TestCommentsThatCouldNotBeKeptAreNotLost(t *testing.T) {
	const before = "x-b: &b\n  token: t\nusers:\n- name: x\n  user: # c\n    <<: *b\n    username: u # me\n"
	f, err := Read([]byte(before))
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Edit(Replace{model.UserKind, "x", UserBody(renewed)})
	if !errors.Is(err, ErrNotEditable) || !strings.Contains(err.Error(), "could not be kept") {
		t.Errorf("got %v", err)
	}
}
