package kube

import (
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"strings"

	"kubeid/kube/config"
	"kubeid/model"
)

func (d *desk) setCluster(c model.SetCluster) error {
	i, err := d.find(c.Cluster)
	if err != nil {
		return err
	}
	was := d.k.Clusters[i]
	if err := d.checkWay(c); err != nil {
		return err
	}
	set := setter{d, was.File, model.ClusterKind, c.Cluster.Name.Raw()}
	set.text("server", c.Server, was.Server)
	set.text("tls-server-name", c.TLSServerName, was.TLSServerName)
	set.text("proxy-url", c.ProxyURL, was.ProxyURL)
	if c.CA == nil {
		return nil
	}
	if len(c.CA.PEM) > 0 {
		if !hasCertificate(c.CA.PEM) {
			return &model.Problem{Exit: model.ExitUsage, What: "the certificate authority is no certificate in PEM", Todo: "give a file that begins with -----BEGIN CERTIFICATE-----"}
		}
		alone, err := authorityAlone(c.CA.PEM)
		if err != nil {
			return err
		}
		if len(alone) != len(c.CA.PEM) {
			d.note("a private key stands beside the certificate authority; it is left out")
		}
		c.CA = &model.CertificateAuthority{PEM: alone}
		set.to("certificate-authority-data", base64.StdEncoding.EncodeToString(c.CA.PEM))
	} else {
		set.away("certificate-authority-data", was.CA.Inline)
	}
	if c.CA.File.Empty() {
		set.away("certificate-authority", !was.CA.File.Empty())
	} else {
		file := d.service.expand(c.CA.File.Raw())
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			d.note("there is no file %s yet", model.NewText(file))
		}
		set.to("certificate-authority", file)
	}
	if was.Insecure && len(c.CA.PEM)+len(c.CA.File.Raw()) > 0 {
		set.away("insecure-skip-tls-verify", true)
		d.note("insecure-skip-tls-verify goes: kubectl refuses it beside a certificate authority")
	}
	return nil
}

// checkWay looks at the new addresses and names, and notes what is dangerous about them.
func (d *desk) checkWay(c model.SetCluster) error {
	var notes []string
	if c.Server != nil {
		if err := model.CheckServer(c.Server.Raw()); err != nil {
			return err
		}
		notes = model.ServerNotes(c.Server.Raw())
	}
	if c.ProxyURL != nil && !c.ProxyURL.Empty() {
		if err := model.CheckProxy(c.ProxyURL.Raw()); err != nil {
			return err
		}
		notes = append(notes, model.ProxyNotes(c.ProxyURL.Raw())...)
	}
	if c.TLSServerName != nil {
		if err := model.CheckServerName(c.TLSServerName.Raw()); err != nil {
			return err
		}
	}
	for _, n := range notes {
		d.note("%s", n)
	}
	return nil
}

func hasCertificate(data []byte) bool {
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" {
			return true
		}
	}
	return false
}

func (d *desk) renew(c model.Renew) error {
	i, err := d.find(c.User)
	if err != nil {
		return err
	}
	was := d.k.Users[i]
	set := setter{d, was.File, model.UserKind, c.User.Name.Raw()}
	if !c.Token.Empty() {
		set.to("token", strings.TrimSpace(string(c.Token.Reveal())))
		set.away("tokenFile", !was.Token.File.Empty())
		return nil
	}
	if !hasCertificate(c.Certificate) || c.Key.Empty() {
		return &model.Problem{Exit: model.ExitUsage, What: "a certificate in PEM and its key are needed to renew a user", Todo: "give both"}
	}
	set.to("client-certificate-data", base64.StdEncoding.EncodeToString(c.Certificate))
	set.to("client-key-data", base64.StdEncoding.EncodeToString(c.Key.Reveal()))
	set.away("client-certificate", !was.Certificate.File.Empty())
	set.away("client-key", !was.Key.File.Empty())
	return nil
}

// A setter sets fields of one entry.
type setter struct {
	desk *desk
	file int
	kind model.Kind
	name string
}

// text sets a field unless to is nil, or what it was; an empty text takes it away.
func (s setter) text(field string, to *model.Text, was model.Text) {
	switch {
	case to == nil || *to == was:
	case to.Empty():
		s.away(field, true)
	default:
		s.to(field, to.Raw())
	}
}

func (s setter) to(field, value string) {
	s.desk.do(s.file, config.SetField{Kind: s.kind, Name: s.name, Field: field, Value: value})
}

// away takes a field away where it is.
func (s setter) away(field string, is bool) {
	if is {
		s.desk.do(s.file, config.SetField{Kind: s.kind, Name: s.name, Field: field, Remove: true})
	}
}
