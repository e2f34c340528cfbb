package main

import "fmt"

// goal is a figure to reach, and whether it was.
type goal struct {
	what, got, want string
	reached         bool
}

// atMost is a goal that a figure stays at or under. The verb writes the figure with its
// unit.
func atMost(what, verb string, got, limit float64) goal {
	return goal{what, fmt.Sprintf(verb, got), fmt.Sprintf("at most %.4g", limit), got <= limit}
}

// atLeast is a goal that a figure does not stay under.
func atLeast(what, verb string, got, limit float64) goal {
	return goal{what, fmt.Sprintf(verb, got), fmt.Sprintf("at least %.4g", limit), got >= limit}
}

// String says it in words.
func (g goal) String() string {
	verdict := "not reached"
	if g.reached {
		verdict = "reached"
	}
	return fmt.Sprintf("%s: %s, goal %s: %s", g.what, g.got, g.want, verdict)
}

// verdict lists the goals, one a line.
func verdict(goals []goal) string {
	text := "Goals\n"
	for _, g := range goals {
		text += "  " + g.String() + "\n"
	}
	return text
}
