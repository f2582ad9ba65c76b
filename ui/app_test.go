package ui

import (
	"testing"
	"testing/synctest"
)

func TestEnterSwitchesAtOnceAndUndoTakesItBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := drive(t, newFake(sample()))
		d.sees("* prod-eu").on("prod-eu").
			press("down", "enter").sees("now on prod-us", "u undo", "* prod-us").
			press("u").sees("undone: now on prod-us", "* prod-eu")
	})
}
