// Package cluster talks to clusters: anonymous probes, kubectl's kuberc, consent for
// what a kubeconfig would run or send, and the API, which is asked, changed and watched
// as somebody. Nothing here runs, reads or sends anything because a kubeconfig was
// opened.
package cluster
