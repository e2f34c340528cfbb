package sheet

import (
	"fmt"

	"masthead/service"
)

// FileName names the file of one size by what is in it: "avatar-normal-48x48.png",
// "banner-web-520x260.jpg". Names that only the server gives are made safe for a file
// system.
func FileName(v service.Variant, p service.Picture) string {
	name := []byte(v.Name)
	for i, c := range name {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_', c == '-':
		default:
			name[i] = '_'
		}
	}
	return fmt.Sprintf("%s-%s-%dx%d%s", v.Kind, name[:min(len(name), 64)], p.Width, p.Height, p.Format.Extension())
}
