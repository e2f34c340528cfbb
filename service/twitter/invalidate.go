package twitter

import (
	"context"
	"errors"
)

// pathInvalidate takes back the token that signs the call.
const pathInvalidate = "1.1/oauth/invalidate_token.json"

// invalidToken is X's number for a token that is not, or no longer, valid.
const invalidToken = 89

// Invalidate takes the token back: it signs nothing from then on. A token that was
// invalid already counts as done. The error is PlanRefuses where the server has no such
// call.
func (c *Client) Invalidate(ctx context.Context) error {
	err := c.post(ctx, "twitter.Invalidate", pathInvalidate, "", nil)
	var answer *refused
	if errors.As(err, &answer) && answer.fault.Code == invalidToken {
		return nil
	}
	return err
}
