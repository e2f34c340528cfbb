package main

import "math"

// hash scatters a lattice point to an even number from 0 to 1.
func hash(x, y, z int) float64 {
	h := uint32(x)*0x8da6b343 ^ uint32(y)*0xd8163841 ^ uint32(z)*0xcb1ab31f
	h = (h ^ h>>15) * 0x2c1b3c6d
	h = (h ^ h>>12) * 0x297a2d39
	return float64(h^h>>15) / math.MaxUint32
}

// split parts x into its whole lattice step and the eased way to the next.
func split(x float64) (whole int, eased float64) {
	f := math.Floor(x)
	t := x - f
	return int(f), t * t * t * (t*(6*t-15) + 10)
}

// noise2 is a smooth random field over the plane, from 0 to 1.
func noise2(x, y float64) float64 {
	i, u := split(x)
	j, v := split(y)
	return mix(
		mix(hash(i, j, 0), hash(i+1, j, 0), u),
		mix(hash(i, j+1, 0), hash(i+1, j+1, 0), u), v)
}

// noise3 is a smooth random field in space, from 0 to 1.
func noise3(p vec) float64 {
	i, u := split(p.x)
	j, v := split(p.y)
	k, w := split(p.z)
	layer := func(k int) float64 {
		return mix(
			mix(hash(i, j, k), hash(i+1, j, k), u),
			mix(hash(i, j+1, k), hash(i+1, j+1, k), u), v)
	}
	return mix(layer(k), layer(k+1), w)
}

// fbm2 adds octaves of noise2, each half as strong and turned against the one
// before so that no lattice shows; from 0 to 1.
func fbm2(x, y float64, octaves int) float64 {
	sum, whole, weight := 0.0, 0.0, 0.5
	for range octaves {
		sum += weight * noise2(x, y)
		whole += weight
		weight /= 2
		x, y = 1.6*x-1.2*y+17.3, 1.2*x+1.6*y+5.1
	}
	return sum / whole
}

// fbm3 is fbm2 in space.
func fbm3(p vec, octaves int) float64 {
	sum, whole, weight := 0.0, 0.0, 0.5
	for range octaves {
		sum += weight * noise3(p)
		whole += weight
		weight /= 2
		p = vec{1.6*p.x - 1.2*p.z, 2.03 * p.y, 1.2*p.x + 1.6*p.z}.add(vec{7.7, 3.1, 11.9})
	}
	return sum / whole
}

// ridges is like fbm2 with sharp crests, as weather leaves them.
func ridges(x, y float64, octaves int) float64 {
	sum, whole, weight, last := 0.0, 0.0, 0.5, 1.0
	for range octaves {
		r := 1 - math.Abs(2*noise2(x, y)-1)
		r *= r
		sum += weight * r * last
		whole += weight
		last = r
		weight /= 2
		x, y = 1.6*x-1.2*y+3.7, 1.2*x+1.6*y+29.3
	}
	return sum / whole
}
