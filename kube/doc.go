// Package kube is the outside world: its Service reads and writes kubeconfigs
// for the terminal program and for the commands, one method an ability.
package kube
