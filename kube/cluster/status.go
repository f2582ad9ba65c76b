package cluster

import (
	"encoding/json"
	"fmt"
	"net/http"

	"kubeid/model"
)

const maxCauses = 20

// said reads what the server says no with. An answer that is no Status is told by its
// code.
func (a answer) said() *model.Status {
	var got struct {
		Kind    string `json:"kind"`
		Message string `json:"message"`
		Reason  string `json:"reason"`
		Details struct {
			Seconds int `json:"retryAfterSeconds"`
			Causes  []struct {
				Reason  string `json:"reason"`
				Message string `json:"message"`
				Field   string `json:"field"`
			} `json:"causes"`
		} `json:"details"`
	}
	s := &model.Status{Code: a.status}
	if json.Unmarshal(a.body, &got) != nil || got.Kind != "Status" || got.Message == "" {
		s.Message = model.NewText(fmt.Sprintf("it answers %d %s", a.status, http.StatusText(a.status)))
		return s
	}
	s.Reason, s.Message, s.Seconds = got.Reason, model.Readable(got.Message), got.Details.Seconds
	for _, c := range got.Details.Causes[:min(len(got.Details.Causes), maxCauses)] {
		s.Causes = append(s.Causes, model.StatusCause{Field: model.NewText(c.Field), Reason: c.Reason, Message: model.Readable(c.Message)})
	}
	return s
}

// refusals say how a command ends because of a Status, and what a person can do.
var refusals = []struct {
	is     error
	reason model.Reason // whose words are taken where what is empty
	what   string
	todo   string
	exit   int
}{
	{model.ErrUnauthorized, model.ReasonUnauthorized, "", "", model.ExitError},
	{model.ErrForbidden, model.ReasonForbidden, "", "", model.ExitRefused},
	{model.ErrNoObject, 0, "the server does not have it", "look at what is there, and whether the server knows this kind", model.ExitNotFound},
	{model.ErrExists, 0, "it is there already", "take another name, or look at what is there", model.ExitConflict},
	{model.ErrConflict, 0, "it was changed meanwhile", "look at it anew, and decide again", model.ExitConflict},
	{model.ErrGone, 0, "the server does not have that state any more", "ask anew", model.ExitConflict},
	{model.ErrInvalid, 0, "the server finds it invalid", "change what the server names", model.ExitRefused},
	{model.ErrServerBusy, model.ReasonServerFailed, "", "", model.ExitError},
}

// accepted turns an answer that is not the wanted one into an error that knows what
// to do; its cause is the server's Status.
func (s *session) accepted(a answer) error {
	if a.status >= 200 && a.status < 300 {
		return nil
	}
	return s.refused(a.said())
}

func (s *session) refused(status *model.Status) error {
	words := model.Failure{Reason: model.ReasonNotKubernetes}
	p := &model.Problem{Exit: model.ExitError, What: words.Error(), Todo: words.Todo(), Cause: status}
	for _, r := range refusals {
		if !status.Is(r.is) {
			continue
		}
		p.Exit, p.What, p.Todo = r.exit, r.what, r.todo
		if r.what == "" {
			words = model.Failure{Reason: r.reason}
			p.What, p.Todo = words.Error(), words.Todo()
		}
	}
	p.What = shown(s.caller.Target.Server).String() + ": " + p.What
	return p
}
