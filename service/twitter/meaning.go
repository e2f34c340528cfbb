package twitter

import (
	"net/http"
	"strings"

	"masthead/service"
)

// codeMeaning gives X's error numbers their meaning. Statuses vary between documents and
// what is seen (38 comes as 400 and as 403), so the number decides first.
func codeMeaning(code int) service.Code {
	switch code {
	case 17, 34, 50:
		return service.NotFound
	case 32, 89, 99, 215:
		return service.SignedOut
	case 38:
		return service.MissingPart
	case 63:
		return service.Suspended
	case 64:
		return service.OwnSuspended
	case 87, 453:
		return service.PlanRefuses
	case 88:
		return service.RateLimited
	case 130, 131:
		return service.Overloaded
	case 135:
		return service.ClockSkew
	case 220, 261:
		return service.ReadOnly
	case 226:
		return service.Forbidden
	case 326:
		return service.Locked
	case 415, 417:
		return service.NoCallback
	case 416:
		return service.AppSuspended
	}
	return service.Unknown
}

// problemMeaning reads what is said in words instead of numbers, mostly by API 2.
func (f fault) problemMeaning() service.Code {
	switch {
	case f.Reason == "client-not-enrolled", f.Problem == "client-forbidden":
		return service.PlanRefuses
	case f.Problem == "credits":
		return service.NoCredits
	case f.Problem == "usage-capped":
		return service.RateLimited
	case f.Problem == "oauth1-permissions":
		return service.ReadOnly
	case f.Problem != "" && f.says("has been suspended"): // comes as resource-not-found
		return service.Suspended
	case f.Problem == "resource-not-found":
		return service.NotFound
	case f.says("parameter is missing"):
		return service.MissingPart
	case f.says("read-only application"):
		return service.ReadOnly
	case f.says("temporarily locked"):
		return service.Locked
	}
	return service.Unknown
}

// says looks for lower-case words in the message.
func (f fault) says(words string) bool { return strings.Contains(strings.ToLower(f.Text), words) }

// writeMeaning is what an error means to a call that changes something: access is the
// token's level as the server named it last.
func writeMeaning(e *service.Error, status int, access string) service.Code {
	switch {
	case e.Code == service.NotFound: // there is no such call here
		return service.PlanRefuses
	case e.Code == service.Forbidden && access == "read":
		return service.ReadOnly
	case e.Code != service.Unknown:
		return e.Code
	}
	switch status {
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity:
		return service.UploadRefused
	}
	return service.Unknown
}

// meaning decides by number, then by problem type, then by status.
func (f fault) meaning(status int) service.Code {
	if code := codeMeaning(f.Code); code != service.Unknown {
		return code
	}
	if code := f.problemMeaning(); code != service.Unknown {
		return code
	}
	switch {
	case status == http.StatusUnauthorized:
		return service.SignedOut
	case status == http.StatusPaymentRequired:
		return service.NoCredits
	case status == http.StatusForbidden:
		return service.Forbidden
	case status == http.StatusNotFound:
		return service.NotFound
	case status == http.StatusGone, status == http.StatusMethodNotAllowed, status == http.StatusNotImplemented:
		return service.PlanRefuses // a retired call, or one that the server never had
	case status == http.StatusTooManyRequests, status == 420: // 420 was X's own, long ago
		return service.RateLimited
	case status >= 500, status == http.StatusRequestTimeout: // or a gateway has lost its patience
		return service.Overloaded
	case status/100 == 3:
		return service.Redirected
	}
	return service.Unknown
}
