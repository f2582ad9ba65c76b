// Package model says what the program knows and what it decides: entries, their
// identities and troubles, changes and plans. It does no I/O and draws nothing.
package model
