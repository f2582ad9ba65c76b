package kube

import (
	"fmt"
	"path/filepath"
	"strings"

	"kubeid/model"
)

// use says how the result is used, in lines that can be pasted into a POSIX shell.
func (o *onboarding) use() {
	p := o.places[0]
	if len(o.added.Files) == 0 || o.user.For != "" || o.request != nil {
		return
	}
	quote := model.ShellQuote
	last := o.added.Files[len(o.added.Files)-1].Path
	curl := func(ca, certificate string) {
		words := []string{"curl"}
		if ca != "" {
			words = append(words, "--cacert "+ca)
		}
		o.added.Curl = strings.Join(append(words, certificate, quote(strings.TrimSuffix(p.Address.Server, "/")+"/api")), " ")
	}
	switch o.user.Result {
	case model.AsPKCS12:
		curl("", "--cert-type P12 --cert "+quote(last))
		return
	case model.AsRenewed:
		o.added.Try = fmt.Sprintf("kubectl --context %s --user %s auth whoami", quote(p.Context.Name.Raw()), quote(p.Entry))
		return
	case model.AsMerged:
		o.added.Try = fmt.Sprintf("kubectl --context %s auth whoami", quote(p.Entry))
		return
	case model.AsPEM:
		n, dir := o.pemNames(p), filepath.Dir(last)
		ca := ""
		if len(p.ca) > 0 {
			ca = quote(filepath.Join(dir, n.ca))
		}
		curl(ca, "--cert "+quote(filepath.Join(dir, n.certificate))+" --key "+quote(filepath.Join(dir, n.key)))
	default:
		view := func(field string) string {
			return fmt.Sprintf("<(kubectl --kubeconfig %s config view --raw --minify -o jsonpath='{%s}' | base64 -d)", quote(last), field)
		}
		ca := ""
		if len(p.ca) > 0 {
			ca = view(".clusters[0].cluster.certificate-authority-data")
		}
		curl(ca, "--cert "+view(".users[0].user.client-certificate-data")+" --key "+view(".users[0].user.client-key-data"))
	}
	o.added.Try = fmt.Sprintf("kubectl --kubeconfig %s auth whoami", quote(last))
}

// removal is the command that takes away what was left behind.
func removal(l model.Leftover) string {
	quote := model.ShellQuote
	switch l.Kind {
	case "file":
		return "rm " + quote(l.Name)
	case "entries":
		return "kubeid undo " + quote(l.UID)
	}
	words := []string{"kubectl", "--context", quote(l.Context.Name.Raw()), "delete", strings.ToLower(l.Kind), quote(l.Name)}
	if l.Where != "" {
		words = append(words, "--namespace", quote(l.Where))
	}
	return strings.Join(words, " ")
}
