package model

// Facts are what the disk says about kubeconfigs: who can read them, whether the files
// and programs are there that they point to. Nothing was run for them.
type Facts struct {
	Files    map[string]FileFact // kubeconfigs, and the files that they point to, by path
	Programs map[string]Text     // why the program of an exec plugin is not found, by its command; empty when it is
	Unknown  []UnknownField
}

// A FileFact is what the disk says about a file.
type FileFact struct {
	Missing bool
	Trouble Text // why it cannot be read: "/x does not exist"
	Readers Readers
}

// Readers says who else than its owner can read a file, as far as modes say it.
type Readers int

// The readers, from the fewest.
const (
	ReadersUnknown  Readers = iota // as on Windows
	ReadersOwner                   // nobody else, save root
	ReadersGroup                   // the members of its group
	ReadersEveryone                // every user of this computer
)

// String says who it is.
func (r Readers) String() string {
	return [...]string{"", "its owner alone", "its group", "every user of this computer"}[r]
}

// An UnknownField is a key of a kubeconfig that kubectl passes over without a word:
// mostly a slip of the finger.
type UnknownField struct {
	File  string
	Line  int
	Path  Text   // "clusters[0].cluster.sever"
	Near  string // the field that may be meant, if one comes near
	Twice bool   // it is known, but stands there for the second time
}
