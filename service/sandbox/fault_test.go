package sandbox

import (
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"masthead/service"
)

func mustFaults(t *testing.T, spec string) []Fault {
	t.Helper()
	faults, err := ParseFaults(spec)
	if err != nil {
		t.Fatal(err)
	}
	return faults
}

func TestParseFaults(t *testing.T) {
	for _, spec := range []string{
		"verify_credentials:503*2", "image:truncate+3*2", "*:latency=200ms", "show:401/89",
		"me:403/empty", "show:429=1m30s", "banner:mislabel=image/webp", "avatar:mislabel",
		"update_profile_image:lose*1", "show:403/326", "show:502/html+1", "request_token:403/xml",
		"update_profile_image:done=504", "show:done=502/html+1*2", "show:done=503/empty",
		"update_profile_banner:done=400/38*1", "show:done=429", "show:done=429/88=1m30s+2",
		"*:stall+1", "remove_profile_banner:stall*1", "avatar:alter", "banner:alter+3*2", "image:alter",
	} {
		faults := mustFaults(t, " "+spec+" ")
		if len(faults) != 1 || faults[0].String() != spec {
			t.Errorf("%q became %v", spec, faults)
		}
	}
	if faults := mustFaults(t, ""); faults != nil {
		t.Errorf("nothing became %v", faults)
	}
	if faults := mustFaults(t, "show:drop, me:503,image:abort"); len(faults) != 3 {
		t.Errorf("three became %v", faults)
	}
}

func TestParseFaultsErrors(t *testing.T) {
	for spec, want := range map[string]string{
		"show":                   "call:effect",
		"shw:503":                `no call is named "shw"`,
		"show:":                  "no effect",
		"show:explode":           `no effect is named "explode"`,
		"show:200":               "not one of 400 to 599",
		"show:0503":              "not one of 400 to 599",
		"show:503*0":             "whole number",
		"show:503*two":           "whole number",
		"show:503+-1":            "whole number",
		"show:503*99999999":      "whole number",
		"show:401/":              "neither a code",
		"show:401/x":             "neither a code",
		"show:latency":           "not a time",
		"show:latency=-1s":       "not a time",
		"show:latency=48h":       "not a time",
		"show:latency=":          "after the equals sign",
		"show:drop=1":            "takes no value",
		"show:stall=1s":          "takes no value",
		"image:alter=3":          "takes no value",
		"show:alter":             "only pictures can be altered: avatar, banner, image",
		"*:alter":                "only pictures can be altered",
		"show:done":              "takes a status, such as done=504",
		"show:done=":             "after the equals sign",
		"show:done=200":          "not one of 400 to 599",
		"show:done=lose":         "not one of 400 to 599",
		"show:done=503=1m":       "only 429",
		"show:done=429=":         "after the equals sign",
		"show:done=429=48h":      "not a time",
		"show:done=401/x":        "neither a code",
		"show:503=1m":            "only 429",
		"show:mislabel=a b":      "not a media type",
		"show:503,,me:503":       "call:effect",
		strings.Repeat("x:", 10): "no call is named",
		strings.TrimSuffix(strings.Repeat("show:503,", maxFaults+1), ","): "more than 100",
	} {
		_, err := ParseFaults(spec)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want something with %q", spec, err, want)
		}
		if _, ok := err.(*service.Error); !ok {
			t.Errorf("%q: %T", spec, err)
		}
	}
}

func FuzzParseFaults(f *testing.F) {
	f.Add("verify_credentials:503*2,image:truncate+3,update_profile_image:drop,*:latency=200ms")
	f.Add("show:429=90s*1,banner:mislabel=image/webp,me:401/89+2,show:403/xml")
	f.Add("show:done=429=90s*1,me:done=401/89+2,show:done=502/html,*:stall+1*2,image:alter")
	f.Fuzz(func(t *testing.T, spec string) {
		faults, err := ParseFaults(spec)
		if err != nil {
			return
		}
		var again []string
		for _, fault := range faults {
			again = append(again, fault.String())
		}
		read, err := ParseFaults(strings.Join(again, ","))
		if err != nil || !reflect.DeepEqual(read, faults) {
			t.Errorf("%q: %v became %v, %v", spec, faults, read, err)
		}
	})
}

// TestFaultsFollowEachOther is the first example of the package's documentation.
func TestFaultsFollowEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, Options{Faults: mustFaults(t, "verify_credentials:503*2,verify_credentials:429=1m*1,*:latency=200ms")})
		for _, want := range []struct{ status, code int }{{503, 130}, {503, 130}, {429, 88}, {200, 0}, {200, 0}} {
			start := time.Now()
			a := b.get("/1.1/account/verify_credentials.json")
			wants(t, a, want.status, want.code)
			if took := time.Since(start); took != 200*time.Millisecond {
				t.Errorf("%d took %v", want.status, took)
			}
			if want.status == http.StatusTooManyRequests {
				reset, _ := strconv.ParseInt(a.Header.Get("x-rate-limit-reset"), 10, 64)
				if wait := time.Until(time.Unix(reset, 0)); wait < 59*time.Second || wait > 61*time.Second ||
					a.Header.Get("x-rate-limit-remaining") != "0" {
					t.Errorf("reset in %v, headers %v", wait, a.Header)
				}
			}
		}
		b.server.SetFaults()
		start := time.Now()
		wants(t, b.get("/1.1/account/verify_credentials.json"), 200, 0)
		if took := time.Since(start); took != 0 {
			t.Errorf("without faults it took %v", took)
		}
	})
}

func TestFaultEffects(t *testing.T) {
	const call = "/1.1/users/show.json?screen_name=dunes"
	for spec, check := range map[string]func(*testing.T, answer){
		"show:drop": func(t *testing.T, a answer) {
			if a.err == nil {
				t.Errorf("answered %d", a.StatusCode)
			}
		},
		"show:lose": func(t *testing.T, a answer) {
			if a.err == nil {
				t.Errorf("answered %d", a.StatusCode)
			}
		},
		"show:abort": func(t *testing.T, a answer) {
			if a.err == nil || a.Response == nil || len(a.body) == 0 {
				t.Errorf("%v after %d bytes", a.err, len(a.body))
			}
		},
		"show:truncate": func(t *testing.T, a answer) {
			if a.err != nil || len(a.body) == 0 || a.body[len(a.body)-1] == '}' {
				t.Errorf("%v: %s", a.err, a.body)
			}
		},
		"show:garbage": func(t *testing.T, a answer) {
			if a.StatusCode != 200 || len(a.body) == 0 || a.body[0] == '{' {
				t.Errorf("%d: %.20q", a.StatusCode, a.body)
			}
		},
		"show:mislabel": func(t *testing.T, a answer) {
			if got := a.Header.Get("Content-Type"); got != "text/html;charset=utf-8" || a.body[0] != '{' {
				t.Errorf("%s: %.20q", got, a.body)
			}
		},
		"show:401/89":  func(t *testing.T, a answer) { wants(t, a, 401, 89) },
		"show:403/326": func(t *testing.T, a answer) { wants(t, a, 403, 326) },
		"show:403/453": func(t *testing.T, a answer) { wants(t, a, 403, 453) },
		"show:403/261": func(t *testing.T, a answer) {
			wants(t, a, 403, 261)
			if got := a.Header.Get("x-access-level"); got != "read" {
				t.Errorf("access level %q", got)
			}
		},
		"*:500": func(t *testing.T, a answer) { wants(t, a, 500, 131) },
		"show:403/empty": func(t *testing.T, a answer) {
			if a.StatusCode != 403 || len(a.body) != 0 {
				t.Errorf("%d: %s", a.StatusCode, a.body)
			}
		},
		"show:401/legacy": func(t *testing.T, a answer) {
			if string(a.body) != `{"request":"/1.1/users/show.json","error":"Could not authenticate you."}` {
				t.Errorf("%s", a.body)
			}
		},
		"show:401/xml": func(t *testing.T, a answer) {
			if !strings.Contains(string(a.body), `<errors><error code="32">Could not`) {
				t.Errorf("%s", a.body)
			}
		},
		"show:403/legacy": func(t *testing.T, a answer) {
			if a.StatusCode != 403 || string(a.body) != `{"request":"/1.1/users/show.json","error":"Sorry, something went wrong."}` {
				t.Errorf("%d: %s", a.StatusCode, a.body)
			}
		},
		"show:403/xml": func(t *testing.T, a answer) { // a status without a usual code
			if a.StatusCode != 403 || a.Header.Get("Content-Type") != "application/xml;charset=utf-8" ||
				!strings.Contains(string(a.body), `<hash><request>/1.1/users/show.json</request><error>Sorry`) {
				t.Errorf("%d: %s", a.StatusCode, a.body)
			}
		},
		"show:502": func(t *testing.T, a answer) {
			if !strings.Contains(string(a.body), "Bad Gateway") {
				t.Errorf("%s", a.body)
			}
		},
		"image:503,me:503": func(t *testing.T, a answer) { wants(t, a, 200, 0) },
	} {
		t.Run(spec, func(t *testing.T) { check(t, newBench(t, Options{Faults: mustFaults(t, spec)}).get(call)) })
	}
}

// TestPictureFaults shows the second example of the package's documentation.
func TestPictureFaults(t *testing.T) {
	b := newBench(t, Options{})
	u := b.show("adalindqvist")
	whole := b.unsigned(u.Avatar).body

	b.server.SetFaults(mustFaults(t, "image:truncate+3*2")...)
	for i, want := range []int{len(whole), len(whole), len(whole), len(whole) / 2, len(whole) / 2, len(whole)} {
		if a := b.unsigned(u.Avatar); len(a.body) != want || a.StatusCode != 200 {
			t.Errorf("picture %d has %d bytes, want %d", i, len(a.body), want)
		}
	}
	b.server.SetFaults(mustFaults(t, "avatar:mislabel")...)
	if got := b.unsigned(u.Avatar).Header.Get("Content-Type"); got != "image/png" {
		t.Errorf("JPEG labelled %s", got)
	}
	if got := b.unsigned(u.Banner + "/web").Header.Get("Content-Type"); got != "image/png" {
		t.Errorf("banner labelled %s", got)
	}
}

// TestLostAnswer shows that the work is done although nobody hears of it.
func TestLostAnswer(t *testing.T) {
	b := newBench(t, Options{Faults: mustFaults(t, "update_profile_banner:lose*1,remove_profile_banner:drop*1")})
	before := b.show("adalindqvist").Banner
	if a := b.upload("/1.1/account/update_profile_banner.json", part{"banner", "b.png", asPNG(t, plasma(300, 100))}); a.err == nil {
		t.Errorf("answered %d", a.StatusCode)
	}
	if b.show("adalindqvist").Banner == before {
		t.Error("the lost upload changed nothing")
	}
	if a := b.form("/1.1/account/remove_profile_banner.json", nil); a.err == nil {
		t.Errorf("answered %d", a.StatusCode)
	}
	if b.show("adalindqvist").Banner == "" {
		t.Error("the dropped removal was done")
	}
}
