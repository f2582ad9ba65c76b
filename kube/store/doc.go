// Package store writes kubeconfigs so that nobody ever sees half of one, loses
// somebody else's change or is locked out by a process that died, and it keeps
// what the program remembers: the journal for undo, the history of contexts and
// namespaces.
//
// The order of one write: edit the bytes, put the new file beside the old one and
// sync it, note the change in the journal, take kubectl's NAME.lock, compare the
// file with the bytes that were edited, rename, sync the folder, unlock. All slow
// work comes before the lock, because kubectl does not wait for one: how long we
// hold it is how often others fail.
package store
