package kube

import (
	"context"

	"kubeid/model"
)

// steps tell how long work goes on.
type steps struct{ tell func(model.Event) }

// do does one step of the work and tells about it. Between two steps the work stops
// when ctx ends; a step that has begun goes on as far as it has to.
func (s steps) do(ctx context.Context, does string, run func(context.Context) (string, error)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.tell(model.Progress{Step: does, State: model.StepRunning})
	words, err := run(ctx)
	p := model.Progress{Step: does, State: model.StepDone, Note: model.NewText(words)}
	if err != nil {
		p.State, p.Note = model.StepFailed, model.NewText(err.Error())
	}
	s.tell(p)
	return err
}
