package main

import "math"

// vec is a point or direction in metres (y is up), or a colour in linear light.
type vec struct{ x, y, z float64 }

func (a vec) add(b vec) vec            { return vec{a.x + b.x, a.y + b.y, a.z + b.z} }
func (a vec) sub(b vec) vec            { return vec{a.x - b.x, a.y - b.y, a.z - b.z} }
func (a vec) times(b vec) vec          { return vec{a.x * b.x, a.y * b.y, a.z * b.z} }
func (a vec) mul(s float64) vec        { return vec{a.x * s, a.y * s, a.z * s} }
func (a vec) dot(b vec) float64        { return a.x*b.x + a.y*b.y + a.z*b.z }
func (a vec) len() float64             { return math.Sqrt(a.dot(a)) }
func (a vec) unit() vec                { return a.mul(1 / a.len()) }
func (a vec) reflect(n vec) vec        { return a.sub(n.mul(2 * a.dot(n))) }
func (a vec) luminance() float64       { return 0.2126*a.x + 0.7152*a.y + 0.0722*a.z }
func (a vec) mix(b vec, t float64) vec { return a.add(b.sub(a).mul(t)) }

func (a vec) cross(b vec) vec {
	return vec{a.y*b.z - a.z*b.y, a.z*b.x - a.x*b.z, a.x*b.y - a.y*b.x}
}

// turn rotates a around the upright axis by the given angle in radians.
func (a vec) turn(angle float64) vec {
	s, c := math.Sincos(angle)
	return vec{c*a.x + s*a.z, a.y, c*a.z - s*a.x}
}

func clamp(x, low, high float64) float64 { return min(max(x, low), high) }

func mix(a, b, t float64) float64 { return a + (b-a)*t }

// step rises smoothly from 0 at a to 1 at b; a may be the larger one.
func step(a, b, x float64) float64 {
	t := clamp((x-a)/(b-a), 0, 1)
	return t * t * (3 - 2*t)
}

// bump is a bell of height 1 around centre.
func bump(x, centre, width float64) float64 {
	d := (x - centre) / width
	return math.Exp(-d * d)
}

// ray is where a look begins and which way it goes.
type ray struct{ from, dir vec }

func (r ray) at(t float64) vec { return r.from.add(r.dir.mul(t)) }

// camera turns places on the film into rays.
type camera struct {
	eye, right, up, forward vec
	zoom                    float64
}

// look makes a camera that sees degrees from the bottom of the film to its top.
func look(eye, target vec, degrees float64) camera {
	forward := target.sub(eye).unit()
	right := vec{0, 1, 0}.cross(forward).unit()
	return camera{eye, right, forward.cross(right), forward, 1 / math.Tan(degrees*math.Pi/360)}
}

// ray goes through the film at u, v, where v runs from -1 (bottom) to 1 (top).
func (c camera) ray(u, v float64) ray {
	dir := c.right.mul(u).add(c.up.mul(v)).add(c.forward.mul(c.zoom))
	return ray{c.eye, dir.unit()}
}

// march follows r until it is close to a surface, whose signed distance is
// dist. It steps by a share of that distance, because a height field's own is
// only an estimate.
func march(r ray, near, far, share float64, dist func(vec) float64) (t float64, hit bool) {
	t = near
	last := near
	for range 400 {
		d := dist(r.at(t))
		if d < 0.0006*t {
			return surface(r, last, t, dist), true
		}
		last = t
		t += max(d*share, 0.0008*t)
		if t > far {
			break
		}
	}
	return far, false
}

// surface halves the last step until it finds where r went in: in front of a
// wall a step may have been too long.
func surface(r ray, out, in float64, dist func(vec) float64) float64 {
	for range 7 {
		if half := (out + in) / 2; dist(r.at(half)) < 0.0006*half {
			in = half
		} else {
			out = half
		}
	}
	return in
}

// normal is the direction in which dist grows fastest at p.
func normal(p vec, e float64, dist func(vec) float64) vec {
	return vec{
		dist(vec{p.x + e, p.y, p.z}) - dist(vec{p.x - e, p.y, p.z}),
		dist(vec{p.x, p.y + e, p.z}) - dist(vec{p.x, p.y - e, p.z}),
		dist(vec{p.x, p.y, p.z + e}) - dist(vec{p.x, p.y, p.z - e}),
	}.unit()
}

// open says how much of the sky p sees along n: 1 in the open, 0 in a crack.
func open(p, n vec, reach float64, dist func(vec) float64) float64 {
	shut, weight := 0.0, 1.0
	for i := range 5 {
		h := reach * (0.05 + 0.24*float64(i))
		shut += weight * max(0, h-dist(p.add(n.mul(h)))) / reach
		weight *= 0.7
	}
	return clamp(1-1.3*shut, 0, 1)
}

// lit says how much light from a far source of some breadth reaches p.
func lit(p, towards vec, near, far, softness float64, dist func(vec) float64) float64 {
	light, t := 1.0, near
	for range 60 {
		d := dist(p.add(towards.mul(t)))
		light = min(light, softness*d/t)
		if light < 0.005 || t > far {
			break
		}
		t += clamp(d*0.7, near, far/12)
	}
	return clamp(light, 0, 1)
}
