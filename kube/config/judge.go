package config

import (
	"fmt"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/tools/clientcmd/api"
	"k8s.io/client-go/tools/clientcmd/api/latest"
)

// load is clientcmd.Load (client-go tools/clientcmd/loader.go): the codec of
// client-go decides what a kubeconfig is. It is called directly because package
// clientcmd brings the whole client with it, which every command would have to
// start; the tests hold the answers against clientcmd.Load itself.
func load(data []byte) (*api.Config, error) {
	config := api.NewConfig()
	if len(data) == 0 {
		return config, nil
	}
	decoded, _, err := latest.Codec.Decode(data, &schema.GroupVersionKind{Version: latest.Version, Kind: "Config"}, config)
	if err != nil {
		return nil, err
	}
	c, ok := decoded.(*api.Config)
	if !ok {
		return nil, fmt.Errorf("it is a %T", decoded)
	}
	return c, nil
}
