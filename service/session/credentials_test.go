package session

import (
	"strings"
	"testing"

	"masthead/service"
)

func TestCredentialsGoThroughAVault(t *testing.T) {
	worst := strings.Repeat(`"`, maxSecret) // what JSON makes longest
	for name, c := range map[string]Credentials{
		"usual": {ConsumerKey: "k", ConsumerSecret: "s/+=", Token: "12-t", TokenSecret: `<&>"\`},
		"worst": {ConsumerKey: worst, ConsumerSecret: worst, Token: worst, TokenSecret: worst},
	} {
		text := c.Encode()
		if len(text) >= maxEncoded {
			t.Errorf("%s: %d bytes", name, len(text))
		}
		if got, err := DecodeCredentials(text); err != nil || got != c {
			t.Errorf("%s: another came back: %v", name, err)
		}
	}
}

func TestDecodeCredentialsRefuses(t *testing.T) {
	good := `{"consumer_key":"Kkey","consumer_secret":"Ksecret","access_token":"Ktoken","access_token_secret":"Ktokensecret"}`
	if _, err := DecodeCredentials(good); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"nothing": "", "null": "null", "a list": "[]", "text": "Kkey", "an empty object": "{}",
		"cut short": good[:len(good)-1], "more behind": good + "x", "a number": strings.Replace(good, `"Kkey"`, "4815162342", 1),
		"one missing":  strings.Replace(good, "access_token_secret", "other", 1),
		"one empty":    strings.Replace(good, "Ktokensecret", "", 1),
		"a line":       strings.Replace(good, "Ksecret", `K\nsecret`, 1),
		"too long":     strings.Replace(good, "Ksecret", strings.Repeat("K", maxSecret+1), 1),
		"far too long": good + strings.Repeat(" ", maxEncoded),
		"redacted":     Credentials{}.String(),
	} {
		_, err := DecodeCredentials(text)
		if service.CodeOf(err) != service.BadKeys {
			t.Errorf("%s: %v, want bad_keys", name, err)
			continue
		}
		keepsSecret(t, name, err.Error(), "Kkey", "Ksecret", "Ktoken", "48151")
	}
}

func FuzzDecodeCredentials(f *testing.F) {
	f.Add(someone.Encode())
	f.Add(`{"consumer_key":"k","consumer_secret":"s","access_token":"t","access_token_secret":"\u00e9"}`)
	f.Fuzz(func(t *testing.T, text string) {
		c, err := DecodeCredentials(text)
		if err != nil {
			return
		}
		if again, err := DecodeCredentials(c.Encode()); err != nil || again != c {
			t.Errorf("what was decoded does not encode: %v", err)
		}
	})
}

func FuzzTidyPIN(f *testing.F) {
	for _, seed := range []string{"1234567", " 123 45-67\n", "12–34\u200b5", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		pin := tidyPIN(text)
		if tidyPIN(pin) != pin || strings.ContainsAny(pin, " -–\n\t") {
			t.Errorf("%q became %q", text, pin)
		}
		if digits := strings.Map(onlyDigits, text); strings.Map(onlyDigits, pin) != digits {
			t.Errorf("%q lost digits: %q", text, pin)
		}
	})
}

func onlyDigits(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}
