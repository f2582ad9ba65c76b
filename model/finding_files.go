package model

// lookAtFiles tells of kubeconfigs that cannot be read or loaded.
func lookAtFiles(f *finder) {
	twins := f.twins()
	for i, file := range f.Config.Files {
		switch {
		case file.Missing:
			f.file("file-missing", i, 0, "%s is not there", file.Label)
		case !file.Problem.Empty():
			f.file("file-unreadable", i, 0, "%s %s", file.Label, file.Problem)
		case !file.Refused.Empty() && !twins[i]:
			f.file("file-refused", i, 0, "kubectl cannot load %s: %s", file.Label, file.Refused)
		}
	}
}

// twins tells of names that stand twice in one list of one file, and says which
// files have some.
func (f *finder) twins() map[int]bool {
	found := map[int]bool{}
	for _, kind := range []Kind{ContextKind, ClusterKind, UserKind} {
		first := map[place]int{}
		for i := range f.Config.Len(kind) {
			e := f.Config.Entry(kind, i)
			at := place{e.File, e.Name}
			if was, ok := first[at]; ok {
				found[e.File] = true
				f.entry("duplicate-name", kind, i, "the name stands in %s as well", f.Config.Place(kind, was))
				f.last("duplicate-name", func(d *Finding) { d.Gravity = GravityError })
				continue
			}
			first[at] = i
		}
	}
	return found
}

// lookAtCurrent tells of a current context that there is not.
func lookAtCurrent(f *finder) {
	name, file := f.Config.Current()
	switch {
	case file >= 0 && f.Config.CurrentContext() < 0:
		f.file("current-context-missing", file, f.Config.Files[file].CurrentLine, "the current context is %q, and there is none of that name", name)
	case file < 0 && len(f.Config.Contexts) > 0:
		first := f.Config.Contexts[0].File
		f.file("no-current-context", first, 0, "no file says which context is the current one")
	}
}
