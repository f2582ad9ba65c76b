package ui

import (
	"context"
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
	after       []string  // what has to be said on the terminal when the program has ended
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
	turns     bool    // the sign of waiting does
	turn      int     // how far
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
		Drafts: a.drafts, Turn: a.sign(),
		Do: commands{o.ctx, a.backend, o.id},
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
		return next.toured(msg).settled().turning(cmd)
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
	case closerMsg:
		return a.lookCloser()
	case againMsg:
		return a.again()
	case turnMsg:
		return a.turned()
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
