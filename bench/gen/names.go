package gen

import (
	"fmt"
	"slices"
)

// Names returns the sorted names of n contexts. Context, cluster and user i share
// the number i, and so the same place in their lists.
func Names(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = name(i)
	}
	slices.Sort(names)
	return names
}

func name(i int) string {
	stages := []string{"prod", "dev", "test", "stage"}
	regions := []string{"eu", "us", "ap", "sa", "af"}
	return fmt.Sprintf("%s-%s-%05d", stages[i%len(stages)], regions[i%len(regions)], i)
}
