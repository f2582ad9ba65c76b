package ui

import (
	"fmt"
	"strings"

	"kubeid/crypto"
	"kubeid/model"
)

// How the authority of a cluster can be changed.
const (
	caStays  = "as it is"
	caFile   = "a file, by its path"
	caPasted = "certificates that are pasted"
	caNone   = "the authorities of this computer"
)

// newClusterForm asks how cluster i is to be reached and trusted.
func newClusterForm(env Env, i int) Screen {
	ref := env.Book.Config.Ref(model.ClusterKind, i)
	return newForm(env, form{
		title: "Cluster " + ref.Name.String(), draft: "cluster " + ref.File + " " + ref.Name.Raw(),
		pages: func(env Env, a answers) []page {
			c, ok := clusterOf(env, ref)
			if !ok {
				return []page{{fields: []field{{kind: noteField, tone: bad, text: "It is not there any more. esc goes back."}}}}
			}
			fields := []field{
				address("server", c.Server, judgeServer),
				{kind: choiceField, name: "ca", label: "trusts", start: answer{text: caStays}, options: []option{
					{value: caStays, note: caWords(c)}, {value: caPasted}, {value: caFile}, {value: caNone, note: "takes the setting away"},
				}},
			}
			switch a.text("ca") {
			case caPasted:
				fields = append(fields, field{kind: textField, name: "pem", label: "certificates", help: "Paste the PEM here", judge: judgePEM})
			case caFile:
				fields = append(fields, field{kind: textField, name: "file", label: "path", asking: completing, judge: needed("A path")})
			}
			fields = append(fields,
				field{kind: textField, name: "name", label: "tls-server-name", start: answer{text: c.TLSServerName.Raw()}, judge: judgeServerName, help: "The name that the server's certificate must have, if it is not the address"},
				address("proxy", c.ProxyURL, func(text string) judgement {
					if text == c.ProxyURL.Raw() {
						return judgement{}
					}
					return judgeProxy(text)
				}),
			)
			if c := setCluster(env, ref, a); c.Server == nil && c.CA == nil && c.TLSServerName == nil && c.ProxyURL == nil {
				fields = append(fields, field{kind: noteField, text: "Nothing is changed yet.", wait: "Nothing is changed yet"})
			}
			return []page{{next: "Change it", fields: fields}}
		},
		wish: func(env Env, a answers) model.Change { return setCluster(env, ref, a) },
	})
}

func clusterOf(env Env, ref model.Ref) (model.Cluster, bool) {
	i := env.Book.Config.Find(ref)
	if i < 0 {
		return model.Cluster{}, false
	}
	return env.Book.Config.Clusters[i], true
}

// address is a field for a URL; one that holds a password is masked.
func address(name string, now model.Text, judge func(string) judgement) field {
	d := field{
		kind: textField, name: name, label: name, start: answer{text: now.Raw()},
		judge: func(a answer) judgement { return judge(a.text) },
	}
	if model.Address(now) != now {
		d.kind, d.help = secretField, "It holds a password, so it is masked"
	}
	return d
}

// setCluster is the change that the answers ask for: only what is different.
func setCluster(env Env, ref model.Ref, a answers) model.SetCluster {
	c, _ := clusterOf(env, ref)
	out := model.SetCluster{Cluster: ref}
	changed := func(name string, now model.Text) *model.Text {
		to, ok := a[name]
		if !ok || to.text == now.Raw() {
			return nil
		}
		text := model.NewText(to.text)
		return &text
	}
	out.Server, out.TLSServerName, out.ProxyURL = changed("server", c.Server), changed("name", c.TLSServerName), changed("proxy", c.ProxyURL)
	switch a.text("ca") {
	case caPasted:
		out.CA = &model.CertificateAuthority{PEM: []byte(a.text("pem"))}
	case caFile:
		out.CA = &model.CertificateAuthority{File: model.NewText(a.text("file"))}
	case caNone:
		if c.CA.Inline || !c.CA.File.Empty() {
			out.CA = &model.CertificateAuthority{}
		}
	}
	return out
}

// caWords says what a cluster trusts now.
func caWords(c model.Cluster) string {
	switch {
	case c.CA.Inline:
		return "certificates in the kubeconfig"
	case !c.CA.File.Empty():
		return "the file " + c.CA.File.String()
	}
	return caNone
}

func judgeServer(text string) judgement {
	if text == "" {
		return judgement{bad, "A server is needed: https://HOST:PORT"}
	}
	return judgeAddress(model.CheckServer(text), model.ServerNotes(text))
}

func judgeProxy(text string) judgement {
	if text == "" {
		return judgement{}
	}
	return judgeAddress(model.CheckProxy(text), append([]string{"everything to this cluster goes through it"}, model.ProxyNotes(text)...))
}

// judgeAddress says why an address cannot be, or what is dangerous about it.
func judgeAddress(err error, notes []string) judgement {
	switch {
	case err != nil:
		return judgement{bad, sentence(err)}
	case len(notes) > 0:
		return judgement{careful, capital(strings.Join(notes, "; "))}
	}
	return judgement{}
}

func judgeServerName(a answer) judgement {
	return judgeAddress(model.CheckServerName(a.text), nil)
}

// judgePEM says what was pasted.
func judgePEM(a answer) judgement {
	found, troubles := crypto.ParseCertificates([]byte(a.text))
	switch {
	case a.text == "":
		return judgement{bad, "Certificates are needed: -----BEGIN CERTIFICATE-----"}
	case len(troubles) > 0:
		return judgement{bad, fmt.Sprintf("This cannot be read: %v", troubles[0])}
	case len(found) == 0:
		return judgement{bad, "There is no certificate in this"}
	}
	words := amountOf(len(found), "certificate") + ": " + safe(found[0].Subject().String())
	return judgement{good, words}
}
