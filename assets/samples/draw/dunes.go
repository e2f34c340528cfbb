package main

import "math"

// sunshine is where the sun stands over the dunes.
var sunshine = vec{-0.78, 0.42, -0.10}.unit()

// blueSky is the light of the desert sky in direction d.
func blueSky(d vec) vec {
	up := max(d.y, 0)
	c := vec{0.028, 0.135, 0.42}.mix(vec{0.11, 0.34, 0.66}, math.Exp(-up*3.4))
	c = c.mix(vec{0.62, 0.70, 0.74}, math.Exp(-up*11))
	c = c.add(vec{0.5, 0.4, 0.26}.mul(math.Pow(max(0, d.dot(sunshine)), 7)))
	if d.y < 0.01 {
		return c
	}
	x, z := d.x/(d.y+0.1), d.z/(d.y+0.1)
	warp := fbm2(x*0.8, z*0.8+4, 4)
	wisp := fbm2(1.1*x+2.2*warp, 3.6*z-1.5*warp+20, 8) * (0.6 + 0.8*fbm2(x*0.5+9, z*0.5, 3))
	return c.mix(vec{0.95, 0.95, 0.94}, 0.85*step(0.42, 0.78, wisp)*step(0.01, 0.12, d.y))
}

// dunes is the height of the sand in metres: waves of sand with sharp crests,
// lower ones across the backs of the higher ones.
func dunes(x, z float64) float64 {
	warp := fbm2(x/260+3, z/260, 3)
	crest := func(x, z float64) float64 {
		n := noise2(x, z)
		return 1 - math.Sqrt((2*n-1)*(2*n-1)+0.0006)
	}
	big := crest(x/230+0.9*warp, z/150+1.5*warp+0.37)
	small := crest(x/75+1.6*warp+9, z/52-1.2*warp)
	return 24*math.Pow(big, 1.8) + 6*small*small*(0.35+big)
}

// ripples is the height of the wind's small waves in the sand.
func ripples(x, z float64) float64 {
	bend := 2.6*fbm2(x*0.16, z*0.16, 4) + 0.5*fbm2(x*1.3, z*1.3, 3)
	return 0.034 * math.Sin(5.2*(x*0.45+z*0.9)+6*bend) * (0.4 + noise2(x*0.3, z*0.3))
}

// sand is the light of the dune at p, t metres from the eye.
func sand(p vec, t float64, solid func(vec) float64) vec {
	e := max(0.03, 0.0007*t)
	fade := step(140, 12, t)
	height := func(x, z float64) float64 {
		h := dunes(x, z)
		if fade > 0 {
			h += fade * ripples(x, z)
		}
		return h
	}
	h := height(p.x, p.z)
	n := vec{h - height(p.x+e, p.z), e, h - height(p.x, p.z+e)}.unit()
	sun := max(0, n.dot(sunshine))
	if sun > 0 {
		sun *= lit(p.add(n.mul(0.05+0.001*t)), sunshine, 0.4, 260, 26, solid)
	}
	grain := 0.86 + 0.28*noise2(p.x*17, p.z*17)*fade + 0.14*fbm2(p.x*0.4, p.z*0.4, 5)
	colour := vec{0.62, 0.235, 0.06}.mix(vec{0.72, 0.33, 0.105}, fbm2(p.x*0.02, p.z*0.02, 4)).mul(grain)
	light := vec{2.5, 2.1, 1.6}.mul(sun)
	light = light.add(vec{0.20, 0.27, 0.42}.mul(0.5 + 0.5*n.y))
	light = light.add(vec{0.30, 0.18, 0.09}.mul(0.6))
	return colour.times(light)
}
