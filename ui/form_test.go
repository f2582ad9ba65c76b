package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"kubeid/model"
)

// trial is a form with a field of every kind, and work that a test can steer.
type trial struct {
	begin chan struct{} // the work waits for it, unless it is nil
	err   error
	asked []answers
	exist string // what exists when it ends
}

func (t *trial) form(env Env) Screen {
	names := []string{"devs", "devices", "payments"}
	return newForm(env, form{
		title: "Try", draft: "trial",
		pages: func(_ Env, a answers) []page {
			who := page{title: "Who", fields: []field{
				{kind: textField, name: "name", label: "name", help: "Whom the cluster takes them for", judge: needed("a name")},
				{kind: textField, name: "groups", label: "groups", suggest: func(typed string) []string {
					return slices.DeleteFunc(slices.Clone(names), func(s string) bool { return !strings.HasPrefix(s, typed) })
				}},
				{kind: severalField, name: "where", label: "contexts", options: []option{{value: "prod-eu"}, {value: "prod-us", note: "far"}, {value: "gone", why: "it is broken"}}, free: true},
				{kind: secretField, name: "pass", label: "passphrase"},
			}}
			may := page{title: "May do", fields: []field{
				{kind: choiceField, name: "role", label: "role", start: answer{text: "view"}, options: []option{{value: "view", note: "look at most things"}, {value: "edit", note: "can read Secrets here"}, {value: "admin", why: "it is not yours to give"}, {value: "none"}}},
				{kind: yesNoField, name: "wide", label: "everywhere"},
			}}
			if a.yes("wide") {
				may.fields = append(may.fields, mustType("sure", "are you sure?", "everywhere"))
			}
			review := page{title: "Review", next: "Make " + a.text("name"), review: true, fields: []field{
				{kind: choiceField, name: "life", label: "life", start: answer{text: "90d"}, options: []option{{value: "8h"}, {value: "90d"}}},
				{kind: noteField, label: "Equivalent command", lines: []string{"openssl req -new -subj /CN=" + a.text("name")}},
				{kind: noteField, text: "It cannot be revoked before February.", tone: careful},
			}}
			return []page{who, may, review}
		},
		work: func(_ Env, a answers) work {
			t.asked = append(t.asked, a)
			return func(ctx context.Context, tell func(model.Progress)) (result, error) {
				tell(model.Progress{Step: "make a key"})
				tell(model.Progress{Step: "make a key", State: model.StepDone, Note: text("P-256")})
				tell(model.Progress{Step: "ask the cluster"})
				if t.begin != nil {
					select {
					case <-t.begin:
					case <-ctx.Done():
						time.Sleep(time.Second) // what was begun is taken back
						return result{said: t.exist}, ctx.Err()
					}
				}
				if t.err != nil {
					return result{facts: func(env Env) detail {
						var d detail
						d.add(env.Styles.Text, "exists", "%s", t.exist)
						return d
					}}, t.err
				}
				return result{
					tone: good, said: "jane can log in",
					facts: func(env Env) detail {
						var d detail
						d.add(env.Styles.Text, "until", "February")
						return d
					},
					copy: []item{copying("command", "kubectl get pods")},
					next: []item{{name: "look at it", do: send(saidMsg{text: "looked"})}, {name: "switch", do: send(saidMsg{text: "switched to it"})}},
				}, nil
			}
		},
	})
}

// try opens the trial form.
func (t *trial) try(test *testing.T, w, h int) *driver {
	d := driveIn(test, newFake(sample()), w, h, Options{})
	return t.again(d)
}

func (t *trial) again(d *driver) *driver {
	return d.send(pushMsg{t.form(d.app.(App).env(d.app.(App).top()))})
}

func TestEnterOnEveryDefaultEndsTheForm(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := &trial{}
		d := f.try(t, 80, 24).sees("Try · Who · page 1 of 3", "Whom the cluster takes them for").typing("jane")
		d.press("enter", "enter", "enter", "enter", "enter").sees("May do · page 2 of 3", "‹ view ›", "look at most things")
		d.press("enter", "enter", "enter").sees("Review", "▸ [ Make jane ]", "/CN=jane", "cannot be revoked").press("enter")
		d.sees("✓ jane can log in", "until", "What next", "▸ look at it")
		if a := f.asked[0]; a.text("name") != "jane" || a.text("role") != "view" || a.text("life") != "90d" || a.yes("wide") {
			t.Errorf("was asked to make %v", a)
		}
		d.press("y").sees("kubectl get pods").press("esc").press("down", "enter").sees("switched to it", "* prod-eu").lacks("jane can log in")
		f.again(d).lacks("jane▏") // it is done, so nothing is kept
	})
}

func TestAFormGoesBackAndKeepsWhatWasAnswered(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := &trial{}
		d := f.try(t, 80, 24).typing("jane").press("down").typing("dev").sees("tab devs · devices").press("tab").sees("devs")
		d.press("down", "down").typing("hunter2").sees("•••••••").lacks("hunter2").press("down", "enter").sees("May do")
		d.press("right").sees("‹ edit ›", "can read Secrets here").press("right").sees("‹ none ›").press("left", "left").sees("‹ view ›").press("right")
		d.press("esc").sees("Who", "▸ [ Next ]", "jane", "devs", "•••••••").press("esc").lacks("Try").sees("kept until the program ends")
		f.again(d).sees("jane▏", "devs").lacks("•").press("enter", "enter", "enter", "enter", "enter").sees("edit")
	})
}

func TestAFormDoesNotGoOnWithoutWhatItNeeds(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := &trial{}
		d := f.try(t, 80, 24).lacks("a name is needed").press("enter").sees("✗ a name is needed").press("down", "down", "down", "down").sees("▸ [ Next ]")
		d.press("enter").sees("Who", "▸ name", "✗ a name is needed").typing("jane").lacks("is needed")
		d.press("down", "down", "down", "down", "enter").press("down").sees("everywhere").press("space").sees("‹ yes ›", "are you sure?")
		d.press("down").typing("every").sees("✗ Type everywhere to go on").press("down", "enter").sees("May do", "▸ are you sure?").press("end").typing("where").press("enter", "enter").sees("Review")
	})
}

func TestListsOfAFormAreLookedThrough(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := &trial{}
		d := f.try(t, 80, 24).typing("j").press("down", "down").sees("space lists what can be chosen").press("space").sees("○ prod-eu", "○ prod-us")
		d.press("space", "space").sees("● prod-eu", "● prod-us").press("space").sees("it is broken").press("enter").sees("prod-eu, prod-us")
		d.press("space", "space", "esc").sees("prod-eu, prod-us") // esc takes nothing
		d.typing("lab").sees("as typed").press("enter").sees("prod-eu, prod-us, lab")
		d.press("down", "down", "enter").typing("ed").sees("edit").press("enter").sees("‹ edit ›")
		d.press("space").sees("▸ edit").press("down", "enter").sees("it is not yours to give").press("esc").sees("‹ edit ›")
	})
}

func TestEscCancelsTheWorkOfAFormAndWaitsForItsReport(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := &trial{begin: make(chan struct{}), exist: "A key is kept in /tmp/key."}
		d := f.try(t, 80, 24).typing("jane").press("down", "down", "down", "down", "enter", "enter", "enter", "enter", "enter")
		d.sees("✓ Make a key", "P-256", "Ask the cluster", "esc cancels").press("q", "x").sees("Ask the cluster")
		d.press("esc").sees("Cancelling").press("esc").wait(2 * time.Second).sees("Cancelled. A key is kept in /tmp/key.")
		d.press("esc").sees("▸ [ Make jane ]").press("esc", "esc").sees("jane")
		f.begin = nil
		d.press("enter", "enter", "enter", "enter", "enter").sees("jane can log in")
	})
}

func TestAFormIsThereAgainAfterAFailure(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := &trial{err: &model.Problem{What: "the cluster does not sign", Todo: "ask for a token"}, exist: "a request named jane"}
		d := f.try(t, 80, 24).typing("jane").press("down", "down", "down", "down", "enter", "enter", "enter", "enter", "enter")
		d.sees("✗ The cluster does not sign", "Ask for a token", "a request named jane").press("esc").sees("▸ [ Make jane ]")
		f.err = errors.New("nobody is there")
		d.press("enter").sees("Nobody is there").press("esc")
		f.err = nil
		d.press("enter").sees("jane can log in")
	})
}

func TestQuittingWaitsForTheWorkOfAForm(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := &trial{begin: make(chan struct{})}
		d := f.try(t, 80, 24).typing("jane").press("down", "down", "down", "down", "enter", "enter", "enter", "enter", "enter")
		if d.press("ctrl+c").sees("Waiting until nothing is left half done"); d.quit {
			t.Error("left while something was under way")
		}
		if d.wait(2 * time.Second); !d.quit {
			t.Error("did not leave once it was over")
		}
	})
}

func TestAPanicInTheWorkOfAFormIsAnError(t *testing.T) {
	robot(t, func(t *testing.T) {
		d := drive(t, newFake(sample()))
		d.send(pushMsg{newForm(d.app.(App).env(d.app.(App).top()), form{
			title: "Try", pages: func(Env, answers) []page { return []page{{}} },
			work: func(Env, answers) work {
				return func(context.Context, func(model.Progress)) (result, error) { panic("oh") }
			},
		})}).press("enter").sees("A mistake in this program: oh").press("esc").sees("[ Next ]")
	})
}

func TestFormsLookAsTheyDid(t *testing.T) {
	ways := map[string][]string{
		"form":         {"j", "a", "down", "d"},
		"form-list":    {"j", "down", "down", "space", "space"},
		"form-wanting": {"enter"},
		"form-choice":  {"j", "down", "down", "down", "down", "enter", "right"},
		"form-review":  {"j", "down", "down", "down", "down", "enter", "enter", "enter", "enter"},
		"form-working": {"j", "down", "down", "down", "down", "enter", "enter", "enter", "enter", "enter"},
	}
	robot(t, func(t *testing.T) {
		for name, way := range ways {
			for _, size := range sizes {
				f := &trial{begin: make(chan struct{})}
				f.try(t, size.w, size.h).press(way...).golden(strings.Join([]string{name, fmt.Sprintf("%dx%d", size.w, size.h)}, "-"))
			}
		}
	})
}

func TestPastedTextGoesToTheFieldWithTheKeys(t *testing.T) {
	robot(t, func(t *testing.T) {
		f := &trial{}
		d := f.try(t, 80, 24).send(tea.PasteMsg{Content: "jane\n"}).sees("jane▏").press("left", "left").typing("X").sees("jaX▏ne")
		d.press("home", "delete").sees("▏aXne").press("ctrl+k").sees("▸ name").lacks("aXne")
	})
}

func TestFormsAreSafeWhateverStandsInThem(t *testing.T) {
	robot(t, func(t *testing.T) {
		all := strings.Join(hostile, "")
		var options []option
		for _, h := range hostile {
			options = append(options, option{value: h, note: h, why: ""})
		}
		hear := func(a answer) judgement { return judgement{careful, a.text + strings.Join(a.list, "")} }
		spec := form{
			title: all, work: func(Env, answers) work {
				return func(_ context.Context, tell func(model.Progress)) (result, error) {
					tell(model.Progress{Step: all, State: model.StepDone, Note: text(all)})
					return result{said: all, todo: all, copy: []item{copying("x", all)}, next: []item{{name: all, note: all}}}, nil
				}
			},
			pages: func(Env, answers) []page {
				return []page{{title: all, next: all, fields: []field{
					{kind: textField, name: "a", label: all, help: all, judge: hear, suggest: func(string) []string { return hostile }},
					{kind: choiceField, name: "b", label: all, options: options, start: answer{text: hostile[3]}, judge: hear, free: true},
					{kind: severalField, name: "c", label: all, options: options, start: answer{list: hostile}, judge: hear},
					{kind: secretField, name: "d", label: all},
					{kind: noteField, label: all, text: all, lines: hostile},
					mustType("e", all, all),
				}}}
			},
		}
		for _, size := range []struct{ w, h int }{{80, 24}, {200, 60}, {40, 10}, {3, 3}, {20, 5}} {
			d := driveIn(t, newFake(sample()), size.w, size.h, Options{})
			d.send(pushMsg{newForm(d.app.(App).env(d.app.(App).top()), spec)})
			look := func(what string) { d.clean(size.w, size.h, what) }
			look("opened")
			for _, k := range []string{"tab", "left", "down", "right", "space", "x", "esc", "down", "space", "space", "x", "enter", "down", "x", "down", "pgdown", "pgdown", "pgup", "down", "enter"} {
				d.press(k)
				look("after " + k)
			}
			d.send(tea.PasteMsg{Content: all})
			look("pasted")
			d.press("up", "up").send(tea.PasteMsg{Content: all})
			look("pasted a secret")
			spec.draft = "x"
			e := driveIn(t, newFake(sample()), size.w, size.h, Options{})
			e.send(pushMsg{newResult(all, result{said: all, todo: all, copy: []item{copying(all, all)}, next: []item{{name: safe(all), note: safe(all)}}})})
			e.clean(size.w, size.h, "result").press("y").clean(size.w, size.h, "copy")
			q := driveIn(t, newFake(sample()), size.w, size.h, Options{})
			q.send(pushMsg{question{lost: hostile, asks: all, todo: all, yes: all, diff: hostile}}).clean(size.w, size.h, "question").press("d", "G").clean(size.w, size.h, "diff")
			r := driveIn(t, newFake(sample()), size.w, size.h, Options{})
			r.send(pushMsg{newPrompt(Env{}, prompt{title: all, about: all, yes: all, edit: newEdit(all), judge: func(Env, string) judgement { return judgement{careful, all} }})}).clean(size.w, size.h, "prompt")
			r.press("home", "right", "right").clean(size.w, size.h, "prompt")
		}
	})
}
