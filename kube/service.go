package kube

import (
	"cmp"
	"sync"
	"time"

	"kubeid/kube/store"
	"kubeid/model"
)

// Options say where the Service looks, and where it keeps its own things.
type Options struct {
	Kubeconfig string // --kubeconfig: this one file, which must exist
	List       string // $KUBECONFIG
	Home       string // the home folder
	StateDir   string // $XDG_STATE_HOME/kubeid; "" stands for nowhere: nothing can be written
	ConfigDir  string // $XDG_CONFIG_HOME/kubeid; "" for no settings
	RuntimeDir string // $XDG_RUNTIME_DIR/kubeid, for what ends with the session; "" stands for a folder of StateDir

	NoJournal bool // Load does not read the journal to tell what could be undone

	Say func(words string) // is told what goes on meanwhile, as who watches is; may be nil
}

// A Service has the abilities of the program. It may be used from several
// goroutines at once.
type Service struct {
	opts  Options
	store *store.Store

	mu    sync.Mutex
	files map[string]*opened // what was read last, by path
	view  view               // what they said together
	last  draft              // what was planned last

	hear    func(words string) // who watches; nil when nobody does
	unheard []string           // what was said before

	connections map[model.Ref]*connection // connections under way, by context
	signing     time.Duration             // how long is waited for a signer; 0 means the usual
}

// New returns a Service. It opens nothing yet.
func New(opts Options) *Service {
	opts.StateDir = cmp.Or(opts.StateDir, store.Nowhere)
	return &Service{opts: opts, store: store.Open(opts.StateDir), files: map[string]*opened{}}
}

// PreviousNamespace returns the namespace that a context had before it was changed
// with this program.
func (s *Service) PreviousNamespace(context model.Ref) (string, bool) {
	return s.store.PreviousNamespace(context.File, context.Name.Raw())
}
