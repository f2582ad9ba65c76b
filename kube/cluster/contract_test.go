package cluster_test

import (
	"testing"

	"kubeid/testdata/cluster"
	"kubeid/testdata/contract"
)

// TestRealContract asks a real control plane for the known answers.
func TestRealContract(t *testing.T) { contract.Run(t, cluster.Shared(t)) }
