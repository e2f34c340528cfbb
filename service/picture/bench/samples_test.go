package main

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestASampleIsMadeOnce(t *testing.T) {
	b := &bench{options: options{cache: t.TempDir()}, progress: io.Discard}
	path := filepath.Join(b.cache, edition, photo)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := b.sample(t.Context(), photo); err != nil || got != path {
		t.Errorf("%s, %v", got, err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "kept" {
		t.Errorf("it holds %q now, %v", data, err)
	}
}

// TestRecipesEndInTheirFile: every recipe begins with a sample that has one, and its last
// step names the file that is kept.
func TestRecipesEndInTheirFile(t *testing.T) {
	for _, file := range append(slices.Clone(samples), huge, progressive) {
		r := recipeFor(file)
		for from := r.from; from != ""; from = recipeFor(from).from {
			if from == file {
				t.Fatalf("%s is made from itself", file)
			}
		}
		steps := r.steps("FROM", "SCRATCH", "TO")
		last := steps[len(steps)-1]
		if !slices.ContainsFunc(last, func(s string) bool { return len(s) >= 2 && s[:2] == "TO" }) {
			t.Errorf("%s: the last step is %v", file, last)
		}
		if r.from != "" && !slices.Contains(steps[0], "FROM") {
			t.Errorf("%s: the first step is %v", file, steps[0])
		}
	}
}
