package twitter

import (
	"time"

	"masthead/service"
)

// WithPlan begins with what was found out about an account's keys earlier, as far as it
// is fresh by the client's clock. Of a remembered reader only API 2 changes anything: it
// spares the refusal of 1.1, which is tried first otherwise.
func WithPlan(p service.Plan) Option {
	return func(c *Client) {
		c.plan = p.Fresh(c.now())
		if c.plan.Reader != service.ReaderV2 {
			c.plan.Reader, c.plan.ReaderAt = "", time.Time{}
		}
	}
}

// Plan is what was found out so far about the account's keys: the API version that reads,
// and since when; when the plan refused a change last; the token's access level.
func (c *Client) Plan() service.Plan {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.plan
}

// ForgetPlan has everything found out anew: the next reading tries API 1.1 first, and a
// refused change counts no more. The access level stays.
func (c *Client) ForgetPlan() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.plan = service.Plan{Access: c.plan.Access}
}

// reader is the API version that is known to read; "" when none is, or no longer.
func (c *Client) reader() service.Reader { return c.Plan().Fresh(c.now()).Reader }

// remember notes which API version has read an account. The time is that of finding it
// out, so that a lasting success does not put off the next trial of API 1.1 for ever.
func (c *Client) remember(r service.Reader) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.now(); c.plan.Fresh(now).Reader != r {
		c.plan.Reader, c.plan.ReaderAt = r, now
	}
}

// rememberWrite notes whether the plan allows changes, where a change's result tells:
// another failure says nothing of it.
func (c *Client) rememberWrite(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case err == nil:
		c.plan.WritesRefusedAt = time.Time{}
	case service.CodeOf(err) == service.PlanRefuses:
		c.plan.WritesRefusedAt = c.now()
	}
}
