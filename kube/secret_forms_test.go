package kube

import (
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
)

var one = big.NewInt(1)

func subject(name string) pkix.Name { return pkix.Name{CommonName: name} }

// verbose prints everything that a value holds.
func verbose(v any) string { return fmt.Sprintf("%v %+v %#v\n", v, v, v) }

// secretForms returns pieces of a key as it could stand somewhere: a line of its PEM,
// its DER as bytes, base64 and hex, and the whole in base64.
func secretForms(text, der []byte) []string {
	middle := der[len(der)/3 : len(der)/3+24]
	out := []string{string(middle), hex.EncodeToString(middle), fmt.Sprint(middle)[1:40], base64.StdEncoding.EncodeToString(text)[120:180]}
	for _, line := range strings.Split(string(text), "\n") {
		if len(line) > 40 && !strings.HasPrefix(line, "-----") {
			out = append(out, line)
		}
	}
	return out
}
