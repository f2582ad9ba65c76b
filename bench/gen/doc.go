// Package gen writes kubeconfigs of any size to measure with: kubectl's own form,
// an embedded certificate and key for every user, the same bytes on every run.
package gen
