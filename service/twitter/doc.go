// Package twitter knows the API's wire formats: which calls read an account and change
// its pictures, in the versions 1.1 and 2, how an upload is written, and what the many
// shapes of a refusal mean. It signs nothing and trusts no answer.
package twitter
