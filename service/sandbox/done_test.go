package sandbox

import (
	"reflect"
	"testing"
	"testing/synctest"
)

// TestDoneAnswersLikeTheStatus holds every form of the fault against the plain status:
// the same answer to the byte, but the work is done.
func TestDoneAnswersLikeTheStatus(t *testing.T) {
	picture := asPNG(t, plasma(300, 100))
	for _, status := range []string{
		"504", "502/html", "503/empty", "503", "400/38", "401/xml", "404/legacy", "403/261", "429", "429=90s", "429/88=1h",
	} {
		t.Run(status, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // in which the clock stands still
				send := func(fault string) (answer, bool) {
					b := newBench(t, Options{Faults: mustFaults(t, "update_profile_banner:"+fault)})
					before := b.show("adalindqvist").Banner
					a := sendBanner(b, picture)
					if a.err != nil {
						t.Fatal(a.err)
					}
					return a, b.show("adalindqvist").Banner != before
				}
				plain, changed := send(status)
				if changed {
					t.Error("the plain status changed the banner")
				}
				done, changed := send("done=" + status)
				if !changed {
					t.Error("the work was not done")
				}
				if done.StatusCode != plain.StatusCode || !reflect.DeepEqual(done.Header, plain.Header) || string(done.body) != string(plain.body) {
					t.Errorf("%d %v %s\nwant %d %v %s", done.StatusCode, done.Header, done.body, plain.StatusCode, plain.Header, plain.body)
				}
			})
		})
	}
}

// TestDoneIsCounted is an avatar that is set although the first answer says otherwise.
func TestDoneIsCounted(t *testing.T) {
	b := newBench(t, Options{Faults: mustFaults(t, "update_profile_image:done=504*1")})
	before := b.show("adalindqvist").Avatar
	wants(t, sendAvatar(b, asPNG(t, plasma(40, 40))), 504, 0)
	after := b.show("adalindqvist").Avatar
	if after == before {
		t.Error("the avatar was not set")
	}
	wants(t, sendAvatar(b, asPNG(t, plasma(50, 50))), 200, 0)
}

// TestDoneDoesNotOutdoTheCall is work that the call itself refuses: it is answered
// alike, and nothing is done.
func TestDoneDoesNotOutdoTheCall(t *testing.T) {
	b := newBench(t, Options{Faults: mustFaults(t, "update_profile_image:done=504")})
	before := b.show("adalindqvist").Avatar
	wants(t, sendAvatar(b, []byte("no picture")), 504, 0)
	if b.show("adalindqvist").Avatar != before {
		t.Error("the avatar was replaced by no picture")
	}
}
