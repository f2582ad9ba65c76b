package cli

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"kubeid/model"
)

const aboutSet = `Change how a cluster is reached. What is not named stays; an empty value takes the
setting away.

  kubeid set cluster prod --server https://10.0.0.1:6443
  kubeid set cluster prod --certificate-authority ca.crt --embed-certs
  kubeid set cluster prod --proxy-url ""`

// A setting is one call of set.
type setting struct {
	*format
	writing
	in                              string
	server, tlsServerName, proxyURL string
	ca                              string
	embed                           bool
}

func (p *program) set() *cobra.Command {
	cmd := p.group("set", "cluster NAME", "Change how a cluster is reached", aboutSet)
	var o setting
	sub := &cobra.Command{
		Use: "cluster NAME", Short: "Change how a cluster is reached",
		Args: exactly(1, "the name of a cluster"), ValidArgsFunction: p.names(model.ClusterKind, false),
	}
	o.format = outputFlag(sub, "table", "json", "yaml", "name")
	o.writing.flags(sub)
	inFlag(sub, &o.in)
	sub.Flags().StringVar(&o.server, "server", "", "the address of the server")
	sub.Flags().StringVar(&o.tlsServerName, "tls-server-name", "", "the name that the server's certificate must have")
	sub.Flags().StringVar(&o.proxyURL, "proxy-url", "", "the proxy on the way to the server")
	sub.Flags().StringVar(&o.ca, "certificate-authority", "", "the file with the authority that the server is trusted by")
	sub.MarkFlagFilename("certificate-authority")
	sub.Flags().BoolVar(&o.embed, "embed-certs", false, "write the content of that file into the kubeconfig, not its path")
	sub.RunE = p.begin(func(cmd *cobra.Command, args []string) error {
		return p.setCluster(cmd.Context(), o, args[0], cmd.Flags().Changed)
	})
	cmd.AddCommand(sub)
	return cmd
}

func (p *program) setCluster(ctx context.Context, o setting, name string, given func(flag string) bool) error {
	s, state, err := p.load(ctx)
	if err != nil {
		return err
	}
	c := model.SetCluster{}
	if c.Cluster, err = p.entryNamed(state.Config, model.ClusterKind, name, o.in); err != nil {
		return err
	}
	any := false
	for flag, f := range map[string]struct {
		value string
		to    **model.Text
	}{
		"server": {o.server, &c.Server}, "tls-server-name": {o.tlsServerName, &c.TLSServerName}, "proxy-url": {o.proxyURL, &c.ProxyURL},
	} {
		if given(flag) {
			text := model.NewText(f.value)
			*f.to, any = &text, true
		}
	}
	if given("certificate-authority") {
		any = true
		if c.CA, err = newAuthority(o); err != nil {
			return err
		}
	}
	if !any {
		return errUsage("nothing is to be set", "name what, such as --server URL")
	}
	p.warnOfFiles(state.Config)
	return p.carryOut(ctx, s, o.format, o.writing, c)
}

// newAuthority returns the new authority: a path, or the content of the file.
func newAuthority(o setting) (*model.CertificateAuthority, error) {
	switch {
	case o.ca == "":
		return &model.CertificateAuthority{}, nil
	case !o.embed:
		return &model.CertificateAuthority{File: model.NewText(absolute(o.ca))}, nil
	}
	data, err := os.ReadFile(o.ca)
	if err != nil {
		return nil, &model.Problem{Exit: model.ExitNotFound, What: fmt.Sprintf("the authority %s cannot be read", safe(o.ca)), Todo: "name a file with certificates in PEM", Cause: err}
	}
	return &model.CertificateAuthority{PEM: data}, nil
}
