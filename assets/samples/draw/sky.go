package main

import "math"

// afterglow is where the sun went down, left of the pictures' middle.
var afterglow = vec{-0.86, 0.10, 0.50}.unit()

// duskSky is the light of the evening sky in direction d.
func duskSky(d vec) vec {
	near := nearness(d)
	c := clearSky(d)
	if d.y < 0.004 {
		return c
	}
	c = c.add(stars(d).mul(step(0.12, 0.45, d.y) * (1 - 0.6*near)))
	return clouds(d, c, near)
}

// nearness is 1 where the sun went down and 0 on the other side.
func nearness(d vec) float64 {
	flat := vec{d.x, 0, d.z}.unit()
	return 0.5 + 0.5*flat.dot(vec{afterglow.x, 0, afterglow.z}.unit())
}

// clearSky is the evening sky without clouds and stars, and so the air's own
// light before whatever is far off.
func clearSky(d vec) vec {
	near := nearness(d)
	up := max(d.y, 0)

	horizon := vec{0.25, 0.22, 0.34}.mix(vec{1.85, 0.62, 0.15}, math.Pow(near, 2.6))
	middle := vec{0.15, 0.15, 0.30}.mix(vec{0.66, 0.27, 0.26}, near*near)
	c := vec{0.004, 0.014, 0.055}.mix(vec{0.032, 0.088, 0.225}, math.Exp(-up*3.2))
	c = c.mix(middle, math.Exp(-up*8)*0.9)
	c = c.mix(horizon, math.Exp(-up*15))
	return c.add(vec{1.9, 0.75, 0.2}.mul(0.55 * math.Pow(max(0, d.dot(afterglow)), 26)))
}

// clouds lays two decks of cloud over the sky c; their undersides still catch
// the sun that the ground has lost.
func clouds(d, c vec, near float64) vec {
	// The decks curve down to the horizon instead of crowding into it.
	x, z := d.x/(d.y+0.14), d.z/(d.y+0.14)
	warp := fbm2(x*0.9+3, z*1.1, 3)
	veil := fbm2(0.7*x+2.6*warp, 2.1*z+1.2*warp+8, 5)
	heap := fbm2(1.5*x+1.4*warp+31, 2.6*z-1.7*warp, 5)
	fade := step(0.0, 0.07, d.y)

	pink := vec{0.13, 0.105, 0.20}.mix(vec{1.3, 0.40, 0.17}, math.Pow(near, 1.7))
	dusk := vec{0.045, 0.055, 0.12}.mix(vec{0.22, 0.11, 0.16}, near)
	c = c.mix(pink, 0.5*fade*step(0.52, 0.82, veil)*math.Exp(-1.3*d.y))
	thick := step(0.53, 0.76, heap)
	under := step(0.46, 0.66, fbm2(1.5*x+1.4*warp+31.2, 2.6*z-1.7*warp-0.12, 4))
	return c.mix(pink.mix(dusk, 0.25+0.75*under), 0.88*fade*thick*math.Exp(-1.1*d.y))
}

// stars are points in the cells of a lattice that d passes.
func stars(d vec) vec {
	const fine = 130
	p := d.mul(fine)
	i, j, k := int(math.Floor(p.x)), int(math.Floor(p.y)), int(math.Floor(p.z))
	h := hash(i, j, k)
	if h < 0.962 {
		return vec{}
	}
	at := vec{
		float64(i) + 0.3 + 0.4*hash(i, j, k+977),
		float64(j) + 0.3 + 0.4*hash(i, j+977, k),
		float64(k) + 0.3 + 0.4*hash(i+977, j, k),
	}.unit()
	off := math.Acos(min(1, at.dot(d))) * fine
	bright := (h - 0.962) / 0.038
	light := (0.25 + 5*math.Pow(bright, 4)) * math.Exp(-off*off*130)
	return vec{1, 0.93, 0.82}.mix(vec{0.75, 0.86, 1}, hash(k, i, j)).mul(light)
}
