package cli

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kubeid/crypto"
	"kubeid/model"
)

// resultForms are what --format takes.
var resultForms = map[string]model.Result{"kubeconfig": model.AsKubeconfig, "pem": model.AsPEM, "p12": model.AsPKCS12}

// begins has a command that makes a user begin with the usual life, and with the flags
// that all of them have.
func (o *issuing) begins(cmd *cobra.Command) {
	o.life = lasting{word: "90d", Duration: model.UsualLife}
	o.format = outputFlag(cmd, "table", "json", "yaml", "name")
	o.writing.flags(cmd)
}

// signedBy are the flags of who signs: the cluster, which is logged in to, or an authority.
func (o *issuing) signedBy(cmd *cobra.Command) {
	o.allowing.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&o.user.CA, "ca-cert", "", "sign with this authority: its certificate")
	f.StringVar(&o.user.Key, "ca-key", "", "the authority's key, encrypted or not")
	f.StringVar(&o.pass, "passphrase-file", "", "file with the passphrase of the authority's key; - for standard input")
}

// completeIssuing completes contexts and kinds of keys.
func (p *program) completeIssuing(cmd *cobra.Command) {
	cmd.RegisterFlagCompletionFunc("context", p.names(model.ContextKind, true))
	cmd.RegisterFlagCompletionFunc("key-type", cobra.FixedCompletions(keyTypeNames(), cobra.ShellCompDirectiveNoFileComp))
}

// issueFlags are the flags of issue itself.
func (p *program) issueFlags(cmd *cobra.Command, o *issuing) {
	f := cmd.Flags()
	f.StringVar(&o.user.Subject.User, "user", "", "name of the user (CN)")
	f.StringArrayVar(&o.groups, "group", nil, "a group of the user (O); may be given again")
	f.StringVar(&o.user.Subject.UID, "uid", "", "UID of the user, for servers from 1.33 on; needs a local authority")
	f.StringArrayVar(&o.contexts, "context", nil, "add the user here, instead of the current context; may be given again")
	f.Var(&o.life, "duration", "how long the certificate lives: 8h, 30d")
	f.StringVar(&o.key, "key-type", "", "ecdsa-p256, ecdsa-p384, ecdsa-p521, rsa-2048, rsa-3072, rsa-4096 or ed25519 (default ecdsa-p256)")
	f.StringVar(&o.cluster, "clusterrole", "", "give this ClusterRole, in the namespaces of --role-namespace or everywhere")
	f.StringVar(&o.role, "role", "", "give this role: a Role where each namespace has it, else the ClusterRole")
	f.StringArrayVar(&o.user.Role.Namespaces, "role-namespace", nil, "give the role in this namespace only; may be given again")
	f.StringVar(&o.user.Out, "out", "", "write the result here; nothing is overwritten")
	f.StringVar(&o.merge, "merge", "", "add the user to this kubeconfig that exists")
	f.StringVar(&o.as, "format", "kubeconfig", "kubeconfig, pem (ca.crt, NAME.crt, NAME.key and a kubeconfig) or p12")
	f.StringVar(&o.p12, "p12-passphrase-file", "", "file with the passphrase for a PKCS#12 file")
	f.StringVar(&o.user.For, "encrypt-to", "", "encrypt the result to this age or SSH public key")
	f.StringVar(&o.user.Server, "server", "", "the address of the server as the user has to use it")
	f.StringVar(&o.user.Name, "name", model.NameTemplate, "names of the new entries")
	f.StringVar(&o.user.Request, "from-csr", "", "sign this request that somebody gave; their key stays theirs")
	f.StringVar(&o.from, "from", "", "many users: a file of lines NAME,GROUP,GROUP,…; --out is a folder then")
	f.BoolVar(&o.csrOnly, "csr-only", false, "make key and request, for somebody else to sign; then: accept CERT")
	f.BoolVar(&o.user.Unapproved, "no-approve", false, "leave approving to somebody else, also where you may; then: --resume NAME")
	f.StringVar(&o.resume, "resume", "", "go on with a user whose request was approved by somebody else")
	f.BoolVar(&o.waiting, "waiting", false, "list who waits for somebody to approve or sign, and until when")
	f.StringVar(&o.forget, "forget", "", "give up waiting: delete this one's key and request")
	f.StringArrayVar(&o.user.Named, "dangerous", nil, "a dangerous user, group or setting, named once more; may be given again")
	f.BoolVar(&o.user.Offline, "offline", false, "do not talk to the server: with a local authority only, and nothing is proved")
	cmd.RegisterFlagCompletionFunc("resume", p.waitingNames)
	cmd.RegisterFlagCompletionFunc("forget", p.waitingNames)
	cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"kubeconfig", "pem", "p12"}, cobra.ShellCompDirectiveNoFileComp))
	cmd.RegisterFlagCompletionFunc("role-namespace", p.namespaces)
}

func keyTypeNames() []string {
	var out []string
	for _, t := range crypto.KeyTypes() {
		out = append(out, string(t))
	}
	return out
}

// keyType is the kind of key that --key-type names.
func (o *issuing) keyType() (crypto.KeyType, error) {
	kind, err := crypto.ParseKeyType(o.key)
	if err != nil {
		return kind, errUsage(err.Error(), "choose one of "+strings.Join(keyTypeNames(), ", "))
	}
	return kind, nil
}

// answers puts the flags together.
func (p *program) answers(o *issuing, k model.Kubeconfig) (model.NewUser, error) {
	u := o.user
	u.Subject.Groups, u.Life = o.groups, o.life.Duration
	var err error
	if u.KeyType, err = o.keyType(); err != nil {
		return u, err
	}
	var known bool
	if u.Result, known = resultForms[o.as]; !known {
		return u, errUsage(fmt.Sprintf("there is no format %q", safe(o.as)), "choose kubeconfig, pem or p12")
	}
	switch {
	case o.merge != "" && (u.Out != "" || o.as != "kubeconfig"):
		return u, errUsage("--merge goes with neither --out nor --format", "choose one of them")
	case o.merge != "":
		u.Result, u.Out = model.AsMerged, o.merge
	case o.role != "" && o.cluster != "":
		return u, errUsage("--role and --clusterrole name one role each", "choose one of them")
	}
	switch {
	case o.csrOnly && (u.CA != "" || u.Key != ""):
		return u, errUsage("--csr-only leaves signing to somebody else, and an authority is named", "choose one of them")
	case o.csrOnly:
		u.By = model.ByOthers
	case u.CA != "" || u.Key != "":
		u.By = model.ByAuthority
	}
	u.Role.Name, u.Role.Either = o.role+o.cluster, o.role != ""
	u.Out, u.CA, u.Key, u.Request = absolute(u.Out), absolute(u.CA), absolute(u.Key), absolute(u.Request)
	if len(o.contexts) == 0 {
		o.contexts = []string{""}
	}
	for _, name := range o.contexts {
		i, err := p.contextOrCurrent(k, name)
		if err != nil {
			return u, err
		}
		u.Contexts = append(u.Contexts, k.Ref(model.ContextKind, i))
	}
	u = u.WithDefaults()
	return u, u.Check()
}

// preset fills in what the settings say about new credentials, where no flag says more.
func (p *program) preset(s Service, o *issuing) error {
	settings, err := s.Settings()
	if err != nil {
		return err
	}
	o.life.usual(settings.Defaults.Life)
	o.key = cmp.Or(o.key, string(settings.Defaults.KeyType))
	return nil
}
