package model

import "strings"

// Address returns a URL as it may be shown: what stands before an @ in its host
// part is a user name and a password, or a token, and is left out.
func Address(url Text) Text {
	raw := url.Raw()
	start := 0
	if i := strings.Index(raw, "://"); i >= 0 {
		start = i + len("://")
	}
	host := raw[start:]
	if end := strings.IndexAny(host, "/?#"); end >= 0 {
		host = host[:end]
	}
	at := strings.LastIndexByte(host, '@')
	if at < 0 {
		return url
	}
	return NewText(raw[:start] + "[secret]" + raw[start+at:])
}
