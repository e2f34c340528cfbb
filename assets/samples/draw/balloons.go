package main

import (
	"math"
	"math/rand/v2"
)

// balloon hangs with the middle of its envelope at the given place.
type balloon struct {
	middle vec
	turned float64                   // radians around its own axis
	stripe func(turn, y float64) vec // colour of the cloth; turn counts gores
}

const (
	gores  = 24   // strips of cloth from the mouth to the crown
	radius = 8.6  // of the envelope, in metres
	skirt  = 12.2 // from the middle down to the mouth
	deck   = 17.6 // from the middle down to the basket's middle
)

var (
	crimson = vec{0.56, 0.018, 0.022}
	orange  = vec{0.85, 0.22, 0.012}
	yellow  = vec{0.92, 0.60, 0.035}
	cream   = vec{0.86, 0.80, 0.66}
	teal    = vec{0.012, 0.21, 0.24}
	navy    = vec{0.015, 0.04, 0.13}
)

// sunburst is a crown and a belt of points in warm colours.
func sunburst(turn, y float64) vec {
	point := math.Abs(math.Mod(turn, 6)-3) / 3 // 0 to 1 and back
	switch height := y/radius + 0.34*point; {
	case height > 1.10:
		return yellow
	case height > 0.80:
		return orange
	case height > 0.52:
		return crimson
	case height > 0.34:
		return cream
	case height > 0.20:
		return teal
	case height > -0.08:
		return yellow
	case height > -0.36:
		return orange
	case height > -0.46:
		return cream
	}
	return crimson
}

func blueStripes(turn, _ float64) vec {
	return [...]vec{teal, teal, cream, navy}[int(turn)%4]
}

func redStripes(turn, y float64) vec {
	if y > -1 && y < 2.4 {
		return navy
	}
	return [...]vec{crimson, crimson, yellow, yellow}[int(turn)%4]
}

// balloons is the "new picture": a morning over the dunes.
func balloons() shader {
	fleet := []balloon{
		{vec{-6.5, 42, 46}, 0.4, sunburst},
		{vec{62, 54, 180}, 0.2, blueStripes},
		{vec{118, 40, 420}, 1.1, redStripes},
	}
	c := look(vec{0, 29, -6}, vec{1.5, 35.5, 46}, 44)
	solid := func(p vec) float64 {
		d := p.y - 28
		if p.y < 30 {
			d = 0.75 * (p.y - dunes(p.x, p.z))
		}
		for _, b := range fleet {
			d = min(d, b.distance(p))
		}
		return d
	}
	return func(u, v float64, _ *rand.Rand) vec {
		r := c.ray(u, v)
		sky := blueSky(r.dir)
		t, hit := march(r, 0.5, 3000, 0.85, solid)
		if !hit {
			return sky
		}
		p := r.at(t)
		var light vec
		for _, b := range fleet {
			if b.distance(p) < 0.002*t {
				light = b.shade(p, r.dir, t)
			}
		}
		if light == (vec{}) {
			light = sand(p, t, solid)
		}
		return light.mix(vec{0.60, 0.62, 0.62}, 1-math.Exp(-t/2600))
	}
}

// girth is the envelope's radius y metres above its middle.
func girth(y float64) float64 {
	if y >= 0 {
		return math.Sqrt(max(0, radius*radius-y*y))
	}
	s := min(1, -y/skirt)
	return radius * (0.16 + 0.84*math.Pow(math.Cos(s*math.Pi/2), 0.9))
}

// distance is the signed distance from p, a little underrated.
func (b balloon) distance(p vec) float64 {
	q := p.sub(b.middle)
	if away := q.add(vec{0, 4.5, 0}).len() - 15.5; away > 2 {
		return away
	}
	q = q.turn(b.turned)
	across := math.Hypot(q.x, q.z)
	seam := math.Abs(math.Sin(gores / 2 * math.Atan2(q.z, q.x)))
	cloth := across - girth(q.y)*(0.975+0.03*math.Sqrt(seam))
	if q.y > 0 {
		cloth = q.len() - radius*(0.975+0.03*math.Sqrt(seam)*across/q.len())
	}
	d := 0.55 * max(cloth, -skirt-q.y, 0.14-(cloth+0.3))
	return min(d, basket(q))
}

// basket is the wicker basket with its burner and ropes.
func basket(q vec) float64 {
	y := q.y + deck
	if y > 8 {
		return y - 6
	}
	wall := box(vec{q.x, y, q.z}, vec{}, vec{0.95, 0.72, 0.75}) - 0.08
	wall = max(wall, -box(vec{q.x, y, q.z}, vec{0, 0.5, 0}, vec{0.85, 0.95, 0.65}))
	rim := max(math.Abs(y-0.78)-0.09, box(vec{q.x, 0, q.z}, vec{}, vec{1.02, 1, 0.82})-0.05)
	burner := box(vec{q.x, y, q.z}, vec{0, 2.4, 0}, vec{0.35, 0.16, 0.3})
	ax, az := math.Abs(q.x), math.Abs(q.z)
	up := clamp((y-0.75)/(deck-skirt-0.75), 0, 1)
	rope := max(math.Hypot(ax-mix(0.92, 1.02, up), az-mix(0.72, 0.92, up))-0.035, 0.7-y, y-deck+skirt)
	people := math.Inf(1)
	for _, at := range [...]vec{{-0.4, 1.15, -0.1}, {0.35, 1.05, 0.15}} {
		people = min(people, vec{q.x, y, q.z}.sub(at).len()-0.16, box(vec{q.x, y, q.z}, at.sub(vec{0, 0.55, 0}), vec{0.16, 0.3, 0.1})-0.1)
	}
	return min(wall, max(rim, -wall-0.25), burner, 0.8*rope, people)
}

// shade is the light of the balloon at p, seen along dir from t metres.
func (b balloon) shade(p, dir vec, t float64) vec {
	n := normal(p, max(0.01, 0.0004*t), b.distance)
	q := p.sub(b.middle).turn(b.turned)
	sun, up := n.dot(sunshine), 0.5+0.5*n.y
	ambient := vec{0.50, 0.40, 0.30}.mix(vec{0.34, 0.46, 0.68}, up)
	if q.y < -skirt-0.35 {
		weave := 0.5 + 0.5*math.Sin(q.y*48)*math.Sin((q.x+q.z)*34)
		colour := vec{0.30, 0.17, 0.07}.mul(0.45 + 0.8*weave)
		return colour.times(vec{2.5, 2.1, 1.6}.mul(max(0, sun)).add(ambient.mul(0.6)))
	}
	turn := math.Atan2(q.z, q.x)/(2*math.Pi)*gores + gores
	colour := b.stripe(turn, q.y)
	// Tapes run along the gores and around the balloon at every panel.
	tape := math.Abs(turn - math.Round(turn))
	panel := math.Abs(math.Mod(q.y+40, 1.1) - 0.55)
	colour = colour.mul(1 - 0.28*step(0.05, 0.02, tape)).mul(1 - 0.13*step(0.50, 0.53, panel))
	folds := fbm3(vec{turn * 1.4, q.y * 0.8, 3}, 5) - 0.5
	colour = colour.mul(1 + 0.30*folds)
	sun += 0.22 * folds
	if q.y < -skirt+0.05 {
		return vec{2.2, 0.9, 0.25}.times(colour.add(vec{0.3, 0.3, 0.3}))
	}
	light := vec{2.5, 2.1, 1.6}.mul(max(0, sun)).add(ambient.mul(0.85))
	// The cloth lets the sun through from behind.
	light = light.add(vec{1.5, 1.05, 0.7}.mul(0.38 * step(0.5, -0.6, sun)))
	gloss := 0.10 * math.Pow(max(0, dir.reflect(n).dot(sunshine)), 18)
	return colour.times(light).add(vec{1, 1, 1}.mul(gloss))
}
