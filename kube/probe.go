package kube

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"kubeid/kube/cluster"
	"kubeid/model"
)

// probesAtOnce is how many servers are looked at at the same time. Most of the time of
// a probe is waiting, so this is not a matter of processors.
const probesAtOnce = 128

// Probe looks at the servers of contexts and clusters as nobody, many at once, and
// tells model.Probed as each one is done, one call at a time. A server that serves
// several of them is looked at once. An error is that the kubeconfigs cannot be read or
// that ctx has ended; what is wrong with a server stands in its Probe.
func (s *Service) Probe(ctx context.Context, refs []model.Ref, tell func(model.Event)) error {
	k, files, err := s.load(ctx)
	if err != nil {
		return err
	}
	jobs := newTargets(k, files).group(refs)
	work := make(chan *probeJob)
	var telling sync.Mutex
	var wait sync.WaitGroup
	for range min(probesAtOnce, len(jobs)) {
		wait.Go(func() {
			for j := range work {
				p := j.look(ctx)
				if ctx.Err() != nil {
					continue
				}
				telling.Lock()
				tell(model.Probed{Refs: j.refs, Probe: p})
				telling.Unlock()
			}
		})
	}
	for _, j := range jobs {
		select {
		case work <- j:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(work)
	wait.Wait()
	return ctx.Err()
}

// A probeJob is one server and the entries that it serves.
type probeJob struct {
	refs   []model.Ref
	target cluster.Target
	err    error // why there is no server to look at
}

func (j *probeJob) look(ctx context.Context) model.Probe {
	if j.err != nil {
		return cluster.NoProbe(j.err)
	}
	return cluster.Probe(ctx, j.target)
}

// targets makes targets of entries, reading each file's entries once.
type targets struct {
	config  model.Kubeconfig
	files   []*opened
	entries []*cluster.Entries
	first   []int // index of the first cluster of each file
}

func newTargets(k model.Kubeconfig, files []*opened) *targets {
	return &targets{k, files, make([]*cluster.Entries, len(files)), firstEntries(k)[model.ClusterKind]}
}

// of returns the entries of a file.
func (t *targets) of(file int) *cluster.Entries {
	if t.entries[file] == nil {
		t.entries[file] = cluster.NewEntries(t.files[file].data)
	}
	return t.entries[file]
}

// group puts together what the same server serves.
func (t *targets) group(refs []model.Ref) []*probeJob {
	var jobs []*probeJob
	byKey := map[string]*probeJob{}
	for _, ref := range refs {
		target, own, err := t.target(ref)
		if err != nil {
			jobs = append(jobs, &probeJob{refs: []model.Ref{ref}, err: err})
			continue
		}
		j := byKey[target.Key()]
		if j == nil {
			j = &probeJob{target: target}
			byKey[target.Key()] = j
			jobs = append(jobs, j)
		}
		for _, r := range []model.Ref{ref, own} {
			if !slices.Contains(j.refs, r) {
				j.refs = append(j.refs, r)
			}
		}
	}
	return jobs
}

// target returns the server of a context or a cluster as kubectl sees it, and the
// reference of its cluster.
func (t *targets) target(ref model.Ref) (cluster.Target, model.Ref, error) {
	i, err := t.cluster(ref)
	if err != nil {
		return cluster.Target{}, ref, err
	}
	c := t.config.Clusters[i]
	if wrong := c.Refusals(); len(wrong) > 0 {
		return cluster.Target{}, ref, refusedBy(wrong)
	}
	target := cluster.Target{
		Server: c.Server.Raw(), TLSServerName: c.TLSServerName.Raw(), ProxyURL: c.ProxyURL.Raw(),
		CAFile: c.CA.File.Raw(), Insecure: c.Insecure, DisableCompression: c.DisableCompression,
	}
	if c.CA.Inline {
		if target.CA = t.files[c.File].config.Cluster(i - t.first[c.File]).Certificate; len(target.CA) == 0 {
			return cluster.Target{}, ref, unreadableEntry(t.config.Place(model.ClusterKind, i))
		}
	}
	return target, t.config.Ref(model.ClusterKind, i), nil
}

// cluster returns the index of the cluster that ref is, or leads to.
func (t *targets) cluster(ref model.Ref) (int, error) {
	i := t.config.Find(ref)
	switch {
	case i < 0:
		return -1, model.NotFound(ref.Kind, ref.Name.Raw(), t.config.Names(ref.Kind))
	case ref.Kind == model.ClusterKind:
		return i, nil
	case ref.Kind == model.UserKind:
		return -1, &model.Problem{Exit: model.ExitUsage, What: "a user has no server", Todo: "name a context or a cluster"}
	}
	if r := t.config.Resolve(i); r.Cluster >= 0 {
		return r.Cluster, nil
	}
	return -1, &model.Problem{
		Exit: model.ExitNotFound, What: fmt.Sprintf("context %q names no cluster that there is", ref.Name),
		Todo: "mend its cluster in " + t.config.Place(model.ContextKind, i),
	}
}

func refusedBy(wrong []model.Text) error {
	var words []string
	for _, w := range wrong {
		words = append(words, w.String())
	}
	return &model.Problem{
		Exit: model.ExitRefused, What: "kubectl refuses this: " + strings.Join(words, "; "), Todo: "mend the entry in its kubeconfig",
	}
}

func unreadableEntry(place string) error {
	return &model.Problem{Exit: model.ExitError, What: place + " cannot be read in full", Todo: "see what is wrong there with: kubectl config view"}
}
