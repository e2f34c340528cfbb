package sandbox

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
)

// refusal is an answer that is no success: a status and one of X's codes, 0 for none.
type refusal struct {
	status, code int
	// message replaces the code's usual one.
	message string
}

// Error makes a refusal an error.
func (e *refusal) Error() string { return fmt.Sprintf("%d with code %d", e.status, e.code) }

func refuse(status, code int) *refusal { return &refusal{status: status, code: code} }

// message is X's wording of one of its codes.
func message(code int) string {
	switch code {
	case 25:
		return "Query parameters are missing."
	case 32:
		return "Could not authenticate you."
	case 34:
		return "Sorry, that page does not exist."
	case 50:
		return "User not found."
	case 63:
		return "User has been suspended."
	case 64:
		return "Your account is suspended and is not permitted to access this feature."
	case 87:
		return "Client is not permitted to perform this action."
	case 88:
		return "Rate limit exceeded"
	case 89:
		return "Invalid or expired token."
	case 130:
		return "Over capacity"
	case 131:
		return "Internal error"
	case 135:
		return "Timestamp out of bounds."
	case 215:
		return "Bad Authentication data."
	case 220:
		return "Your credentials do not allow access to this resource."
	case 226:
		return "This request looks like it might be automated. To protect our users from spam and other malicious activity, we can't complete this action right now."
	case 261:
		return "Application cannot perform write actions. Contact Twitter Platform Operations through https://help.twitter.com/forms/platform."
	case 326:
		return "To protect our users from spam and other malicious activity, this account is temporarily locked. Please log in to https://twitter.com to unlock your account."
	case 415:
		return "Callback URL not approved for this client application. Approved callback URLs can be adjusted in your application settings"
	case 416:
		return "Invalid / suspended application"
	case 453:
		return "You currently have access to a subset of X API V2 endpoints and limited v1.1 endpoints (e.g. media post, oauth) only. If you need access to this endpoint, you may need a different access level. You can learn more here: https://developer.x.com/en/portal/product"
	}
	return "Sorry, something went wrong."
}

// usualCode is the code that goes with a status when a fault names none.
func usualCode(status int) int {
	switch status {
	case http.StatusUnauthorized:
		return 32
	case http.StatusNotFound:
		return 34
	case http.StatusTooManyRequests:
		return 88
	case http.StatusInternalServerError:
		return 131
	case http.StatusServiceUnavailable:
		return 130
	}
	return 0
}

func (e *refusal) text() string {
	if e.message != "" {
		return e.message
	}
	return message(e.code)
}

// v1 is the refusal as API 1.1 and the sign-in write it.
func (e *refusal) v1() reply {
	if e.code == 0 {
		return reply{status: e.status, mediaType: "text/html;charset=utf-8"}
	}
	type item struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	}
	return jsonReply(e.status, map[string][]item{"errors": {{e.code, e.text()}}})
}

// v2 is the refusal as API 2 writes it: a problem (RFC 7807).
func (e *refusal) v2() reply {
	type problem struct {
		ClientID string `json:"client_id,omitempty"`
		Detail   string `json:"detail"`
		Register string `json:"registration_url,omitempty"`
		Title    string `json:"title"`
		Needs    string `json:"required_enrollment,omitempty"`
		Reason   string `json:"reason,omitempty"`
		Type     string `json:"type"`
		Status   int    `json:"status"`
	}
	p := problem{Title: http.StatusText(e.status), Detail: http.StatusText(e.status), Type: "about:blank", Status: e.status}
	switch e.code {
	case 87, 453:
		p = problem{
			ClientID: "27000001",
			Title:    "Client Forbidden",
			Detail:   "When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens from a Twitter developer App that is attached to a Project. You can create a project via the developer portal.",
			Register: "https://developer.twitter.com/en/docs/projects/overview",
			Needs:    "Appropriate Level of API Access",
			Reason:   "client-not-enrolled",
			Type:     "https://api.twitter.com/2/problems/client-forbidden",
			Status:   e.status,
		}
	case 215:
		p.Title, p.Detail, p.Status = "Unauthorized", "Unauthorized", http.StatusUnauthorized
	case 63, 64, 226, 326:
		return e.v1() // API 2 passes these on as they are
	}
	r := jsonReply(p.Status, p)
	r.mediaType = "application/problem+json"
	return r
}

// legacy is the older shape that some calls still answer with.
func (e *refusal) legacy(path string) reply {
	return jsonReply(e.status, struct {
		Request string `json:"request"`
		Error   string `json:"error"`
	}{path, e.text()})
}

// xml is how the sign-in refuses a callback; without a code it is the XML of the
// legacy shape.
func (e *refusal) xml(path string) reply {
	type coded struct {
		Code int    `xml:"code,attr"`
		Text string `xml:",chardata"`
	}
	var whole any = struct {
		XMLName xml.Name `xml:"errors"`
		Error   coded    `xml:"error"`
	}{Error: coded{e.code, e.text()}}
	if e.code == 0 {
		whole = struct {
			XMLName xml.Name `xml:"hash"`
			Request string   `xml:"request"`
			Error   string   `xml:"error"`
		}{Request: path, Error: e.text()}
	}
	body, _ := xml.Marshal(whole)
	return reply{
		status:    e.status,
		mediaType: "application/xml;charset=utf-8",
		body:      append([]byte("<?xml version='1.0' encoding='UTF-8'?>"), body...),
	}
}

// reply is a whole answer, so that faults can change it before it is sent.
type reply struct {
	status    int
	mediaType string
	header    http.Header // beside Content-Type and Content-Length; may be nil
	body      []byte
}

func jsonReply(status int, value any) reply {
	body, err := json.Marshal(value)
	if err != nil {
		return reply{status: http.StatusInternalServerError}
	}
	return reply{status: status, mediaType: "application/json;charset=utf-8", body: body}
}

func textReply(status int, text string) reply {
	return reply{status: status, mediaType: "text/html;charset=utf-8", body: []byte(text)}
}
