package cli

import (
	"strconv"
	"strings"

	"kubeid/model"
)

// printList prints entries as a table or for programs.
func (p *program) printList(l listing, k model.Kubeconfig, chosen []int) error {
	if l.object() {
		return p.print(l.format, listOf(k, l.kind, chosen))
	}
	wide := l.word == "wide"
	t := [...]func(model.Kubeconfig, []int, bool) ([]string, [][]string){
		model.ContextKind: contextTable,
		model.ClusterKind: clusterTable,
		model.UserKind:    userTable,
	}[l.kind]
	header, rows := t(k, chosen, wide)
	if l.noHeaders || len(rows) == 0 {
		header = nil
	}
	p.table(header, rows)
	return nil
}

func listOf(k model.Kubeconfig, kind model.Kind, chosen []int) list {
	name, _ := k.Current()
	out := list{
		APIVersion:     apiVersion,
		Kind:           [...]string{"ContextList", "ClusterList", "UserList"}[kind],
		CurrentContext: name,
		Files:          filesOf(k),
		Items:          make([]any, len(chosen)),
	}
	by := k.ContextsByName(kind)
	for n, i := range chosen {
		switch kind {
		case model.ContextKind:
			out.Items[n] = contextOf(k, i)
		case model.ClusterKind:
			out.Items[n] = clusterOf(k, i, by)
		case model.UserKind:
			out.Items[n] = userOf(k, i, by)
		}
	}
	return out
}

func contextTable(k model.Kubeconfig, chosen []int, wide bool) ([]string, [][]string) {
	header := []string{"CURRENT", "NAME", "CLUSTER", "USER", "IDENTITY", "NAMESPACE", "STATE", "FILE"}
	if wide {
		header = append(header, "SERVER", "WHY")
	}
	now := k.CurrentContext()
	var rows [][]string
	for _, i := range chosen {
		c, r := k.Contexts[i], k.Resolve(i)
		row := []string{
			star(i == now), cell(c.Name), cell(c.Cluster), cell(c.User), "-", cell(c.Namespace),
			state(r.Mark()), k.Place(model.ContextKind, i),
		}
		if r.User >= 0 {
			row[4] = k.Users[r.User].Identity().Short
		}
		if wide {
			server := model.Text{}
			if r.Cluster >= 0 {
				server = model.Address(k.Clusters[r.Cluster].Server)
			}
			row = append(row, cell(server), why(k, model.ContextKind, i, r.Refusals))
		}
		rows = append(rows, row)
	}
	return header, rows
}

func clusterTable(k model.Kubeconfig, chosen []int, wide bool) ([]string, [][]string) {
	header := []string{"CURRENT", "NAME", "SERVER", "CA", "CONTEXTS", "STATE", "FILE"}
	if wide {
		header = append(header, "TLS-SERVER-NAME", "PROXY", "WHY")
	}
	now, by := current(k, model.ClusterKind), k.ContextsByName(model.ClusterKind)
	var rows [][]string
	for _, i := range chosen {
		c := k.Clusters[i]
		refusals := c.Refusals()
		row := []string{
			star(i == now), cell(c.Name), cell(model.Address(c.Server)), authority(c),
			strconv.Itoa(len(contextsOf(k, model.ClusterKind, i, by))),
			state(markOf(k, model.ClusterKind, i, refusals)), k.Place(model.ClusterKind, i),
		}
		if wide {
			row = append(row, cell(c.TLSServerName), cell(model.Address(c.ProxyURL)), why(k, model.ClusterKind, i, refusals))
		}
		rows = append(rows, row)
	}
	return header, rows
}

func userTable(k model.Kubeconfig, chosen []int, wide bool) ([]string, [][]string) {
	header := []string{"CURRENT", "NAME", "IDENTITY", "AS", "CONTEXTS", "STATE", "FILE"}
	if wide {
		header = append(header, "DESCRIPTION", "WHY")
	}
	now, by := current(k, model.UserKind), k.ContextsByName(model.UserKind)
	var rows [][]string
	for _, i := range chosen {
		u := k.Users[i]
		refusals := u.Refusals()
		row := []string{
			star(i == now), cell(u.Name), u.Identity().Short, orDash(u.As.String()),
			strconv.Itoa(len(contextsOf(k, model.UserKind, i, by))),
			state(markOf(k, model.UserKind, i, refusals)), k.Place(model.UserKind, i),
		}
		if wide {
			row = append(row, u.Identity().Long, why(k, model.UserKind, i, refusals))
		}
		rows = append(rows, row)
	}
	return header, rows
}

// star marks the current entry in a column of its own.
func star(now bool) string {
	if now {
		return "*"
	}
	return ""
}

// cell shows a text, and a dash for none.
func cell(t model.Text) string { return orDash(t.String()) }

// authority says what a server is checked against.
func authority(c model.Cluster) string {
	switch {
	case c.Insecure:
		return "not checked"
	case c.CA.Inline:
		return "inline"
	case !c.CA.File.Empty():
		return "file"
	}
	return "system"
}

// why says what is wrong with an entry.
func why(k model.Kubeconfig, kind model.Kind, i int, refusals []model.Text) string {
	var words []string
	if s := k.Shadow(kind, i); s >= 0 {
		words = append(words, "kubectl takes the one in "+k.Place(kind, s))
	}
	for _, r := range refusals {
		words = append(words, r.String())
	}
	return orDash(strings.Join(words, "; "))
}
