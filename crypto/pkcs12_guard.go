package crypto

import (
	gocrypto "crypto"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"strings"

	"software.sslmate.com/src/go-pkcs12"
)

// go-pkcs12 does whatever work a file asks for. So every place where a file can ask
// is looked at first, with the same structures:
//   - the MAC and the encrypted parts, which stand in the open;
//   - keys in unencrypted parts;
//   - keys that are encrypted a second time inside an encrypted part. To look there
//     the part is put into a file of our own, behind a key of our own: then go-pkcs12
//     refuses a second key before it opens it.

type pfx struct {
	Version int
	Content contentInfo
	MAC     macData `asn1:"optional"`
}

type contentInfo struct {
	Type    asn1.ObjectIdentifier
	Content asn1.RawValue `asn1:"tag:0,explicit,optional"`
}

type macData struct {
	MAC    digestInfo
	Salt   []byte
	Rounds int `asn1:"optional,default:1"`
}

type digestInfo struct {
	Algorithm pkix.AlgorithmIdentifier
	Digest    []byte
}

type encryptedData struct {
	Version int
	Info    struct {
		Type      asn1.ObjectIdentifier
		Algorithm pkix.AlgorithmIdentifier
		Data      []byte `asn1:"tag:0,optional"`
	}
}

type safeBag struct {
	ID         asn1.ObjectIdentifier
	Value      asn1.RawValue `asn1:"tag:0,explicit"`
	Attributes asn1.RawValue `asn1:"set,optional"`
}

// pbeParams is pkcs-12PbeParams (RFC 7292, C).
type pbeParams struct {
	Salt   []byte
	Rounds int
}

var (
	oidData          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidEncryptedData = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 6}
	oidKeyBag        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 1}
	oidShroudedKey   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 12, 10, 1, 2}
)

// inspectPKCS12 refuses a file that asks for too much work, and returns the
// certificates in its encrypted parts.
func inspectPKCS12(data []byte, passphrase Secret) ([]*x509.Certificate, error) {
	var file pfx
	if _, err := asn1.Unmarshal(data, &file); err != nil {
		return nil, err
	}
	if id := file.MAC.MAC.Algorithm; len(id.Algorithm) > 0 {
		if err := affordableMAC(id, file.MAC.Rounds); err != nil {
			return nil, err
		}
	}
	var octets []byte
	if _, err := asn1.Unmarshal(file.Content.Content.Bytes, &octets); err != nil {
		return nil, err
	}
	var parts []contentInfo
	if _, err := asn1.Unmarshal(octets, &parts); err != nil {
		return nil, err
	}
	if len(parts) > 2 { // go-pkcs12 reads two, and each of ours would be paid for
		return nil, pkcs12.NotImplementedError(fmt.Sprintf("%d parts", len(parts)))
	}
	var certs []*x509.Certificate
	for _, part := range parts {
		more, err := inspectPart(part, passphrase)
		if err != nil {
			return nil, err
		}
		certs = append(certs, more...)
	}
	return certs, nil
}

func affordableMAC(a pkix.AlgorithmIdentifier, rounds int) error {
	if a.Algorithm.String() == oidPBMAC1 {
		return affordable(a)
	}
	return fewRounds(rounds)
}

func inspectPart(part contentInfo, passphrase Secret) ([]*x509.Certificate, error) {
	switch {
	case part.Type.Equal(oidData):
		return nil, inspectBags(part.Content.Bytes)
	case !part.Type.Equal(oidEncryptedData):
		return nil, pkcs12.NotImplementedError("a part of type " + part.Type.String())
	}
	var e encryptedData
	if _, err := asn1.Unmarshal(part.Content.Bytes, &e); err != nil {
		return nil, err
	}
	if err := affordablePBE(e.Info.Algorithm); err != nil {
		return nil, err
	}
	return lookInside(part, passphrase)
}

func inspectBags(content []byte) error {
	var octets []byte
	if _, err := asn1.Unmarshal(content, &octets); err != nil {
		return err
	}
	var bags []safeBag
	if _, err := asn1.Unmarshal(octets, &bags); err != nil {
		return err
	}
	for _, bag := range bags {
		if !bag.ID.Equal(oidShroudedKey) {
			continue
		}
		var k encryptedKey
		if _, err := asn1.Unmarshal(bag.Value.Bytes, &k); err != nil {
			return err
		}
		if err := affordablePBE(k.Algorithm); err != nil {
			return err
		}
	}
	return nil
}

// affordablePBE knows the older encryptions of PKCS#12 too (RFC 7292, C).
func affordablePBE(a pkix.AlgorithmIdentifier) error {
	if !strings.HasPrefix(a.Algorithm.String(), "1.2.840.113549.1.12.1.") {
		return affordable(a)
	}
	var p pbeParams
	if _, err := asn1.Unmarshal(a.Parameters.FullBytes, &p); err != nil {
		return err
	}
	return fewRounds(p.Rounds)
}

// lookInside decrypts one part, in a file where a key of ours comes before it.
func lookInside(part contentInfo, passphrase Secret) ([]*x509.Certificate, error) {
	file, err := fileAround(part, passphrase)
	if err != nil {
		return nil, err
	}
	_, first, others, err := pkcs12.DecodeChain(file, string(passphrase.Reveal()))
	switch {
	case err == nil:
		return append([]*x509.Certificate{first}, others...), nil
	case strings.HasSuffix(err.Error(), "expected exactly one key bag"):
		return nil, fmt.Errorf("a key inside an encrypted part is %w", ErrUnsupported)
	case strings.HasSuffix(err.Error(), "certificate missing"):
		return nil, nil
	case isNonsense(err):
		return nil, pkcs12.ErrDecryption
	}
	return nil, err
}

// isNonsense tells whether what came out of a decryption was not ASN.1: the padding
// of a wrong passphrase fits by chance once in 256 times.
func isNonsense(err error) bool {
	var structural asn1.StructuralError
	var syntax asn1.SyntaxError
	return errors.As(err, &structural) || errors.As(err, &syntax) || strings.HasSuffix(err.Error(), "trailing data found")
}

// fileAround builds that file; its MAC is PBMAC1 (RFC 9579), for which Go has all parts.
func fileAround(part contentInfo, passphrase Secret) ([]byte, error) {
	key, err := x509.MarshalPKCS8PrivateKey(gocrypto.PrivateKey(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))))
	if err != nil {
		return nil, err
	}
	bag, err := asn1.Marshal([]struct {
		ID    asn1.ObjectIdentifier
		Value asn1.RawValue `asn1:"tag:0,explicit"`
	}{{oidKeyBag, explicit(key)}})
	if err != nil {
		return nil, err
	}
	ours, err := inData(bag)
	if err != nil {
		return nil, err
	}
	safe, err := asn1.Marshal([]contentInfo{ours, {part.Type, explicit(part.Content.Bytes)}})
	if err != nil {
		return nil, err
	}
	content, err := inData(safe)
	if err != nil {
		return nil, err
	}
	mac, err := pbmac1(safe, passphrase)
	if err != nil {
		return nil, err
	}
	return asn1.Marshal(struct {
		Version int
		Content contentInfo
		MAC     macData
	}{3, content, mac})
}

func inData(b []byte) (contentInfo, error) {
	octets, err := asn1.Marshal(b)
	return contentInfo{oidData, explicit(octets)}, err
}

func explicit(der []byte) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: der}
}

func pbmac1(message []byte, passphrase Secret) (macData, error) {
	hmacSHA256 := pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 9}, Parameters: asn1.NullRawValue}
	salt := []byte("looking inside")
	kdf, err := asn1.Marshal(pbkdf2Params{asn1.RawValue{Tag: asn1.TagOctetString, Bytes: salt}, 1, sha256.Size, hmacSHA256})
	if err != nil {
		return macData{}, err
	}
	params, err := asn1.Marshal(pbes2{
		pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12}, Parameters: asn1.RawValue{FullBytes: kdf}},
		hmacSHA256,
	})
	if err != nil {
		return macData{}, err
	}
	key, err := pbkdf2.Key(sha256.New, string(passphrase.Reveal()), salt, 1, sha256.Size)
	if err != nil {
		return macData{}, err
	}
	sum := hmac.New(sha256.New, key)
	sum.Write(message)
	id := pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 14}, Parameters: asn1.RawValue{FullBytes: params}}
	return macData{digestInfo{id, sum.Sum(nil)}, salt, 1}, nil
}
