package app

import (
	"testing"
	"time"

	"masthead/service"
	"masthead/service/sandbox"
)

// A server that cannot prove who it is is told from a missing connection, by the account's
// reading and by a picture's.
func TestACertificateThatNobodyTrusts(t *testing.T) {
	server, err := sandbox.New(sandbox.Options{SelfSigned: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Listen(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	at := place{base: server.URL(), data: t.TempDir(), now: time.Now}
	s, err := at.signed(credentialsOf(server.Credentials()), service.Plan{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.gallery.Own(t.Context())
	if service.CodeOf(err) != service.BadCert {
		t.Errorf("reading says %v", err)
	}
	c := &core{now: time.Now}
	if got := c.troubled(err, nil).Title; got != "The server cannot prove who it is (nobody known vouches for it)." {
		t.Errorf("it says %q", got)
	}
	var shots []service.Shot
	link, err := s.gallery.Link(server.URL().String() + "/sticky/default_profile_images/default_profile_normal.png")
	if err != nil {
		t.Fatal(err)
	}
	v, _ := service.VariantNamed(service.Avatar, "normal")
	s.gallery.Retry(t.Context(), link, v, func(s service.Shot) { shots = append(shots, s) }, func(service.Account) {})
	if len(shots) != 1 || service.CodeOf(shots[0].Err) != service.BadCert {
		t.Errorf("the picture says %+v", shots)
	}
}
