package app

import (
	"fmt"

	"masthead/service"
	"masthead/widgets/wall"
)

// tiles are the frames of a wall: what X serves, the draft, or both beside each other.
func tiles(m *Model, side *Side) []wall.Tile {
	showing := side.Showing
	switch {
	case side.Draft == nil:
		showing = ShowLive
	case m.Phase == Nobody, showing == ShowBoth && len(side.Shots) == 0:
		showing = ShowDraft
	}
	var list []wall.Tile
	if showing == ShowLive {
		list = liveTiles(m, side)
	} else {
		list = draftTiles(m, side, showing == ShowBoth)
	}
	for i := range list {
		if list[i].Key == service.OriginalName {
			original(m, &list[i])
		}
	}
	return list
}

// tile is what every state of a size has in common.
func tile(s service.Shot) wall.Tile {
	t := wall.Tile{
		Key: s.Variant.Name, Name: displayName(s.Variant), Dimensions: dimensions(s),
		Width: s.Variant.Width, Height: s.Variant.Height, Image: s.Pixels,
	}
	t.Caption, t.Tone = caption(s, false)
	return t
}

// original shows the original as a thumbnail, unless it was asked for at 1:1.
func original(m *Model, t *wall.Tile) {
	t.Aside = !m.Looking.Original
	if t.Image == nil || t.Link != "" {
		return
	}
	t.Link = "Show at 1:1"
	if m.Looking.Original {
		t.Link = "Show small"
	}
}

func liveTiles(m *Model, side *Side) []wall.Tile {
	found := map[string]service.SizeFound{}
	if p := m.publishing(m.Front); p.Phase == Published {
		for _, f := range p.Receipt.Sizes {
			found[f.Shot.Variant.Name] = f
		}
	}
	isDefault := m.Front == service.Avatar && m.Account.DefaultAvatar
	var list []wall.Tile
	for _, shot := range side.Shots {
		t := tile(shot)
		t.Caption, t.Tone = caption(shot, isDefault)
		switch shot.State {
		case service.Absent:
			t.Message = "X does not serve this size for this picture"
		case service.Failed:
			t.Failed, t.Message, t.Link = true, "×", "Retry"
			if m.Account.Reader == service.ReaderLink && missing(shot.Err) {
				t.Caption = "not at this address." // nothing could be read a second time
			}
		}
		if at, ok := found[shot.Variant.Name]; ok && at.Shot.URL == shot.URL && at.Shot.At.Equal(shot.At) {
			t.Caption, t.Tone = verdict(at)
		}
		list = append(list, t)
	}
	return list
}

func draftTiles(m *Model, side *Side, both bool) []wall.Tile {
	var list []wall.Tile
	for i, v := range service.Variants(m.Front) {
		drawn := service.Shot{Variant: v}
		if i < len(side.Rendering.Shots) {
			drawn = side.Rendering.Shots[i]
		}
		t := tile(drawn)
		if drawn.State == service.Waiting {
			t.Caption = "drawing the forecast"
		}
		if both {
			beside(&t, live(side.Shots, v), drawn)
		}
		list = append(list, t)
	}
	return list
}

// beside puts the live picture of a size to the left of the draft's. The largest ones
// are shown as two halves of one picture: there is no room for two.
func beside(t *wall.Tile, shot, drawn service.Shot) {
	if drawn.Variant.Name == service.OriginalName {
		return // the source and the stored picture have no size in common
	}
	t.Pair = true
	t.Image, t.Draft = shot.Pixels, drawn.Pixels
	if shot.Visible() && drawn.Visible() {
		t.Split = drawn.Variant.Kind == service.Banner || drawn.Variant.Width >= 400
		t.Caption = fmt.Sprintf("live %s, draft %s", service.ByteCount(shot.Picture.Bytes()), service.ByteCount(drawn.Picture.Bytes()))
	}
}

// live finds a size among those that were fetched.
func live(shots []service.Shot, v service.Variant) service.Shot {
	for _, s := range shots {
		if s.Variant.Name == v.Name {
			return s
		}
	}
	return service.Shot{Variant: v}
}
