package crypto

// A keyKind says what is known about a public key algorithm: the OIDs are those of
// RFC 3279, 5480, 8410, 9881 (ML-DSA) and 9909 (SLH-DSA).
var keyKinds = map[string]string{
	"1.2.840.113549.1.1.1": "RSA", "1.2.840.113549.1.1.10": "RSA-PSS", "1.2.840.10040.4.1": "DSA",
	"1.2.840.10045.2.1": "ECDSA", "1.3.101.110": "X25519", "1.3.101.111": "X448", "1.3.101.112": "Ed25519", "1.3.101.113": "Ed448",
	"2.16.840.1.101.3.4.3.17": "ML-DSA-44", "2.16.840.1.101.3.4.3.18": "ML-DSA-65", "2.16.840.1.101.3.4.3.19": "ML-DSA-87",
	"2.16.840.1.101.3.4.3.20": "SLH-DSA-SHA2-128s", "2.16.840.1.101.3.4.3.21": "SLH-DSA-SHA2-128f",
	"2.16.840.1.101.3.4.3.22": "SLH-DSA-SHA2-192s", "2.16.840.1.101.3.4.3.23": "SLH-DSA-SHA2-192f",
	"2.16.840.1.101.3.4.3.24": "SLH-DSA-SHA2-256s", "2.16.840.1.101.3.4.3.25": "SLH-DSA-SHA2-256f",
	"2.16.840.1.101.3.4.3.26": "SLH-DSA-SHAKE-128s", "2.16.840.1.101.3.4.3.27": "SLH-DSA-SHAKE-128f",
	"2.16.840.1.101.3.4.3.28": "SLH-DSA-SHAKE-192s", "2.16.840.1.101.3.4.3.29": "SLH-DSA-SHAKE-192f",
	"2.16.840.1.101.3.4.3.30": "SLH-DSA-SHAKE-256s", "2.16.840.1.101.3.4.3.31": "SLH-DSA-SHAKE-256f",
}

// A curve is a named elliptic curve and the size of its field.
type curve struct {
	name string
	bits int
}

var curves = map[string]curve{
	"1.3.132.0.33": {"P-224", 224}, "1.2.840.10045.3.1.7": {"P-256", 256}, "1.3.132.0.34": {"P-384", 384}, "1.3.132.0.35": {"P-521", 521},
	"1.3.132.0.10": {"secp256k1", 256}, "1.2.840.10045.3.1.1": {"P-192", 192},
	"1.3.36.3.3.2.8.1.1.7": {"brainpoolP256r1", 256}, "1.3.36.3.3.2.8.1.1.11": {"brainpoolP384r1", 384},
	"1.3.36.3.3.2.8.1.1.13": {"brainpoolP512r1", 512}, "1.2.156.10197.1.301": {"SM2", 256},
}

// signatureKinds names signature algorithms as crypto/x509 writes them, and those
// that it does not know. The names of keyKinds sign under their own OID.
var signatureKinds = map[string]string{
	"1.2.840.113549.1.1.2": "MD2-RSA", "1.2.840.113549.1.1.4": "MD5-RSA", "1.2.840.113549.1.1.5": "SHA1-RSA",
	"1.2.840.113549.1.1.14": "SHA224-RSA", "1.2.840.113549.1.1.11": "SHA256-RSA", "1.2.840.113549.1.1.12": "SHA384-RSA",
	"1.2.840.113549.1.1.13": "SHA512-RSA", "1.2.840.113549.1.1.10": "RSA-PSS",
	"1.2.840.10040.4.3": "DSA-SHA1", "2.16.840.1.101.3.4.3.2": "DSA-SHA256",
	"1.2.840.10045.4.1": "ECDSA-SHA1", "1.2.840.10045.4.3.1": "ECDSA-SHA224", "1.2.840.10045.4.3.2": "ECDSA-SHA256",
	"1.2.840.10045.4.3.3": "ECDSA-SHA384", "1.2.840.10045.4.3.4": "ECDSA-SHA512",
	"1.3.14.3.2.29": "SHA1-RSA", "1.3.14.3.2.3": "MD5-RSA",
}

// The OIDs of the extensions that are read (RFC 5280, 4.2.1).
const (
	oidSubjectKeyID     = "2.5.29.14"
	oidKeyUsage         = "2.5.29.15"
	oidSubjectAltName   = "2.5.29.17"
	oidBasicConstraints = "2.5.29.19"
	oidAuthorityKeyID   = "2.5.29.35"
	oidExtKeyUsage      = "2.5.29.37"
)

// keyUsages are the bits of the key usage extension (RFC 5280, 4.2.1.3) in the
// words of certificates.k8s.io (k8s.io/api/certificates/v1, KeyUsage).
var keyUsages = [...]string{
	"digital signature", "content commitment", "key encipherment", "data encipherment",
	"key agreement", "cert sign", "crl sign", "encipher only", "decipher only",
}

// The extended key usages that decide about a login.
const (
	oidAnyUsage   = "2.5.29.37.0"
	oidServerAuth = "1.3.6.1.5.5.7.3.1"
	oidClientAuth = "1.3.6.1.5.5.7.3.2"
)

// extKeyUsages are the extended key usages (RFC 5280, 4.2.1.12), in the same words.
var extKeyUsages = map[string]string{
	oidAnyUsage: "any", oidServerAuth: "server auth", oidClientAuth: "client auth",
	"1.3.6.1.5.5.7.3.3": "code signing", "1.3.6.1.5.5.7.3.4": "email protection", "1.3.6.1.5.5.7.3.5": "ipsec end system",
	"1.3.6.1.5.5.7.3.6": "ipsec tunnel", "1.3.6.1.5.5.7.3.7": "ipsec user", "1.3.6.1.5.5.7.3.8": "timestamping",
	"1.3.6.1.5.5.7.3.9": "ocsp signing", "1.3.6.1.4.1.311.10.3.3": "microsoft sgc", "2.16.840.1.113730.4.1": "netscape sgc",
	"1.3.6.1.4.1.311.20.2.2": "smart card logon",
}
