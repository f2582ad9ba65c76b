package ui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"kubeid/model"
)

// App is the root model. It routes messages and frames the top screen; it knows
// no screen by name.
type App struct {
	ctx           context.Context
	cancel        context.CancelFunc
	backend       Backend
	book          *book
	theme         theme
	styles        Styles
	width, height int

	tabs   []opened // the screens of the table, alive side by side
	tab    int
	stack  []opened // what was opened over them
	lastID int

	drafts  map[string]answers         // what was answered in forms that were closed
	works   map[int]context.CancelFunc // what forms have begun, by screen
	toast   toast
	broken  error // why the files could not be read at all
	loads   int   // how often they were read
	jobs    jobs
	probing *probing           // nil before the first one
	looking context.CancelFunc // ends the decoding of an older state
	closer  bool               // the files that the kubeconfigs point to are read as well
	ending  bool

	tour        tour
	demo        string    // the folder of the demo that is shown, or ""
	interrupted bool      // ctrl+c was pressed
	wantsDemo   bool      // somebody wants to see the demo
	wantsShell  model.Ref // somebody wants a shell on this context
	said        string    // what was done before, to be said first

	now       time.Time
	zone      *time.Location
	settings  model.Settings
	facts     model.Facts // what the disk says
	ignored   []string    // rules that are ignored until the program ends
	outlook   *outlook
	reckoning bool    // a new outlook is being worked out
	resting   bool    // the next one has to wait
	stale     bool    // it is wanted, as the one that is there is old already
	closely   tea.Cmd // looks into everything once more, when all is known in brief
}

// New returns the program, showing its first screen.
func New(ctx context.Context, b Backend, opts Options) App {
	ctx, cancel := context.WithCancel(ctx)
	a := App{
		ctx: ctx, cancel: cancel, backend: b, book: newBook(1, model.State{}),
		demo: opts.Demo, said: opts.Said, tour: tour{on: opts.Tour}, theme: opts.theme(), width: 80, height: 24, looking: func() {},
		now: time.Now(), zone: opts.zone(), outlook: &outlook{},
	}
	a.styles = newStyles(a.theme)
	for i, s := range screens {
		a.tabs = append(a.tabs, a.opened(i+1, s.open()))
	}
	a.lastID = len(a.tabs)
	return a
}

func (a App) opened(id int, s Screen) opened {
	ctx, cancel := context.WithCancel(a.ctx)
	return opened{s, id, ctx, cancel}
}

func (a App) top() opened {
	if n := len(a.stack); n > 0 {
		return a.stack[n-1]
	}
	return a.tabs[a.tab]
}

func (a App) env(o opened) Env {
	var open map[model.Ref]bool
	if a.probing.running() {
		open = a.probing.open
	}
	return Env{
		Probing: open,
		Book:    a.book, Outlook: a.outlook, Now: a.now, Zone: a.zone, Settings: a.judging(), Ignored: a.ignored,
		Styles: a.styles, Width: a.width, Height: a.bodyHeight(),
		Drafts: a.drafts,
		Do:     commands{o.ctx, a.backend, o.id},
	}
}

// own are the App's own commands, which live as long as the program.
func (a App) own() commands { return commands{a.ctx, a.backend, 0} }

// Init implements tea.Model.
func (a App) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, a.reading())
}

// Update implements tea.Model.
func (a App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m, cmd := a.update(msg)
	if next, ok := m.(App); ok {
		return next.toured(msg), cmd
	}
	return m, cmd
}

func (a App) update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.width, a.height = max(1, msg.Width), max(1, msg.Height)
		return a.broadcast(tea.WindowSizeMsg{Width: a.width, Height: a.bodyHeight()})
	case tea.BackgroundColorMsg:
		a.theme.Light = !msg.IsDark()
		a.styles = newStyles(a.theme)
		return a, nil
	case tea.ColorProfileMsg:
		a.theme.NoColor = a.theme.NoColor || msg.Profile <= colorprofile.ASCII
		a.styles = newStyles(a.theme)
		return a, nil
	case tea.KeyPressMsg:
		return a.pressed(msg)
	case tea.MouseWheelMsg:
		return a.wheeled(msg)
	case tea.MouseClickMsg:
		return a.clicked(msg)
	case tea.PasteMsg:
		return a.updateTop(msg)
	case model.Event:
		return a.told(msg)
	case loadedMsg:
		return a.loaded(msg)
	case warnedMsg:
		if msg.files == a.book.files {
			a.book.warnings = msg.list
		}
		return a, nil
	case wishMsg:
		return a.wished(msg)
	case plannedMsg:
		return a.planned(msg)
	case appliedMsg:
		return a.applied(msg)
	case slowMsg:
		return a.slow(msg), nil
	case failedMsg:
		return a.failed(msg)
	case streamed:
		m, cmd := a.Update(msg.msg)
		return m, tea.Batch(cmd, next(msg.more))
	case pulseMsg:
		a.now = msg.now
		a, reckon := a.reckon()
		return a, tea.Batch(reckon, beat())
	case reckonedMsg:
		return a.reckoned(msg)
	case surveyedMsg:
		a.facts = msg.facts
		return a.reckon()
	case settledMsg:
		return a.decided(msg)
	case ignoreMsg:
		return a.ignore(msg.rule)
	case againMsg:
		return a.again()
	case stopMsg:
		return a.quit()
	}
	return a.navigate(msg)
}

// View implements tea.Model.
func (a App) View() tea.View {
	v := tea.NewView(a.page())
	v.AltScreen = true
	if a.settings.Mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	v.WindowTitle = "kubeid"
	if name, _ := a.book.Config.Current(); !name.Empty() {
		v.WindowTitle += ": " + name.String()
	}
	return v
}

// navigate is the rest of Update: what screens ask of the App.
func (a App) navigate(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case doMsg:
		return a.do(msg.act)
	case pushMsg:
		if a.toast.tone == calm {
			a.toast.text = "" // it was about the screen below
		}
		a.lastID++
		o := a.opened(a.lastID, msg.screen)
		a.stack = append(slices.Clip(a.stack), o)
		if s, ok := o.Screen.(starter); ok {
			return a, s.Start(a.env(o))
		}
		return a, nil
	case closeMsg:
		return a.closed(msg.screen, msg.done), nil
	case chosenMsg:
		if !a.stacked(msg.screen) {
			return a, nil
		}
		return a.closed(msg.screen, true), msg.do
	case probeMsg:
		return a.probe(msg.entries)
	case probedAllMsg:
		return a.probedAll(msg)
	case workMsg:
		return a.begin(msg)
	case cancelWorkMsg:
		if cancel := a.works[msg.screen]; cancel != nil {
			cancel()
		}
		return a, nil
	case wroteMsg:
		return a.reply(msg.screen, msg)
	case progressMsg:
		return a.reply(msg.screen, msg)
	case endedMsg:
		return a.ended(msg)
	case shellMsg:
		a.wantsShell = msg.context
		return a.quit()
	case saidMsg:
		return a.say(msg.tone, msg.text)
	case expireMsg:
		if msg.toast == a.toast.id {
			a.toast.text = ""
		}
		return a, nil
	}
	return a.broadcast(msg)
}

func (a App) loaded(msg loadedMsg) (tea.Model, tea.Cmd) {
	switch {
	case msg.load < a.loads:
		return a, nil
	case msg.err != nil:
		a.broken = msg.err
		return a.failed(failedMsg{0, msg.err})
	}
	return a.told(msg.loaded)
}

func (a App) reload() (App, tea.Cmd) {
	a.loads++
	a.ignored = nil
	return a, tea.Batch(a.own().load(a.loads), a.own().settings())
}

// say shows a result in the footer for a while.
func (a App) say(t tone, text string) (App, tea.Cmd) {
	a.toast = toast{a.toast.id + 1, text, t}
	id := a.toast.id
	return a, tea.Tick(a.toast.lasts(), func(time.Time) tea.Msg { return expireMsg{id} })
}

func (a App) updateTop(msg tea.Msg) (tea.Model, tea.Cmd) {
	if n := len(a.stack); n > 0 {
		return a.updateStack(n-1, msg)
	}
	return a.updateTab(a.tab, msg)
}

func (a App) updateStack(i int, msg tea.Msg) (App, tea.Cmd) {
	a.stack = slices.Clone(a.stack)
	var cmd tea.Cmd
	a.stack[i].Screen, cmd = a.stack[i].Update(a.env(a.stack[i]), msg)
	return a, cmd
}

func (a App) updateTab(i int, msg tea.Msg) (App, tea.Cmd) {
	a.tabs = slices.Clone(a.tabs)
	var cmd tea.Cmd
	a.tabs[i].Screen, cmd = a.tabs[i].Update(a.env(a.tabs[i]), msg)
	return a, cmd
}

// broadcast tells every open screen, so that a spinner below keeps turning.
func (a App) broadcast(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmds []tea.Cmd
	var cmd tea.Cmd
	for i := range a.tabs {
		a, cmd = a.updateTab(i, msg)
		cmds = append(cmds, cmd)
	}
	for i := range a.stack {
		a, cmd = a.updateStack(i, msg)
		cmds = append(cmds, cmd)
	}
	return a, tea.Batch(cmds...)
}
