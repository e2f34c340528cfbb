package app

import (
	"context"
	"strings"

	"masthead/app/task"
	"masthead/service"
	"masthead/service/sheet"
)

// profilePage is where X lets anyone set both pictures by hand.
const profilePage = "https://x.com/settings/profile"

// portalPage is where X's developers find their apps and keys.
const portalPage = "https://developer.x.com"

// saving is the controller of everything that is written where the user says.
type saving struct {
	*core
}

// saveShown writes every size of what the front tab shows, and one sheet, into a folder.
func (c *saving) saveShown() {
	k := c.model.Front
	side := c.model.side(k)
	shots, title := side.Shots, c.model.Account.Name
	if side.Draft != nil && side.Showing != ShowLive {
		shots, title = side.Rendering.Shots, side.Draft.Name
	}
	c.save(k, title, shots, nil, func() {})
}

// export writes every size of a draft's forecast, a sheet, and the upload-ready file.
func (c *saving) export(k service.Kind, then func()) {
	side := c.model.side(k)
	if side.Draft == nil || side.Rendering.Shots == nil {
		return
	}
	c.save(k, side.Draft.Name, side.Rendering.Shots, &side.Rendering.Upload.Picture, then)
}

// exportAndOpen is for plans that refuse uploads: the file, and X's own page to set it.
func (c *saving) exportAndOpen(k service.Kind) {
	if c.model.side(k).Draft == nil {
		c.desk.OpenURL(profilePage)
		return
	}
	c.export(k, func() { c.desk.OpenURL(profilePage) })
}

func (c *saving) save(k service.Kind, title string, shots []service.Shot, upload *service.Picture, then func()) {
	c.desk.ChooseFolder(func(dir string) {
		task.Run(c.tasks, c.life, func(ctx context.Context) error {
			files, err := sheet.Files(shots, title, upload)
			if err != nil {
				return err
			}
			return sheet.Save(ctx, dir, files)
		}, func(err error) {
			side := c.model.side(k)
			side.Trouble = c.troubled(err, func() { c.save(k, title, shots, upload, then) })
			if err == nil {
				side.Saved = dir
				then()
			}
			c.changed()
		})
	})
}

// copyURL copies the address of the live picture: as X names it, or of a banner the
// largest size, since the bare address often answers 404.
func (c *saving) copyURL() {
	address := c.model.Account.PictureURL(c.model.Front)
	if c.model.Front == service.Banner {
		address, _ = c.model.Account.URL(service.Largest(service.Banner))
	}
	c.desk.Copy(address)
}

// copyReceipt copies a receipt as plain text.
func (c *saving) copyReceipt(k service.Kind) {
	c.desk.Copy(strings.Join(receiptLines(c.model.publishing(k).Receipt), "\n") + "\n")
}
