package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"kubeid/model"
)

// Bounds of a list, whatever the server says.
const (
	listPage  = 500
	listPages = 400
)

// ListOptions narrow a list.
type ListOptions struct {
	Labels string // a label selector
	Fields string // a field selector

	// Metadata asks for the metadata alone: of Secrets nothing secret comes then. The
	// items have no other field.
	Metadata bool

	Page     int                           // items asked for at once; 0 means the usual
	Most     int                           // items in all; 0 means as many as the bounds allow
	Progress func(have int, toCome *int64) // is told after each page; toCome is nil where the server does not say
}

// A Listing is what a server listed.
type Listing[T any] struct {
	Items   []T
	Version string // the resourceVersion to watch from
	More    bool   // there are more than the bounds allow
}

// List lists objects page by page. A list that expires in the middle is asked for once
// more from its beginning.
func List[T any](ctx context.Context, a *API, p Path, o ListOptions) (Listing[T], error) {
	l, err := listOnce[T](ctx, a, p, o)
	if errors.Is(err, model.ErrGone) {
		return listOnce[T](ctx, a, p, o)
	}
	return l, err
}

func listOnce[T any](ctx context.Context, a *API, p Path, o ListOptions) (Listing[T], error) {
	var out Listing[T]
	next := ""
	for range listPages {
		var page struct {
			Metadata struct {
				ResourceVersion string `json:"resourceVersion"`
				Continue        string `json:"continue"`
				Remaining       *int64 `json:"remainingItemCount"`
			} `json:"metadata"`
			Items json.RawMessage `json:"items"` // null in an empty list of metadata
		}
		if _, err := a.do(ctx, question{method: http.MethodGet, path: p.url(o.query(next)), accept: o.accept()}, &page); err != nil {
			return out, err
		}
		var items []json.RawMessage
		if page.Items == nil || json.Unmarshal(page.Items, &items) != nil {
			return out, a.now().nonsense("its answer is no list")
		}
		for _, raw := range items {
			var item T
			if json.Unmarshal(raw, &item) != nil {
				return out, a.now().nonsense("an item of its list cannot be read")
			}
			out.Items = append(out.Items, item)
		}
		out.Version, next = page.Metadata.ResourceVersion, page.Metadata.Continue
		if o.Progress != nil {
			o.Progress(len(out.Items), page.Metadata.Remaining)
		}
		if next == "" {
			return out, nil
		}
		if o.Most > 0 && len(out.Items) >= o.Most {
			break
		}
	}
	out.More = true
	return out, nil
}

func (o ListOptions) accept() string {
	if o.Metadata {
		return metadataOnly
	}
	return ""
}

func (o ListOptions) query(next string) url.Values {
	page := listPage
	if o.Page > 0 {
		page = o.Page
	}
	q := url.Values{"limit": {strconv.Itoa(page)}}
	for key, value := range map[string]string{"labelSelector": o.Labels, "fieldSelector": o.Fields, "continue": next} {
		if value != "" {
			q.Set(key, value)
		}
	}
	return q
}
