package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kubeid/model"
)

// issued lists what was issued.
func (p *program) issued() *cobra.Command {
	var user string
	var alive bool
	cmd := &cobra.Command{
		Use:   "issued",
		Short: "What was issued with this program, and until when it is good",
		Long:  "issued lists the ledger: every certificate that this program had issued on this computer.\nA cluster keeps no record of that, and a certificate cannot be taken back before it ends.",
		Args:  atMost(0),
	}
	f := outputFlag(cmd, "table", "wide", "json", "yaml", "name")
	cmd.Flags().StringVar(&user, "user", "", "only of this user")
	cmd.Flags().BoolVar(&alive, "alive", false, "only what is still good")
	cmd.RunE = p.begin(func(cmd *cobra.Command, _ []string) error {
		return p.listIssued(cmd.Context(), f, user, alive, time.Now())
	})
	return cmd
}

// ledgerFact is a certificate of the ledger as data.
type ledgerFact struct {
	User        string    `json:"user"`
	Groups      []string  `json:"groups"`
	UID         string    `json:"uid,omitempty"`
	Context     string    `json:"context"`
	Server      string    `json:"server"`
	Authority   string    `json:"authority"`
	Way         string    `json:"way"`
	Issued      time.Time `json:"issued"`
	Until       time.Time `json:"until"`
	Alive       bool      `json:"alive"`
	Key         string    `json:"key"`
	Serial      string    `json:"serial"`
	Fingerprint string    `json:"fingerprint"`
	Bindings    []string  `json:"bindings"`
	Written     []string  `json:"written"`
}

func (p *program) listIssued(ctx context.Context, f *format, user string, alive bool, now time.Time) error {
	all, err := p.Open(p.options()).Issued(ctx)
	if err != nil {
		return err
	}
	items := []ledgerFact{}
	for _, i := range all {
		if user != "" && i.Subject.User != user || alive && !i.Until.After(now) {
			continue
		}
		items = append(items, ledgerFact{
			i.Subject.User, append([]string{}, i.Subject.Groups...), i.Subject.UID, i.Context, i.Server, i.Authority, i.Way, i.At, i.Until, i.Until.After(now),
			i.Key, i.Serial, i.Fingerprint, append([]string{}, i.Bindings...), append([]string{}, i.Written...),
		})
	}
	switch {
	case f.object():
		return p.print(f, struct {
			APIVersion string       `json:"apiVersion"`
			Kind       string       `json:"kind"`
			Items      []ledgerFact `json:"items"`
		}{apiVersion, "IssuedList", items})
	case f.word == "name":
		for _, i := range items {
			fmt.Fprintln(p.out, safe(i.Fingerprint))
		}
		return nil
	}
	if len(items) == 0 {
		p.say("nothing was issued")
		return nil
	}
	p.tableOfIssued(f, items, now)
	return nil
}

func (p *program) tableOfIssued(f *format, items []ledgerFact, now time.Time) {
	header := []string{"USER", "GROUPS", "CONTEXT", "UNTIL", "ISSUED"}
	if f.word == "wide" {
		header = append(header, "WAY", "BINDINGS", "FINGERPRINT")
	}
	var rows [][]string
	for _, i := range items {
		until := "ended " + model.HumanDuration(now.Sub(i.Until)) + " ago"
		if i.Alive {
			until = model.HumanDuration(i.Until.Sub(now)) + ", " + i.Until.Local().Format(time.DateOnly)
		}
		row := []string{safe(i.User), orDash(safe(strings.Join(i.Groups, ", "))), safe(i.Context), until, model.HumanDuration(now.Sub(i.Issued)) + " ago"}
		if f.word == "wide" {
			row = append(row, i.Way, orDash(safe(strings.Join(i.Bindings, ", "))), i.Fingerprint)
		}
		rows = append(rows, row)
	}
	p.table(header, rows)
}
