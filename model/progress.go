package model

// Progress tells how one step of long work stands. It is told once when the step
// begins and once when it ends.
type Progress struct {
	Step  string // what is done, in words that also name it: "ask the cluster to sign"
	State StepState
	Note  Text // what came of it, if that is worth a word
}

// StepState says how a step stands.
type StepState int

// The states of a step.
const (
	StepRunning StepState = iota
	StepDone
	StepFailed
	StepSkipped
)

// String returns the state as a word.
func (s StepState) String() string {
	return [...]string{"running", "done", "failed", "skipped"}[s]
}

func (Progress) apply(s State) State { return s }

// Record returns the steps with p among them: in place of the same step, or last.
func (p Progress) Record(steps []Progress) []Progress {
	next := append(make([]Progress, 0, len(steps)+1), steps...)
	for i := len(next) - 1; i >= 0; i-- {
		if next[i].Step == p.Step && next[i].State == StepRunning {
			next[i] = p
			return next
		}
	}
	return append(next, p)
}
