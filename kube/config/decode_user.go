package config

import "kubeid/model"

func (d *decoder) user(e model.Entry, body *node) model.User {
	u := model.User{Entry: e}
	d.fields(body, func(key string, v *node) {
		switch key {
		case "client-certificate-data":
			u.Certificate.Inline = d.base64(v)
		case "client-certificate":
			u.Certificate.File = d.textOf(v)
		case "client-key-data":
			u.Key.Inline = d.base64(v)
		case "client-key":
			u.Key.File = d.textOf(v)
		case "token":
			u.Token.Inline = d.text(v) != ""
		case "tokenFile":
			u.Token.File = d.textOf(v)
		case "username":
			u.Username = d.textOf(v)
		case "password":
			u.Password = d.text(v) != ""
		case "as":
			u.As.User = d.textOf(v)
		case "as-uid":
			u.As.UID = d.textOf(v)
		case "as-groups":
			u.As.Groups = d.texts(v)
		case "as-user-extra":
			d.fields(v, func(_ string, v *node) { d.texts(v); u.As.Extra = true })
		case "exec":
			u.Exec = d.exec(v)
		case "auth-provider":
			u.Provider = d.provider(v)
		case "extensions":
			d.extensions(v)
		}
	})
	return u
}

func (d *decoder) exec(n *node) *model.Exec {
	if n.kind == nullNode {
		return nil
	}
	e := &model.Exec{}
	d.fields(n, func(key string, v *node) {
		switch key {
		case "command":
			e.Command = d.textOf(v)
		case "apiVersion":
			e.APIVersion = d.textOf(v)
		case "interactiveMode":
			e.InteractiveMode = d.textOf(v)
		case "installHint":
			e.InstallHint = d.textOf(v)
		case "provideClusterInfo":
			d.bool(v)
		case "args":
			e.Args = len(d.texts(v))
		case "env":
			d.env(v, e)
		}
	})
	e.InteractiveMode = interactive(e.APIVersion, e.InteractiveMode)
	return e
}

// interactive fills in what client-go assumes for the old versions of the plugin
// protocol (tools/clientcmd/api/v1/defaults.go).
func interactive(version, mode model.Text) model.Text {
	switch version.Raw() {
	case "client.authentication.k8s.io/v1beta1", "client.authentication.k8s.io/v1alpha1":
		if mode.Empty() {
			return model.NewText("IfAvailable")
		}
	}
	return mode
}

func (d *decoder) env(n *node, e *model.Exec) {
	d.check(n.kind == sequenceNode || n.kind == nullNode)
	for i := range n.children() {
		name := ""
		d.check(n.children()[i].kind == mappingNode)
		d.fields(&n.children()[i], func(key string, v *node) {
			switch key {
			case "name":
				name = d.text(v)
			case "value":
				d.text(v)
			}
		})
		e.UnnamedEnv = e.UnnamedEnv || name == ""
		e.Env++
	}
}

func (d *decoder) provider(n *node) *model.Provider {
	if n.kind == nullNode {
		return nil
	}
	p := &model.Provider{}
	d.fields(n, func(key string, v *node) {
		switch key {
		case "name":
			p.Name = d.textOf(v)
		case "config":
			d.fields(v, func(_ string, v *node) { d.text(v) })
		}
	})
	return p
}
