package cluster

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"kubeid/model"
)

// review is a SelfSubjectReview of authentication.k8s.io: v1 since 1.28, v1beta1 in
// 1.27 and, switched on, in 1.26.
type review struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Status     struct {
		UserInfo struct {
			Username string              `json:"username"`
			UID      string              `json:"uid"`
			Groups   []string            `json:"groups"`
			Extra    map[string][]string `json:"extra"`
		} `json:"userInfo"`
	} `json:"status,omitzero"`
}

var reviewVersions = []string{"v1", "v1beta1"}

// Whoami logs in and asks the server who we are. Nothing runs, is read or is sent that
// granted does not cover; what is missing is the error then.
func (c Caller) Whoami(ctx context.Context, granted model.Consent) (model.Whoami, error) {
	began := time.Now()
	s, err := c.open(ctx, granted)
	if err != nil {
		return model.Whoami{}, err
	}
	defer s.close()
	return s.whoami(ctx, began)
}

func (s *session) whoami(ctx context.Context, began time.Time) (model.Whoami, error) {
	c := s.caller
	for _, version := range reviewVersions {
		api := "authentication.k8s.io/" + version
		a, err := s.ask(ctx, question{
			method: http.MethodPost, path: "/apis/" + api + "/selfsubjectreviews", body: review{APIVersion: api, Kind: "SelfSubjectReview"},
		})
		if err != nil {
			return model.Whoami{}, err
		}
		if a.status == http.StatusNotFound {
			continue
		}
		if err := s.whoamiAccepted(a); err != nil {
			return model.Whoami{}, err
		}
		var got review
		if json.Unmarshal(a.body, &got) != nil || got.Kind != "SelfSubjectReview" {
			return model.Whoami{}, s.nonsense("its answer is no SelfSubjectReview")
		}
		return c.told(s, a, got, began), nil
	}
	return model.Whoami{}, c.problem(model.Failure{Reason: model.ReasonTooOld, Stage: model.StageHTTP})
}

// nonsense says that an answer is not what an API server says.
func (s *session) nonsense(words string) error {
	return s.caller.problem(model.Failure{Reason: model.ReasonNotKubernetes, Stage: model.StageHTTP, Detail: model.NewText(words)})
}

// whoamiAccepted says why a server does not tell: mostly since it knows nobody.
func (s *session) whoamiAccepted(a answer) error {
	if a.status == http.StatusForbidden && strings.Contains(string(a.body), "system:anonymous") {
		detail := "it took you for nobody (system:anonymous)"
		if len(s.words) == 0 {
			detail += ", since no credential was sent"
		}
		return s.caller.problem(model.Failure{Reason: model.ReasonUnauthorized, Stage: model.StageHTTP, Detail: model.NewText(detail)})
	}
	return s.accepted(a)
}

func (c Caller) told(s *session, a answer, got review, began time.Time) model.Whoami {
	u := got.Status.UserInfo
	w := model.Whoami{
		Context: c.Context, Server: shown(c.Target.Server), At: began, Took: time.Since(began), API: got.APIVersion,
		User: model.NewText(u.Username), UID: model.NewText(u.UID), Groups: model.Texts(u.Groups),
		Sent: model.Texts(s.words), Warnings: a.warnings,
	}
	for _, key := range slices.Sorted(maps.Keys(u.Extra)) {
		w.Extra = append(w.Extra, model.Extra{Key: model.NewText(key), Values: model.Texts(u.Extra[key])})
	}
	return w
}
