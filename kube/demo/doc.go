// Package demo makes a place in which the program can be tried without a cluster: a
// home folder of its own with kubeconfigs as people have them, good ones and bad
// ones, and two API servers on loopback that they lead to (package apiserver). What
// a person does there reaches nothing of theirs, and goes when they want it gone.
package demo
