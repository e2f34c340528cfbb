package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"masthead/service"
)

// TestMain lets the test binary stand in for the program: a child of it does its job.
func TestMain(m *testing.M) {
	if len(os.Args) > 3 && os.Args[1] == jobCommand {
		if err := answer(context.Background(), os.Stdout, os.Args[2], os.Args[3:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Setenv("GORACE", "atexit_sleep_ms=0") // or each child that is built with -race ends a second late
	os.Exit(m.Run())
}

// file writes a small picture and returns its path.
func file(t *testing.T, w, h int) string {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = uint8(i / 7)
	}
	var data bytes.Buffer
	if err := jpeg.Encode(&data, img, nil); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "picture.jpg")
	if err := os.WriteFile(path, data.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestAChildDoesTheTimedJobs leaves out the naive way to all sizes, which differs from
// that to the avatars by its time alone.
func TestAChildDoesTheTimedJobs(t *testing.T) {
	path := file(t, 320, 240)
	for _, job := range []string{jobAll, jobAvatars, jobForecast, jobNaiveAvatars} {
		alone, took, err := ask[spent](t.Context(), job, path)
		if err != nil {
			t.Errorf("%s: %v", job, err)
		} else if alone.Took <= 0 || alone.Took >= took.whole {
			t.Errorf("%s took %v in a process of %v", job, alone.Took, took.whole)
		}
	}
}

func TestAChildKnowsThePicture(t *testing.T) {
	f, took, err := ask[facts](t.Context(), jobInspect, file(t, 320, 240))
	if err != nil {
		t.Fatal(err)
	}
	if f.Format != service.JPEG || f.Width != 320 || f.Height != 240 || !strings.HasPrefix(f.Text, "JPEG 320 × 240, ") {
		t.Errorf("%+v", f)
	}
	if took.peak != 0 && (took.peak < 1<<20 || took.peak > 1<<30) {
		t.Errorf("a peak of %d bytes", took.peak)
	}
}

func TestAChildSaysWhyNot(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none.jpg")
	if _, _, err := ask[spent](t.Context(), jobAll, path); err == nil || !strings.Contains(err.Error(), "none.jpg") {
		t.Errorf("no file: %v", err)
	}
	if _, _, err := ask[spent](t.Context(), "juggle", file(t, 8, 8)); err == nil || !strings.Contains(err.Error(), "juggle") {
		t.Errorf("no such job: %v", err)
	}
	if _, err := execute(t.Context(), nil, "masthead-has-no-such-program"); err == nil || err.Error() != "masthead-has-no-such-program is not installed" {
		t.Errorf("no program: %v", err)
	}
}

// TestAPictureIsItsOwnBestResult: held against themselves, pixels have no flaw, and what
// the engine makes of a picture at its own size are its pixels.
func TestAPictureIsItsOwnBestResult(t *testing.T) {
	path := file(t, 64, 48)
	list, _, err := ask[[]comparison](t.Context(), jobFidelity, path, path)
	if err != nil {
		t.Fatal(err)
	}
	if want := (comparison{image.Pt(64, 48), likeness{99, 99}, likeness{99, 99}}); len(list) != 1 || list[0] != want {
		t.Errorf("%+v", list)
	}
	alike, _, err := ask[[]float64](t.Context(), jobSimilar, path, path)
	if err != nil || len(alike) != 1 || alike[0] != 1 {
		t.Errorf("SSIM %v, %v", alike, err)
	}
}

func TestTheUploadIsLeftForOthers(t *testing.T) {
	folder := t.TempDir()
	got, _, err := ask[sent](t.Context(), jobUpload, file(t, 500, 450), folder)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(folder, uploadFile))
	if err != nil || info.Size() != int64(got.Bytes) || got.Format == "" || got.Why == "" {
		t.Errorf("%+v, %v", got, err)
	}
	if f, _, err := ask[facts](t.Context(), jobInspect, filepath.Join(folder, pixelsFile)); err != nil || f.Width != 400 || f.Height != 400 {
		t.Errorf("the pixels: %+v, %v", f, err)
	}
}

func TestDraggingIsMeasuredForBothKinds(t *testing.T) {
	paces, _, err := ask[[]pace](t.Context(), jobSteps, file(t, 96, 80), "8")
	if err != nil || len(paces) != len(dragged) {
		t.Fatalf("%v, %v", paces, err)
	}
	for _, p := range paces {
		if p.First <= 0 || p.P50 <= 0 || p.P95 < p.P50 || p.Slowest < p.P95 {
			t.Errorf("%+v", p)
		}
	}
}

// TestTheTourStaysInside: every crop has the kind's shape and lies in the picture, and
// the way really pans and zooms.
func TestTheTourStaysInside(t *testing.T) {
	for _, k := range service.Kinds {
		crops := tour(service.Picture{Width: 6000, Height: 4000}, k, tourSteps)
		bounds, all := image.Rect(0, 0, 6000, 4000), image.Rectangle{}
		narrowest, widest := 6000, 0
		for i, c := range crops {
			aspectW, aspectH := k.Aspect()
			if c.Empty() || !c.In(bounds) || max(c.Dx()*aspectH-c.Dy()*aspectW, c.Dy()*aspectW-c.Dx()*aspectH) > aspectW {
				t.Fatalf("%v, step %d: %v", k, i, c)
			}
			all = all.Union(c)
			narrowest, widest = min(narrowest, c.Dx()), max(widest, c.Dx())
		}
		if len(crops) < 300 || widest < 4*narrowest || all.Dx() < 5000 || all.Dy() < 3500 {
			t.Errorf("%v: %d steps from %d to %d pixels wide, over %v", k, len(crops), narrowest, widest, all)
		}
	}
}

func TestRepliesAreJSON(t *testing.T) {
	var out bytes.Buffer
	if err := answer(t.Context(), &out, jobInspect, []string{file(t, 8, 8)}); err != nil {
		t.Fatal(err)
	}
	var r reply
	if err := json.Unmarshal(out.Bytes(), &r); err != nil || r.Error != "" || len(r.Answer) == 0 {
		t.Errorf("%s: %v", out.String(), err)
	}
}

func TestSeventeenSizes(t *testing.T) {
	avatars, banners := sizes(service.Avatar, 1), sizes(service.Banner, 1)
	if len(avatars) != 7 || len(banners) != 10 {
		t.Errorf("%d avatars and %d banners", len(avatars), len(banners))
	}
	if halves := sizes(service.Banner, 2); !slices.Contains(halves, image.Pt(750, 250)) {
		t.Errorf("at half: %v", halves)
	}
}
