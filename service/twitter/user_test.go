package twitter

import (
	"net/http"
	"testing"

	"masthead/service"
)

func get(t *testing.T, target string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

func TestParseV1(t *testing.T) {
	tests := map[string]struct {
		body  string
		check func(a service.Account) bool
	}{
		"the id as text wins":    {`{"id":1,"id_str":"2","screen_name":"a"}`, func(a service.Account) bool { return a.ID == "2" }},
		"a large id as a number": {`{"id":1234567890123456789,"screen_name":"a"}`, func(a service.Account) bool { return a.ID == "1234567890123456789" }},
		"https is preferred": {
			`{"id":1,"screen_name":"a","profile_image_url":"http://p/x","profile_image_url_https":"https://p/x"}`,
			func(a service.Account) bool { return a.AvatarURL == "https://p/x" },
		},
		"http alone":                {`{"id":1,"screen_name":"a","profile_image_url":"http://p/x"}`, func(a service.Account) bool { return a.AvatarURL == "http://p/x" }},
		"the flag of the default":   {`{"id":1,"screen_name":"a","default_profile_image":true}`, func(a service.Account) bool { return a.DefaultAvatar }},
		"the flag against the path": {`{"id":1,"screen_name":"a","default_profile_image":false,"profile_image_url_https":"https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png"}`, func(a service.Account) bool { return !a.DefaultAvatar }},
		"no flag, but the path":     {`{"id":1,"screen_name":"a","profile_image_url_https":"https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png"}`, func(a service.Account) bool { return a.DefaultAvatar }},
		"an empty banner":           {`{"id":1,"screen_name":"a","profile_banner_url":""}`, func(a service.Account) bool { return a.BannerURL == "" }},
		"a null banner":             {`{"id":1,"screen_name":"a","profile_banner_url":null}`, func(a service.Account) bool { return a.BannerURL == "" }},
		"verified unknown":          {`{"id":1,"screen_name":"a"}`, func(a service.Account) bool { return !a.VerifiedKnown }},
		"not verified":              {`{"id":1,"screen_name":"a","verified":false}`, func(a service.Account) bool { return a.VerifiedKnown && !a.Verified }},
		"fields of other types":     {`{"id":1,"screen_name":"a","name":7,"verified":"yes","profile_banner_url":[]}`, func(a service.Account) bool { return a.Name == "" && !a.VerifiedKnown }},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if a, err := parseV1("op", []byte(tt.body), now); err != nil || !tt.check(a) {
				t.Errorf("got %+v, %v", a, err)
			}
		})
	}
}

func TestParseV2(t *testing.T) {
	tests := map[string]struct {
		body  string
		check func(a service.Account) bool
	}{
		"business":         {`{"data":{"id":"1","username":"a","verified_type":"business"}}`, func(a service.Account) bool { return a.Verified && a.VerifiedKnown }},
		"blue and flag":    {`{"data":{"id":"1","username":"a","verified":true,"verified_type":"blue"}}`, func(a service.Account) bool { return a.Verified }},
		"none":             {`{"data":{"id":"1","username":"a","verified_type":"none"}}`, func(a service.Account) bool { return !a.Verified && a.VerifiedKnown }},
		"unknown":          {`{"data":{"id":"1","username":"a"}}`, func(a service.Account) bool { return !a.VerifiedKnown }},
		"a number as id":   {`{"data":{"id":12,"username":"a"}}`, func(a service.Account) bool { return a.ID == "12" }},
		"a banner":         {`{"data":{"id":"1","username":"a","profile_banner_url":"https://b/1"}}`, func(a service.Account) bool { return a.BannerURL == "https://b/1" }},
		"a partial answer": {`{"data":{"id":"1","username":"a"},"errors":[{"title":"Field Authorization Error"}]}`, func(a service.Account) bool { return a.ID == "1" }},
		"an upload named like the default": {
			`{"data":{"id":"1","username":"a","profile_image_url":"https://pbs.twimg.com/profile_images/1/default_profile_normal.png"}}`,
			func(a service.Account) bool { return !a.DefaultAvatar },
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if a, err := parseV2("op", []byte(tt.body), now); err != nil || !tt.check(a) {
				t.Errorf("got %+v, %v", a, err)
			}
		})
	}
}

func TestParsersRefuse(t *testing.T) {
	for _, body := range []string{"", "null", "[]", `"x"`, "{}", `{"id":1}`, `{"data":{}}`, `{"data":null}`, `{"data":[1]}`, `{"id_str":"1","screen_name":`} {
		if _, err := parseV1("op", []byte(body), now); service.CodeOf(err) != service.Garbled {
			t.Errorf("version 1.1 of %s: %v, want garbled", body, err)
		}
		if _, err := parseV2("op", []byte(body), now); service.CodeOf(err) != service.Garbled {
			t.Errorf("version 2 of %s: %v, want garbled", body, err)
		}
	}
}

func FuzzParseUser(f *testing.F) {
	for _, seed := range []string{userV1, userV2, `{"data":{"id":1}}`, `{"errors":[{"detail":"x"}]}`, `{"sizes":{"a":{"w":1e999,"url":"u"}}}`, "null", "{"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if a, err := parseV1("op", body, now); err == nil && (a.ID == "" || a.Handle == "") {
			t.Errorf("an account without a name: %+v", a)
		}
		if a, err := parseV2("op", body, now); err == nil && (a.ID == "" || a.Handle == "") {
			t.Errorf("an account without a name: %+v", a)
		}
		sizes, _ := parseBannerSizes("op", body)
		for _, s := range sizes {
			if s.URL == "" || s.Name == "" || s.Width < 0 || s.Height < 0 {
				t.Errorf("a size that cannot be shown: %+v", s)
			}
		}
	})
}

func TestParseHandle(t *testing.T) {
	good := map[string]string{
		"ada": "ada", "@ada": "ada", "  @ada\n": "ada", "A_1": "A_1", "fifteen_chars_1": "fifteen_chars_1", "home": "home",
		"https://x.com/ada": "ada", "http://x.com/ada": "ada", "twitter.com/ada/": "ada", "https://www.twitter.com/ada?s=20": "ada",
		"https://mobile.twitter.com/ada/status/20": "ada", "x.com/@ada": "ada", "HTTPS://X.COM/Ada#top": "Ada",
	}
	for text, want := range good {
		if got, ok := ParseHandle(text); !ok || got != want {
			t.Errorf("ParseHandle(%q) = %q, %t, want %q", text, got, ok, want)
		}
	}
	bad := []string{
		"", "@", "@@ada", "ada lovelace", "sixteen_chars_16", "ada!", "é", "x.com", "x.com/", "https://x.com/i/user/1",
		"https://x.com/home", "https://example.com/ada", "ftp://x.com/ada", "https://x.com.example.com/ada", "../ada", "a/b",
	}
	for _, text := range bad {
		if got, ok := ParseHandle(text); ok {
			t.Errorf("ParseHandle(%q) = %q, want none", text, got)
		}
	}
}

func FuzzParseHandle(f *testing.F) {
	for _, seed := range []string{"ada", "@ada", "https://x.com/ada", "twitter.com/ada/", "x.com/%61", "://", "x.com//ada"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		handle, ok := ParseHandle(text)
		if again, still := ParseHandle(handle); ok && (!still || again != handle) {
			t.Errorf("%q gave %q, which is no handle itself", text, handle)
		}
	})
}
