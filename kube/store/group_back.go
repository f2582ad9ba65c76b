package store

import (
	"errors"
	"fmt"
	"os"

	"kubeid/model"
)

// errHalf tells that a group is half written, and could not be taken back.
var errHalf = errors.New("not all files could be written, and not all be put back")

// back puts the first n files back, under the locks that are still held.
func (g *group) back(n int, cause error) error {
	for _, d := range g.live()[:n] {
		if err := d.restore(); err != nil {
			g.half = true
			return &model.Problem{
				Exit: model.ExitError, What: fmt.Sprintf("%v: %s is written, the others are not", errHalf, model.NewText(d.write.Record.Label)),
				Todo: "mend what is wrong there; the next kubeid command ends what was begun", Cause: errors.Join(errHalf, cause, err),
			}
		}
	}
	return cause
}

// restore puts back what the draft has replaced.
func (d *draft) restore() error {
	if !d.exists {
		if err := os.Remove(d.target.real); err != nil {
			return bare("remove it again", err)
		}
		d.placed, d.temp = false, ""
		return nil
	}
	temp, synced, err := prepare(d.target.real, d.old, [][]byte{d.data}, d.me)
	if err != nil {
		return err
	}
	err = synced()
	if err == nil {
		if err = replace(temp, d.target.real); err != nil {
			err = notReplaced(err)
		}
	}
	if err != nil {
		os.Remove(temp)
		return err
	}
	d.placed, d.temp = false, ""
	return syncFolder(d.target.folder())
}
