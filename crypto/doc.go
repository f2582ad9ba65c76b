// Package crypto is the pure side of keys, certificates and tokens: it parses,
// judges and makes them, and touches no file, network, clock or terminal.
package crypto
