package model

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kubeid/crypto"
)

var asked = time.Date(2026, 12, 1, 10, 0, 0, 0, time.UTC)

func janesRequest() CSR {
	return CSR{
		Name: NewText("kubeid-jane-1"), UID: "u", Version: "7", Created: asked, Signer: NewText(ClientSigner),
		Usages: Texts([]string{"digital signature", "client auth"}), Asked: 90 * day, By: Requester{User: NewText("admin")},
		Body: RequestBody{Request: Request{Subject: NewText("CN=jane"), Login: Login{User: NewText("jane")}, Key: "ECDSA P-256"}},
	}
}

func decided(r CSR, kinds ...string) CSR {
	for _, k := range kinds {
		if k == "Issued" {
			r.Certificate = RequestCertificate{Issued: true, Served: Served{NotBefore: asked.Add(-backdate), NotAfter: asked.Add(90*day - backdate)}}
			continue
		}
		r.Conditions = append(r.Conditions, Condition{Kind: k, Reason: NewText("Why"), Message: NewText("since so"), At: asked.Add(time.Minute)})
	}
	return r
}

func TestTheStateOfARequestIsThatOfKubectl(t *testing.T) {
	for want, kinds := range map[string][]string{
		"Pending": nil, "Approved": {Approved}, "Denied": {Denied}, "Approved,Issued": {Approved, "Issued"}, "Approved,Failed": {Approved, Failed},
		"Pending,Failed": {Failed}, "Denied,Issued": {Denied, "Issued"},
	} {
		if got := decided(janesRequest(), kinds...).State(); got != want {
			t.Errorf("%v: %s, want %s", kinds, got, want)
		}
	}
}

func TestAClusterForgetsRequests(t *testing.T) {
	short := decided(janesRequest(), Approved, "Issued")
	short.Certificate.NotAfter = asked.Add(30 * time.Minute)
	for name, test := range map[string]struct {
		csr  CSR
		want time.Time
	}{
		"that are pending, after a day":                       {janesRequest(), asked.Add(24 * time.Hour)},
		"that are issued, after an hour":                      {decided(janesRequest(), Approved, "Issued"), asked.Add(61 * time.Minute)},
		"that are denied, after an hour":                      {decided(janesRequest(), Denied), asked.Add(61 * time.Minute)},
		"that have failed, after an hour":                     {decided(janesRequest(), Approved, Failed), asked.Add(61 * time.Minute)},
		"that nobody signs, after a day":                      {decided(janesRequest(), Approved), asked.Add(24*time.Hour + time.Minute)},
		"whose certificate has ended, at once":                {short, asked.Add(30 * time.Minute)},
		"of servers that keep no time, nobody knows when":     {CSR{Conditions: []Condition{{Kind: Approved}}}, time.Time{}},
		"whose other conditions say nothing, nobody knows so": {CSR{Conditions: []Condition{{Kind: "Other", At: asked}}}, time.Time{}},
	} {
		if got := test.csr.Forgotten(); !got.Equal(test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

// TestTheGrantedLifeIsCountedAsItWasAsked follows the table of KUBERNETES 2.1.
func TestTheGrantedLifeIsCountedAsItWasAsked(t *testing.T) {
	for name, test := range map[string]struct {
		from, to time.Time
		asked    time.Duration
		want     time.Duration
		cut      bool
	}{
		"a long one":       {asked.Add(-backdate), asked.Add(90*day - backdate), 90 * day, 90 * day, false},
		"a long one, cut":  {asked.Add(-backdate), asked.Add(30*day - backdate), 90 * day, 30 * day, true},
		"a short one":      {asked.Add(-backdate), asked.Add(time.Hour), time.Hour, time.Hour, false},
		"eight hours":      {asked.Add(-backdate), asked.Add(8*time.Hour - backdate), 8 * time.Hour, 8 * time.Hour, false},
		"nothing asked":    {asked.Add(-backdate), asked.Add(365*day - backdate), 0, 365 * day, false},
		"a second too few": {asked.Add(-backdate), asked.Add(90*day - backdate - time.Second), 90 * day, 90*day - time.Second, false},
	} {
		r := janesRequest()
		r.Asked, r.Certificate = test.asked, RequestCertificate{Issued: true, Served: Served{NotBefore: test.from, NotAfter: test.to}}
		if got, ok := r.Granted(); !ok || got != test.want || r.Cut() != test.cut {
			t.Errorf("%s: %v, cut %v", name, got, r.Cut())
		}
	}
}

func TestFlagsOfARequest(t *testing.T) {
	with := func(change func(*CSR)) CSR {
		r := janesRequest()
		change(&r)
		return r
	}
	named := func(user string, groups ...string) CSR {
		return with(func(r *CSR) {
			r.Body.Login = Login{User: NewText(user), Groups: Texts(groups)}
			r.Body.Means = notes(crypto.NameFacts(user, groups))
		})
	}
	node := named("system:node:n1", "system:nodes")
	node.Signer, node.By.User, node.Usages = NewText(KubeletClientSigner), NewText("system:bootstrap:abc"), nil
	for name, test := range map[string]struct {
		csr   CSR
		want  string // ids
		worst Gravity
	}{
		"an ordinary one":           {janesRequest(), "for-another", GravityInfo},
		"one's own":                 {with(func(r *CSR) { r.By.User = NewText("jane") }), "", GravityInfo},
		"masters":                   {named("jane", "system:masters"), "group-masters for-another", GravityError},
		"kubeadm's administrators":  {named("jane", "kubeadm:cluster-admins"), "group-kubeadm-admins for-another", GravityError},
		"the controller manager":    {named("system:kube-controller-manager"), "user-controller-manager for-another", GravityError},
		"a ServiceAccount's name":   {named("system:serviceaccount:a:b"), "user-account for-another", GravityWarning},
		"a node for itself":         {node, "user-node group-nodes", GravityInfo},
		"a node by the wrong way":   {named("system:node:n1", "system:nodes"), "group-nodes user-node for-another", GravityWarning},
		"a space":                   {named("jane "), "name-spaces for-another", GravityWarning},
		"no name":                   {named(""), "no-name for-another", GravityWarning},
		"a name that turns":         {named("jane\u202e"), "unseen for-another", GravityError},
		"two UIDs":                  {with(func(r *CSR) { r.Body.UIDs = Texts([]string{"a", "b"}) }), "uid for-another", GravityWarning},
		"a usage that will fail":    {with(func(r *CSR) { r.Usages = Texts([]string{"client auth", "server auth"}) }), "usage for-another", GravityWarning},
		"no client auth":            {with(func(r *CSR) { r.Usages = Texts([]string{"digital signature"}) }), "usage for-another", GravityWarning},
		"a very long life":          {with(func(r *CSR) { r.Asked = 3 * 365 * day }), "life for-another", GravityWarning},
		"no life":                   {with(func(r *CSR) { r.Asked = 0 }), "life for-another", GravityInfo},
		"addresses":                 {with(func(r *CSR) { r.Body.SANs = Texts([]string{"DNS:x"}) }), "for-another sans", GravityInfo},
		"a forged one":              {with(func(r *CSR) { r.Body.Forged = true }), "forged for-another", GravityError},
		"an authority":              {with(func(r *CSR) { r.Body.CA = true }), "ca for-another", GravityError},
		"signing certificates":      {with(func(r *CSR) { r.Signer, r.Usages = NewText("example.com/x"), Texts([]string{"cert sign"}) }), "usage-wide foreign-signer for-another", GravityError},
		"a certificate of another":  {with(func(r *CSR) { r.Certificate = RequestCertificate{Issued: true, OtherKey: true, Renamed: true} }), "other-key renamed for-another", GravityError},
		"one that cannot be read":   {with(func(r *CSR) { r.Body = RequestBody{Trouble: NewText("no PEM")} }), "unreadable", GravityError},
		"a requester nobody knows":  {with(func(r *CSR) { r.By.User = Text{} }), "", GravityInfo},
		"a foreign signer":          {with(func(r *CSR) { r.Signer = NewText("example.com/x") }), "foreign-signer for-another", GravityInfo},
		"a server's of the kubelet": {with(func(r *CSR) { r.Signer = NewText(KubeletServingSigner) }), "", GravityInfo},
	} {
		var ids []string
		for _, f := range test.csr.Flags() {
			ids = append(ids, f.ID)
			if f.Words == "" || strings.ContainsRune(f.Words, '\u202e') {
				t.Errorf("%s: words %q", name, f.Words)
			}
		}
		if got := strings.Join(ids, " "); got != test.want || test.csr.Worst() != test.worst {
			t.Errorf("%s: %q (%v), want %q (%v)", name, got, test.csr.Worst(), test.want, test.worst)
		}
	}
}

func TestAStuckRequestIsDiagnosed(t *testing.T) {
	later := asked.Add(time.Hour)
	eks := SignerView{Server: NewText("https://ABCD.gr7.eu-west-1.eks.amazonaws.com")}
	signer := func(r CSR, s string) CSR { r.Signer = NewText(s); return r }
	for name, test := range map[string]struct {
		csr   CSR
		view  SignerView
		now   time.Time
		want  string
		stuck bool
	}{
		"pending":            {janesRequest(), SignerView{}, later, "nobody has approved or denied", false},
		"issued":             {decided(janesRequest(), Approved, "Issued"), eks, later, "the certificate is there", false},
		"failed":             {decided(janesRequest(), Approved, Failed), SignerView{}, later, "refused it for good: since so (Why)", true},
		"denied":             {decided(janesRequest(), Denied), SignerView{}, later, "denied: since so (Why)", true},
		"just approved":      {decided(janesRequest(), Approved), SignerView{}, asked.Add(time.Minute + time.Second), "has not answered yet", false},
		"approved, long ago": {decided(janesRequest(), Approved), SignerView{}, later, "no controller signs it", true},
		"on EKS":             {decided(janesRequest(), Approved), eks, asked.Add(time.Minute), "EKS signs no client certificates", true},
		"on a proxied EKS":   {decided(janesRequest(), Approved), SignerView{Version: NewText("v1.33.1-eks-7308294")}, later, "EKS signs no", true},
		"on EKS Anywhere":    {decided(janesRequest(), Approved), SignerView{Version: NewText("v1.33.1-eks-1-33-4")}, later, "no controller signs it", true},
		"a foreign signer":   {signer(decided(janesRequest(), Approved), "example.com/x"), SignerView{}, later, "nobody has signed for example.com/x", true},
		"an unknown signer":  {signer(decided(janesRequest(), Approved), "kubernetes.io/x"), SignerView{}, later, "has no signer kubernetes.io/x", true},
		"an ended authority": {decided(janesRequest(), Approved), SignerView{Clients: []Served{{NotAfter: asked}}}, later, "the authority for clients has expired, on 2026-12-01", true},
		"one of two ended":   {decided(janesRequest(), Approved), SignerView{Clients: []Served{{NotAfter: asked}, {NotAfter: later.Add(day)}}}, later, "no controller", true},
	} {
		d := test.csr.Diagnose(test.view, test.now)
		if !strings.Contains(d.What, test.want) || d.Stuck != test.stuck || d.Todo == "" {
			t.Errorf("%s: %+v", name, d)
		}
	}
}

func TestSomeClustersNeverSign(t *testing.T) {
	for server, want := range map[string]bool{
		"https://ABCD.gr7.eu-west-1.eks.amazonaws.com": true, "https://x.gr7.cn-north-1.eks.amazonaws.com.cn.:443": true, "https://a.eks.api.aws": true,
		"https://eks.amazonaws.com.evil.example": false, "https://10.0.0.1:6443": false, "": false, "::": false,
	} {
		if got := (SignerView{Server: NewText(server)}).NeverSigns(); (got != "") != want {
			t.Errorf("%q: %q", server, got)
		}
	}
}

func TestARequestIsReadFromPEM(t *testing.T) {
	b := NewRequestBody([]byte("hello"))
	if b.Trouble.Empty() {
		t.Error("nonsense is a request")
	}
	if c := NewRequestCertificate([]byte("hello"), b); !c.Issued || c.Trouble.Empty() {
		t.Errorf("nonsense is a certificate: %+v", c)
	}
	if c := NewRequestCertificate(nil, b); c.Issued {
		t.Error("nothing is a certificate")
	}
	if !slices.Equal(Texts([]string{"a"}), Texts([]string{"a"})) || !sameTexts(Texts([]string{"a", "b", "a"}), Texts([]string{"b", "a"})) {
		t.Error("groups are a set")
	}
}
