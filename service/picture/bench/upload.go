package main

import (
	"context"
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"strconv"

	"masthead/service"
	"masthead/service/picture"
)

// sent is the avatar's upload file as the engine chose it.
type sent struct {
	Format service.Format
	Bytes  int
	Why    string
}

// The files that a child leaves of an avatar.
const (
	pixelsFile = "avatar-pixels.png" // what was resampled, without loss
	uploadFile = "avatar-upload"     // what would be sent
)

// upload holds the avatar's upload file against the best JPEG that ImageMagick makes of
// the same pixels in no more bytes.
func (b *bench) upload(ctx context.Context, p subject) error {
	ours, _, err := ask[sent](ctx, jobUpload, p.path, b.scratch)
	if err != nil {
		return err
	}
	peer, quality, err := b.bestJPEG(ctx, min(ours.Bytes, service.Avatar.UploadLimit()-1))
	if err != nil {
		return err
	}
	pixels := filepath.Join(b.scratch, pixelsFile)
	alike, _, err := ask[[]float64](ctx, jobSimilar, pixels, filepath.Join(b.scratch, uploadFile), peer)
	if err != nil {
		return err
	}
	b.table.section("The avatar's upload, "+p.short(), "bytes", "SSIM")
	b.table.row(fmt.Sprintf("  Masthead: %s, %s", ours.Format, ours.Why), service.ByteCount(ours.Bytes), similarity(alike[0]))
	info, err := os.Stat(peer)
	if err != nil {
		return err
	}
	b.table.row(fmt.Sprintf("  ImageMagick: JPEG 4:4:4, quality %d", quality), service.ByteCount(int(info.Size())), similarity(alike[1]))
	b.goals = append(b.goals, atLeast("The avatar's upload beside ImageMagick's best JPEG, SSIM", "%.4f", alike[0], alike[1]))
	return nil
}

// bestJPEG has ImageMagick code the avatar's pixels at the highest quality that stays
// within a number of bytes.
func (b *bench) bestJPEG(ctx context.Context, limit int) (file string, quality int, err error) {
	file = filepath.Join(b.scratch, "avatar-magick.jpg")
	for quality = 100; quality > 0; quality-- {
		_, err := execute(ctx, nil, imageMagick(), filepath.Join(b.scratch, pixelsFile), "-strip",
			"-sampling-factor", "1x1", "-quality", strconv.Itoa(quality), file)
		if err != nil {
			return "", 0, err
		}
		info, err := os.Stat(file)
		if err != nil {
			return "", 0, err
		}
		if info.Size() <= int64(limit) {
			return file, quality, nil
		}
	}
	return "", 0, fmt.Errorf("ImageMagick makes no JPEG of %s or less", service.ByteCount(limit))
}

// prepare is the child's part: it leaves the avatar's pixels and its upload file.
func prepare(ctx context.Context, data []byte, folder string) (sent, error) {
	r, err := picture.Open(ctx, data)
	if err != nil {
		return sent{}, err
	}
	pixels, err := r.Upload(ctx, centred(r, service.Avatar), service.Avatar)
	if err != nil {
		return sent{}, err
	}
	pixels = picture.Flatten(pixels, color.White)
	lossless, err := picture.EncodePNG(pixels)
	if err != nil {
		return sent{}, err
	}
	if err := os.WriteFile(filepath.Join(folder, pixelsFile), lossless, 0o600); err != nil {
		return sent{}, err
	}
	chosen, err := picture.Encode(ctx, pixels, service.Avatar, color.White)
	if err != nil {
		return sent{}, err
	}
	err = os.WriteFile(filepath.Join(folder, uploadFile), chosen.Picture.Data, 0o600)
	return sent{chosen.Picture.Format, chosen.Picture.Bytes(), chosen.Why}, err
}

// similarities is the child's part: the SSIM of each file to the first picture.
func similarities(ctx context.Context, data []byte, files []string) ([]float64, error) {
	original, _, err := picture.Decode(ctx, data)
	if err != nil {
		return nil, err
	}
	var list []float64
	for _, file := range files {
		img, err := open(ctx, file)
		if err != nil {
			return nil, err
		}
		alike, err := picture.SSIM(original, img)
		if err != nil {
			return nil, err
		}
		list = append(list, alike)
	}
	return list, nil
}

func similarity(s float64) string { return fmt.Sprintf("%.4f", s) }
