package command

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"io"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/dghubble/oauth1"

	"masthead/app/desktop"
	"masthead/service"
	"masthead/service/draft"
	"masthead/service/picture"
	"masthead/service/sandbox"
)

// programEnv makes the test binary the program itself, so that what is looked at has
// the race detector in it.
const programEnv = "MASTHEAD_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if folder := os.Getenv(browserEnv); folder != "" {
		if err := browse(os.Args[1], folder); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	if os.Getenv(programEnv) != "" {
		os.Exit(Main("test", os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// real is a window on a real desktop, signed in to a sandbox that the test owns.
type real struct {
	*desktop.Desktop
	t      *testing.T
	ctx    context.Context
	window desktop.Window
	server *sandbox.Server
	other  *http.Client // another program with the same account's keys
}

// startReal opens the window at a scale, with masks off, and a picture as a draft where one
// is named.
func startReal(t *testing.T, d *desktop.Desktop, scale string, width, height int, image ...string) *real {
	t.Helper()
	server, err := sandbox.New(sandbox.Options{
		Delay: time.Second, Avatar: encode(t, scene(800, 800, 3)), Banner: encode(t, scene(1500, 500, 5)),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Listen(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	keys := server.Credentials()
	file := filepath.Join(t.TempDir(), "keys.json")
	data, err := json.Marshal(keys)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r := &real{Desktop: d, t: t, ctx: t.Context(), server: server}
	r.other = signedClient(server)
	// A test's context ends before its clean-up, and would kill what is to end by itself.
	program := d.Command(context.WithoutCancel(r.ctx), exe, append([]string{"--api", server.URL().String(), "--keys", file}, image...)...)
	program.Env = append(program.Env, programEnv+"=1", "FYNE_SCALE="+scale, "FYNE_THEME=dark")
	log := &bytes.Buffer{}
	program.Stdout, program.Stderr = log, log
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = program.Process.Signal(os.Interrupt)
		if err := program.Wait(); err != nil || log.Len() > 0 || t.Failed() { // it has nothing to say there
			t.Errorf("the program ended with %v and wrote:\n%s", err, log)
		}
	})
	r.window, err = d.FindWindow(r.ctx, "Masthead", 30*time.Second)
	r.check(err)
	r.check(d.Move(r.ctx, r.window, 0, 0))
	r.check(d.Resize(r.ctx, r.window, width, height))
	r.check(d.Key(r.ctx, r.window, "m", "m")) // Circle, Rounded, None
	return r
}

// signedClient is another program that signs as the sandbox's demo account.
func signedClient(server *sandbox.Server) *http.Client {
	keys := server.Credentials()
	return oauth1.NewConfig(keys.ConsumerKey, keys.ConsumerSecret).
		Client(oauth1.NoContext, oauth1.NewToken(keys.AccessToken, keys.AccessSecret))
}

func (r *real) check(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// get is what the other program is answered.
func (r *real) get(address string) []byte {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.ctx, http.MethodGet, address, nil)
	r.check(err)
	answer, err := r.other.Do(req)
	r.check(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 8<<20))
	r.check(err)
	if answer.StatusCode != http.StatusOK {
		r.t.Fatalf("%s answers %s", address, answer.Status)
	}
	return body
}

// avatarURL is what the account names now, to the other program.
func (r *real) avatarURL() string {
	r.t.Helper()
	var user struct {
		URL string `json:"profile_image_url_https"`
	}
	r.check(json.Unmarshal(r.get(r.server.URL().String()+"/1.1/account/verify_credentials.json"), &user))
	return user.URL
}

// served is every avatar variant with known pixels, as the other program gets it.
func (r *real) served() map[string]*image.RGBA {
	r.t.Helper()
	all := map[string]*image.RGBA{}
	normal := r.avatarURL()
	for _, v := range service.Variants(service.Avatar) {
		if !v.Sized() {
			continue
		}
		at, ok := service.AvatarURL(normal, v)
		if !ok {
			r.t.Fatalf("%s has no %s", normal, v.Name)
		}
		img, _, err := picture.Decode(r.ctx, r.get(at))
		r.check(err)
		all[v.Name] = img
	}
	return all
}

// sees waits until every picture stands on the screen bit for bit; where not all of them
// fit, the wall is scrolled.
func (r *real) sees(all map[string]*image.RGBA) {
	r.t.Helper()
	r.look(all, func(*image.RGBA) func(x, y int) bool { return nil })
}

// seesInside is sees for pictures cut to a circle: every pixel more than one inside it.
func (r *real) seesInside(all map[string]*image.RGBA) {
	r.t.Helper()
	r.look(all, func(img *image.RGBA) func(x, y int) bool {
		radius := float64(img.Rect.Dx()) / 2
		return func(x, y int) bool {
			return math.Hypot(float64(x)+0.5-radius, float64(y)+0.5-radius) < radius-1
		}
	})
}

// look is sees for the pixels that count; nil counts all.
func (r *real) look(all map[string]*image.RGBA, counting func(*image.RGBA) func(x, y int) bool) {
	r.t.Helper()
	_, _ = r.Xdotool(r.ctx, "mousemove", "300", "300", "click", "--repeat", "40", "--delay", "5", "4") // to the top
	missing := map[string]*image.RGBA{}
	for name, img := range all {
		missing[name] = img
	}
	seen := func() bool {
		shot, err := r.Screenshot(r.ctx)
		r.check(err)
		for name, img := range missing {
			if _, ok := desktop.FindWhere(shot, img, counting(img)); ok {
				delete(missing, name)
			}
		}
		return len(missing) == 0
	}
	err := desktop.Wait(r.ctx, 8*time.Second, seen)
	for range 12 {
		if err == nil {
			return
		}
		_, _ = r.Xdotool(r.ctx, "mousemove", "300", "300", "click", "5", "click", "5")
		err = desktop.Wait(r.ctx, 700*time.Millisecond, seen)
	}
	var names []string
	for name := range missing {
		names = append(names, name)
	}
	r.t.Fatalf("not on the screen bit for bit: %v", names)
}

// visible reports whether a picture stands on the screen now: not so while a question
// dims the window.
func (r *real) visible(img *image.RGBA) bool {
	r.t.Helper()
	shot, err := r.Screenshot(r.ctx)
	r.check(err)
	_, ok := desktop.Find(shot, img)
	return ok
}

// scene is a picture with detail at every scale, in a colour that tells it from others.
func scene(w, h int, seed float64) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			fx, fy := float64(x)/float64(w), float64(y)/float64(h)
			wave := math.Sin(fx*31*seed) * math.Cos(fy*17*seed)
			fine := math.Sin(float64(x)*0.9+seed) * math.Sin(float64(y)*1.1)
			img.SetRGBA(x, y, color.RGBA{
				uint8(120 + 60*wave + 30*fine), uint8(255 * fx), uint8(128 + 100*math.Sin(seed*(fx+fy))), 255,
			})
		}
	}
	return img
}

func encode(t *testing.T, img *image.RGBA) []byte {
	t.Helper()
	data, err := picture.EncodePNG(img)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// startDesktop starts a desktop of a size in pixels.
func startDesktop(t *testing.T, width, height int) *desktop.Desktop {
	t.Helper()
	d, err := desktop.Start(context.WithoutCancel(t.Context()), width, height, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

// TestTheWindowShowsEveryVariantBitForBit asks what the whole project stands on: what X
// serves and what is on the screen are the same pixels.
func TestTheWindowShowsEveryVariantBitForBit(t *testing.T) {
	d := startDesktop(t, 2700, 1800)
	for _, tt := range []struct {
		scale         string
		width, height int
	}{
		{"1", 1280, 820}, {"1.5", 1920, 1230}, {"2", 2560, 1640}, {"1", 1001, 700}, {"1.5", 1501, 1001}, {"2", 2001, 1401},
	} {
		t.Run(fmt.Sprintf("%s at %dx%d", tt.scale, tt.width, tt.height), func(t *testing.T) {
			r := startReal(t, d, tt.scale, tt.width, tt.height)
			r.sees(r.served())
			if tt.width > 1200 && tt.width%2 == 0 { // where nothing has to be scrolled
				r.check(d.Key(r.ctx, r.window, "m")) // Circle again
				r.seesInside(r.served())
			}
		})
	}
}

// magenta marks the middle of the picture that is dragged, so that its icon is found in
// the file manager's window.
var magenta = color.RGBA{255, 0, 255, 255}

// TestDragPublishConfirm is the main job by hand: a picture is dragged from a file
// manager, seen as it will be, published, and found live by another program.
func TestDragPublishConfirm(t *testing.T) {
	d := startDesktop(t, 2700, 1800)
	r := startReal(t, d, "1", 1280, 820)
	before := r.avatarURL()
	r.sees(r.served())

	folder := filepath.Join(t.TempDir(), "pictures")
	r.check(os.Mkdir(folder, 0o755))
	img := scene(900, 600, 9)
	for y := 200; y < 400; y++ {
		for x := 350; x < 550; x++ {
			img.SetRGBA(x, y, magenta)
		}
	}
	path := filepath.Join(folder, "new avatar.png")
	r.check(os.WriteFile(path, encode(t, img), 0o600))
	r.drag(folder)

	expected, err := draft.Open(t.Context(), path, service.Avatar)
	r.check(err)
	rendering, err := expected.Render(t.Context())
	r.check(err)
	forecast := map[string]*image.RGBA{}
	for _, s := range rendering.Shots {
		if s.Variant.Sized() {
			forecast[s.Variant.Name] = s.Pixels
		}
	}
	r.sees(forecast)

	r.check(r.Key(r.ctx, r.window, "Return")) // Publish
	r.check(desktop.Wait(r.ctx, time.Minute, func() bool { return !r.visible(forecast["400x400"]) }))
	r.replace(before)
	live := r.served()
	for name, img := range live {
		dB, err := picture.LumaPSNR(forecast[name], img)
		if err != nil || service.Judge(dB) != service.AsForecast {
			t.Errorf("%s is served %.1f dB from its forecast, %v", name, dB, err)
		}
	}
	r.sees(live)
	kept, err := filepath.Glob(filepath.Join(r.Home(), "data", "masthead", "history", "*", "*-avatar-*.png"))
	if err != nil || len(kept) != 1 {
		t.Errorf("kept %v, %v", kept, err)
	}
}

// replace presses the question's button once it takes a yes, and waits until the avatar is
// another one than before.
func (r *real) replace(before string) {
	r.t.Helper()
	r.check(desktop.Wait(r.ctx, time.Minute, func() bool {
		shot, err := r.Screenshot(r.ctx)
		r.check(err)
		_, ready := middleOf(shot, accent, shot.Rect)
		return ready
	}))
	r.check(r.Key(r.ctx, r.window, "Return"))
	r.check(desktop.Wait(r.ctx, 30*time.Second, func() bool { return r.avatarURL() != before }))
}

// drag opens a folder in a file manager and drags the one picture in it to the window.
func (r *real) drag(folder string) {
	r.t.Helper()
	manager := r.Command(r.ctx, "pcmanfm", "--no-desktop", folder)
	r.check(manager.Start())
	r.t.Cleanup(func() {
		_ = manager.Process.Kill()
		_ = manager.Wait()
	})
	window, err := r.FindWindow(r.ctx, "pictures", 20*time.Second)
	r.check(err)
	r.check(r.Move(r.ctx, window, 1400, 100))
	var at image.Point
	r.check(desktop.Wait(r.ctx, 20*time.Second, func() bool {
		shot, err := r.Screenshot(r.ctx)
		r.check(err)
		var found bool
		at, found = middleOf(shot, magenta, image.Rect(1300, 0, 2700, 1800))
		return found
	}))
	r.check(r.Drag(r.ctx, at.X, at.Y, 600, 400))
}

// middleOf is the middle of an area of a colour.
func middleOf(img *image.RGBA, c color.RGBA, in image.Rectangle) (image.Point, bool) {
	var sum image.Point
	n := 0
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			if img.RGBAAt(x, y) == c {
				sum = sum.Add(image.Pt(x, y))
				n++
			}
		}
	}
	if n < 20 {
		return image.Point{}, false
	}
	return sum.Div(n), true
}

func TestWithoutADisplayTheWindowSaysSo(t *testing.T) {
	t.Setenv("DISPLAY", ":"+strconv.Itoa(64_000))
	var out, errOut bytes.Buffer
	if status := Main("test", nil, nil, &out, &errOut); status != 1 {
		t.Errorf("exit status %d", status)
	}
	text := errOut.String()
	if bytes.Count(errOut.Bytes(), []byte("\n")) != 1 || !bytes.Contains(errOut.Bytes(), []byte("masthead render")) {
		t.Errorf("it says %q", text)
	}
}
