// Package oracle holds the tests that compare kubeid with Kubernetes' own code. It is a
// module of its own, beside the one that the test cluster is built from: what kubeid
// depends on must not change what is built.
package oracle
