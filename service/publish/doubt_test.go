package publish_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"masthead/service"
	"masthead/service/publish"
	"masthead/service/sandbox"
	"masthead/service/sandbox/sandboxtest"
)

// counting counts the calls that change something.
type counting struct {
	publish.API
	sent int
}

func (c *counting) UpdateAvatar(ctx context.Context, p service.Picture) error {
	c.sent++
	return c.API.UpdateAvatar(ctx, p)
}

func (c *counting) UpdateBanner(ctx context.Context, p service.Picture) error {
	c.sent++
	return c.API.UpdateBanner(ctx, p)
}

func (c *counting) RemoveBanner(ctx context.Context) error {
	c.sent++
	return c.API.RemoveBanner(ctx)
}

// faults changes what the sandbox does wrong, after what was set before has met something.
func (h *house) faults(t *testing.T, spec string) {
	t.Helper()
	parsed, err := sandbox.ParseFaults(spec)
	if err != nil {
		t.Fatal(err)
	}
	sandboxtest.MetAll(t, h.server)
	h.server.SetFaults(parsed...)
}

// deed is something that can be published: its call, and how it is done.
type deed struct {
	kind service.Kind
	call string
	do   func(*publish.Publisher, context.Context, publish.Request) (service.Receipt, error)
}

func nothing(service.Step) {}

func deeds() map[string]deed {
	replace := func(p *publish.Publisher, ctx context.Context, r publish.Request) (service.Receipt, error) {
		return p.Publish(ctx, r, nothing)
	}
	return map[string]deed{
		"an avatar": {service.Avatar, "update_profile_image", replace},
		"a banner":  {service.Banner, "update_profile_banner", replace},
		"a removal": {service.Banner, "remove_profile_banner", func(p *publish.Publisher, ctx context.Context, r publish.Request) (service.Receipt, error) {
			return p.RemoveBanner(ctx, r, nothing)
		}},
	}
}

// Whatever X answers, and whether it did the work or not: what may have arrived is looked
// up before anything is claimed, and a second try leads back to the true original and
// sends nothing that is live already.
func TestEveryStatusWorkDoneAndNotDone(t *testing.T) {
	statuses := map[string]bool{ // whether it leaves in doubt what was done
		"400/38": false, "401/89": false, "403/453": false, "404": false, "422": false, "429": false, "408": true, "500": true, "502/html": true, "503/empty": true, "504": true, "524": true,
	}
	for name, d := range deeds() {
		for status, doubtful := range statuses {
			if d.kind == service.Banner && status != "422" && status != "504" {
				continue // what X says is read alike, whatever was sent
			}
			for _, done := range []bool{true, false} {
				t.Run(fmt.Sprintf("%s, %s, done %v", name, status, done), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) { meet(t, d, status, doubtful, done) })
				})
			}
		}
	}
}

func meet(t *testing.T, d deed, status string, doubtful, done bool) {
	h := newHouse(t, 3*time.Second, "")
	api := &counting{API: h.api}
	p := publish.New(api, h.images, h.history, engine{}, time.Now)
	before := h.me(t)
	r := request(before, d.kind)
	r.Forecast = slices.DeleteFunc(r.Forecast, func(s service.Shot) bool {
		return !s.Variant.Decisive() || s.Variant.Width > 600 // those take the sandbox minutes to draw
	})
	fault := d.call + ":" + status
	if done {
		fault = d.call + ":done=" + status
	}
	h.faults(t, fault)
	receipt, err := d.do(p, t.Context(), r)
	h.faults(t, "")
	switch {
	case receipt.SentAt.IsZero():
		t.Error("the receipt does not tell that all of it went out")
	case !doubtful && err == nil:
		t.Errorf("a refusal became %v", receipt.Outcome)
	case doubtful && err != nil:
		t.Errorf("it was not looked up: %v", err)
	case doubtful && !done && (receipt.Outcome != service.Unconfirmed || receipt.SendErr == nil || receipt.Answered != 6):
		t.Errorf("%v, answered %v, %d looks", receipt.Outcome, receipt.SendErr, receipt.Answered)
	case doubtful && done && receipt.Outcome != service.AsForecast && receipt.Outcome != service.Removed:
		t.Errorf("it is live, and the outcome is %v", receipt.Outcome)
	}
	isOriginal(t, receipt, d.kind)

	time.Sleep(time.Minute) // virtual: what was done is live by now
	if live := h.me(t).PictureURL(d.kind) != before.PictureURL(d.kind); live != done {
		t.Fatalf("live: %v, done: %v", live, done)
	}
	if receipt.Outcome != service.Unconfirmed {
		return
	}
	sent := api.sent
	r.Former = []publish.Attempt{{Receipt: receipt, Forecast: r.Forecast}}
	again, err := d.do(p, t.Context(), r)
	if err != nil || again.Outcome != service.AsForecast && again.Outcome != service.Removed {
		t.Fatalf("the second try: %v, %v", again.Outcome, err)
	}
	if more := api.sent - sent; (more == 0) != done {
		t.Errorf("the second try sent %d times, done: %v", more, done)
	}
	isOriginal(t, again, d.kind)
}

// An attempt that arrived late is not the original, even where the next picture is
// another one; what somebody else put there meanwhile is.
func TestTheWayBackIsTheTrueOriginal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, 3*time.Second, "")
		r := request(h.me(t), service.Avatar)
		h.faults(t, "update_profile_image:done=403/453")
		first, err := h.publisher.Publish(t.Context(), r, nothing)
		if err == nil {
			t.Fatalf("%v", first.Outcome)
		}
		h.faults(t, "")
		time.Sleep(time.Minute) // virtual
		other := request(h.me(t), service.Banner)
		other.Kind, other.Former = service.Avatar, []publish.Attempt{{Receipt: first, Forecast: r.Forecast}}
		second, err := h.publisher.Publish(t.Context(), other, nothing)
		if err != nil || second.NewURL == second.OldURL {
			t.Fatalf("%v, %v", second.Outcome, err)
		}
		isOriginal(t, second, service.Avatar)

		third, err := h.publisher.Publish(t.Context(), r, nothing) // nothing is in doubt any more
		if err != nil {
			t.Fatal(err)
		}
		if third.KeptFile == first.KeptFile {
			t.Error("the way back skips a picture that was seen live")
		}
	})
}

// An attempt that cannot be told from another picture, because nothing can be looked at,
// stops the next one: nothing is sent.
func TestNothingIsSentWhileTheOriginalIsUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, 0, "")
		r := request(h.me(t), service.Avatar)
		h.faults(t, "update_profile_image:done=422")
		first, _ := h.publisher.Publish(t.Context(), r, nothing)
		h.faults(t, "avatar:503")
		api := &counting{API: h.api}
		r.Former = []publish.Attempt{{Receipt: first, Forecast: r.Forecast}}
		p := publish.New(api, h.images, h.history, engine{}, time.Now)
		if _, err := p.Publish(t.Context(), r, nothing); service.CodeOf(err) != service.Overloaded || api.sent != 0 {
			t.Errorf("%v, sent %d times", err, api.sent)
		}
	})
}

// What never left this computer was not sent, and leaves no line in the journal.
func TestWithoutANetworkNothingWasSent(t *testing.T) {
	for name, d := range deeds() {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHouse(t, 0, "")
				before := h.me(t)
				p := publish.New(&unplugged{API: h.api}, h.images, h.history, engine{}, time.Now)
				receipt, err := d.do(p, t.Context(), request(before, d.kind))
				if service.CodeOf(err) != service.Offline || !receipt.SentAt.IsZero() {
					t.Errorf("sent at %v, %v", receipt.SentAt, err)
				}
				if entries, err := h.history.Entries(before); err != nil || len(entries) != 0 {
					t.Errorf("the journal says %v (%v)", entries, err)
				}
			})
		})
	}
}

// unplugged loses the network between keeping and sending.
type unplugged struct{ publish.API }

func (u *unplugged) offline() error {
	return service.Errorf("test", service.Offline, "dial tcp: network is unreachable")
}
func (u *unplugged) UpdateAvatar(context.Context, service.Picture) error { return u.offline() }
func (u *unplugged) UpdateBanner(context.Context, service.Picture) error { return u.offline() }
func (u *unplugged) RemoveBanner(context.Context) error                  { return u.offline() }

// The looks are counted as they were: answered or not.
func TestWhatTheLooksCameTo(t *testing.T) {
	for fault, want := range map[string]struct {
		answered int
		last     service.Code
	}{
		"show:503+1":   {0, service.Overloaded},
		"show:503+3":   {2, service.Overloaded},
		"show:503+1*5": {1, ""},
	} {
		t.Run(fault, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHouse(t, 10*time.Minute, "")
				r := request(h.me(t), service.Avatar)
				h.faults(t, fault)
				receipt, err := h.publisher.Publish(t.Context(), r, nothing)
				if err != nil || receipt.Outcome != service.Unconfirmed || receipt.Reads != 6 {
					t.Fatalf("%v after %d reads, %v", receipt.Outcome, receipt.Reads, err)
				}
				if receipt.Answered != want.answered || service.CodeOf(receipt.ReadErr) != want.last || receipt.SendErr != nil {
					t.Errorf("%d answered, the last: %v, sending: %v", receipt.Answered, receipt.ReadErr, receipt.SendErr)
				}
			})
		})
	}
}

// X serves something like what was sent, and not it.
func TestAlteredByX(t *testing.T) {
	for _, k := range service.Kinds {
		synctest.Test(t, func(t *testing.T) {
			h := newHouse(t, 0, "")
			r := request(h.me(t), k)
			h.faults(t, "image:alter+1") // what is kept is as it was
			receipt, err := h.publisher.Publish(t.Context(), r, nothing)
			if err != nil || receipt.Outcome != service.Altered {
				t.Errorf("%s: %v, %v", k, receipt.Outcome, err)
				for _, s := range receipt.Sizes {
					t.Logf("%s: %.1f dB, %v", s.Shot.Variant.Name, s.DB, s.Shot.Err)
				}
			}
		})
	}
}

func TestAnEmptyPictureIsNeverSent(t *testing.T) {
	h := newHouse(t, 0, "")
	api := &counting{API: h.api}
	p := publish.New(api, h.images, h.history, engine{}, time.Now)
	for _, k := range service.Kinds {
		if _, err := p.Publish(t.Context(), publish.Request{Account: h.me(t), Kind: k}, nothing); service.CodeOf(err) != service.NotAPicture {
			t.Errorf("%s: %v", k, err)
		}
	}
	if api.sent != 0 || h.me(t).BannerURL == "" {
		t.Error("it was sent, or the banner is gone")
	}
}

// The zero outcome claims nothing.
func TestTheZeroOutcomeProvesNothing(t *testing.T) {
	var o service.Outcome
	if o != service.Unconfirmed || o.String() != "unconfirmed" {
		t.Errorf("it is %v", o)
	}
}
