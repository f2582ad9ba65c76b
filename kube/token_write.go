package kube

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"

	v1 "k8s.io/client-go/tools/clientcmd/api/v1"
	"sigs.k8s.io/yaml"

	"kubeid/crypto"
	"kubeid/kube/cluster"
	"kubeid/kube/store"
	"kubeid/model"
)

// planFiles decides which files will be written. New ones must not be there yet.
func (m *minting) planFiles(context.Context) error {
	out := m.wish.Out
	add := func(path, what string, secret bool) error {
		if err := store.Free(path); err != nil {
			return err
		}
		m.review.Files = append(m.review.Files, model.PlannedFile{Path: path, What: what, Secret: secret})
		return nil
	}
	const whole = "a kubeconfig with everything inside"
	if out.Handover && out.Kubeconfig == "" && out.Merge == "" {
		path := store.FreeName(m.service.store.Handover(), model.FileName(m.wish.Account.Namespace.Raw()+"-"+m.wish.Account.Name.Raw()+"@"+m.place.name), ".kubeconfig")
		m.review.Files = append(m.review.Files, model.PlannedFile{Path: path, What: whole, Secret: true})
	}
	for _, f := range []struct {
		path, what string
		secret     bool
	}{{out.Kubeconfig, whole, true}, {out.Token, "the token alone", true}, {out.CA, "what the server is trusted by", false}} {
		if f.path == "" {
			continue
		}
		if err := add(f.path, f.what, f.secret); err != nil {
			return err
		}
	}
	if out.CA != "" && len(m.place.ca) == 0 {
		return &model.Problem{
			Exit: model.ExitRefused, What: "the kubeconfig has no authority for this server: it is trusted by those of the computer", Todo: "leave ca.crt out; whoever uses the token needs none",
		}
	}
	if out.Merge == "" {
		return nil
	}
	merged, err := m.service.planMerge(out.Merge, m.review.Entry)
	m.review.Files = append(m.review.Files, merged)
	return err
}

// kubeconfig writes the kubeconfig that logs in with the token.
func (m *minting) kubeconfig() (crypto.Secret, error) {
	a, entry := m.review.Address, m.review.Entry
	c := v1.Cluster{Server: a.Server, TLSServerName: a.TLSServerName, ProxyURL: a.ProxyURL, InsecureSkipTLSVerify: a.Insecure}
	if !a.Insecure {
		c.CertificateAuthorityData = m.place.ca
	}
	config := v1.Config{
		APIVersion: "v1", Kind: "Config", CurrentContext: entry,
		Clusters:  []v1.NamedCluster{{Name: m.place.name, Cluster: c}},
		AuthInfos: []v1.NamedAuthInfo{{Name: entry, AuthInfo: v1.AuthInfo{Token: string(m.made.Token.Reveal())}}},
		Contexts:  []v1.NamedContext{{Name: entry, Context: v1.Context{Cluster: m.place.name, AuthInfo: entry, Namespace: m.wish.Account.Namespace.Raw()}}},
	}
	body, err := yaml.Marshal(bare(config))
	if err != nil {
		return crypto.Secret{}, err
	}
	var text bytes.Buffer
	fmt.Fprintf(&text, "# ServiceAccount %s, made with kubeid. Whoever has this file is this account", m.wish.Account)
	if end := m.made.Facts.Expires; !end.IsZero() {
		fmt.Fprintf(&text, " until %s", end.UTC().Format("2006-01-02 15:04 UTC"))
	}
	text.WriteString(".\n")
	text.Write(body)
	return crypto.NewSecret(text.Bytes()), nil
}

// prove logs in with the token, on the way that will be written, and compares. Nothing
// is handed over that does not log in.
func (m *minting) prove(ctx context.Context) error {
	return m.steps.do(ctx, "log in with it", func(ctx context.Context) (string, error) {
		caller := m.place.caller.With(cluster.Credentials{Token: m.made.Token})
		if m.wish.Server == "" && len(m.review.Address.Worries) == 0 {
			text, err := m.kubeconfig()
			if err != nil {
				return "", err
			}
			if caller, err = cluster.ReadCaller(text, filepath.Join(m.service.store.Handover(), "new")); err != nil {
				return "", fmt.Errorf("what will be written: %w", err)
			}
		}
		who, err := caller.Whoami(ctx, model.Consent{})
		if len(m.wish.Audiences) > 0 && (errors.Is(err, model.ErrUnauthorized) || err == nil && who.Anonymous()) {
			return m.proveElsewhere(ctx)
		}
		if err == nil {
			m.made.Proof = model.TokenProof(who, m.made.Facts)
		} else {
			m.made.Proof = model.Proof{Tried: true, Trouble: model.NewText(err.Error()), Hint: model.Hint(err)}
		}
		if err := ctx.Err(); err != nil {
			return "", err
		}
		if p := m.made.Proof; !p.Good() {
			return "", &model.Problem{Exit: model.ExitError, What: "the token does not log in, so it is not handed over: " + p.Trouble.String(), Todo: p.Hint}
		}
		return m.made.Proof.String(), nil
	})
}

// proveElsewhere asks the server about a token that is meant for somebody else than the
// server itself.
func (m *minting) proveElsewhere(ctx context.Context) (string, error) {
	got, err := m.api.ReviewToken(ctx, m.made.Token, m.wish.Audiences)
	switch {
	case refuses(err):
		return "it is not for the API server, and whether it is good for others may not be asked", nil
	case err != nil:
		return "", err
	case !got.Taken:
		return "", &model.Problem{Exit: model.ExitError, What: "the server says that the token is good for nobody: " + got.Trouble.String(), Todo: "make another one; for an audience that the cluster knows, if it was for one"}
	}
	return "good for " + joinTexts(got.Audiences) + ", and not for the API server", nil
}

// write writes the planned files.
func (m *minting) write(ctx context.Context) error {
	for _, f := range m.review.Files {
		err := m.steps.do(ctx, "write "+m.service.label(f.Path).String(), func(ctx context.Context) (string, error) {
			words, err := m.writeOne(ctx, f)
			if err == nil {
				m.made.Files = append(m.made.Files, f)
			}
			return words, err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (m *minting) writeOne(ctx context.Context, f model.PlannedFile) (string, error) {
	const alone = "for you alone (0600)"
	switch f.Path {
	case m.wish.Out.Token:
		return alone, store.NewFile(f.Path, m.made.Token.Reveal())
	case m.wish.Out.CA:
		return "", store.NewFile(f.Path, m.place.ca)
	}
	text, err := m.kubeconfig()
	if err != nil {
		return "", err
	}
	if f.Merged {
		plan, err := m.service.Plan(ctx, model.Import{Data: text, Source: model.NewText("account " + m.wish.Account.String()), File: f.Path, Taken: model.Auto})
		if err != nil {
			return "", err
		}
		_, err = m.service.Apply(ctx, plan)
		return "kubeid undo takes it back", err
	}
	if m.wish.Out.Kubeconfig == "" {
		if err := m.service.store.MakeHandover(); err != nil {
			return "", err
		}
	}
	return alone, store.NewFile(f.Path, text.Reveal())
}

// use says how the token is used and taken back, in lines that can be pasted into a
// shell. The token is read from a file: in a command line everybody could see it.
func (m *minting) use() {
	quote := model.ShellQuote
	source, ca := "", ""
	for _, f := range m.made.Files {
		switch {
		case f.Path == m.wish.Out.Token:
			source = "cat " + quote(f.Path)
		case f.Path == m.wish.Out.CA:
			ca = quote(f.Path)
		case f.Merged:
			m.made.Try = "kubectl --kubeconfig " + quote(f.Path) + " --context " + quote(m.review.Entry) + " auth whoami"
		default:
			m.made.Try = "kubectl --kubeconfig " + quote(f.Path) + " auth whoami"
		}
		if source == "" && f.Secret {
			source = fieldOf(f.Path, m.review.Entry, ".users[0].user.token")
		}
		if ca == "" && f.Secret && f.Path != m.wish.Out.Token && len(m.place.ca) > 0 {
			ca = "<(" + fieldOf(f.Path, m.review.Entry, ".clusters[0].cluster.certificate-authority-data") + " | base64 -d)"
		}
	}
	if ca == "" && len(m.place.ca) > 0 && m.sameFile {
		ca = m.ownAuthority()
	}
	if source != "" && len(m.wish.Audiences) == 0 && !m.review.Address.Insecure && (ca != "" || len(m.place.ca) == 0) {
		m.made.Curl = model.CurlWithToken(source, ca, m.review.Address)
	}
	holds := m.made.Anchor
	if holds.Empty() {
		holds = m.made.Secret
	}
	if !holds.Empty() {
		m.made.Revoke = fmt.Sprintf("kubeid revoke %s --context %s", quote(m.wish.Account.Namespace.Raw()+"/"+holds.Raw()), quote(m.wish.Context.Name.Raw()))
	}
}

// ownAuthority is where a shell finds the authority in our own kubeconfig.
func (m *minting) ownAuthority() string {
	if m.place.target.CAFile != "" {
		return model.ShellQuote(m.place.target.CAFile)
	}
	return "<(" + fieldOf(m.wish.Context.File, m.wish.Context.Name.Raw(), ".clusters[0].cluster.certificate-authority-data") + " | base64 -d)"
}

// fieldOf is the command that prints a field of a context of a kubeconfig.
func fieldOf(file, context, field string) string {
	return fmt.Sprintf("kubectl --kubeconfig %s --context %s config view --raw --minify -o 'jsonpath={%s}'", model.ShellQuote(file), model.ShellQuote(context), field)
}
