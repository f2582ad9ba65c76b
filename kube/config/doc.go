// Package config knows the bytes of kubeconfigs: it reads them as client-go does
// and edits them without touching any byte but those of the edited value. It is
// pure: no file is opened here.
package config
