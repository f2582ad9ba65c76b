package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// A Version says which program this is. What is empty is found in the program itself.
type Version struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Version    string `json:"version"`
	Commit     string `json:"commit,omitempty"`
	Time       string `json:"time,omitempty"` // when the commit was made
	Go         string `json:"go"`
	Platform   string `json:"platform"`
}

func (p *program) version() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Say which version this is",
		Args:  atMost(0),
	}
	o := outputFlag(cmd, "json", "yaml")
	cmd.RunE = p.begin(func(*cobra.Command, []string) error {
		v := p.Version.filled()
		if o.object() {
			return p.print(o, v)
		}
		fmt.Fprintln(p.out, v)
		return nil
	})
	return cmd
}

// String returns the version on one line.
func (v Version) String() string {
	s := "kubeid " + v.Version
	if v.Commit != "" {
		s += " (" + v.Commit[:min(12, len(v.Commit))] + ")"
	}
	return s + " " + v.Go + " " + v.Platform
}

// filled adds what the Go linker left in the program.
func (v Version) filled() Version {
	v.APIVersion, v.Kind = apiVersion, "Version"
	v.Go, v.Platform = runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH
	info, ok := debug.ReadBuildInfo()
	if ok && v.Version == "" {
		v.Version = info.Main.Version
	}
	if v.Version == "" || v.Version == "(devel)" {
		v.Version = "devel"
	}
	if !ok {
		return v
	}
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && v.Commit == "":
			v.Commit = s.Value
		case s.Key == "vcs.time" && v.Time == "":
			v.Time = s.Value
		}
	}
	return v
}
