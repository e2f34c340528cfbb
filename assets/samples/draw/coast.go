package main

import (
	"math"
	"math/rand/v2"
)

// coast is an evening by the sea: land, water, a lighthouse and a camera.
type coast struct {
	camera camera
	// ground is the height of the land in metres, below 0 under the sea; more
	// octaves show finer stones.
	ground func(x, z float64, octaves int) float64
	top    float64 // no land is higher, in metres
	foot   vec     // of the lighthouse
	beam   vec     // the way the lamp points
	power  float64 // of the lamp
	haze   float64 // metres until the air hides two thirds
	rugged float64 // depth of the clefts in the cliffs, 1 for some metres
	waves  float64 // height of the swell, in metres
}

// shade is the coast's shader.
func (c *coast) shade(u, v float64, dice *rand.Rand) vec {
	r := c.camera.ray(u, v)
	light, far := c.see(r, dice)
	lamp := ray{r.from.sub(c.foot).sub(vec{0, lampMid, 0}), r.dir}
	return light.add(vec{1.0, 0.66, 0.40}.mul(c.power * beam(lamp, far, c.beam)))
}

// solid is the distance to what is not water, seen coarsely.
func (c *coast) solid(p vec) float64 {
	return min(c.land(p), lighthouse(p.sub(c.foot)))
}

// land is the distance to rock and turf. Close by, clefts and ledges are cut
// into the height field, which alone has no overhangs.
func (c *coast) land(p vec) float64 {
	if p.y > c.top+20 {
		return p.y - c.top
	}
	d := 0.6 * (p.y - c.ground(p.x, p.z, 6))
	if d > 4 || d < -4 {
		return d
	}
	ledge := fbm3(vec{p.x * 0.30, p.y*0.55 + 0.1*p.x, p.z * 0.30}, 4) - 0.5
	return d + 2.4*c.rugged*ledge*step(c.foot.y+0.5, c.foot.y-3, p.y)
}

// see is the light that comes along r, and from how far.
func (c *coast) see(r ray, dice *rand.Rand) (light vec, far float64) {
	const horizon = 40000
	far = horizon
	if r.dir.y < 0 {
		far = min(far, -r.from.y/r.dir.y)
	}
	t, hit := march(r, 0.5, min(far, 8000), 0.75, c.solid)
	switch {
	case hit:
		light, far = c.stand(r, t), t
	case far < horizon:
		light = c.water(r, far, dice)
	default:
		return duskSky(r.dir), far
	}
	air := clearSky(vec{r.dir.x, 0.012, r.dir.z}.unit())
	return light.mix(air, 1-math.Exp(-far/c.haze)), far
}

// stand is the light of the land or the lighthouse at r's distance t.
func (c *coast) stand(r ray, t float64) vec {
	p := r.at(t)
	e := 0.0006 * t
	var n, colour, glow vec
	if rel := p.sub(c.foot); lighthouse(rel) < c.land(p) {
		n = normal(rel, max(e, 0.004), lighthouse)
		colour, glow = paint(rel)
	} else {
		n = normal(p, max(e, 0.02), c.land)
		colour, n = stone(p, n, t)
	}
	sky := open(p, n, 3, c.solid)
	sun := max(0, n.dot(afterglow))
	if sun > 0 {
		sun *= lit(p.add(n.mul(0.1+0.002*t)), afterglow, 0.3, 120, 7, c.solid)
	}
	light := vec{0.17, 0.20, 0.36}.mul(sky * (0.55 + 0.45*n.y))
	light = light.add(vec{1.9, 0.82, 0.36}.mul(sun))
	light = light.add(vec{0.55, 0.27, 0.2}.mul(0.30 * sky * max(0, 0.4+0.6*n.dot(vec{-0.9, 0, 0.1}))))
	return colour.times(light).add(glow)
}

// stone is the colour of the land at p, and its normal roughened by grain too
// fine for the height field.
func stone(p, n vec, t float64) (colour, rough vec) {
	fine := 1 / (1 + t/160)
	q := p.mul(1.7)
	lean := vec{fbm3(q, 4) - 0.5, fbm3(q.add(vec{37, 0, 0}), 4) - 0.5, fbm3(q.add(vec{0, 0, 53}), 4) - 0.5}
	layers := fbm2(p.y*0.9+0.08*p.x, 0.05*(p.x+p.z)+3*fbm2(p.x*0.07, p.z*0.07, 3), 4)
	rock := vec{0.16, 0.125, 0.105}.mix(vec{0.40, 0.31, 0.24}, layers)
	rock = rock.mul(0.55 + 0.9*fbm3(p.mul(0.8), 6))
	turf := vec{0.085, 0.105, 0.035}.mix(vec{0.24, 0.20, 0.075}, fbm2(p.x*0.23, p.z*0.23, 5))
	turf = turf.mul(0.5 + fbm2(p.x*5, p.z*5, 4))
	flat := step(0.62, 0.86, n.y+0.35*(fbm2(p.x*0.4, p.z*0.4, 5)-0.5)) * step(2, 7, p.y)
	rough = n.add(lean.mul(1.5 * fine * (1 - 0.6*flat))).unit()
	wet := step(3.2, 0.4, p.y+1.2*(layers-0.5))
	return rock.mix(turf, flat).mul(1 - 0.6*wet), rough
}

// swell is the height of the sea.
func (c *coast) swell(x, z float64, octaves int) float64 {
	warp := noise2(x*0.05, z*0.05)
	return c.waves * (fbm2(x*0.11+warp, z*0.22+2*warp, octaves) + 0.55*ridges(x*0.19-warp, z*0.34+9, octaves-1))
}

// water is the light of the sea at r's distance t.
func (c *coast) water(r ray, t float64, dice *rand.Rand) vec {
	p := r.at(t)
	octaves := 7
	e := max(0.03, 0.0012*t)
	if t > 500 {
		octaves = 4
	}
	h := c.swell(p.x, p.z, octaves)
	n := vec{h - c.swell(p.x+e, p.z, octaves), e, h - c.swell(p.x, p.z+e, octaves)}
	// Far off, waves are smaller than a pixel: chance stands in for them.
	far := step(60, 700, t)
	n.x = n.x/e*(1-0.8*far) + 0.018*far*dice.NormFloat64()
	n.z = n.z/e*(1-0.8*far) + 0.025*far*dice.NormFloat64()
	n = vec{n.x, 1, n.z}.unit()

	back := r.dir.reflect(n)
	back.y = math.Abs(back.y) + 0.004
	back = back.unit()
	mirror := duskSky(back)
	if at, hit := march(ray{p, back}, 0.4, 900, 0.9, c.solid); hit {
		mirror = c.stand(ray{p, back}, at)
	}
	lamp := c.foot.add(vec{0, lampMid, 0}).sub(p).unit()
	mirror = mirror.add(vec{5, 3.2, 1.2}.mul(math.Pow(max(0, lamp.dot(back)), 900)))
	shine := 0.025 + 0.975*math.Pow(clamp(1+r.dir.dot(n), 0, 1), 5)
	depth := vec{0.012, 0.040, 0.062}.add(vec{0.01, 0.045, 0.05}.mul(h / (c.waves + 0.01) * 0.5))
	light := depth.mix(mirror, shine)

	shore := c.ground(p.x, p.z, 6)
	lace := fbm2(p.x*0.7, p.z*0.7, 6)
	foam := step(-7, 0.4, shore) * step(0.42, 0.66, lace+0.25*step(-2.5, 0.5, shore))
	crest := 0.35 * step(0.83, 1.0, h/(c.waves+0.01)) * step(0.45, 0.7, lace) * step(500, 60, t)
	return light.mix(vec{0.42, 0.38, 0.46}, clamp(0.85*foam+crest, 0, 1))
}
