// Package panel holds the pieces of the inspector, of notices and of questions.
package panel
