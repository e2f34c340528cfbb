package sheet

import (
	"masthead/service"
	"masthead/service/picture"
)

// Name is the comparison sheet's file name.
const Name = "sheet.png"

// UploadName names the file that is, or would be, sent: "avatar-upload.png".
func UploadName(k service.Kind, p service.Picture) string {
	return k.String() + "-upload" + p.Format.Extension()
}

// Files is every visible shot with its own bytes, as it is or would be served, the
// comparison sheet, and the upload when there is one.
func Files(shots []service.Shot, title string, upload *service.Picture) ([]File, error) {
	var files []File
	for _, s := range shots {
		if s.Visible() {
			files = append(files, File{FileName(s.Variant, s.Picture), s.Picture.Data})
		}
	}
	img, err := Compose(shots, title)
	if err != nil {
		return nil, err
	}
	data, err := picture.QuickPNG(img)
	if err != nil {
		return nil, err
	}
	files = append(files, File{Name, data})
	if upload != nil && len(shots) > 0 {
		files = append(files, File{UploadName(shots[0].Variant.Kind, *upload), upload.Data})
	}
	return files, nil
}
