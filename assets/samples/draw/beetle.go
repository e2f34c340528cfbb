package main

import (
	"math"
	"math/rand/v2"
)

// window is where the light over the beetle comes from.
var window = vec{-0.42, 0.80, 0.10}.unit()

// beetle is a ladybird on a leaf, in its own scale: its back is 2 wide.
func beetle() shader {
	c := look(vec{-3.3, 4.6, -5.6}, vec{-0.05, 0.32, -0.22}, 27)
	const lens, sharp = 0.16, 7.2 // radius, and how far off it is in focus
	return func(u, v float64, dice *rand.Rand) vec {
		r := c.ray(u, v)
		focus := r.at(sharp / r.dir.dot(c.forward))
		angle, out := 2*math.Pi*dice.Float64(), lens*math.Sqrt(dice.Float64())
		s, cos := math.Sincos(angle)
		r.from = r.from.add(c.right.mul(out * cos)).add(c.up.mul(out * s))
		r.dir = focus.sub(r.from).unit()
		t, hit := march(r, 2, 14, 0.8, macro)
		if !hit {
			return bokeh(u, v)
		}
		return macroShade(r.at(t), r.dir)
	}
}

// macro is the distance to the beetle, its leaf or the dew.
func macro(p vec) float64 {
	return min(leaf(p), body(beetlePlace(p)), dew(p))
}

// beetlePlace turns p into the beetle's axes: head towards -z, feet on y = 0.
func beetlePlace(p vec) vec { return p.sub(vec{0, 0.02, 0}).turn(-0.5) }

func ellipsoid(p, centre, r vec) float64 {
	q := p.sub(centre)
	k := vec{q.x / r.x, q.y / r.y, q.z / r.z}
	g := vec{k.x / r.x, k.y / r.y, k.z / r.z}.len()
	return k.len() * (k.len() - 1) / (g + 1e-9)
}

func capsule(p, a, b vec, radius float64) float64 {
	along := b.sub(a)
	t := clamp(p.sub(a).dot(along)/along.dot(along), 0, 1)
	return p.sub(a.add(along.mul(t))).len() - radius
}

// wings is the distance to the red wing cases with the seam between them.
func wings(p vec) float64 {
	d := ellipsoid(p, vec{0, 0.16, 0.12}, vec{1, 0.80, 1.17})
	d += 0.022 * math.Exp(-p.x*p.x/0.0005) * step(-1.1, -0.6, p.z)
	return max(d, 0.10-p.y, -1.06-0.35*p.x*p.x-p.z+0.22)
}

func collar(p vec) float64 { return ellipsoid(p, vec{0, 0.25, -0.90}, vec{0.68, 0.42, 0.36}) }

func body(p vec) float64 {
	if away := p.len() - 2.1; away > 0.5 {
		return away
	}
	d := min(wings(p), collar(p))
	p.x = math.Abs(p.x)
	d = min(d, ellipsoid(p, vec{0, 0.20, -1.24}, vec{0.38, 0.28, 0.25}))
	d = min(d, ellipsoid(p, vec{0.27, 0.26, -1.34}, vec{0.09, 0.11, 0.10}))
	d = min(d, capsule(p, vec{0.16, 0.18, -1.42}, vec{0.36, 0.34, -1.72}, 0.022))
	d = min(d, ellipsoid(p, vec{0.38, 0.35, -1.75}, vec{0.045, 0.045, 0.07}))
	for _, leg := range [...][3]vec{
		{{0.4, 0.15, -0.85}, {0.85, 0.33, -1.18}, {0.98, 0.03, -1.48}},
		{{0.8, 0.15, -0.10}, {1.24, 0.36, -0.22}, {1.55, 0.03, -0.34}},
		{{0.7, 0.15, 0.70}, {1.10, 0.33, 0.98}, {1.36, 0.03, 1.34}},
	} {
		d = min(d, capsule(p, leg[0], leg[1], 0.06), capsule(p, leg[1], leg[2], 0.036))
	}
	return d
}

// leafAxes tells how far p lies along the leaf's middle rib and across it.
func leafAxes(p vec) (along, across float64) {
	q := p.turn(0.62)
	return q.z, q.x + 0.35
}

// veins is 1 on the leaf's ribs and 0 between them.
func veins(along, across float64) float64 {
	a := math.Abs(across)
	side := math.Abs(math.Mod(along*1.15-a*0.75+0.35*a*a*0.3+20+0.5*step(-0.01, 0.01, across), 1) - 0.5)
	rib := math.Exp(-a * a / (0.004 * (1 + 0.1*along*along*0.2)))
	branch := 0.75 * math.Exp(-side*side/0.0016) * step(3.2, 0.4, a)
	net := 0.13 * step(0.86, 0.98, 1-math.Abs(2*noise2(along*7, across*7+2*noise2(along*5, across*5))-1))
	return max(rib, branch, net)
}

func leafHeight(p vec) float64 {
	along, across := leafAxes(p)
	sag := -0.055*across*across - 0.02*along*along + 0.14*math.Abs(across)
	quilt := 0.05 * (fbm2(along*1.6, across*1.6, 3) - 0.5)
	return sag + quilt - 0.045*veins(along, across) - 0.02
}

func leaf(p vec) float64 {
	if p.y > 0.9 {
		return p.y - 0.5
	}
	along, across := leafAxes(p)
	width := 2.75 * math.Sqrt(max(0, 1-along*along/30)) * (1 - 0.06*along)
	teeth := 0.09 * math.Abs(math.Mod(along*3+40, 1)-0.5)
	return max(0.6*math.Abs(p.y-leafHeight(p))-0.012, 0.7*(math.Abs(across)-width-teeth))
}

// dew is the distance to the drops that lie on the leaf.
func dew(p vec) float64 {
	d := math.Inf(1)
	for _, drop := range [...]vec{
		{-1.55, 0.20, -1.55},
		{-2.05, 0.11, -0.75},
		{1.50, 0.15, -1.30},
		{-0.70, 0.09, -2.15},
		{-1.75, 0.07, -1.15},
		{1.75, 0.12, 0.35},
		{-1.62, 0.13, 0.95},
		{0.75, 0.07, -2.05},
	} {
		at := vec{drop.x, 0, drop.z}
		size := drop.y
		if math.Hypot(p.x-at.x, p.z-at.z) > 0.6 {
			d = min(d, 0.3)
			continue
		}
		at.y = leafHeight(at) + 0.35*size
		d = min(d, ellipsoid(p, at, vec{size, 0.72 * size, size}))
	}
	return d
}

// room is the light that a glossy surface mirrors from direction d.
func room(d vec) vec {
	c := vec{0.10, 0.22, 0.05}.mix(vec{0.55, 0.72, 0.62}, step(-0.2, 0.8, d.y))
	side := window.cross(vec{0, 1, 0}).unit()
	a, b := d.dot(side), d.dot(side.cross(window))
	pane := step(0.34, 0.29, math.Abs(a)) * step(0.34, 0.29, math.Abs(b)) * step(0.5, 0.7, d.dot(window))
	bar := step(0.012, 0.028, math.Abs(a)) * step(0.012, 0.028, math.Abs(b))
	return c.add(vec{6, 6.2, 6.4}.mul(pane * bar))
}

// macroShade is the light of beetle, leaf or dew at p, seen along dir.
func macroShade(p, dir vec) vec {
	n := normal(p, 0.004, macro)
	sky := open(p, n, 0.7, macro)
	sun := max(0, n.dot(window))
	if sun > 0 {
		sun *= lit(p.add(n.mul(0.02)), window, 0.02, 4, 7, macro)
	}
	light := vec{2.3, 2.2, 1.95}.mul(sun).add(vec{0.36, 0.46, 0.40}.mul(sky * (0.6 + 0.4*n.y)))
	back := dir.reflect(n)
	shine := 0.04 + 0.96*math.Pow(clamp(1+dir.dot(n), 0, 1), 5)
	q := beetlePlace(p)
	switch {
	case body(q) < 0.01:
		colour, gloss := shell(q)
		light = light.add(vec{0.10, 0.22, 0.03}.mul(max(0, -n.y) * 0.8))
		return colour.times(light).add(room(back).mul(gloss * shine * sky * 2))
	case dew(p) < 0.01:
		through := max(0, -n.dot(vec{window.x, -0.25, window.z}.unit()))
		colour := vec{0.10, 0.24, 0.03}.mul(0.35 + 3.0*through*through)
		return colour.times(vec{1.3, 1.3, 1.1}).add(room(back).mul(shine * 1.1))
	}
	along, across := leafAxes(p)
	vein := veins(along, across)
	spots := fbm2(along*9, across*9, 5)
	colour := vec{0.055, 0.19, 0.016}.mix(vec{0.12, 0.30, 0.03}, fbm2(along*1.2, across*1.2, 5))
	colour = colour.mul(0.62+0.76*spots).mix(vec{0.30, 0.46, 0.12}, 0.55*vein)
	light = light.add(vec{0.35, 0.5, 0.1}.mul(0.22 * sky)) // through the leaf
	rough := back.add(vec{spots - 0.5, 0, fbm2(across*9, along*9, 4) - 0.5}.mul(0.6)).unit()
	return colour.times(light).add(room(rough).mul(shine * 0.4 * sky))
}

// shell is the beetle's colour at q in its own axes, and its gloss.
func shell(q vec) (colour vec, gloss float64) {
	black := vec{0.010, 0.009, 0.010}
	side := math.Abs(q.x)
	if wings(q) > 0.012 {
		white := math.Hypot((side-0.46)*1.1, (q.z+1.0)*0.9)
		eye := math.Hypot(side-0.17, q.z+1.40)
		if (collar(q) < 0.01 && white < 0.14) || (q.y > 0.3 && eye < 0.055) {
			return vec{0.72, 0.68, 0.58}, 0.8
		}
		return black, 0.8
	}
	edge := 0.05 * (fbm2(q.x*4, q.z*4, 4) - 0.5)
	spot := math.Hypot(q.x, q.z+0.80) - 0.25
	for _, s := range [...]vec{{0.52, 0.22, -0.38}, {0.44, 0.25, 0.30}, {0.84, 0.19, 0.18}, {0.42, 0.18, 0.88}} {
		spot = min(spot, math.Hypot(side-s.x, q.z-s.z)-s.y)
	}
	pits := 0.8 + 0.4*fbm3(q.mul(14), 4)
	red := vec{0.56, 0.012, 0.008}.mix(vec{0.72, 0.045, 0.010}, step(0.25, 0.95, q.y)).mul(pits)
	return black.mix(red, step(-0.015, 0.02, spot+edge)), 1.3
}

// bokeh is the far background, dissolved into discs of light by the lens.
func bokeh(u, v float64) vec {
	c := vec{0.035, 0.085, 0.022}.mix(vec{0.20, 0.30, 0.07}, step(-0.9, 1.1, v-0.35*u))
	for i := range 70 {
		x, y := 2.6*hash(i, 1, 9)-1.3, 2.6*hash(i, 2, 9)-1.3
		size := 0.07 + 0.15*hash(i, 3, 9)
		off := math.Hypot(u-x, v-y) / size
		disc := step(1.06, 0.92, off) * (0.6 + 0.4*off*off)
		hue := vec{0.10, 0.22, 0.02}.mix(vec{0.50, 0.52, 0.16}, hash(i, 4, 9))
		c = c.add(hue.mul(disc * 0.5 * math.Pow(hash(i, 5, 9), 2)))
	}
	return c
}
