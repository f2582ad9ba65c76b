// Package contract holds known answers of Kubernetes as a table, so that the same
// tests run on a real control plane and on the embedded demo server. Its rows ask as
// kubeid asks, through cluster.API. What only the real one can show is named as well, with
// the reason.
package contract
