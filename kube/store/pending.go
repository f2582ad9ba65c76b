package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kubeid/crypto"
	"kubeid/model"
)

// Where somebody else approves or signs, key and request wait here, each in a file for
// the owner alone, until the certificate is there. It is the only place where a private
// key is kept by this program before it is handed over.

const pendingName = "pending"

// A Pending is a user who waits for a certificate.
type Pending struct {
	ID     string
	At     time.Time
	User   model.NewUser
	Places []PendingPlace
}

// A PendingPlace is the request for one context.
type PendingPlace struct {
	Context model.Ref
	Name    string // of the CertificateSigningRequest; "" when the request went another way
	UID     string
	Request []byte // PEM
	Key     crypto.Secret
}

// pendingFile is a Pending as it stands in its file, where the key stands in full.
type pendingFile struct {
	At     time.Time      `json:"at"`
	User   model.NewUser  `json:"user"`
	Places []pendingPlace `json:"places"`
}

type pendingPlace struct {
	Context model.Ref `json:"context"`
	Name    string    `json:"name,omitempty"`
	UID     string    `json:"uid,omitempty"`
	Request []byte    `json:"request"`
	Key     []byte    `json:"key"`
}

// KeepPending writes key and request down, and returns the ID under which they wait.
func (s *Store) KeepPending(p Pending) (string, error) {
	file := pendingFile{At: now(), User: p.User}
	for _, at := range p.Places {
		file.Places = append(file.Places, pendingPlace{at.Context, at.Name, at.UID, at.Request, at.Key.Reveal()})
	}
	data, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		return "", err
	}
	if _, err := s.path(""); err != nil {
		return "", err
	}
	dir := filepath.Join(s.dir, pendingName)
	if err := NewFolder(dir); err != nil {
		return "", err
	}
	if err := private(dir); err != nil {
		return "", err
	}
	path := FreeName(dir, model.FileName(p.User.Subject.User), ".json")
	if err := NewFile(path, append(data, '\n')); err != nil {
		return "", err
	}
	return strings.TrimSuffix(filepath.Base(path), ".json"), nil
}

// Pending returns what waits under an ID. Who does not wait is a *model.Problem.
func (s *Store) Pending(id string) (Pending, error) {
	if id == "" || id != filepath.Base(id) || strings.HasPrefix(id, ".") {
		return Pending{}, s.noPending(id)
	}
	data, err := readOwn(filepath.Join(s.dir, pendingName, id+".json"))
	if errors.Is(err, fs.ErrNotExist) {
		return Pending{}, s.noPending(id)
	}
	if err != nil {
		return Pending{}, bare("read what waits", err)
	}
	var file pendingFile
	if err := json.Unmarshal(data, &file); err != nil {
		return Pending{}, &model.Problem{What: fmt.Sprintf("what waits as %q cannot be read", model.NewText(id)), Todo: "ask for a new certificate"}
	}
	p := Pending{ID: id, At: file.At, User: file.User}
	for _, at := range file.Places {
		p.Places = append(p.Places, PendingPlace{at.Context, at.Name, at.UID, at.Request, crypto.NewSecret(at.Key)})
	}
	return p, nil
}

func (s *Store) noPending(id string) error {
	p := &model.Problem{Exit: model.ExitNotFound, What: fmt.Sprintf("nobody waits as %q", model.NewText(id)), Todo: "nobody waits for a certificate at all"}
	if have := s.PendingIDs(); len(have) > 0 {
		p.Todo = "who waits: " + model.NewText(strings.Join(have, ", ")).String()
	}
	return p
}

// PendingIDs lists who waits for a certificate.
func (s *Store) PendingIDs() []string {
	names, err := readNames(filepath.Join(s.dir, pendingName))
	if err != nil {
		return nil
	}
	var out []string
	for _, n := range names {
		if id, ok := strings.CutSuffix(n, ".json"); ok && !strings.HasPrefix(n, ".") {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// DropPending forgets key and request.
func (s *Store) DropPending(id string) error {
	err := os.Remove(filepath.Join(s.dir, pendingName, filepath.Base(id)+".json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
