package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/adrg/xdg"

	"masthead/app/task"
	"masthead/service/handover"
	"masthead/service/session"
)

// handOver gives the picture to the window that is already open, which leaves nothing
// else to do, or makes this the program that later starts hand theirs to. A trial, and a
// run with keys of its own, stay apart.
func handOver(ctx context.Context, o Options) (post *handover.Post, done bool) {
	if o.Sandbox || o.Credentials != (session.Credentials{}) {
		return nil, false
	}
	image := o.Image
	if image != "" {
		var err error
		if image, err = filepath.Abs(image); err != nil {
			return nil, false
		}
	}
	return handover.Begin(ctx, meetingPlace(), programName(o, os.Getenv("DISPLAY")), image)
}

// programName tells programs apart that do not stand in for each other: those of other
// servers, those whose window is on another display, and those with other accounts.
func programName(o Options, display string) string {
	return strings.TrimSuffix(o.API.String(), "/") + " on " + strings.TrimSuffix(display, ".0") + " of " + xdg.ConfigHome
}

// meetingPlace is a folder of the user's own that every start finds. Sessions without
// systemd often have no runtime folder.
func meetingPlace() string {
	if there, err := os.Stat(xdg.RuntimeDir); err == nil && there.IsDir() {
		return filepath.Join(xdg.RuntimeDir, "masthead")
	}
	return filepath.Join(xdg.CacheHome, "masthead", "running")
}

// takeOver makes drafts of the pictures that later starts hand over, on the tab in front,
// and raises the window.
func (c *controllers) takeOver(post *handover.Post, raise func()) {
	task.Run(c.tasks, c.life, func(ctx context.Context) struct{} {
		post.Serve(ctx, func(path string) {
			c.tasks.Post(ctx, func() {
				if path != "" {
					c.drafts.open(c.model.Front, path)
				}
				raise()
			})
		})
		return struct{}{}
	}, func(struct{}) {})
}
