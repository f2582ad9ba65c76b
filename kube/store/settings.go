package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	yaml "go.yaml.in/yaml/v3"

	"kubeid/model"
)

// Settings are written by a person and only read here. Nothing in them is passed
// over: who misspells a threshold must not believe that it counts.

const settingsName = "config.yaml"

// maxSettings is more than anybody writes.
const maxSettings = 1 << 20

// ReadSettings reads config.yaml in a folder; none there means none set. An error
// names file and line as label has them, and what to do.
func ReadSettings(dir string, label func(path string) model.Text) (model.Settings, error) {
	path := filepath.Join(dir, settingsName)
	r := settingsReader{label: label(path)}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return model.Settings{}, nil
	case err != nil:
		return model.Settings{}, r.unread(err)
	case !info.Mode().IsRegular() || info.Size() > maxSettings:
		return model.Settings{}, r.wrong(0, "make it a plain file of at most 1 MiB", "is no file of settings")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return model.Settings{}, r.unread(err)
	}
	return r.read(data)
}

// A settingsReader reads one file.
type settingsReader struct {
	label model.Text
	lines map[string]int // where each key stands
}

func (r settingsReader) unread(err error) error {
	return &model.Problem{Exit: model.ExitUsage, What: fmt.Sprintf("%s cannot be read", r.label), Todo: todo(err), Cause: bare("open it", err)}
}

// wrong says what is wrong in a line; 0 stands for the whole file.
func (r settingsReader) wrong(line int, todo, format string, args ...any) error {
	at := r.label.String()
	if line > 0 {
		at += ":" + strconv.Itoa(line)
	}
	return &model.Problem{Exit: model.ExitUsage, What: at + ": " + fmt.Sprintf(format, args...), Todo: todo}
}

func (r settingsReader) read(data []byte) (s model.Settings, err error) {
	defer func() {
		if recover() != nil { // the parser knows no other way to say that it is lost
			err = r.wrong(0, "write it as the example in the manual", "is not YAML")
		}
	}()
	d := yaml.NewDecoder(strings.NewReader(string(data)))
	var doc, more yaml.Node
	if err := d.Decode(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			return model.Settings{}, nil
		}
		return model.Settings{}, r.notYAML(err)
	}
	switch err := d.Decode(&more); {
	case err == nil:
		return model.Settings{}, r.wrong(more.Line, "put everything into one document, without ---", "a second document begins here")
	case !errors.Is(err, io.EOF):
		return model.Settings{}, r.notYAML(err)
	}
	r.lines = map[string]int{}
	err = r.fields(doc.Content[0], "", map[string]func(*yaml.Node) error{
		"accessible": func(n *yaml.Node) error { return r.yesOrNo(n, &s.Accessible) },
		"defaults":   func(n *yaml.Node) error { return r.defaults(n, &s.Defaults) },
		"thresholds": func(n *yaml.Node) error { return r.thresholds(n, &s.Thresholds) },
		"ignore":     func(n *yaml.Node) error { return r.ignore(n, &s.Ignore) },
		"theme":      func(n *yaml.Node) error { return r.oneOf(n, &s.Theme, model.Themes) },
		"ascii":      func(n *yaml.Node) error { return r.yesOrNo(n, &s.ASCII) },
		"mouse":      func(n *yaml.Node) error { return r.yesOrNo(n, &s.Mouse) },
		"contexts":   func(n *yaml.Node) error { return r.contexts(n, &s.Contexts) },
	})
	if err != nil {
		return model.Settings{}, err
	}
	if len(r.lines) > 0 {
		s.Lines = r.lines
	}
	return s, nil
}

var yamlLine = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^yaml: (?:line (\d+): )?`) })

func (r settingsReader) notYAML(err error) error {
	at := yamlLine().FindStringSubmatch(err.Error())
	if at == nil {
		return r.wrong(0, "mend it there", "it is not YAML: %s", model.NewText(err.Error()))
	}
	line, _ := strconv.Atoi(at[1])
	return r.wrong(line, "mend it there", "it is not YAML: %s", model.NewText(strings.TrimPrefix(err.Error(), at[0])))
}

// fields reads a mapping in which every key is known and stands once.
func (r settingsReader) fields(n *yaml.Node, of string, known map[string]func(*yaml.Node) error) error {
	if n.Tag == "!!null" {
		return nil
	}
	var names []string
	for name := range known {
		names = append(names, name)
	}
	if n.Kind != yaml.MappingNode {
		return r.wrong(n.Line, "write it as the keys "+sorted(names), "%s is not a mapping", orFile(of))
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		read, ok := known[key.Value]
		switch {
		case !ok:
			return r.wrong(key.Line, meant(key.Value, names), "nobody knows the key %q%s", model.NewText(key.Value), in(of))
		case seen[key.Value]:
			return r.wrong(key.Line, "keep one of the two", "the key %q stands there for the second time", key.Value)
		}
		seen[key.Value] = true
		if err := read(n.Content[i+1]); err != nil {
			return err
		}
		r.stands(of, key)
	}
	return nil
}

// stands keeps where a key stands. Those of a list's items are the list's business.
func (r settingsReader) stands(of string, key *yaml.Node) {
	switch of {
	case "":
		r.lines[key.Value] = key.Line
	case "thresholds", "defaults":
		r.lines[of+"."+key.Value] = key.Line
	}
}

func (r settingsReader) ignore(n *yaml.Node, ids *[]string) error {
	if n.Tag == "!!null" {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		return r.wrong(n.Line, "write it as a list: ignore: [unused]", "ignore is not a list")
	}
	for _, item := range n.Content {
		if item.Kind != yaml.ScalarNode {
			return r.wrong(item.Line, "write the id alone, such as: - unused", "the id of a rule is wanted here")
		}
		if err := model.CheckRule(item.Value); err != nil {
			return r.wrong(item.Line, model.Hint(err), "%v", err)
		}
		*ids = append(*ids, item.Value)
	}
	return nil
}

// meant says which key may be meant.
func meant(key string, names []string) string {
	if near := model.Nearest(key, names); len(near) > 0 {
		return fmt.Sprintf("did you mean %q?", near[0])
	}
	return "the keys are " + sorted(names)
}

func in(of string) string {
	if of == "" {
		return ""
	}
	return " in " + of
}

func orFile(of string) string {
	if of == "" {
		return "the file"
	}
	return of
}

func sorted(names []string) string {
	slices.Sort(names)
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
