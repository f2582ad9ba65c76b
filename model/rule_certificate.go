package model

// certificateRules are the ids of crypto.Lint, which a Certificate brings as its Notes.
var certificateRules = []Rule{
	{"cert-sha1", warning, "a certificate is signed with SHA-1", "kubectl and the API server refuse such signatures", "have it signed again, with SHA-256"},
	{"cert-md5", warning, "a certificate is signed with MD5", "anybody can forge it", "have it signed again, with SHA-256"},
	{"cert-rsa-small", warning, "an RSA key is too small", "keys below 2048 bits can be broken", "make a new key: ECDSA P-256, or RSA of 2048 bits and more"},
	{"cert-rsa-exponent", info, "an RSA key has an unusual exponent", "some programs refuse it", "make a new key"},
	{"cert-no-usage", info, "a certificate does not say what it is for", "it is good for everything, serving included", "have it issued with the usage client auth"},
	{"cert-serial-zero", info, "a serial number is 0", "RFC 5280 wants it positive", "have it issued anew"},
	{"cert-serial-negative", info, "a serial number is negative", "newer versions of Go refuse it", "have it issued anew"},
	{"cert-serial-long", info, "a serial number is too long", "RFC 5280 allows 20 octets", "have it issued anew"},
	{"cert-serial-small", info, "a serial number was not chosen by chance", "two certificates of an authority may have the same", "let the authority choose serial numbers by chance"},
	{"cert-outlives-ca", warning, "a certificate ends after its authority", "it is good for nothing once the authority has ended", "renew the authority in time"},
	{"cert-long-life", info, "a certificate lives very long", "it cannot be withdrawn before its end", "have it issued for a shorter time"},
	{"cert-dates-reversed", wrong, "a certificate ends before it begins", "it is never valid", "have it issued anew"},
	{"cert-version", info, "a certificate is of an old version", "it cannot say what it is for", "have it issued anew, as version 3"},
	{"cert-ca-as-leaf", warning, "an authority's certificate is used to log in", "its key can sign any other certificate, and should lie nowhere near", "have a certificate of its own issued"},
	{"cert-key-unknown", warning, "a certificate has a key of a kind that is not known", "kubectl may not be able to use it either", "update kubectl, or have it issued for ECDSA P-256"},
	{"cert-refused", wrong, "a certificate is refused by Go", "kubectl and the API server are written in Go, and cannot use it", "have it issued anew"},
}

// tokenRules are the ids of what crypto.ParseToken finds odd.
var tokenRules = []Rule{
	{"token-claims", warning, "the claims of a token cannot be read", "the server cannot read them either", "get a new token"},
	{"token-unsigned", wrong, "a token is not signed", "no server accepts it", "get a new token"},
	{"token-claim-type", warning, "a claim of a token is of the wrong kind", "the server may refuse the token", "get a new token"},
	{"token-time", wrong, "a time in a token is no number", "the server refuses the token", "get a new token"},
	{"token-time-range", warning, "a time in a token lies out of range", "the server may refuse the token", "get a new token"},
	{"token-no-end", warning, "a bound token has no end", "the API server gives out none like that", "find out who made it"},
	{"token-subject", warning, "a token names two ServiceAccounts", "the server refuses it, or takes one of the two", "find out who made it"},
	{"token-twice", wrong, "a name stands twice in a token", "the server refuses it", "find out who made it"},
	{"token-too-long", wrong, "a token is longer than any server accepts", "the request is refused before anybody reads it", "get a new token"},
}
