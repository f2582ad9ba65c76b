package cluster

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"syscall"

	"kubeid/model"
)

// failureOf sorts an error of a connection: what it means to a person, and where it
// happened.
func failureOf(err error, stage model.Stage) model.Failure {
	f := model.Failure{Stage: stage}
	var viaProxy *errProxy
	if errors.As(err, &viaProxy) {
		inner := failureOf(viaProxy.err, viaProxy.stage)
		if inner.Reason == model.ReasonTimedOut && inner.Stage == model.StageProxy {
			return inner
		}
		return model.Failure{Reason: model.ReasonProxyFailed, Stage: viaProxy.stage, Detail: proxyWords(viaProxy.err, inner)}
	}
	f.Reason, f.Detail = reasonOf(err, stage)
	return f
}

// proxyWords says what happened at the proxy: in the words of the reason where the
// error is of a common kind.
func proxyWords(err error, inner model.Failure) model.Text {
	if inner.Stage == model.StageDNS || inner.Stage == model.StageTCP {
		return model.NewText("on the way to it: " + inner.Error())
	}
	if inner.Reason == model.ReasonBrokenOff && !strings.HasPrefix(err.Error(), proxyTLSWords) {
		return model.NewText("it ended the connection")
	}
	return model.NewText(err.Error())
}

func reasonOf(err error, stage model.Stage) (model.Reason, model.Text) {
	var file *badFile
	var dns *net.DNSError
	var verify *tls.CertificateVerificationError
	switch {
	case errors.Is(err, errAddress):
		return model.ReasonBadAddress, model.Text{}
	case errors.Is(err, errCA):
		return model.ReasonBadCA, model.NewText(err.Error())
	case errors.As(err, &file):
		return model.ReasonBadFile, model.NewText(file.Error())
	case errors.Is(err, errTooMuch):
		return model.ReasonTooMuch, model.Text{}
	case errors.As(err, &dns) && dns.IsNotFound:
		return model.ReasonNoSuchName, model.NewText(dns.Name)
	case isTimeout(err):
		return model.ReasonTimedOut, model.Text{}
	case errors.As(err, &dns):
		return model.ReasonDNSFailed, model.NewText(dns.Err)
	case isErrno(err, syscall.ECONNREFUSED, 10061):
		return model.ReasonConnectionRefused, model.Text{}
	case isErrno(err, syscall.EHOSTUNREACH, 10065), isErrno(err, syscall.ENETUNREACH, 10051):
		return model.ReasonUnreachable, model.Text{}
	case errors.As(err, &verify):
		return reasonOfChain(verify.Err), model.NewText(chainWords(verify.Err))
	case stage == model.StageTLS:
		return tlsReason(err)
	case strings.Contains(err.Error(), "tls: certificate required"):
		return model.ReasonWantsCertificate, model.Text{}
	case strings.Contains(err.Error(), "exceeded"), strings.Contains(err.Error(), "too large"):
		return model.ReasonTooMuch, model.NewText("its headers")
	case isBroken(err) && !strings.Contains(err.Error(), "malformed"):
		return model.ReasonBrokenOff, model.Text{}
	case stage == model.StageHTTP:
		return model.ReasonNotKubernetes, model.NewText(tidy(err))
	}
	return model.ReasonUnreachable, model.NewText(tidy(err))
}

// tlsReason sorts the errors of a handshake. crypto/tls has no types for most of them.
func tlsReason(err error) (model.Reason, model.Text) {
	var record tls.RecordHeaderError
	text := tidy(err)
	switch {
	case errors.As(err, &record) && strings.HasPrefix(string(record.RecordHeader[:]), "HTTP"):
		return model.ReasonNotTLS, model.NewText("it speaks plain HTTP")
	case errors.As(err, &record):
		return model.ReasonNotTLS, model.Text{}
	case strings.Contains(text, "exceeds maximum"), strings.Contains(text, "too many"):
		return model.ReasonTooMuch, model.NewText(text)
	case strings.Contains(text, "parse certificate"), strings.Contains(text, "certificate containing"), strings.Contains(text, "certificate with"),
		strings.Contains(text, "unsupported type of public key"), strings.Contains(text, "invalid signature by the server certificate"):
		return model.ReasonBadCertificate, model.NewText(text)
	case strings.Contains(text, "certificate required"), strings.Contains(text, "bad certificate"):
		return model.ReasonWantsCertificate, model.Text{}
	case isBroken(err):
		return model.ReasonBrokenOff, model.Text{}
	}
	return model.ReasonHandshakeFailed, model.NewText(text)
}

// isRefusal tells whether the other side ended the handshake, with an alert.
func isRefusal(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "remote error"
}

// tidy takes the packages' names and the addresses out of an error's text.
func tidy(err error) string {
	var op *net.OpError
	if errors.As(err, &op) && op.Err != nil {
		err = op.Err
	}
	s := err.Error()
	for _, prefix := range []string{"tls: ", "net/http: ", "http2: ", "x509: "} {
		s = strings.TrimPrefix(s, prefix)
	}
	return s[:min(len(s), 300)]
}

func isTimeout(err error) bool {
	var n net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) || errors.As(err, &n) && n.Timeout()
}

// brokenWords are how net/http and http2, which have no types for it, say that the other
// side has gone.
var brokenWords = []string{"server closed", "connection broken", "connection lost", "GOAWAY"}

func isBroken(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		isErrno(err, syscall.ECONNRESET, 10054) || isErrno(err, syscall.EPIPE, 10053) || isErrno(err, syscall.ECONNABORTED, 10053) ||
		slices.ContainsFunc(brokenWords, func(words string) bool { return strings.Contains(err.Error(), words) })
}

// isErrno compares with an error of the system, also by the number that Windows'
// sockets have for it.
func isErrno(err error, unix, winsock syscall.Errno) bool {
	return errors.Is(err, unix) || errors.Is(err, winsock) && winsock > 10000
}
