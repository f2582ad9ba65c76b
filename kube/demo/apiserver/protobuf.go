package apiserver

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// kubectl's typed commands (create token, auth whoami, certificate approve) send
// protobuf whatever the server likes, and take JSON as the answer. So the messages
// that they send are read here, by the field numbers of the generated.proto files of
// k8s.io/api; another message, or an unknown field, is refused.

const protobufType = "application/vnd.kubernetes.protobuf"

// messages are fields by message: number, name and type. A * before the type means
// that the field is repeated; - that its content does not count in a request.
var messages = map[string]string{
	"ObjectMeta": `1 name string, 2 generateName string, 3 namespace string, 4 selfLink -, 5 uid string, 6 resourceVersion string, 7 generation int,
		8 creationTimestamp time, 9 deletionTimestamp time, 10 deletionGracePeriodSeconds int, 11 labels map, 12 annotations map,
		13 ownerReferences *OwnerReference, 14 finalizers *string, 17 managedFields -`,
	"OwnerReference": "1 kind string, 3 name string, 4 uid string, 5 apiVersion string, 6 controller bool, 7 blockOwnerDeletion bool",
	"DeleteOptions":  "1 gracePeriodSeconds int, 2 preconditions Preconditions, 3 orphanDependents bool, 4 propagationPolicy string, 5 dryRun *string",
	"Preconditions":  "1 uid string, 2 resourceVersion string",

	"Namespace":       "1 metadata ObjectMeta, 2 spec NamespaceSpec, 3 status -",
	"NamespaceSpec":   "1 finalizers *string",
	"ServiceAccount":  "1 metadata ObjectMeta, 2 secrets *ObjectReference, 3 imagePullSecrets *LocalReference, 4 automountServiceAccountToken bool",
	"ObjectReference": "1 kind string, 2 namespace string, 3 name string, 4 uid string, 5 apiVersion string, 6 resourceVersion string, 7 fieldPath string",
	"LocalReference":  "1 name string",
	"Secret":          "1 metadata ObjectMeta, 2 data bytesmap, 3 type string, 4 stringData map, 5 immutable bool",
	"ConfigMap":       "1 metadata ObjectMeta, 2 data map, 3 binaryData bytesmap, 4 immutable bool",

	"Role":                     "1 metadata ObjectMeta, 2 rules *PolicyRule",
	"ClusterRole":              "1 metadata ObjectMeta, 2 rules *PolicyRule, 3 aggregationRule AggregationRule",
	"AggregationRule":          "1 clusterRoleSelectors *LabelSelector",
	"LabelSelector":            "1 matchLabels map, 2 matchExpressions *LabelSelectorRequirement",
	"LabelSelectorRequirement": "1 key string, 2 operator string, 3 values *string",
	"PolicyRule":               "1 verbs *string, 2 apiGroups *string, 3 resources *string, 4 resourceNames *string, 5 nonResourceURLs *string",
	"RoleBinding":              "1 metadata ObjectMeta, 2 subjects *Subject, 3 roleRef RoleRef",
	"ClusterRoleBinding":       "1 metadata ObjectMeta, 2 subjects *Subject, 3 roleRef RoleRef",
	"RoleRef":                  "1 apiGroup string, 2 kind string, 3 name string",
	"Subject":                  "1 kind string, 2 apiGroup string, 3 name string, 4 namespace string",

	"SelfSubjectReview":    "1 metadata ObjectMeta, 2 status -",
	"TokenRequest":         "1 metadata ObjectMeta, 2 spec TokenRequestSpec, 3 status -",
	"TokenRequestSpec":     "1 audiences *string, 3 boundObjectRef BoundObjectReference, 4 expirationSeconds int",
	"BoundObjectReference": "1 kind string, 2 apiVersion string, 3 name string, 4 uid string",
	"TokenReview":          "1 metadata ObjectMeta, 2 spec TokenReviewSpec, 3 status -",
	"TokenReviewSpec":      "1 token string, 2 audiences *string",

	"SelfSubjectAccessReview":     "1 metadata ObjectMeta, 2 spec SelfSubjectAccessReviewSpec, 3 status -",
	"SelfSubjectAccessReviewSpec": "1 resourceAttributes ResourceAttributes, 2 nonResourceAttributes NonResourceAttributes",
	"ResourceAttributes":          "1 namespace string, 2 verb string, 3 group string, 4 version string, 5 resource string, 6 subresource string, 7 name string",
	"NonResourceAttributes":       "1 path string, 2 verb string",
	"SelfSubjectRulesReview":      "1 metadata ObjectMeta, 2 spec SelfSubjectRulesReviewSpec, 3 status -",
	"SelfSubjectRulesReviewSpec":  "1 namespace string",
	"SubjectAccessReview":         "1 metadata ObjectMeta, 2 spec SubjectAccessReviewSpec, 3 status -",
	"LocalSubjectAccessReview":    "1 metadata ObjectMeta, 2 spec SubjectAccessReviewSpec, 3 status -",
	"SubjectAccessReviewSpec": `1 resourceAttributes ResourceAttributes, 2 nonResourceAttributes NonResourceAttributes, 3 user string, 4 groups *string,
		5 extra extramap, 6 uid string`,

	"CertificateSigningRequest": "1 metadata ObjectMeta, 2 spec CertificateSigningRequestSpec, 3 status CertificateSigningRequestStatus",
	"CertificateSigningRequestSpec": `1 request bytes, 2 username string, 3 uid string, 4 groups *string, 5 usages *string, 6 extra extramap,
		7 signerName string, 8 expirationSeconds int`,
	"CertificateSigningRequestStatus":    "1 conditions *CertificateSigningRequestCondition, 2 certificate bytes",
	"CertificateSigningRequestCondition": "1 type string, 2 reason string, 3 message string, 4 lastUpdateTime time, 5 lastTransitionTime time, 6 status string",

	"Unknown":  "1 typeMeta TypeMeta, 2 raw bytes, 3 contentEncoding string, 4 contentType string",
	"TypeMeta": "1 apiVersion string, 2 kind string",
	"Time":     "1 seconds int, 2 nanos int",
	"Extra":    "1 items *string",
	"entry":    "1 key string, 2 value string",
	"bytes":    "1 key string, 2 value bytes",
	"extra":    "1 key string, 2 value Extra",
}

var errTruncated = errors.New("the message ends early")

// decodeProtobuf reads an object as clients of Kubernetes wrap it: four bytes, and a
// runtime.Unknown around the message.
func decodeProtobuf(data []byte) (object, error) {
	rest, ok := strings.CutPrefix(string(data), "k8s\x00")
	if !ok {
		return nil, errors.New("the prefix k8s is missing")
	}
	wrap, err := decodeMessage("Unknown", []byte(rest))
	if err != nil {
		return nil, err
	}
	kind := wrap.text("typeMeta", "kind")
	if messages[kind] == "" {
		return nil, errMediaType("application/json")
	}
	raw, err := decodeBase64(wrap.text("raw"))
	if err != nil {
		return nil, err
	}
	o, err := decodeMessage(kind, raw)
	if err != nil {
		return nil, err
	}
	o["apiVersion"], o["kind"] = wrap.text("typeMeta", "apiVersion"), kind
	return o, nil
}

// decodeMessage reads the fields of one message. Like JSON with omitempty it leaves out
// what is empty.
func decodeMessage(name string, data []byte) (object, error) {
	fields := map[uint64][2]string{}
	for line := range strings.SplitSeq(messages[name], ",") {
		parts := strings.Fields(line)
		n, err := strconv.ParseUint(parts[0], 10, 64)
		if err != nil {
			return nil, err
		}
		fields[n] = [2]string{parts[1], parts[2]}
	}
	o := object{}
	for len(data) > 0 {
		tag, n := binary.Uvarint(data)
		if n <= 0 {
			return nil, errTruncated
		}
		data = data[n:]
		f, known := fields[tag>>3]
		if !known {
			return nil, fmt.Errorf("the field %d of %s is not known here", tag>>3, name)
		}
		value, n := binary.Uvarint(data)
		if n <= 0 {
			return nil, errTruncated
		}
		data = data[n:]
		var part []byte
		switch tag & 7 {
		case 0:
		case 2:
			if value > uint64(len(data)) {
				return nil, errTruncated
			}
			part, data = data[:value], data[value:]
		default:
			return nil, fmt.Errorf("the field %s of %s has the wire type %d", f[0], name, tag&7)
		}
		if err := o.field(f[0], f[1], value, part); err != nil {
			return nil, err
		}
	}
	return o, nil
}

// field puts one decoded field into its object.
func (o object) field(name, kind string, value uint64, part []byte) error {
	kind, repeated := strings.CutPrefix(kind, "*")
	var decoded any
	switch kind {
	case "-":
		return nil
	case "int":
		decoded = int64(value)
	case "bool":
		decoded = value != 0
	case "string":
		decoded = string(part)
	case "bytes":
		decoded = base64.StdEncoding.EncodeToString(part)
	case "map", "bytesmap", "extramap":
		return o.entry(name, map[string]string{"map": "entry", "bytesmap": "bytes", "extramap": "extra"}[kind], part)
	case "time":
		t, err := decodeMessage("Time", part)
		if err != nil {
			return err
		}
		if seconds, given := t.number("seconds"); given {
			decoded = stamp(time.Unix(seconds, 0))
		}
	default:
		m, err := decodeMessage(kind, part)
		if err != nil {
			return err
		}
		decoded = map[string]any(m)
	}
	switch {
	case repeated:
		list, _ := o[name].([]any)
		o[name] = append(list, decoded)
	case decoded != nil && decoded != "":
		o[name] = decoded
	}
	return nil
}

// entry puts one entry of a map into its object.
func (o object) entry(name, kind string, part []byte) error {
	e, err := decodeMessage(kind, part)
	if err != nil {
		return err
	}
	m, _ := o[name].(map[string]any)
	if m == nil {
		m = map[string]any{}
		o[name] = m
	}
	switch kind {
	case "extra":
		m[e.text("key")] = e.at("value", "items")
	default:
		m[e.text("key")] = e.text("value")
	}
	return nil
}
