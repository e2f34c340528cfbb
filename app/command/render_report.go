package command

import (
	"path/filepath"
	"strings"

	"masthead/service"
	"masthead/service/picture"
	"masthead/service/sheet"
)

// renderReport is what --json prints, and the files as they are gathered.
type renderReport struct {
	Image renderedFile `json:"image"`
	Out   string       `json:"out"`
	// Way is forecast, plain or stored.
	Way   string         `json:"way"`
	Files []renderedFile `json:"files"`

	data []sheet.File
}

// renderedFile is one file; sizes in pixels and bytes.
type renderedFile struct {
	File string `json:"file"`
	// Role is size, upload or sheet; empty for the picture that was given.
	Role     string         `json:"role,omitempty"`
	Kind     string         `json:"kind,omitempty"`
	Name     string         `json:"name,omitempty"` // X's word for the size
	Width    int            `json:"width"`
	Height   int            `json:"height"`
	Bytes    int            `json:"bytes"`
	Format   service.Format `json:"format"`
	Note     string         `json:"note,omitempty"`
	AsServed *servedForm    `json:"as_served,omitempty"`
}

// servedForm is what X would send of a size: the PNG beside it holds the same pixels.
type servedForm struct {
	Format service.Format `json:"format"`
	Bytes  int            `json:"bytes"`
}

func describe(name string, p service.Picture) renderedFile {
	return renderedFile{File: name, Width: p.Width, Height: p.Height, Bytes: p.Bytes(), Format: p.Format}
}

func (r *renderReport) add(f renderedFile, data []byte) {
	r.Files = append(r.Files, f)
	r.data = append(r.data, sheet.File{Name: f.File, Data: data})
}

// addSize adds the pixels of one size as PNG.
func (r *renderReport) addSize(shot service.Shot) error {
	p := shot.Picture
	served := &servedForm{Format: p.Format, Bytes: p.Bytes()}
	if p.Format != service.PNG {
		data, err := picture.QuickPNG(shot.Pixels)
		if err != nil {
			return err
		}
		p.Data, p.Format = data, service.PNG
	}
	if r.Way == "plain" {
		served = nil
	}
	f := describe(sheet.FileName(shot.Variant, p), p)
	f.Role, f.Kind, f.Name, f.AsServed = "size", shot.Variant.Kind.String(), shot.Variant.Name, served
	r.add(f, p.Data)
	return nil
}

// addUpload adds the file that would be sent.
func (r *renderReport) addUpload(k service.Kind, u picture.Upload) {
	f := describe(sheet.UploadName(k, u.Picture), u.Picture)
	f.Role, f.Kind, f.Note = "upload", k.String(), u.Why
	r.add(f, u.Picture.Data)
}

// addSheet adds the comparison of all sizes.
func (r *renderReport) addSheet(shots []service.Shot) error {
	name := filepath.Base(r.Image.File)
	img, err := sheet.Compose(shots, strings.ToUpper(r.Way[:1])+r.Way[1:]+" of "+name)
	if err != nil {
		return err
	}
	data, err := picture.QuickPNG(img)
	if err != nil {
		return err
	}
	r.add(renderedFile{
		File: sheet.Name, Role: "sheet", Width: img.Rect.Dx(), Height: img.Rect.Dy(),
		Bytes: len(data), Format: service.PNG,
	}, data)
	return nil
}
