package cluster

import (
	"context"
	"slices"
	"strings"
	"time"

	"kubeid/model"
)

// What the API knows of ServiceAccounts (k8s.io/api/core/v1).
const (
	accountName   = "kubernetes.io/service-account.name"
	accountUID    = "kubernetes.io/service-account.uid"
	lastUsed      = "kubernetes.io/legacy-token-last-used"
	invalidSince  = "kubernetes.io/legacy-token-invalid-since"
	tokenSecret   = "kubernetes.io/service-account-token"
	opaqueSecret  = "Opaque"
	trackingIn    = "kube-system"
	trackingName  = "kube-apiserver-legacy-service-account-token-tracking"
	trackingSince = "since"
)

// outside are the annotations by which an account is somebody in a cloud.
var outside = []string{"eks.amazonaws.com/role-arn", "iam.gke.io/gcp-service-account", "azure.workload.identity/client-id"}

type reference struct {
	Name string `json:"name"`
}

type account struct {
	Type
	Metadata Meta        `json:"metadata"`
	Secrets  []reference `json:"secrets,omitempty"`
	Pull     []reference `json:"imagePullSecrets,omitempty"`
	Mounts   *bool       `json:"automountServiceAccountToken,omitempty"`
}

func (a account) told() model.ServiceAccount {
	out := model.ServiceAccount{
		Account: model.Account{Namespace: model.NewText(a.Metadata.Namespace), Name: model.NewText(a.Metadata.Name)},
		UID:     model.NewText(a.Metadata.UID), Made: a.Metadata.CreationTimestamp, Mounts: a.Mounts == nil || *a.Mounts,
	}
	for _, s := range a.Pull {
		out.Pull = append(out.Pull, model.NewText(s.Name))
	}
	for _, s := range a.Secrets {
		out.Listed = append(out.Listed, model.NewText(s.Name))
	}
	for _, key := range outside {
		if value := a.Metadata.Annotations[key]; value != "" {
			out.Outside = append(out.Outside, model.NewText(key+"="+value))
		}
	}
	return out
}

// Accounts lists the ServiceAccounts of a namespace, or of all when it is empty.
func (a *API) Accounts(ctx context.Context, namespace string, progress func(int, *int64)) (list []model.ServiceAccount, more bool, err error) {
	got, err := List[account](ctx, a, ServiceAccounts.In(namespace), ListOptions{Progress: progress})
	for _, item := range got.Items {
		list = append(list, item.told())
	}
	return list, got.More, err
}

// Account reads one ServiceAccount.
func (a *API) Account(ctx context.Context, of model.Account) (model.ServiceAccount, error) {
	var got account
	err := a.Get(ctx, accountPath(of), &got)
	return got.told(), err
}

func accountPath(of model.Account) Path {
	return ServiceAccounts.In(of.Namespace.Raw()).Named(of.Name.Raw())
}

// CreateAccount makes a ServiceAccount.
func (a *API) CreateAccount(ctx context.Context, of model.Account) (model.ServiceAccount, error) {
	var got account
	_, err := a.Create(ctx, ServiceAccounts.In(of.Namespace.Raw()), account{
		Type: Type{"v1", "ServiceAccount"}, Metadata: Meta{Name: of.Name.Raw(), Namespace: of.Namespace.Raw(), Labels: ours},
	}, &got)
	return got.told(), err
}

// ours marks what kubeid has made.
var ours = map[string]string{"app.kubernetes.io/managed-by": "kubeid"}

// TokenSecrets lists the Secrets that hold tokens of accounts, in a namespace or in
// all. Only their metadata travels: no token is read.
func (a *API) TokenSecrets(ctx context.Context, namespace string, progress func(int, *int64)) ([]model.TokenSecret, error) {
	got, err := List[struct{ Metadata Meta }](ctx, a, Secrets.In(namespace), ListOptions{
		Fields: "type=" + tokenSecret, Metadata: true, Progress: progress,
	})
	var out []model.TokenSecret
	for _, item := range got.Items {
		out = append(out, item.Metadata.tokenSecret())
	}
	return out, err
}

func (m Meta) tokenSecret() model.TokenSecret {
	return model.TokenSecret{
		Namespace: model.NewText(m.Namespace), Name: model.NewText(m.Name), UID: model.NewText(m.UID), Made: m.CreationTimestamp,
		Account: model.NewText(m.Annotations[accountName]), AccountUID: model.NewText(m.Annotations[accountUID]),
		LastUsed: dayOf(m.Labels[lastUsed]), InvalidSince: dayOf(m.Labels[invalidSince]),
	}
}

// dayOf reads a day as the API server writes it; what is no day is zero.
func dayOf(text string) time.Time {
	t, _ := time.Parse(time.DateOnly, text)
	return t
}

// AssignTokens gives each account its token Secrets. One that its account lists was
// made by the cluster itself.
func AssignTokens(list []model.ServiceAccount, tokens []model.TokenSecret) {
	by := make(map[model.Account]int, len(list))
	for i := range list {
		by[list[i].Account] = i
	}
	for _, t := range tokens {
		i, ok := by[model.Account{Namespace: t.Namespace, Name: t.Account}]
		if !ok {
			continue
		}
		t.Automatic = slices.Contains(list[i].Listed, t.Name)
		list[i].Tokens = append(list[i].Tokens, t)
	}
}

// TrackedSince says since when the cluster keeps account of the use of token Secrets;
// zero when it does not say.
func (a *API) TrackedSince(ctx context.Context) time.Time {
	var got struct {
		Data map[string]string `json:"data"`
	}
	if a.Get(ctx, ConfigMaps.In(trackingIn).Named(trackingName), &got) != nil {
		return time.Time{}
	}
	return dayOf(got.Data[trackingSince])
}

type pod struct {
	Metadata Meta `json:"metadata"`
	Spec     struct {
		Node    string `json:"nodeName"`
		Account string `json:"serviceAccountName"`
		Volumes []struct {
			Secret *struct {
				Name string `json:"secretName"`
			} `json:"secret"`
		} `json:"volumes"`
	} `json:"spec"`
	Status struct {
		Phase string `json:"phase"`
	} `json:"status"`
}

func (p pod) ended() bool { return p.Status.Phase == "Succeeded" || p.Status.Phase == "Failed" }

func (p pod) mounts(secret string) bool {
	for _, v := range p.Spec.Volumes {
		if v.Secret != nil && v.Secret.Name == secret {
			return true
		}
	}
	return false
}

// PodsOf lists the pods that run as an account and have not ended.
func (a *API) PodsOf(ctx context.Context, of model.Account) ([]model.Running, error) {
	return a.pods(ctx, of.Namespace.Raw(), "spec.serviceAccountName="+of.Name.Raw(), func(pod) bool { return true })
}

// PodsWith lists the pods that mount a Secret and have not ended.
func (a *API) PodsWith(ctx context.Context, secret model.Account) ([]model.Running, error) {
	return a.pods(ctx, secret.Namespace.Raw(), "", func(p pod) bool { return p.mounts(secret.Name.Raw()) })
}

func (a *API) pods(ctx context.Context, namespace, fields string, wanted func(pod) bool) ([]model.Running, error) {
	got, err := List[pod](ctx, a, Pods.In(namespace), ListOptions{Fields: fields, Page: 100})
	var out []model.Running
	for _, p := range got.Items {
		if wanted(p) && !p.ended() {
			out = append(out, model.Running{Name: model.NewText(strings.TrimSpace(p.Metadata.Name)), Node: model.NewText(p.Spec.Node)})
		}
	}
	return out, err
}
