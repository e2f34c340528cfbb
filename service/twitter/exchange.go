package twitter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"syscall"
	"time"

	"masthead/service"
)

// Caps on what is read of an answer, in bytes. A user object is about 4 kB.
const (
	maxAnswer = 1 << 20
	maxError  = 64 << 10
)

// retryAfter is how long to wait before a reading that failed for no lasting reason is
// tried once more.
const retryAfter = 500 * time.Millisecond

// get reads one call, once more when the server was busy or the connection broke.
func (c *Client) get(ctx context.Context, op, path string, query url.Values, userRead bool) ([]byte, error) {
	target := c.target(path, query)
	body, passing, err := c.getOnce(ctx, op, target, userRead)
	if !passing {
		return body, err
	}
	wait := time.NewTimer(retryAfter)
	defer wait.Stop()
	select {
	case <-ctx.Done():
		return nil, service.NetworkError(ctx, op, ctx.Err())
	case <-wait.C:
	}
	body, _, err = c.getOnce(ctx, op, target, userRead)
	return body, err
}

// getJustOnce is get without the second try.
func (c *Client) getJustOnce(ctx context.Context, op, path string, query url.Values, userRead bool) ([]byte, error) {
	body, _, err := c.getOnce(ctx, op, c.target(path, query), userRead)
	return body, err
}

func (c *Client) target(path string, query url.Values) *url.URL {
	target := c.endpoint(path)
	target.RawQuery = query.Encode()
	return target
}

// getOnce reads one call; passing tells that trying again may help.
func (c *Client) getOnce(ctx context.Context, op string, target *url.URL, userRead bool) (body []byte, passing bool, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), nil)
	if err != nil {
		return nil, false, service.Errorf(op, service.Unknown, "make the request: %w", err)
	}
	resp, err := c.send(op, req)
	if err != nil {
		return nil, broken(err), err
	}
	defer resp.Body.Close()
	c.note(resp, userRead)
	if !success(resp) {
		switch resp.StatusCode {
		case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
			passing = true
		}
		return nil, passing, Refusal(op, resp, c.now())
	}
	body, err = io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	switch {
	case err != nil:
		return nil, broken(err), service.NetworkError(ctx, op, err)
	case len(body) > maxAnswer:
		return nil, false, service.Errorf(op, service.Garbled, "the answer is over %s", service.ByteCount(maxAnswer))
	}
	return body, false, nil
}

// post sends a body once. Any 2xx is success, whatever body comes with it.
func (c *Client) post(ctx context.Context, op, path, contentType string, body io.Reader) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.endpoint(path).String(), body)
	if err != nil {
		return service.Errorf(op, service.Unknown, "make the request: %w", err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	resp, err := c.send(op, req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	c.note(resp, false)
	if !success(resp) {
		e := Refusal(op, resp, c.now())
		e.Code = writeMeaning(e, resp.StatusCode, c.Plan().Access)
		return e
	}
	_, _ = io.CopyN(io.Discard, resp.Body, maxError) // so that the connection can be used again
	return nil
}

func (c *Client) send(op string, req *http.Request) (*http.Response, error) {
	req.Header.Set("User-Agent", "Masthead")
	resp, err := c.do.Do(req)
	if err != nil {
		return nil, service.NetworkError(req.Context(), op, err)
	}
	return resp, nil
}

func (c *Client) endpoint(path string) *url.URL { return c.base.JoinPath(path) }

func success(resp *http.Response) bool { return resp.StatusCode/100 == 2 }

// broken reports whether a connection ended early, as against never having stood.
func broken(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// Refusal reads a failed answer, up to a cap, and says what it means to a call that
// reads. The caller closes the body. now is for a Retry-After that counts seconds.
func Refusal(op string, resp *http.Response, now time.Time) *service.Error {
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxError)) // the status says enough if this fails
	f := parseFault(body)
	e := &service.Error{
		Op:     op,
		Code:   f.meaning(resp.StatusCode),
		Err:    &refused{status: resp.StatusCode, fault: f},
		Detail: fmt.Sprintf("HTTP %d", resp.StatusCode),
	}
	if f.Code != 0 {
		e.Detail += fmt.Sprintf(", code %d", f.Code)
	}
	if e.Code == service.RateLimited {
		e.Until = until(resp.Header, now)
	}
	return e
}

// refused is the cause of an error that the server gave.
type refused struct {
	status int
	fault  fault
}

// Error is the server's own text, shortened, or the status.
func (r *refused) Error() string {
	if r.fault.Text != "" {
		return r.fault.Text
	}
	return fmt.Sprintf("%d %s", r.status, http.StatusText(r.status))
}
