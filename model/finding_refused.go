package model

import (
	"fmt"
	"strings"
)

// refused tells of something that kubectl refuses about an entry. A finding names its
// entry anyway, so it is not named again.
func (f *finder) refused(kind Kind, i int, why Text) {
	named := fmt.Sprintf("%s %q ", kind, f.Config.Entry(kind, i).Name)
	f.entry("refused", kind, i, "%s", strings.TrimPrefix(why.String(), named))
	f.last("refused", func(d *Finding) {
		for _, r := range refusalRemedies {
			if strings.Contains(d.Words, r.part) {
				d.Remedy = r.remedy
				return
			}
		}
	})
}

// refusalRemedies say what to do about a refusal that has these words in it.
var refusalRemedies = []struct{ part, remedy string }{
	{"cannot be a namespace", "a namespace has at most 63 of a-z, 0-9 and -, and neither begins nor ends with -"},
	{"has no name", "give it a name"},
	{"has no server", "write the address of the API server as server: https://host:port"},
	{"proxy-url", "write it as http://host:port, https://host:port or socks5://host:port, or take it out"},
	{"insecure-skip-tls-verify", "take insecure-skip-tls-verify out, and keep the CA"},
	{"has both", "keep one of the two, and delete the other"},
	{"only one is allowed", "keep the token, and delete username and password"},
	{"but no key", "put its private key beside it, as client-key or client-key-data"},
	{"auth-provider and an exec plugin", "keep the exec plugin, and delete auth-provider"},
	{"has no command", "name the program of the plugin as command"},
	{"has no apiVersion", "write apiVersion: client.authentication.k8s.io/v1"},
	{"variable without a name", "give the variable a name, or delete it"},
	{"interactiveMode", "write interactiveMode: IfAvailable, or Never or Always"},
	{"without a user (as)", "name the user to act as (as), or take the other fields out"},
}
