package cli

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"kubeid/crypto"
	"kubeid/model"
)

// maxMany bounds how many users one file may add.
const maxMany = 1000

// manyFrom reads users from a file: comma-separated, the name first, then the groups. A
// line that begins with # says nothing.
func manyFrom(path string) ([]crypto.Subject, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, &model.Problem{Exit: model.ExitNotFound, What: fmt.Sprintf("%q cannot be read", safe(path)), Todo: "check the file given with --from", Cause: err}
	}
	defer f.Close()
	r := csv.NewReader(io.LimitReader(f, 1<<20))
	r.FieldsPerRecord, r.Comment, r.TrimLeadingSpace = -1, '#', true
	lines, err := r.ReadAll()
	if err != nil {
		return nil, errUsage(fmt.Sprintf("%s is not a list of users: %v", safe(path), err), "write lines such as: jane,devs,ops")
	}
	var out []crypto.Subject
	seen := map[string]bool{}
	for n, line := range lines {
		s := crypto.Subject{User: strings.TrimSpace(line[0])}
		for _, g := range line[1:] {
			if g = strings.TrimSpace(g); g != "" {
				s.Groups = append(s.Groups, g)
			}
		}
		if s.User == "" || seen[s.User] {
			return nil, errUsage(fmt.Sprintf("%s: user %d has no name, or stands there twice: %q", safe(path), n+1, safe(s.User)), "name every user once")
		}
		seen[s.User] = true
		out = append(out, s)
	}
	if len(out) == 0 || len(out) > maxMany {
		return nil, errUsage(fmt.Sprintf("%s has %d users", safe(path), len(out)), fmt.Sprintf("name between 1 and %d", maxMany))
	}
	return out, nil
}

// issuingMany adds the users of a file. All of them are reviewed before the first one is
// added; one that fails does not keep the others.
func (p *program) issuingMany(ctx context.Context, s Service, o *issuing, k model.Kubeconfig) error {
	if o.user.Subject.User != "" || len(o.groups) > 0 || o.merge != "" || o.as == "p12" || o.user.Request != "" || o.csrOnly {
		return errUsage("--from has users and groups, and makes a result for each", "leave --user, --group, --merge, --csr-only, --from-csr and p12 out")
	}
	subjects, err := manyFrom(o.from)
	if err != nil {
		return err
	}
	folder := o.user.Out
	var with model.AddWith
	var reviews []model.Review
	for n, subject := range subjects {
		one := *o
		one.user.Subject.User, one.groups, one.contexts = subject.User, subject.Groups, append([]string{}, o.contexts...)
		if folder != "" {
			ending := ".kubeconfig"
			if o.as == "pem" {
				ending = ""
			}
			one.user.Out = filepath.Join(folder, model.FileName(subject.User)+ending)
		}
		u, err := p.answers(&one, k)
		if err != nil {
			return fmt.Errorf("%s: %w", safe(subject.User), err)
		}
		if n == 0 {
			if with, err = p.addWith(ctx, s, o, u); err != nil {
				return err
			}
		}
		r, err := p.reviewed(ctx, s, u, &with)
		if err != nil {
			return fmt.Errorf("%s: %w", safe(subject.User), err)
		}
		for _, w := range r.Worries {
			p.say("warning: " + subject.User + ": " + w.Text)
		}
		if err := errors.Join(r.Err(), lacking(r.Blocking())); err != nil && !o.dryRun {
			return err
		}
		reviews = append(reviews, r)
	}
	if o.dryRun {
		for _, r := range reviews {
			if err := p.printReview(o.format, r); err != nil {
				return err
			}
		}
		return nil
	}
	if err := p.confirm(ctx, o.writing, fmt.Sprintf("this issues certificates for %s, none of which can be taken back before it ends", many(len(reviews), "a user", "users"))); err != nil {
		return err
	}
	return p.addMany(ctx, s, o, reviews, with)
}

// addMany adds one user after the other, and prints a line for each.
func (p *program) addMany(ctx context.Context, s Service, o *issuing, reviews []model.Review, with model.AddWith) error {
	var facts []addedFact
	var rows [][]string
	failed := 0
	for _, r := range reviews {
		a, err := s.AddUser(ctx, r, with, func(model.Event) {})
		facts = append(facts, addedOf(a, err))
		rows = append(rows, addedRow(r, a, err))
		if err != nil {
			failed++
			p.say(r.User.Subject.User + ": " + err.Error())
			for _, l := range a.Left {
				p.say("  exists now: " + l.String() + "; " + l.Remove)
			}
		}
		if ctx.Err() != nil {
			break
		}
	}
	switch {
	case o.format.object():
		if err := p.print(o.format, struct {
			APIVersion string      `json:"apiVersion"`
			Kind       string      `json:"kind"`
			Items      []addedFact `json:"items"`
		}{apiVersion, "IssuedUsers", facts}); err != nil {
			return err
		}
	case o.format.word == "name":
		for _, f := range facts {
			for _, file := range f.Files {
				fmt.Fprintln(p.out, safe(file.Path))
			}
		}
	default:
		p.table([]string{"USER", "RESULT", "UNTIL", "WRITTEN"}, rows)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if failed > 0 {
		return &model.Problem{Exit: model.ExitError, What: fmt.Sprintf("%s of %d failed", many(failed, "one", "users"), len(reviews)), Todo: "see above why; the others are done"}
	}
	return nil
}

func addedRow(r model.Review, a model.AddedUser, err error) []string {
	row := []string{safe(r.User.Subject.User), "ok", "-", "-"}
	switch {
	case err != nil:
		row[1] = "failed"
	case a.Kept != "":
		row[1] = "waits: issue --resume " + safe(a.Kept)
	}
	if len(a.Places) > 0 {
		row[2] = a.Places[0].Issued.Until.Local().Format("2006-01-02 15:04")
	}
	if len(a.Files) > 0 {
		row[3] = safe(a.Files[len(a.Files)-1].Path)
	}
	return row
}
