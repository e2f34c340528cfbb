package main

import "math"

// avatar is the lighthouse on its rock, close by.
func avatar() shader {
	c := &coast{
		camera: look(vec{-12, 18.5, -76}, vec{1.5, 20.6, 0}, 32.5),
		ground: rock,
		top:    32,
		foot:   vec{0, 13.2, 0},
		beam:   vec{0.94, 0.06, -0.30}.unit(),
		power:  3,
		haze:   4200,
		rugged: 1,
		waves:  0.75,
	}
	return c.shade
}

// rock is a headland that runs from the lighthouse away to the right.
func rock(x, z float64, octaves int) float64 {
	if z > 60 || z < -40 || x < -50 {
		return -9
	}
	shore := 24*(fbm2(x*0.055+4, z*0.055, min(octaves, 7))-0.5) + 7*(ridges(x*0.13, z*0.13+8, min(octaves, 6))-0.4)
	spine := max(0, x-4)
	away := math.Hypot(min(0, x+1)*1.0, (z-2-0.25*spine)/(1+0.012*spine)) - 15
	inland := -away + shore
	high := 13.4 + 0.22*spine*step(10, 50, x) - 0.02*min(0, x)*min(0, x)*step(-4, -14, x)
	h := -9 + (high+9)*step(-9, 7, inland)
	flat := step(8, 3.4, math.Hypot(x, z)) + 0.8*step(6, 4, math.Hypot(x-7.6, z-1))
	rough := 3.2*(ridges(x*0.16+2, z*0.16, octaves)-0.35) + 0.9*(fbm2(x*0.9, z*0.9, max(octaves-3, 1))-0.5)
	h = mix(h+rough, 13.2, clamp(flat, 0, 1)*step(0, 4, inland))
	// Skerries in the surf on the seaward side.
	stack := bump(x, -19, 4.5)*bump(z, -6, 5) + 0.7*bump(x, -27, 3.5)*bump(z, 10, 5)
	return max(h, -6+stack*(9+5*ridges(x*0.2, z*0.2, octaves)))
}
