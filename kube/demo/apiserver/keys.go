package apiserver

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"strings"
)

// A signingKey signs the tokens of ServiceAccounts: RSA with RS256, or ECDSA P-256
// with ES256.
type signingKey struct {
	key       crypto.Signer
	id        string // kid: the hash of the public key, as Kubernetes makes it
	algorithm string
}

var base64url = base64.RawURLEncoding

func newSigningKey(key crypto.Signer) (signingKey, error) {
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return signingKey{}, err
	}
	sum := sha256.Sum256(der)
	k := signingKey{key: key, id: base64url.EncodeToString(sum[:]), algorithm: "RS256"}
	switch public := key.Public().(type) {
	case *rsa.PublicKey:
	case *ecdsa.PublicKey:
		if public.Curve.Params().BitSize != 256 {
			return signingKey{}, errors.New("the key for tokens is neither RSA nor ECDSA P-256")
		}
		k.algorithm = "ES256"
	default:
		return signingKey{}, errors.New("the key for tokens is neither RSA nor ECDSA P-256")
	}
	return k, nil
}

// sign makes a token of claims.
func (k signingKey) sign(claims object) (string, error) {
	head, err := json.Marshal(map[string]string{"alg": k.algorithm, "kid": k.id})
	if err != nil {
		return "", err
	}
	body, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	text := base64url.EncodeToString(head) + "." + base64url.EncodeToString(body)
	sum := sha256.Sum256([]byte(text))
	var signature []byte
	switch key := k.key.(type) {
	case *ecdsa.PrivateKey: // the two numbers side by side, not ASN.1
		r, s, err := ecdsa.Sign(rand.Reader, key, sum[:])
		if err != nil {
			return "", err
		}
		signature = append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	default:
		if signature, err = k.key.Sign(rand.Reader, sum[:], crypto.SHA256); err != nil {
			return "", err
		}
	}
	return text + "." + base64url.EncodeToString(signature), nil
}

// open returns the claims of a token that this key has signed.
func (k signingKey) open(token string) (object, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil, errors.New("invalid bearer token")
	}
	head, err1 := base64url.DecodeString(parts[0])
	body, err2 := base64url.DecodeString(parts[1])
	signature, err3 := base64url.DecodeString(parts[2])
	if errors.Join(err1, err2, err3) != nil {
		return nil, errors.New("invalid bearer token")
	}
	h, err := decodeObject(head)
	if err != nil || h.text("alg") != k.algorithm {
		return nil, errors.New("invalid bearer token")
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	good := false
	switch public := k.key.Public().(type) {
	case *rsa.PublicKey:
		good = rsa.VerifyPKCS1v15(public, crypto.SHA256, sum[:], signature) == nil
	case *ecdsa.PublicKey:
		good = len(signature) == 64 && ecdsa.Verify(public, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:]))
	}
	if !good {
		return nil, errors.New("invalid bearer token")
	}
	claims, err := decodeObject(body)
	if err != nil {
		return nil, errors.New("invalid bearer token")
	}
	return claims, nil
}

// jwks is the public key as /openid/v1/jwks shows it.
func (k signingKey) jwks() (object, error) {
	key := map[string]any{"use": "sig", "kid": k.id, "alg": k.algorithm}
	switch public := k.key.Public().(type) {
	case *rsa.PublicKey:
		key["kty"] = "RSA"
		key["n"] = base64url.EncodeToString(public.N.Bytes())
		key["e"] = base64url.EncodeToString(big.NewInt(int64(public.E)).Bytes())
	case *ecdsa.PublicKey:
		point, err := public.Bytes() // 4, X, Y
		if err != nil {
			return nil, err
		}
		key["kty"], key["crv"] = "EC", "P-256"
		key["x"], key["y"] = base64url.EncodeToString(point[1:33]), base64url.EncodeToString(point[33:])
	}
	return object{"keys": []any{key}}, nil
}
