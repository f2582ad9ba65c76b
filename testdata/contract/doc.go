// Package contract holds known answers of Kubernetes as a table, so that the same
// tests run on a real control plane and on the embedded demo server. Its rows ask as
// kubeid asks, through cluster.API. A row that only the real one can answer says why.
package contract
