package sandbox

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
)

const showCall = "/1.1/users/show.json?screen_name=dunes"

func TestUnmet(t *testing.T) {
	times := func(n int, path string) func(*bench) {
		return func(b *bench) {
			for range n {
				b.get(path)
			}
		}
	}
	for _, c := range []struct {
		spec string
		does func(*bench)
		want string
	}{
		{"", times(1, showCall), "[]"},
		{"show:503,me:503*2,image:alter", times(0, showCall), "[show:503 me:503*2 image:alter]"},
		{"show:503,me:503", times(1, showCall), "[me:503]"},
		{"show:503*5", times(1, showCall), "[]"},
		{"show:503+2", times(2, showCall), "[show:503+2]"},
		{"show:503+2", times(3, showCall), "[]"},
		{"show:latency=1s+1", times(1, showCall), "[show:latency=1s+1]"},
		{"show:latency=1s+1", times(2, showCall), "[]"},
		{"*:latency=1s,*:503", times(1, showCall), "[]"},
		{"show:503*1,show:429", times(1, showCall), "[show:429]"}, // the second stands behind the first
		{"show:503*1,show:429", times(2, showCall), "[]"},
		{"show:drop", times(1, showCall), "[]"},
		{"show:lose", times(1, showCall), "[]"},
		{"show:done=504", times(1, showCall), "[]"},
		{"show:abort", times(1, showCall), "[]"},
		{"show:truncate", times(1, showCall), "[]"},
		{"show:mislabel", times(1, showCall), "[]"},
		{"show:garbage", times(1, showCall), "[]"},
		{"image:alter", func(b *bench) { b.unsigned(b.show("dunes").Avatar) }, "[]"},
		// Nothing to act on:
		{"image:alter,image:truncate", times(2, "/profile_images/1/x_normal.jpg"), "[image:alter image:truncate]"},
		{"remove_profile_banner:abort", func(b *bench) { wants(b.t, b.form(removeCall, nil), 200, 0) }, "[remove_profile_banner:abort]"},
		{"*:truncate", func(b *bench) { b.do(b.plain, b.request(http.MethodGet, b.base+"/profile_banners/1/2", "", nil)) }, "[*:truncate]"},
	} {
		t.Run(c.spec, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, Options{Faults: mustFaults(t, c.spec)})
				c.does(b)
				if got := fmt.Sprint(b.server.Unmet()); got != c.want {
					t.Errorf("%s are unmet, want %s", got, c.want)
				}
			})
		})
	}
}

// TestUnmetBeginsAnew shows that a fault set again has to act again.
func TestUnmetBeginsAnew(t *testing.T) {
	b := newBench(t, Options{Faults: mustFaults(t, "show:503")})
	b.get(showCall)
	b.server.SetFaults(mustFaults(t, "show:503")...)
	if got := b.server.Unmet(); len(got) != 1 {
		t.Errorf("%v are unmet", got)
	}
}

// TestStalledIsMet asks while the request still hangs.
func TestStalledIsMet(t *testing.T) {
	b := newSocketBench(t, Options{Faults: mustFaults(t, "show:stall")}, nil)
	response, err := b.signed.Do(b.request(http.MethodGet, showCall, "", nil))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if got := b.server.Unmet(); got != nil {
		t.Errorf("%v are unmet", got)
	}
}
