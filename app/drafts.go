package app

import (
	"context"
	"image"
	"net/url"
	"path/filepath"
	"strings"

	"masthead/app/message"
	"masthead/app/task"
	"masthead/service"
	"masthead/service/draft"
	"masthead/service/fetch"
)

// drafts is the controller of new pictures: dropped, chosen, pasted, or named on the
// command line.
type drafts struct {
	*core
	accounts *accounts
	// stop ends the reading or drawing under way on each side.
	stop [2]context.CancelFunc
}

// choose lets the user pick a file for the front tab.
func (c *drafts) choose() {
	k := c.model.Front
	c.desk.ChoosePicture(func(path string) { c.open(k, path) })
}

// drop takes what was dropped on the window: one picture for the front tab, or two, of
// which the wider one becomes the banner.
func (c *drafts) drop(dropped []*url.URL) {
	var paths []string
	for _, u := range dropped {
		switch {
		case u.Scheme == "file" || u.Scheme == "":
			paths = append(paths, filepath.FromSlash(u.Path))
		case len(dropped) == 1 && (u.Scheme == "https" || u.Scheme == "http"):
			c.fetch(c.model.Front, u.String())
			return
		default:
			c.refuse("This cannot be dropped here.", "Save the picture as a file first, then drop the file.")
			return
		}
	}
	switch len(paths) {
	case 0:
	case 1:
		c.open(c.model.Front, paths[0])
	case 2:
		c.openPair(paths[0], paths[1])
	default:
		c.refuse("That is more than one picture.", "Drop one, or two: a square one and a wide one fill both tabs.")
	}
}

// paste takes text from the clipboard: the address of a profile image or a banner opens
// it read-only; any other address, or a file's path, becomes a draft.
func (c *drafts) paste(text string) {
	text = strings.TrimSpace(text)
	u, err := url.Parse(text)
	switch {
	case text == "":
		c.refuse("There is nothing to paste.", "Copy a file's path or a picture's address first.")
	case err == nil && (u.Scheme == "https" || u.Scheme == "http"):
		if strings.Contains(u.Path, "/profile_images/") || strings.Contains(u.Path, "/profile_banners/") {
			c.accounts.openText(text)
			return
		}
		c.fetch(c.model.Front, text)
	case err == nil && u.Scheme == "file":
		c.open(c.model.Front, filepath.FromSlash(u.Path))
	case filepath.IsAbs(text):
		c.open(c.model.Front, text)
	default:
		c.refuse("That is neither a path nor an address.", "Paste a file's full path, or an address that begins with https.")
	}
}

// refuse shows a sentence and changes nothing else.
func (c *drafts) refuse(title, text string) {
	c.model.side(c.model.Front).Trouble = refusal(title, text)
	c.changed()
}

func refusal(title, text string) *Trouble {
	return &Trouble{Message: message.Message{Title: title, Text: text}}
}

// failed says why there is no new draft. What was there before goes on: its forecast is
// drawn again if the new picture had interrupted that.
func (c *drafts) failed(k service.Kind, t *Trouble) {
	side := c.model.side(k)
	side.Drawing = false
	if side.Draft != nil && side.Rendering.Shots == nil {
		c.draw(*side.Draft)
	}
	side.Trouble = t
	c.changed()
}

// open makes a draft of a file.
func (c *drafts) open(k service.Kind, path string) {
	c.make(k, filepath.Base(path), func(ctx context.Context) (draft.Draft, error) {
		return draft.Open(ctx, path, k)
	})
}

// fetch makes a draft of a picture somewhere on the web.
func (c *drafts) fetch(k service.Kind, address string) {
	images := c.services.images
	c.make(k, service.ShortURL(address), func(ctx context.Context) (draft.Draft, error) {
		item, err := images.Get(ctx, address, fetch.Typed)
		if err != nil {
			return draft.Draft{}, err
		}
		return draft.FromBytes(ctx, service.ShortURL(address), item.Data, k)
	})
}

// make reads a draft, shows it, and draws its forecast. What cannot become a draft
// leaves the former one as it was.
func (c *drafts) make(k service.Kind, name string, read func(context.Context) (draft.Draft, error)) {
	ctx := c.begin(k)
	type result struct {
		draft draft.Draft
		err   error
	}
	task.Run(c.tasks, ctx, func(ctx context.Context) result {
		d, err := read(ctx)
		return result{d, err}
	}, func(r result) {
		if r.err != nil {
			c.failed(k, c.troubledFile(r.err, name, nil))
			return
		}
		c.set(r.draft)
	})
}

// openPair makes a draft for both tabs.
func (c *drafts) openPair(one, two string) {
	front := c.model.Front
	ctx := c.begin(front)
	type result struct {
		drafts [2]draft.Draft
		err    error
		name   string
	}
	task.Run(c.tasks, ctx, func(ctx context.Context) result {
		var r result
		for i, path := range []string{one, two} {
			if r.drafts[i], r.err = draft.Open(ctx, path, service.Avatar); r.err != nil {
				r.name = filepath.Base(path)
				break
			}
		}
		return r
	}, func(r result) {
		square, wide := r.drafts[0], r.drafts[1]
		if r.err == nil && square.Wide() && !wide.Wide() {
			square, wide = wide, square
		}
		switch {
		case r.err != nil:
			c.failed(front, c.troubledFile(r.err, r.name, nil))
		case square.Wide() || !wide.Wide():
			c.failed(front, refusal("Two pictures of one shape.", "Drop one, or a square one and one at least twice as wide as high."))
		default:
			c.set(square)
			c.set(wide.As(service.Banner))
		}
	})
}

// begin ends what is under way on a side and says that something new is.
func (c *drafts) begin(k service.Kind) context.Context {
	if c.stop[k] != nil {
		c.stop[k]()
	}
	var ctx context.Context
	ctx, c.stop[k] = context.WithCancel(c.life)
	side := c.model.side(k)
	side.Drawing, side.Trouble = true, nil
	c.changed()
	return ctx
}

// set puts a draft onto its side and draws its forecast.
func (c *drafts) set(d draft.Draft) {
	side := c.model.side(d.Kind)
	side.Draft, side.Rendering, side.Preview = &d, draft.Rendering{}, nil
	side.Showing, side.Trouble = ShowDraft, nil
	side.Offer = d.Kind == service.Avatar && d.Wide()
	side.Target, side.Turned = c.model.own(), nil
	c.closeQuestionAbout(d.Kind)
	c.putReceiptAway(d.Kind)
	c.draw(d)
}

// draw draws a draft's forecast.
func (c *drafts) draw(d draft.Draft) {
	ctx := c.begin(d.Kind)
	type result struct {
		rendering draft.Rendering
		preview   *image.RGBA
		err       error
	}
	task.Run(c.tasks, ctx, func(ctx context.Context) result {
		small, err := d.Overview(ctx, image.Pt(2*previewWidth, 2*previewHeight))
		if err != nil {
			return result{err: err}
		}
		r, err := d.Render(ctx)
		return result{r, preview(small, d), err}
	}, func(r result) {
		side := c.model.side(d.Kind)
		side.Drawing = false
		side.Rendering, side.Preview = r.rendering, r.preview
		if r.err != nil {
			side.Trouble = c.troubledFile(r.err, d.Name, nil)
		}
		c.changed()
	})
}

// useAsBanner moves a wide picture from the avatar's tab to the banner's.
func (c *drafts) useAsBanner() {
	d := c.model.side(service.Avatar).Draft
	if d == nil {
		return
	}
	c.discard(service.Avatar)
	c.model.Front = service.Banner
	c.set(d.As(service.Banner))
}

// discard forgets a draft; the file that it came from is not touched.
func (c *drafts) discard(k service.Kind) {
	if c.stop[k] != nil {
		c.stop[k]()
	}
	c.closeQuestionAbout(k)
	c.putReceiptAway(k)
	c.model.side(k).dropDraft()
	c.changed()
}

// askDiscard asks before a draft is forgotten.
func (c *drafts) askDiscard(k service.Kind) {
	if c.model.side(k).Draft != nil {
		c.ask(Question{About: Discarding, Kind: k})
	}
}

// putReceiptAway makes room for another draft.
func (c *drafts) putReceiptAway(k service.Kind) {
	if c.model.publishing(k).Phase != Running {
		c.model.setPublishing(c.model.deed(k), Publishing{})
	}
}
