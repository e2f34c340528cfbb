package wall

import (
	"bufio"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"masthead/app/desktop"
	"masthead/widgets"
	"masthead/widgets/look"
	"masthead/widgets/pixel"
)

// programEnv makes the test binary the program that is looked at, with a mask's number
// as its value.
const programEnv = "MASTHEAD_TEST_WALL"

func TestMain(m *testing.M) {
	if mask := os.Getenv(programEnv); mask != "" {
		showWall(pixel.Mask(mask[0] - '0'))
		return
	}
	os.Exit(m.Run())
}

var sides = []int{24, 48, 73, 96, 128, 200, 400}

// noise has no two rows or columns alike, so that one that is lost or doubled shows.
func noise(side int) *image.RGBA {
	r := rand.New(rand.NewPCG(uint64(side), 7))
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			v := r.Uint32()
			img.SetRGBA(x, y, color.RGBA{uint8(v), uint8(v >> 8), uint8(v >> 16), 0xFF})
		}
	}
	return img
}

// seen is a picture that is whole in sight, and where its middle is in the window, in
// device pixels.
type (
	size struct{ Side, Zoom int }
	seen struct {
		size
		X, Y int
	}
)

// offsets are where the wall is scrolled to, one after the other: odd on purpose.
var offsets = []float32{0, 7.25, 155.55, 503}

// showWall is the program. Key n scrolls to the next offset, z to the next zoom; each
// prints what is then whole in sight.
func showWall(mask pixel.Mask) {
	a := app.NewWithID("app.masthead.test")
	a.Settings().SetTheme(look.New(look.Dark))
	w := a.NewWindow("wall under test")
	w.SetPadded(false)
	wall := NewWall(AvatarPad)
	view := View{Backdrop: Dim, Mask: mask}
	wall.SetView(view)
	var tiles []Tile
	for _, side := range sides {
		tiles = append(tiles, Tile{
			Name: fmt.Sprintf("%d×%d", side, side), Dimensions: "noise", Image: noise(side), Caption: "PNG",
		})
	}
	wall.Set(tiles...)
	bar := widgets.NewStatusBar("a line")
	w.SetContent(widgets.NewDock(widgets.NewTabStrip(nil, "One", "Two"), bar, nil, nil, wall))
	w.Resize(fyne.NewSize(700, 500))
	at := 0
	w.Canvas().SetOnTypedRune(func(char rune) {
		switch char {
		case 'n':
			at = (at + 1) % len(offsets)
		case 'z':
			view.Zoom = (view.Zoom + 1) % (pixel.Four + 1)
			wall.SetView(view)
			at = 0
		}
		wall.ScrollTo(fyne.NewPos(offsets[at]/3, offsets[at]))
		_ = json.NewEncoder(os.Stdout).Encode(wholeInSight(wall)) // the test misses it if it is lost
	})
	w.ShowAndRun()
}

func wholeInSight(wall *Wall) []seen {
	driver := fyne.CurrentApp().Driver()
	canvas := driver.CanvasForObject(wall)
	whole := []seen{}
	start := driver.AbsolutePositionForObject(wall.scroll).AddXY(1, 1)
	end := start.Add(wall.scroll.Size()).SubtractXY(2, 2)
	for i, f := range wall.layout.frames {
		view := f.made.first
		at := driver.AbsolutePositionForObject(view)
		far := at.Add(view.Size())
		if at.X >= start.X && at.Y >= start.Y && far.X <= end.X && far.Y <= end.Y {
			middle := at.AddXY(view.Size().Width/2, view.Size().Height/2)
			x, y := canvas.PixelCoordinateForPosition(middle)
			whole = append(whole, seen{size{sides[i], 1 << int(f.view.Zoom)}, x, y})
		}
	}
	return whole
}

// TestExactPixels looks at a real window: every picture that is whole in sight must be
// found in the screenshot bit for bit.
func TestExactPixels(t *testing.T) {
	d, err := desktop.Start(t.Context(), 1300, 1320, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	odd, large := image.Pt(1001, 700), image.Pt(1283, 1239)
	for _, scale := range []string{"1", "1.25", "1.5", "2"} {
		t.Run(scale, func(t *testing.T) { lookAtWall(t, d, scale, pixel.None, 1, odd, large) })
	}
	t.Run("zoomed", func(t *testing.T) { lookAtWall(t, d, "1.5", pixel.None, 3, odd) })
	t.Run("circle", func(t *testing.T) { lookAtWall(t, d, "1.5", pixel.Circle, 1, odd) })
}

func lookAtWall(t *testing.T, d *desktop.Desktop, scale string, mask pixel.Mask, zooms int, sizes ...image.Point) {
	ctx := t.Context()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := d.Command(ctx, exe)
	program.Env = append(program.Env, programEnv+"="+fmt.Sprint(int(mask)), "FYNE_SCALE="+scale)
	program.Stderr = os.Stderr
	out, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = program.Process.Kill()
		_ = program.Wait()
	}()
	window, err := d.FindWindow(ctx, "wall under test", 20*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Move(ctx, window, 0, 0); err != nil {
		t.Fatal(err)
	}
	wanted := map[size]*image.RGBA{}
	lines := bufio.NewReader(io.LimitReader(out, 1<<20))
	found := map[size]int{}
	for _, size := range sizes {
		if err := d.Resize(ctx, window, size.X, size.Y); err != nil {
			t.Fatal(err)
		}
		for range zooms {
			for range offsets {
				lookOnce(t, d, window, lines, mask, wanted, found)
			}
			if zooms > 1 {
				pressed(t, d, window, lines, "z")
			}
		}
	}
	for _, side := range sides {
		if len(sizes) > 1 && found[size{side, 1}] == 0 {
			t.Errorf("%d px was never whole in sight", side)
		}
	}
	t.Logf("scale %s: %v", scale, found)
}

// pressed presses a key and returns what the program says is in sight.
func pressed(t *testing.T, d *desktop.Desktop, w desktop.Window, lines *bufio.Reader, key string) []seen {
	t.Helper()
	if err := d.Key(t.Context(), w, key); err != nil {
		t.Fatal(err)
	}
	line, err := lines.ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	var whole []seen
	if err := json.Unmarshal(line, &whole); err != nil {
		t.Fatal(err)
	}
	return whole
}

func lookOnce(t *testing.T, d *desktop.Desktop, w desktop.Window, lines *bufio.Reader, mask pixel.Mask, wanted map[size]*image.RGBA, found map[size]int) {
	t.Helper()
	whole := pressed(t, d, w, lines, "n")
	left, above, err := d.Origin(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	var missing []seen
	err = desktop.Wait(t.Context(), 10*time.Second, func() bool {
		shot, err := d.Screenshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		missing = missing[:0]
		for _, s := range whole {
			if wanted[s.size] == nil {
				wanted[s.size] = enlarged(noise(s.Side), s.Zoom)
			}
			room := image.Rect(-3, -3, 3, 3).Add(image.Pt(left+s.X, above+s.Y)).Inset(-s.Side * s.Zoom / 2)
			near := shot.SubImage(room).(*image.RGBA)
			if _, ok := desktop.FindWhere(near, wanted[s.size], inside(mask, s.Side)); !ok {
				missing = append(missing, s)
			}
		}
		return len(missing) == 0
	})
	if err != nil {
		t.Errorf("not on the screen bit for bit: %v", missing)
	}
	for _, s := range whole {
		found[s.size]++
	}
}

func enlarged(img *image.RGBA, zoom int) *image.RGBA {
	if zoom == 1 {
		return img
	}
	side := img.Rect.Dx() * zoom
	big := image.NewRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			big.SetRGBA(x, y, img.RGBAAt(x/zoom, y/zoom))
		}
	}
	return big
}

// inside tells which pixels lie more than one pixel inside a mask.
func inside(mask pixel.Mask, side int) func(x, y int) bool {
	if mask == pixel.None {
		return nil
	}
	r := float64(side) / 2
	return func(x, y int) bool { return math.Hypot(float64(x)+0.5-r, float64(y)+0.5-r) < r-1 }
}
