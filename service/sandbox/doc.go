// Package sandbox is a small server that speaks X's API: the calls Masthead uses, the
// sign-in, and the host of the pictures, with X's limits, statuses and error bodies.
// It keeps everything in memory and answers loopback only. Masthead's demo account
// lives here, its tests run against it, and "masthead sandbox" offers it to other
// people's clients.
//
// It holds its own copy of X's sizes and resamples with x/image/draw and image/jpeg,
// never with Masthead's own picture code: what the program forecasts is measured
// against something that it did not draw itself.
//
// # Accounts
//
// The demo account is @adalindqvist, with an avatar and a banner. @dunes has neither,
// @beetle is verified and has no banner, @ghost is suspended. @copper, @fjord, @heron,
// @juniper, @lantern, @marsh, @orchard and @quartz have an avatar each. Any other handle
// is unknown. Which of them signs in is chosen on the authorize page.
//
// # Faults
//
// The server can be told to fail. A specification is a list of faults divided by
// commas, each of them
//
//	call:effect[+skip][*times]
//
// The call is one of show, verify_credentials, profile_banner, update_profile_image,
// update_profile_banner, remove_profile_banner, me, by_username, request_token,
// authorize, access_token, invalidate_token; avatar, banner or image (both) for
// pictures; or * for everything. The effect is one of
//
//	latency=200ms       wait before anything else
//	drop                close the connection before the request is looked at
//	lose                do the work, then close the connection without an answer
//	done=504            do the work, then answer a status as if it were not done; what
//	                    follows is a status in any of the forms below: done=400/38,
//	                    done=502/html, done=429=90s
//	abort               close the connection in the middle of the answer's body
//	stall               do the work, send the head and the first half of the body, then
//	                    nothing more until the client gives up or the server is closed;
//	                    of an answer without a body nothing is sent at all
//	truncate            answer properly, with only the first half of the body
//	mislabel            a wrong Content-Type (PNG for JPEG and the reverse, HTML for
//	                    anything else); mislabel=image/webp says which
//	garbage             the proper status, and bytes that mean nothing
//	alter               for avatar, banner and image only: the picture made brighter,
//	                    about 24 dB from what it was, and encoded again in its own
//	                    format; what is stored stays as it is
//	503  401/89         a status, with X's code for it or the one given
//	429=90s             a status, and the time until the limit is reset
//	403/empty 502/html  a status with an empty body or a page; /xml and /legacy are
//	403/xml 401/legacy  older error bodies that X still sends now and then
//
// The effect starts after skip requests to that call and lasts for times of them; for
// ever when it is left out. Everything is counted, nothing is random. Of several faults
// for one call the first that is active acts; latencies add to it. So
//
//	verify_credentials:503*2,verify_credentials:429=1m*1,*:latency=200ms
//
// answers verify_credentials with 503 twice, then with 429 once, then properly, and
// every request takes 200 ms longer. And
//
//	image:truncate+3*2
//
// serves three pictures whole, two cut short, and the rest whole.
//
// Server.Unmet lists the faults that are set and have not acted on a request yet, so
// that a test can fail for a fault that met nothing.
package sandbox
