package main

import "math"

// banner is the same coast from the next headland.
func banner() shader {
	c := &coast{
		camera: look(vec{-30, 40, -345}, vec{4, 47, 100}, 25),
		ground: headlands,
		top:    420,
		foot:   vec{76, 15.2, -60},
		beam:   vec{0.97, 0.03, -0.24}.unit(),
		power:  1.8,
		haze:   5200,
		rugged: 0.9,
		waves:  0.9,
	}
	return c.shade
}

// headlands reach out from the right one behind the other, higher and farther
// left as they go, with the lighthouse on the first of them.
func headlands(x, z float64, octaves int) float64 {
	if z < -330 {
		return -9
	}
	far := max(0, z+200)
	edge := 150 + 0.10*far
	for _, cape := range [...]struct{ z, width, reach float64 }{
		{-50, 75, 110}, {420, 150, 190}, {1250, 300, 610}, {2900, 600, 1750}, {6200, 1500, 4700},
	} {
		edge -= cape.reach * bump(z, cape.z, cape.width)
	}
	size := 1 + far/700 // land far away is drawn larger
	wave := fbm2(x/90/size+7, z/90/size, min(octaves, 8)) - 0.5
	inland := (x-edge)/size + 70*wave
	if inland < -30 {
		return -9
	}
	cliff := 24 * step(-8, 12, inland)
	relief := 0.45*ridges(x/210/size+5, z/210/size+2, octaves) + 0.75*fbm2(x/260/size, z/260/size+9, min(octaves, 6)) - 0.12
	hills := 72 * size * step(-5, 190, inland) * relief
	rough := 7 * step(-4, 10, inland) * (ridges(x/26, z/26, octaves) - 0.4)
	h := -9 + cliff + min(hills, 400) + rough
	flat := step(24, 9, math.Hypot(x-79, z+60))
	return mix(h, 15.2, flat)
}
