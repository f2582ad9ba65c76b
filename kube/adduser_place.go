package kube

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"kubeid/crypto"
	"kubeid/kube/cluster"
	"kubeid/model"
)

// A place is one context that a user is added to.
type place struct {
	model.ReviewPlace
	at     int             // its index in the review
	name   string          // of the cluster entry
	target cluster.Target  // the server as whoever gives the rights reaches it
	ca     []byte          // PEM of the authorities that vouch for the server; nil for those of the computer
	caller *cluster.Caller // who gives the rights; nil when nobody has to
	api    *cluster.API

	request     *crypto.Request
	posted      cluster.SigningRequest // the request in the cluster
	key         crypto.Key             // absent when somebody else has it
	certificate *crypto.Certificate
	chain       []*crypto.Certificate // what has to be sent along with it
	bound       []string
}

func (p *place) close() {
	if p.api != nil {
		p.api.Close()
	}
}

// findPlaces resolves the contexts, as kubectl sees them.
func (o *onboarding) findPlaces(ctx context.Context) error {
	k, files, err := o.service.load(ctx)
	if err != nil {
		return err
	}
	t := newTargets(k, files)
	for _, ref := range o.user.Contexts {
		p, _, err := t.place(ref, o.user.Server)
		if err != nil {
			return err
		}
		p.at = len(o.places)
		p.Entry = model.EntryName(o.user.Name, o.user.Subject.User, p.name, ref.Name.Raw())
		if o.user.Result == model.AsRenewed {
			p.Entry = o.user.Renews[0].Name.Raw()
		}
		o.places = append(o.places, p)
		if !o.user.Talks() {
			continue
		}
		caller, err := o.service.caller(ctx, ref)
		if err != nil {
			return err
		}
		p.caller = &caller
	}
	return o.nameApart()
}

// place resolves one context, as kubectl sees it, for something that is handed over;
// server is the address for them, or "". It also returns the path of the file that has
// its cluster.
func (t *targets) place(ref model.Ref, server string) (p *place, file string, err error) {
	p = &place{}
	p.Context = ref
	if p.target, _, err = t.target(ref); err != nil {
		return nil, "", err
	}
	i, err := t.cluster(ref)
	if err != nil {
		return nil, "", err
	}
	c := t.config.Clusters[i]
	p.name = c.Name.Raw()
	if p.Address, err = model.AddressForThem(c, server); err != nil {
		return nil, "", err
	}
	return p, t.config.Files[c.File].Path, p.readCA()
}

// nameApart makes sure that no two entries have the same name.
func (o *onboarding) nameApart() error {
	seen := map[string]bool{}
	for _, p := range o.places {
		if seen[p.Entry] {
			p.Entry = model.EntryName("{user}@{context}", o.user.Subject.User, p.name, p.Context.Name.Raw())
		}
		if seen[p.Entry] {
			return &model.Problem{Exit: model.ExitUsage, What: fmt.Sprintf("two entries would be called %q", model.NewText(p.Entry)), Todo: "name every context once, or put {context} into the template of the names"}
		}
		seen[p.Entry] = true
	}
	return nil
}

// readCA reads by what the server is trusted. All of it is kept, as it stands, unless a
// private key stands beside it: that must not go to whoever gets the authority.
func (p *place) readCA() error {
	p.ca = p.target.CA
	if len(p.ca) == 0 && p.target.CAFile != "" {
		data, err := cluster.ReadFile(p.target.CAFile)
		if err != nil {
			return &model.Problem{Exit: model.ExitError, What: "the authority of cluster " + model.NewText(p.name).String() + " cannot be read", Todo: "mend certificate-authority in the kubeconfig", Cause: err}
		}
		p.ca = data
	}
	if len(p.ca) == 0 {
		return nil
	}
	certs, troubles := crypto.ParseCertificates(p.ca)
	if len(certs) == 0 {
		return &model.Problem{Exit: model.ExitError, What: "the authority of cluster " + model.NewText(p.name).String() + " is no certificate", Todo: "mend certificate-authority-data in the kubeconfig", Cause: troubles[0]}
	}
	var err error
	if p.ca, err = authorityAlone(p.ca); err != nil {
		return err
	}
	var names []string
	for _, c := range certs {
		names = append(names, model.NewText(c.Subject().String()).String())
	}
	p.CA = strings.Join(slices.Compact(names), "; ")
	return nil
}

// lookAround looks at the servers as nobody, all at once, and at what was issued.
func (o *onboarding) lookAround(ctx context.Context) error {
	probes := make([]model.Probe, len(o.places))
	var wait sync.WaitGroup
	for i, p := range o.places {
		if !o.user.Offline {
			wait.Go(func() { probes[i] = cluster.Probe(ctx, p.target) })
		}
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	for i, p := range o.places {
		o.review.Worries = append(o.review.Worries, o.addressed(p)...)
		o.heed(p, probes[i])
		o.plan(p)
	}
	return nil
}

// addressed is what is odd about the address for them. One that is renewed goes nowhere
// else, so only what is dangerous counts.
func (o *onboarding) addressed(p *place) []model.Worry {
	if o.user.Result != model.AsRenewed {
		return p.Address.Worries
	}
	return slices.DeleteFunc(slices.Clone(p.Address.Worries), func(w model.Worry) bool { return w.Type == "" })
}

// heed takes over what a look at the server says about the way of them.
func (o *onboarding) heed(p *place, look model.Probe) {
	if look.At.IsZero() {
		return
	}
	if len(look.Chain) == 0 {
		if err := look.Err(); err != nil {
			o.note("%s could not be looked at: %s", p.Context.Name, err)
		}
		return
	}
	var names []string
	for _, n := range look.Chain[0].SANs {
		kind, name, _ := strings.Cut(n.Raw(), ":")
		if kind == "DNS" || kind == "IP" {
			names = append(names, name)
		}
	}
	o.review.Worries = append(o.review.Worries, p.Address.CheckNames(names)...)
	if o.authority == nil || len(look.ClientCAs) == 0 {
		return
	}
	if own := o.authority.Certificate.Subject().String(); !slices.ContainsFunc(look.ClientCAs, func(n model.Text) bool { return n.Raw() == own }) {
		o.foreign(p, listed(look.ClientCAs))
	}
}

// plan says how long the certificate will live, and who signs it.
func (o *onboarding) plan(p *place) {
	now := time.Now()
	p.From, p.Until = now.Add(-crypto.Backdate), now.Add(o.user.Life)
	if o.authority == nil {
		p.Signer = "the cluster, as " + model.ClientSigner
		if o.user.By == model.ByOthers {
			p.Signer = "whoever gets the request"
		}
		return
	}
	p.Signer = model.NewText(o.authority.Certificate.Subject().String()).String()
	from, until, err := o.authority.Life(now, o.user.Life)
	if err == nil {
		p.From, p.Until, p.Cut = from, until, until.Before(now.Add(o.user.Life-time.Second))
	}
}

func listed(names []model.Text) string {
	var out []string
	for _, n := range names[:min(len(names), 5)] {
		out = append(out, n.String())
	}
	return strings.Join(out, "; ")
}

func (o *onboarding) note(format string, args ...any) {
	o.review.Notes = append(o.review.Notes, fmt.Sprintf(format, args...))
}

// askRights asks the clusters what whoever gives the rights may do there, and collects
// what is odd about the user.
func (o *onboarding) askRights(ctx context.Context) error {
	facts := model.SubjectFacts{}
	for _, p := range o.places {
		known, err := o.factsOf(ctx, p)
		if err != nil {
			return err
		}
		facts.Users, facts.Groups = append(facts.Users, known.Users...), append(facts.Groups, known.Groups...)
		facts.AdminUsers, facts.AdminGroups = append(facts.AdminUsers, known.AdminUsers...), append(facts.AdminGroups, known.AdminGroups...)
		facts.Issued = append(facts.Issued, known.Issued...)
		o.review.Places = append(o.review.Places, p.ReviewPlace)
	}
	worries := o.user.Lint(facts, time.Now())
	worries = append(worries, model.LintRole(o.user.Role)...)
	o.review.Worries = append(worries, o.review.Worries...)
	return nil
}
