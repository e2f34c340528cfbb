package session

import (
	"regexp"
	"time"

	"masthead/service"
)

// requestTokenLife is after what time a refused request token is taken to have expired.
// X does not document how long it keeps one.
const requestTokenLife = 15 * time.Minute

var (
	// callbackWords are in X's refusals of a callback that come without a code: "Callback
	// URL not approved", "Desktop applications only support the oauth_callback value 'oob'".
	callbackWords = regexp.MustCompile(`(?i)callback url|oauth_callback`)
	// verifierWords are in its refusal of a wrong PIN: "Error processing your OAuth
	// request: Invalid oauth_verifier parameter".
	verifierWords = regexp.MustCompile(`(?i)oauth_verifier`)
	// tokenWords are in its refusals of a request token: code 89, "Invalid or expired
	// token.", "Invalid request token.", "Request token missing". The token in
	// oauth_token is no word of its own.
	tokenWords = regexp.MustCompile(`(?i)"code"\s*:\s*"?89\b|\bcode="89"|\btoken\b`)
)

// requestMeaning is what a refusal says to the asking for a request token: only the app
// signs there, so that whoever is not known is the app.
func requestMeaning(code service.Code, words []byte, callback string) service.Code {
	switch code {
	case service.SignedOut, service.Forbidden:
		if callback != OutOfBand && callbackWords.Match(words) {
			return service.NoCallback
		}
	}
	if code == service.SignedOut {
		return service.BadApp
	}
	return code
}

// finishMeaning is what a refusal says to the exchange of a verifier: age is how long
// ago the request token was asked for.
func finishMeaning(code service.Code, words []byte, age time.Duration) service.Code {
	switch code {
	case service.SignedOut, service.Forbidden, service.Unknown:
		if verifierWords.Match(words) && age < requestTokenLife {
			return service.BadPIN
		}
	}
	switch {
	case code != service.SignedOut:
		return code
	case tokenWords.Match(words), age >= requestTokenLife:
		return service.Expired
	}
	return service.BadPIN
}
