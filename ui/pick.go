package ui

import (
	"context"
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"kubeid/model"
)

// Picked is what was chosen in the picker, and what came of it.
type Picked struct {
	Context model.Ref
	Fact    string // the line that was left on the screen
}

// Pick shows a few lines below the prompt to switch to another context: the one
// before this one is selected at first, so that enter alone goes back. Nothing is
// written, and the error is context.Canceled, when somebody changes his mind.
func Pick(ctx context.Context, b Backend, filter string, opts Options) (Picked, error) {
	read := commands{ctx, b, 0}.load(0)().(loadedMsg)
	if read.err != nil {
		return Picked{}, read.err
	}
	if len(read.loaded.Config.Contexts) == 0 {
		return Picked{}, &model.Problem{
			Exit: model.ExitNotFound,
			What: "there is no context to choose",
			Todo: "see which files were looked at with: kubeid get contexts",
		}
	}
	end, _, err := run(ctx, newPicker(ctx, b, read.loaded, filter, opts), opts)
	if err != nil {
		return Picked{}, err
	}
	p := end.(picker)
	if p.err == nil && p.fact == "" {
		p.err = context.Canceled
	}
	return p.picked, p.err
}

// pickHeight is how many lines the picker takes, if the window has them.
const pickHeight = 12

// picker is the model behind Pick: the list of contexts, its filter always open.
type picker struct {
	ctx     context.Context
	cancel  context.CancelFunc
	backend Backend
	book    *book
	theme   theme
	styles  Styles
	width   int
	height  int
	list    browser
	writing bool
	slow    bool
	picked  Picked
	fact    string
	tone    tone
	err     error
	ended   bool
}

func newPicker(ctx context.Context, b Backend, loaded model.Loaded, filter string, opts Options) picker {
	ctx, cancel := context.WithCancel(ctx)
	p := picker{
		ctx: ctx, cancel: cancel, backend: b, theme: opts.theme(), width: 80, height: 24,
		book: newBook(1, model.State{}.Apply(loaded)),
		list: browser{
			kind: model.ContextKind, by: byTurn, typing: true, filter: line(filter),
			listing: listing{head: "LOGIN", width: markWidth, state: contextState},
		},
	}
	p.styles = newStyles(p.theme)
	p.list = p.list.settled(p.env())
	if name, ok := p.book.Previous(); ok && filter == "" {
		i := p.book.Config.Effective(model.ContextKind, name)
		p.list.cursor = max(0, p.list.rows.find(p.book, p.book.Config.Ref(model.ContextKind, i)))
		p.list = p.list.seen(p.env())
	} else if filter != "" {
		p.list.cursor = 0
		p.list = p.list.seen(p.env())
	}
	return p
}

func (p picker) env() Env {
	return Env{
		Book: p.book, Styles: p.styles, Inline: true,
		Width: p.width, Height: min(p.height, pickHeight, len(p.book.Config.Contexts)+2),
	}
}

// Init implements tea.Model.
func (picker) Init() tea.Cmd { return tea.RequestBackgroundColor }

// Update implements tea.Model.
func (p picker) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		p.width, p.height = max(1, msg.Width), max(1, msg.Height)
		p.list = p.list.settled(p.env())
	case tea.BackgroundColorMsg:
		p.theme.Light = !msg.IsDark()
		p.styles = newStyles(p.theme)
	case tea.ColorProfileMsg:
		p.theme.NoColor = p.theme.NoColor || msg.Profile <= colorprofile.ASCII
		p.styles = newStyles(p.theme)
	case tea.KeyPressMsg:
		return p.pressed(msg)
	case tea.PasteMsg:
		p.list, _ = p.list.update(p.env(), msg)
	case slowMsg:
		p.slow = p.writing
	case appliedMsg:
		return p.applied(msg), tea.Quit
	case stopMsg:
		return p.stop()
	}
	return p, nil
}

func (p picker) pressed(msg tea.KeyPressMsg) (tea.Model, tea.Cmd) {
	_, quick := split(msg)
	switch pressed := msg.String(); {
	case pressed == "ctrl+c", pressed == "esc", quick:
		return p.stop()
	case p.writing, pressed == "tab":
		return p, nil
	case pressed == "enter":
		return p.chosen()
	}
	p.list, _ = p.list.update(p.env(), msg)
	return p, nil
}

// chosen switches at once.
func (p picker) chosen() (tea.Model, tea.Cmd) {
	i := p.list.selected()
	if i < 0 {
		return p, nil
	}
	p.writing = true
	p.picked.Context = p.book.Config.Ref(model.ContextKind, i)
	use := commands{p.ctx, p.backend, 0}.carry(0, wishMsg{change: model.UseContext{Context: p.picked.Context}})
	return p, tea.Batch(use, tea.Tick(slowAfter, func(time.Time) tea.Msg { return slowMsg{} }))
}

// stop cancels; a write that is under way comes to a safe point first, unless
// somebody insists.
func (p picker) stop() (tea.Model, tea.Cmd) {
	p.cancel()
	if p.ended || !p.writing {
		p.ended = true
		return p, tea.Quit
	}
	p.ended = true
	return p, nil
}

func (p picker) applied(msg appliedMsg) picker {
	p.writing, p.ended = false, true
	p.tone, p.fact = outcome(p.styles, p.book, msg, "")
	p.picked.Fact = p.fact
	p.err = msg.err
	if msg.err != nil {
		p.fact = ""
	}
	if errors.Is(msg.err, context.Canceled) {
		p.err = context.Canceled
	}
	return p
}

// View implements tea.Model: at the end, only the fact stays on the screen.
func (p picker) View() tea.View {
	switch {
	case p.fact != "":
		return tea.NewView(p.last())
	case p.ended && !p.writing:
		return tea.NewView("")
	case p.slow:
		return tea.NewView(p.styles.Faint.Render(exact(" Writing, or waiting for somebody who does; esc cancels", p.width)))
	}
	env := p.env()
	return tea.NewView(strings.Join(p.list.settled(env).list(env, env.Width, env.Height), "\n"))
}

// last is what stays on the screen. It ends with an empty line, on which the prompt
// comes: tea erases the line that it leaves the cursor on.
func (p picker) last() string {
	var b strings.Builder
	for _, l := range wrap(p.fact, p.width) {
		b.WriteString(p.styles.tone(p.tone).Render(l) + "\n")
	}
	return b.String()
}
