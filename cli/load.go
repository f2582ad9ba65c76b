package cli

import (
	"context"
	"fmt"
	"strings"

	"kubeid/model"
)

// maxWarnings is how many warnings are worth reading before a list.
const maxWarnings = 5

// load reads the kubeconfigs. It is an error when there is nothing to read, or
// when nothing of what is there could be read.
func (p *program) load(ctx context.Context) (Service, model.State, error) {
	opts := p.options()
	opts.NoJournal = true // a hundred steps take longer to read than a usual kubeconfig
	s := p.Open(opts)
	loaded, err := s.Load(ctx)
	if err != nil {
		return nil, model.State{}, err
	}
	if err := readable(loaded.Config.Files); err != nil {
		return nil, model.State{}, err
	}
	return s, model.State{}.Apply(loaded), nil
}

// readable tells why none of the files gave anything.
func readable(files []model.File) error {
	var missing, broken []model.File
	for _, f := range files {
		switch {
		case f.Missing:
			missing = append(missing, f)
		case !f.Problem.Empty():
			broken = append(broken, f)
		}
	}
	switch {
	case len(missing)+len(broken) < len(files):
		return nil
	case len(broken) == 1:
		return &model.Problem{Exit: model.ExitError, What: fmt.Sprintf("%s %s", broken[0].Label, broken[0].Problem), Todo: "mend that file, or name another one with --kubeconfig"}
	case len(broken) > 1:
		why := make([]string, len(broken))
		for i, f := range broken {
			why[i] = fmt.Sprintf("%s %s", f.Label, f.Problem)
		}
		return &model.Problem{Exit: model.ExitError, What: "no kubeconfig could be read: " + strings.Join(why, "; "), Todo: "mend one of them, or name another file with --kubeconfig"}
	}
	return missingAll(missing)
}

// missingAll says where a kubeconfig was looked for.
func missingAll(files []model.File) error {
	looked := make([]string, len(files))
	for i, f := range files {
		looked[i] = f.Label.String()
	}
	if len(looked) == 0 {
		return &model.Problem{Exit: model.ExitNotFound, What: "there is no kubeconfig", Todo: "set KUBECONFIG, or name a file with --kubeconfig"}
	}
	return &model.Problem{
		Exit: model.ExitNotFound,
		What: "there is no kubeconfig; looked at " + strings.Join(looked, ", "),
		Todo: "put one there, set KUBECONFIG, or name a file with --kubeconfig",
	}
}

// warnOfFiles tells which files did not load. What is odd about one context is
// told by the plan to use it.
func (p *program) warnOfFiles(k model.Kubeconfig) {
	p.warn(model.NewKubeconfig(k.Files, nil, nil, nil))
}

// warn tells what a person should hear before trusting a list.
func (p *program) warn(k model.Kubeconfig) {
	warnings := k.Warnings()
	for _, w := range warnings[:min(maxWarnings, len(warnings))] {
		p.say("warning: " + w)
	}
	if more := len(warnings) - maxWarnings; more > 0 {
		p.say(fmt.Sprintf("warning: and %d more: %s get contexts", more, p.name))
	}
}
