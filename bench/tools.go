package main

// A tool is a program that is measured, with its words for the same two tasks.
// All of them find their kubeconfig by $KUBECONFIG, save the plain programs.
type tool struct {
	name   string
	slow   bool // takes seconds with many contexts, and no budget needs it
	env    []string
	list   func(file string) []string
	change func(file, context string) []string
	plain  bool // lists no names and switches nothing
	table  bool // lists in a table, not one name a line
}

func tools() []tool {
	words := func(w ...string) func(string) []string {
		return func(string) []string { return w }
	}
	to := func(w ...string) func(string, string) []string {
		return func(_, context string) []string { return append(append([]string{}, w...), context) }
	}
	path := func(file string) []string { return []string{file} }
	return []tool{
		{name: "kubeid", list: words("ctx"), change: to("ctx")},
		{name: "kubectx", list: words(), change: to()},
		{name: "kubectl", slow: true, list: words("config", "get-contexts", "-o", "name"), change: to("config", "use-context")},
		{
			// It asks the current cluster for its version before it lists. Here that is
			// a loopback address which refuses at once.
			name: "kubecm", slow: true, table: true, env: []string{"KUBECM_DISABLE_K8S_MORE_INFO=1"},
			list: words("list"), change: to("switch", "--silence-table"),
		},
		{name: "read", plain: true, list: path},
		{name: "write", plain: true, change: func(file, _ string) []string { return []string{file} }},
	}
}
