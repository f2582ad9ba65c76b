package model

import "slices"

// A Rule is what findings are made by.
type Rule struct {
	ID      string // kebab-case; it stays the same, so that a rule can be ignored by it
	Gravity Gravity
	Title   string // what is the case, in a few words
	Why     string // why it matters, a sentence without a period
	Remedy  string // what to do, a sentence without a period
}

// Rules lists every rule, in the order in which they are looked at.
func Rules() []Rule { return slices.Clone(rules) }

// RuleOf returns the rule with this id.
func RuleOf(id string) (Rule, bool) {
	i := slices.IndexFunc(rules, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return Rule{}, false
	}
	return rules[i], true
}

const (
	info    = GravityInfo
	warning = GravityWarning
	wrong   = GravityError
)

var rules = slices.Concat(fileRules, entryRules, lifeRules, credentialRules, serverRules, certificateRules, tokenRules)

var fileRules = []Rule{
	{"file-unreadable", wrong, "a kubeconfig cannot be read", "kubectl refuses to do anything while one file of the list is broken", "mend that file, or take it out of KUBECONFIG"},
	{"file-refused", wrong, "kubectl cannot load a file", "one bad entry keeps kubectl from loading every file of the list", "mend what is named there, or take the file out of KUBECONFIG"},
	{"file-missing", info, "a listed kubeconfig is not there", "kubectl passes over it without a word", "take it out of KUBECONFIG, or put it there"},
	{"duplicate-name", wrong, "a name stands twice in one file", "kubectl refuses the whole file, and with it all others", "rename one of the two, or delete it"},
	{"secrets-readable", warning, "others can read a file with secrets in it", "who can read a private key or a token can log in with it", "take the rights away with: chmod 600"},
	{"unknown-field", warning, "kubectl does not know a field", "kubectl passes over it, so that it does nothing; mostly it is a slip of the finger", "write the field as kubectl knows it, or take it out"},
	{"duplicate-field", warning, "a field stands twice in one place", "kubectl takes the last one, without a word", "keep the one that is meant, and delete the other"},
	{"no-current-context", info, "no context is the current one", "kubectl then talks to localhost:8080 unless --context is given", "choose one with: kubeid ctx NAME"},
	{"current-context-missing", wrong, "the current context does not exist", "kubectl fails until another one is chosen", "choose another one with: kubeid ctx NAME"},
}

var entryRules = []Rule{
	{"dangling-reference", wrong, "a context leads nowhere", "kubectl cannot use a context whose cluster or user is not there", "write the name of one that there is, or delete the context"},
	{"shadowed", warning, "another file's entry of the same name is used", "kubectl takes the first file's entry; this one is never used", "rename one of the two, or put this file first in KUBECONFIG"},
	{"mixed-up", wrong, "a context goes out with another file's cluster or user", "a credential is sent to a cluster that it was not made for", "rename one of the two clusters or users, and what refers to it"},
	{"refused", wrong, "kubectl refuses an entry", "a context that uses it cannot be used", "mend the entry"},
	{"unused", info, "no context uses an entry", "a credential that nobody needs can still be stolen", "delete it, if nobody needs it"},
	{"insecure-skip-tls-verify", warning, "the server is not verified", "whoever stands in between can pose as the server and take the token", "put the cluster's CA into certificate-authority-data, and take insecure-skip-tls-verify out"},
	{"http-server", warning, "the server is spoken to without encryption", "everybody on the way can read and change what is said; kubectl sends no credential", "use an https:// address"},
	{"secret-in-address", warning, "an address has a password in it", "addresses are shown and logged in many places", "take it out of the address"},
	{"exec-version", wrong, "the plugin speaks a protocol that kubectl has given up", "kubectl fails with: invalid apiVersion", "update the plugin, and write client.authentication.k8s.io/v1 or v1beta1"},
	{"exec-not-found", wrong, "the program of an exec plugin is not there", "without it there is no credential", "install it, or put its folder into PATH"},
	{"auth-provider-removed", wrong, "an auth-provider that kubectl does not have any more", "kubectl 1.26 and later cannot log in with it", "use the exec plugin of your provider"},
	{"auth-provider", info, "an auth-provider", "they are given up in favour of exec plugins, and only oidc is left", "use an exec plugin, such as kubelogin for oidc"},
	{"basic-auth", warning, "logs in with a password", "Kubernetes removed this in 1.19, so at most a proxy understands it", "use a certificate, a token or an exec plugin"},
	{"credential-unused", info, "a credential is not the one that is used", "what is not used can still be stolen, and surprises whoever changes the entry", "take out what is not used"},
	{"no-credential", info, "a context logs in as nobody", "the server sees system:anonymous, which may do next to nothing", "give its user a credential"},
	{"reference-missing", wrong, "a file that is pointed to is not there", "kubectl cannot use the entry without it", "correct the path, which is relative to the folder of the kubeconfig, or put the file there"},
	{"reference-unreadable", wrong, "a file that is pointed to cannot be read", "the entry cannot be used without it", "check who owns it, and that it is a plain file of at most 1 MiB"},
}

var lifeRules = []Rule{
	{"expired", wrong, "something has expired", "the other side does not accept it any more", "get a new one, and put it in its place"},
	{"not-yet-valid", wrong, "something is not valid yet", "the other side does not accept it yet; mostly a clock is wrong", "compare this computer's clock, or wait"},
	{"expires-urgent", warning, "something ends very soon", "when it ends, nobody gets in any more", "renew it now"},
	{"expires-soon", info, "something ends soon", "when it ends, nobody gets in any more", "renew it in time"},
}

var credentialRules = []Rule{
	{"credential-unreadable", wrong, "a certificate cannot be read", "kubectl cannot use it, or passes over it", "put it there again, in PEM"},
	{"key-mismatch", wrong, "key and certificate do not belong together", "kubectl cannot log in with them", "find the key that the certificate was made for, or get a new certificate"},
	{"key-locked", wrong, "the key has a passphrase", "kubectl cannot ask for it", "decrypt it with: openssl pkey, into a file that only you can read"},
	{"key-missing", wrong, "there is no key for the certificate", "a certificate alone proves nothing", "put its private key beside it, or get a new certificate"},
	{"key-broken", wrong, "the key cannot be read", "kubectl cannot log in with it", "put the private key there again, in PEM"},
	{"login-refused", wrong, "the API server does not take the certificate for a login", "whoever shows it is nobody to the server", "get a certificate with a common name that is made for client auth"},
	{"system-masters", warning, "a certificate of system:masters", "it may do everything, no role can take that away, and it cannot be withdrawn", "keep it for emergencies, and log in with a certificate of fewer rights"},
	{"cluster-admin", info, "a certificate of an administrator", "where it is bound as usual, it may do everything", "log in with fewer rights for everyday work"},
	{"token-endless", warning, "a token never expires", "whoever copies it can use it until somebody withdraws it", "replace it by one with an end: kubectl create token"},
	{"token-opaque", info, "a token that says nothing of itself", "nobody can see whose it is, nor when it ends", "ask who gave it out"},
}

var serverRules = []Rule{
	{"ca-did-not-sign", wrong, "the CA has not signed the server's certificate", "kubectl refuses to talk to it: this may be another server, or the CA was replaced", "fetch the cluster's CA again, from a source that you trust"},
	{"ca-other-key", wrong, "a CA of the same name with another key has signed", "the CA was replaced, or the cluster was built anew: kubectl refuses to talk to it", "fetch the cluster's CA again, from a source that you trust"},
	{"wrong-name", wrong, "the server's certificate is for other names", "kubectl refuses to talk to it by this address", "use one of its names as the address, or set tls-server-name to one"},
	{"server-failed", warning, "the server could not be used when it was looked at", "kubectl would fail in the same way", "see what is said there"},
	{"clock-off", warning, "the clocks of the server and of this computer differ", "what is valid here may be expired or not yet valid there", "set the clock that is wrong, with NTP"},
}
