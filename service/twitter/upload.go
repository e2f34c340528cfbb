package twitter

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"mime/multipart"
	"net/textproto"
	"net/url"
	"strings"

	"masthead/service"
)

// The calls that change pictures, relative to the base. API 2 has none.
const (
	pathSetAvatar    = "1.1/account/update_profile_image.json"
	pathSetBanner    = "1.1/account/update_profile_banner.json"
	pathRemoveBanner = "1.1/account/remove_profile_banner.json"
)

// formType must be exactly this, without a charset: only then is the body signed.
const formType = "application/x-www-form-urlencoded"

// UpdateAvatar uploads an avatar. X answers before it has processed the picture: that
// it is live shows only when the account is read again.
func (c *Client) UpdateAvatar(ctx context.Context, p service.Picture) error {
	return c.upload(ctx, "twitter.UpdateAvatar", pathSetAvatar, "image", service.Avatar, p)
}

// UpdateBanner uploads a banner. X answers 201 without a body, before it has processed
// the picture.
func (c *Client) UpdateBanner(ctx context.Context, p service.Picture) error {
	return c.upload(ctx, "twitter.UpdateBanner", pathSetBanner, "banner", service.Banner, p)
}

// RemoveBanner takes the banner away.
func (c *Client) RemoveBanner(ctx context.Context) error {
	return c.change(ctx, "twitter.RemoveBanner", pathRemoveBanner, "", nil)
}

// upload sends a picture's raw bytes as multipart and, once, as a signed form when the
// server does not find the picture in that. Nothing else is ever sent twice.
func (c *Client) upload(ctx context.Context, op, path, part string, k service.Kind, p service.Picture) error {
	if p.Bytes() == 0 {
		return service.Errorf(op, service.NotAPicture, "an empty picture")
	}
	contentType, body, err := multipartBody(part, k, p)
	if err != nil {
		return service.Errorf(op, service.Unknown, "write the body: %w", err)
	}
	err = c.change(ctx, op, path, contentType, body)
	if service.CodeOf(err) != service.MissingPart {
		return err
	}
	return c.change(ctx, op, path, formType, formBody(part, p))
}

// change is a post that also tells whether the plan allows changes.
func (c *Client) change(ctx context.Context, op, path, contentType string, body io.Reader) error {
	err := c.post(ctx, op, path, contentType, body)
	c.rememberWrite(err)
	return err
}

// multipartBody writes the picture with a file name and a type: some servers look for
// the one, some for the other.
func multipartBody(part string, k service.Kind, p service.Picture) (contentType string, body io.Reader, err error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	file, err := w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {fmt.Sprintf(`form-data; name="%s"; filename="%s%s"`, part, k, p.Format.Extension())},
		"Content-Type":        {p.Format.MediaType()},
	})
	if err != nil {
		return "", nil, err
	}
	if _, err := file.Write(p.Data); err != nil {
		return "", nil, err
	}
	if err := w.Close(); err != nil {
		return "", nil, err
	}
	return w.FormDataContentType(), bytes.NewReader(b.Bytes()), nil
}

// formBody writes the picture as plain base64, without line breaks, + as %2B.
func formBody(part string, p service.Picture) io.Reader {
	return strings.NewReader(url.Values{part: {base64.StdEncoding.EncodeToString(p.Data)}}.Encode())
}
