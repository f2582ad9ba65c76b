package gen

import (
	"bufio"
	"fmt"
	"io"
)

// namespaces are those that contexts name; the empty one stands for none.
var namespaces = []string{"", "default", "payments", "web", "kube-system"}

// Write writes a kubeconfig with n contexts, n clusters and n users, about 5.6 kB
// for the three, just as kubectl itself would write it. The first context is the
// current one. Servers are loopback addresses, so that nothing leaves the machine
// when a program that is measured calls one.
func Write(w io.Writer, n int) error {
	c, err := theCredentials()
	if err != nil {
		return err
	}
	names := Names(n)
	out := bufio.NewWriterSize(w, 1<<20)
	io.WriteString(out, "apiVersion: v1\nclusters:\n")
	for i, name := range names {
		fmt.Fprintf(out, "- cluster:\n    certificate-authority-data: %s\n    server: https://127.%d.%d.%d:6443\n  name: %s\n",
			c.authority(i), 1+i>>16, i>>8&255, i&255, name)
	}
	io.WriteString(out, "contexts:\n")
	for i, name := range names {
		fmt.Fprintf(out, "- context:\n    cluster: %s\n", name)
		if ns := namespaces[i%len(namespaces)]; ns != "" {
			fmt.Fprintf(out, "    namespace: %s\n", ns)
		}
		fmt.Fprintf(out, "    user: %s\n  name: %s\n", name, name)
	}
	fmt.Fprintf(out, "current-context: %s\nkind: Config\nusers:\n", names[0])
	for i, name := range names {
		certificate, key := c.user(i)
		fmt.Fprintf(out, "- name: %s\n  user:\n    client-certificate-data: %s\n    client-key-data: %s\n",
			name, certificate, key)
	}
	return out.Flush()
}
