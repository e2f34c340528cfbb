package publish_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"masthead/service"
	"masthead/service/draft"
	"masthead/service/fetch"
	"masthead/service/history"
	"masthead/service/picture"
	"masthead/service/publish"
	"masthead/service/sandbox"
	"masthead/service/sandbox/sandboxtest"
	"masthead/service/session"
	"masthead/service/twitter"
)

type engine struct{}

func (engine) DecodeWithin(ctx context.Context, data []byte, most image.Point) (*image.RGBA, service.Picture, error) {
	return picture.DecodeWithin(ctx, data, most)
}
func (engine) LumaPSNR(a, b *image.RGBA) (float64, error) { return picture.LumaPSNR(a, b) }

// house is the whole way from a publisher to the sandbox, without a socket, so that time
// is virtual.
type house struct {
	server    *sandbox.Server
	api       *twitter.Client
	images    *fetch.Fetcher
	history   *history.Store
	publisher *publish.Publisher
}

func newHouse(t *testing.T, delay time.Duration, faults string) *house {
	t.Helper()
	parsed, err := sandbox.ParseFaults(faults)
	if err != nil {
		t.Fatal(err)
	}
	base := &url.URL{Scheme: "http", Host: "127.0.0.1:8080"}
	server, err := sandbox.New(sandbox.Options{PublicURL: base, Delay: delay, Faults: parsed, Now: time.Now, Avatar: encoded(), Banner: strip()})
	if err != nil {
		t.Fatal(err)
	}
	keys, network := server.Credentials(), sandboxtest.Transport(server)
	signer, err := session.New(session.Params{
		Base: base, Transport: network, Now: time.Now,
		Credentials: session.Credentials{
			ConsumerKey: keys.ConsumerKey, ConsumerSecret: keys.ConsumerSecret,
			Token: keys.AccessToken, TokenSecret: keys.AccessSecret,
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{
		server: server, api: twitter.New(base, signer, time.Now), history: history.New(t.TempDir()),
		images: fetch.New(fetch.Params{Transport: network, Loopback: base, Now: time.Now}),
	}
	h.publisher = publish.New(h.api, h.images, h.history, engine{}, time.Now)
	t.Cleanup(func() { sandboxtest.MetAll(t, server) })
	return h
}

// me reads the demo account.
func (h *house) me(t *testing.T) service.Account {
	t.Helper()
	a, err := h.api.Me(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// scene is a picture with something at every scale, so that a PSNR means something.
func scene(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			fx, fy := float64(x)/float64(w), float64(y)/float64(h)
			wave := math.Sin(fx*40)*math.Cos(fy*23) + math.Sin((fx+fy)*9)
			img.SetRGBA(x, y, color.RGBA{uint8(128 + 60*wave), uint8(255 * fx), uint8(200 * fy), 255})
		}
	}
	return img
}

// encoded are the demo account's pictures, and drawn a draft's rendering for each tab.
// They are made once, outside of virtual time: with the race detector it takes seconds.
var (
	encoded = sync.OnceValue(func() []byte {
		data, err := picture.EncodePNG(scene(1200, 400))
		if err != nil {
			panic(err)
		}
		return data
	})
	// strip is the same as a JPEG: with the race detector the sandbox takes seconds to
	// compress a banner's sizes as PNGs.
	strip = sync.OnceValue(func() []byte {
		var data bytes.Buffer
		if err := jpeg.Encode(&data, scene(1200, 400), &jpeg.Options{Quality: 95}); err != nil {
			panic(err)
		}
		return data.Bytes()
	})
	drawn = [2]func() draft.Rendering{
		sync.OnceValue(func() draft.Rendering { return render(service.Avatar) }),
		sync.OnceValue(func() draft.Rendering { return render(service.Banner) }),
	}
)

func render(k service.Kind) draft.Rendering {
	d, err := draft.FromBytes(context.Background(), "scene.png", encoded(), k)
	if err != nil {
		panic(err)
	}
	r, err := d.Render(context.Background())
	if err != nil {
		panic(err)
	}
	return r
}

func TestMain(m *testing.M) {
	strip()
	for _, k := range service.Kinds {
		drawn[k]()
	}
	os.Exit(m.Run())
}

// request is a draft, ready to publish.
func request(a service.Account, k service.Kind) publish.Request {
	r := drawn[k]()
	return publish.Request{Account: a, Kind: k, Upload: r.Upload.Picture, Forecast: slices.Clone(r.Shots)}
}

// steps collects a publishing's progress.
type steps struct {
	mu  sync.Mutex
	all []service.Step
}

func (s *steps) add(step service.Step) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = append(s.all, step)
}

func (s *steps) stages() []service.Stage {
	var list []service.Stage
	for _, step := range s.all {
		list = append(list, step.Stage)
	}
	return slices.Compact(list)
}

func TestPublishIsProvedSizeBySize(t *testing.T) {
	for _, k := range service.Kinds {
		t.Run(k.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHouse(t, 7*time.Second, "")
				before := h.me(t)
				r := request(before, k)
				var seen steps
				receipt, err := h.publisher.Publish(t.Context(), r, seen.add)
				if err != nil {
					t.Fatal(err)
				}
				if receipt.Outcome != service.AsForecast {
					for _, s := range receipt.Sizes {
						t.Logf("%s: %.1f dB, %v", s.Shot.Variant.Name, s.DB, s.Shot.Err)
					}
					t.Fatalf("the outcome is %v", receipt.Outcome)
				}
				if receipt.NewURL == before.PictureURL(k) || receipt.NewURL != h.me(t).PictureURL(k) {
					t.Errorf("old %s, new %s", receipt.OldURL, receipt.NewURL)
				}
				if len(receipt.Sizes) != len(service.Variants(k)) {
					t.Errorf("%d sizes were looked at", len(receipt.Sizes))
				}
				want := []service.Stage{service.Keeping, service.Sending, service.Processing, service.Verifying, service.Finished}
				if got := seen.stages(); !slices.Equal(got, want) {
					t.Errorf("stages %v, want %v", got, want)
				}
				// 7 s of processing are seen by the read after 10 s, the second one.
				if receipt.Reads != 2 || receipt.Took < 10*time.Second || receipt.Took > 11*time.Second {
					t.Errorf("%d reads in %v", receipt.Reads, receipt.Took)
				}
				isOriginal(t, receipt, k)
				entries, err := h.history.Entries(before)
				if err != nil || len(entries) != 1 || entries[0].Outcome != "as forecast" {
					t.Errorf("journal %v, %v", entries, err)
				}
			})
		})
	}
}

// isOriginal fails the test unless what a receipt leads back to is the demo account's
// first picture: the avatar byte for byte, as X serves it; the banner as X cuts it.
func isOriginal(t *testing.T, r service.Receipt, k service.Kind) {
	t.Helper()
	kept, err := os.ReadFile(r.KeptFile)
	if err != nil {
		t.Errorf("kept %q: %v", r.KeptFile, err)
		return
	}
	if k == service.Avatar {
		if !bytes.Equal(kept, encoded()) {
			t.Errorf("%s is another picture than the original", r.KeptFile)
		}
		return
	}
	pixels, _, err := picture.Decode(t.Context(), kept)
	if err != nil {
		t.Fatal(err)
	}
	if dB, err := picture.LumaPSNR(pixels, banner()); err != nil || dB < 30 {
		t.Errorf("%s is %.1f dB from the original (%v)", r.KeptFile, dB, err)
	}
}

// banner is the demo account's banner at 1500x500.
var banner = sync.OnceValue(func() *image.RGBA {
	p, err := picture.Inspect(strip())
	if err != nil {
		panic(err)
	}
	v, _ := service.VariantNamed(service.Banner, "1500x500")
	shots, err := picture.Forecast(context.Background(), p, []service.Variant{v})
	if err != nil {
		panic(err)
	}
	return shots[0].Pixels
})

func TestSentBytesAreReported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, 0, "")
		r := request(h.me(t), service.Avatar)
		var seen steps
		if _, err := h.publisher.Publish(t.Context(), r, seen.add); err != nil {
			t.Fatal(err)
		}
		var last service.Step
		for _, s := range seen.all {
			if s.Stage == service.Sending {
				if s.Sent < last.Sent {
					t.Errorf("sent went back from %d to %d", last.Sent, s.Sent)
				}
				last = s
			}
		}
		if last.Sent != last.Total || last.Total < int64(r.Upload.Bytes()) {
			t.Errorf("the last word was %d of %d bytes, for an upload of %d", last.Sent, last.Total, r.Upload.Bytes())
		}
	})
}

func TestRefusalsChangeNothing(t *testing.T) {
	for fault, code := range map[string]service.Code{
		"update_profile_image:403/453": service.PlanRefuses,
		"update_profile_image:403/326": service.Locked,
		"update_profile_image:401/89":  service.SignedOut,
		"update_profile_image:403/261": service.ReadOnly,
		"update_profile_image:429":     service.RateLimited,
		"image:503":                    service.Overloaded, // what is there cannot be kept, so nothing is sent
	} {
		t.Run(fault, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHouse(t, 0, "")
				before := h.me(t)
				r := request(before, service.Avatar)
				h.faults(t, fault)
				receipt, err := h.publisher.Publish(t.Context(), r, func(service.Step) {})
				if service.CodeOf(err) != code {
					t.Errorf("got %v, want %s", err, code)
				}
				h.faults(t, "")
				time.Sleep(time.Minute) // virtual: whatever would be processed is by now
				if got := h.me(t).AvatarURL; got != before.AvatarURL {
					t.Errorf("the avatar was replaced by %s", got)
				}
				if !receipt.LiveAt.IsZero() || receipt.Sizes != nil {
					t.Errorf("the receipt claims %+v", receipt)
				}
			})
		})
	}
}

func TestNoChangeInTwoMinutesIsNotSuccess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, 10*time.Minute, "")
		before := h.me(t)
		r := request(before, service.Avatar)
		start := time.Now()
		receipt, err := h.publisher.Publish(t.Context(), r, func(service.Step) {})
		if err != nil || receipt.Outcome != service.Unconfirmed || receipt.Reads != 6 {
			t.Fatalf("%v after %d reads, %v", receipt.Outcome, receipt.Reads, err)
		}
		if waited := time.Since(start); waited > 2*time.Minute {
			t.Errorf("it waited %v", waited)
		}
		again, err := h.publisher.Confirm(t.Context(), receipt, r.Forecast)
		if err != nil || again.Outcome != service.Unconfirmed {
			t.Errorf("looking again too early gave %v, %v", again.Outcome, err)
		}
		time.Sleep(10 * time.Minute) // virtual
		again, err = h.publisher.Confirm(t.Context(), receipt, r.Forecast)
		if err != nil || again.Outcome != service.AsForecast {
			t.Errorf("looking again later gave %v, %v", again.Outcome, err)
		}
	})
}

func TestStopWaitingIsUnconfirmed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, time.Minute, "")
		ctx, stop := context.WithCancel(t.Context())
		receipt, err := h.publisher.Publish(ctx, request(h.me(t), service.Avatar), func(s service.Step) {
			if s.Stage == service.Processing {
				stop()
			}
		})
		if err != nil || service.CodeOf(receipt.ReadErr) != service.Canceled || receipt.Outcome != service.Unconfirmed || receipt.SentAt.IsZero() {
			t.Errorf("got %v, %v, stopped by %v", receipt.Outcome, err, receipt.ReadErr)
		}
	})
}

func TestCancelBeforeSendingSendsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, 0, "")
		before := h.me(t)
		r := request(before, service.Avatar)
		ctx, stop := context.WithCancel(t.Context())
		_, err := h.publisher.Publish(ctx, r, func(s service.Step) {
			if s.Stage == service.Keeping {
				stop()
			}
		})
		if service.CodeOf(err) != service.Canceled {
			t.Errorf("got %v, want Canceled", err)
		}
		time.Sleep(time.Minute) // virtual
		if h.me(t).AvatarURL != before.AvatarURL {
			t.Error("the avatar was replaced all the same")
		}
	})
}

func TestAnAnswerLostAfterSendingIsLookedInto(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, 3*time.Second, "")
		r := request(h.me(t), service.Avatar)
		lost := &loseAnswer{API: h.api}
		p := publish.New(lost, h.images, h.history, engine{}, time.Now)
		receipt, err := p.Publish(t.Context(), r, func(service.Step) {})
		if err != nil || receipt.Outcome != service.AsForecast {
			t.Errorf("got %v, %v; the picture is live all the same", receipt.Outcome, err)
		}
	})
}

// loseAnswer sends, and then loses the connection before the answer.
type loseAnswer struct{ publish.API }

func (l *loseAnswer) UpdateAvatar(ctx context.Context, p service.Picture) error {
	if err := l.API.UpdateAvatar(ctx, p); err != nil {
		return err
	}
	return service.Errorf("test", service.Offline, "the connection was reset")
}

func TestAnotherPictureIsFoundOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, 0, "")
		r := request(h.me(t), service.Avatar)
		for i, s := range r.Forecast { // as if X had served something else
			inverted := image.NewRGBA(s.Pixels.Rect)
			for j := range inverted.Pix {
				inverted.Pix[j] = 255 - s.Pixels.Pix[j]
				if j%4 == 3 {
					inverted.Pix[j] = 255
				}
			}
			r.Forecast[i].Pixels = inverted
		}
		receipt, err := h.publisher.Publish(t.Context(), r, func(service.Step) {})
		if err != nil || receipt.Outcome != service.Another {
			t.Errorf("got %v, %v", receipt.Outcome, err)
		}
	})
}

func TestRemoveBanner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, 4*time.Second, "")
		before := h.me(t)
		receipt, err := h.publisher.RemoveBanner(t.Context(), publish.Request{Account: before}, func(service.Step) {})
		if err != nil || receipt.Outcome != service.Removed {
			t.Fatalf("got %v, %v", receipt.Outcome, err)
		}
		if h.me(t).BannerURL != "" {
			t.Error("the banner is still there")
		}
		isOriginal(t, receipt, service.Banner)
		kept, err := os.ReadFile(receipt.KeptFile)
		if err != nil {
			t.Fatal(err)
		}
		// And back: the kept file is a picture like any other.
		back, err := draft.FromBytes(t.Context(), "kept", kept, service.Banner)
		if err != nil {
			t.Fatal(err)
		}
		r, err := back.Render(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		receipt, err = h.publisher.Publish(t.Context(), publish.Request{
			Account: receipt.Account, Kind: service.Banner, Upload: r.Upload.Picture, Forecast: r.Shots,
		}, func(service.Step) {})
		if err != nil || receipt.Outcome != service.AsForecast || receipt.KeptFile != "" {
			t.Errorf("restoring gave %v, kept %q, %v", receipt.Outcome, receipt.KeptFile, err)
		}
	})
}

func TestRemovingWhatIsGoneAlreadyIsDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, 0, "")
		before := h.me(t)
		if err := h.api.RemoveBanner(t.Context()); err != nil { // from elsewhere
			t.Fatal(err)
		}
		receipt, err := h.publisher.RemoveBanner(t.Context(), publish.Request{Account: before}, func(service.Step) {})
		if err != nil || receipt.Outcome != service.Removed || receipt.Reads != 0 {
			t.Errorf("got %v after %d reads, %v", receipt.Outcome, receipt.Reads, err)
		}
	})
}

func TestARemovalWhoseAnswerIsLostIsLookedInto(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, 0, "remove_profile_banner:lose")
		receipt, err := h.publisher.RemoveBanner(t.Context(), publish.Request{Account: h.me(t)}, func(service.Step) {})
		if err != nil || receipt.Outcome != service.Removed {
			t.Errorf("got %v, %v; the banner is gone all the same", receipt.Outcome, err)
		}
	})
}

func TestADamagedOriginalIsKeptInTheNextSize(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, 0, "")
		r := request(h.me(t), service.Avatar)
		for _, tt := range []struct {
			fault string
			code  service.Code
		}{{"avatar:truncate*1", ""}, {"avatar:truncate", service.NotKept}} {
			h.faults(t, tt.fault)
			receipt, err := h.publisher.Publish(t.Context(), r, func(service.Step) {})
			if service.CodeOf(err) != tt.code || (receipt.KeptFile != "") != (tt.code == "") {
				t.Errorf("%s: kept %q, %v", tt.fault, receipt.KeptFile, err)
			}
		}
	})
}

func TestWhatIsKeptIsWhatXServedLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, 0, "")
		stale := h.me(t)
		first := request(stale, service.Avatar)
		if _, err := h.publisher.Publish(t.Context(), first, func(service.Step) {}); err != nil {
			t.Fatal(err)
		}
		// The account as the caller knows it is stale now; what is kept must not be.
		receipt, err := h.publisher.Publish(t.Context(), first, func(service.Step) {})
		if err != nil {
			t.Fatal(err)
		}
		kept, err := os.ReadFile(receipt.KeptFile)
		if err != nil || !bytes.Equal(kept, first.Upload.Data) {
			t.Errorf("what was kept is not what was live (%v)", err)
		}
		if !strings.HasSuffix(receipt.KeptFile, ".png") {
			t.Errorf("kept as %s", receipt.KeptFile)
		}
	})
}
