package main

import "math"

// The lighthouse, in metres above its foot.
const (
	gallery  = 18.6 // the walk around the lamp
	lampFoot = 19.2
	lampTop  = 21.6
	lampMid  = (lampFoot + lampTop) / 2
	capTop   = 23.4
)

// towerRadius tapers from the foot to the gallery.
func towerRadius(y float64) float64 {
	t := clamp(y/gallery, 0, 1)
	return 2.9 - 1.25*t + 0.35*t*t + 0.9*math.Exp(-3*max(y, 0))
}

// lighthouse is the signed distance from p, relative to the tower's foot.
func lighthouse(p vec) float64 {
	across := math.Hypot(p.x, p.z)
	if away := math.Hypot(max(0, across-14), max(0, p.y-27)); away > 4 {
		return away
	}
	d := disc(across, p.y, -3, gallery, towerRadius(p.y))
	d = min(d, disc(across, p.y, gallery-0.55, gallery-0.2, 2.45))
	d = min(d, disc(across, p.y, gallery-0.2, gallery, 2.95))
	d = min(d, disc(across, p.y, gallery, lampFoot, 1.55))
	d = min(d, disc(across, p.y, lampFoot, lampTop, 1.32))
	d = min(d, railing(p, across))

	up := clamp((p.y-lampTop)/(capTop-lampTop), 0, 1)
	d = min(d, 0.7*disc(across, p.y, lampTop, capTop, 1.85*math.Sqrt(1-0.97*up)))
	d = min(d, vec{across, p.y - capTop - 0.2, 0}.len()-0.3)
	d = min(d, disc(across, p.y, capTop, capTop+1.7, 0.05))
	return min(d, cottage(p))
}

// disc is an upright cylinder from low to high, seen in its half section.
func disc(across, y, low, high, radius float64) float64 {
	dx, dy := across-radius, max(low-y, y-high)
	return min(max(dx, dy), 0) + math.Hypot(max(dx, 0), max(dy, 0))
}

func railing(p vec, across float64) float64 {
	around := math.Atan2(p.z, p.x) / (2 * math.Pi) * 20
	post := math.Hypot(across-2.8, (around-math.Round(around))/20*2*math.Pi*2.8) - 0.035
	d := max(post, p.y-gallery-1.05, gallery-p.y)
	for _, y := range [...]float64{0.55, 1.05} {
		d = min(d, math.Hypot(across-2.8, p.y-gallery-y)-0.045)
	}
	return d
}

// cottagePlace turns p into the keeper's cottage's own axes.
func cottagePlace(p vec) vec { return p.sub(vec{7.6, 0, 1.0}).turn(0.35) }

func cottage(p vec) float64 {
	p = cottagePlace(p)
	walls := box(p, vec{0, 0.2, 0}, vec{3.6, 2.6, 2.4})
	slope := (math.Abs(p.z)+p.y-5.35)*0.7071 + 0.1
	roof := max(slope, -slope-0.22, math.Abs(p.x)-3.9, 2.6-p.y)
	gable := max(slope, math.Abs(p.x)-3.6, math.Abs(p.z)-2.4, 2.6-p.y)
	chimney := box(p, vec{2.7, 4.6, 0}, vec{0.42, 1.5, 0.42})
	return min(walls, roof, gable, chimney)
}

func box(p, centre, half vec) float64 {
	q := p.sub(centre)
	x, y, z := math.Abs(q.x)-half.x, math.Abs(q.y)-half.y, math.Abs(q.z)-half.z
	return min(max(x, y, z), 0) + vec{max(x, 0), max(y, 0), max(z, 0)}.len()
}

// paint is the colour of the lighthouse at p and the light that it gives off.
func paint(p vec) (colour, glow vec) {
	across := math.Hypot(p.x, p.z)
	grime := 0.75 + 0.5*fbm3(vec{p.x * 2, p.y * 0.35, p.z * 2}, 5)
	white := vec{0.80, 0.78, 0.74}.mul(grime)
	red := vec{0.46, 0.035, 0.03}.mul(grime)
	iron := vec{0.045, 0.05, 0.06}
	around := math.Atan2(p.x, -p.z)
	switch {
	case across > 3.7:
		return cottagePaint(cottagePlace(p), grime)
	case p.y > lampTop-0.02:
		return red.mul(0.75), vec{}
	case p.y > lampFoot && across < 1.9:
		pane := math.Abs(math.Mod(around+9*math.Pi, math.Pi/5) - math.Pi/10)
		if pane > math.Pi/10-0.035 || math.Abs(p.y-lampMid) < 0.05 {
			return iron, vec{0.5, 0.3, 0.1}
		}
		core := bump(p.y, lampMid, 0.7)
		return iron, vec{3.2, 1.9, 0.65}.mix(vec{20, 15, 8}, core)
	case p.y > gallery-0.02:
		return iron, vec{}
	case p.y > gallery-0.6 && across > 2:
		return iron.mul(3), vec{}
	}
	for _, y := range [...]float64{4.4, 9.6, 14.4} {
		if math.Abs(around+0.25)*2.2 < 0.27 && math.Abs(p.y-y) < 0.5 {
			return iron, vec{1.7, 0.85, 0.25}
		}
	}
	for _, y := range [...]float64{2.6, 9.1, 15.6} {
		if math.Abs(p.y-y-1.3) < 1.65 {
			return red, vec{}
		}
	}
	return white, vec{}
}

func cottagePaint(p vec, grime float64) (colour, glow vec) {
	if p.y > 5.4 || p.y-5.35+math.Abs(p.z) > -0.35 {
		slates := 0.7 + 0.6*hash(int(math.Floor(p.x*3)), int(math.Floor(p.y*4)), 5)
		return vec{0.09, 0.10, 0.13}.mul(grime * slates), vec{}
	}
	for _, x := range [...]float64{-2.1, 0.9} {
		pane := math.Abs(p.x-x) < 0.5 && math.Abs(p.y-1.4) < 0.62
		if pane && math.Abs(p.x-x) > 0.05 && math.Abs(p.y-1.4) > 0.05 {
			return vec{}, vec{2.6, 1.25, 0.35}
		}
	}
	return vec{0.74, 0.70, 0.64}.mul(grime), vec{}
}

// beam is the light of the turning lamp that the evening's damp air throws
// back along r, up to far metres away. The lamp stands at the origin and shines
// both ways along axis. All of it comes from about where the two lines pass.
func beam(r ray, far float64, axis vec) float64 {
	const width = 0.003 // of the cone, in radians squared
	cos := r.dir.dot(axis)
	sin2 := 1 - cos*cos + 1e-6
	t := (cos*axis.dot(r.from) - r.dir.dot(r.from)) / sin2
	s := (axis.dot(r.from) - cos*r.dir.dot(r.from)) / sin2
	if t < 0 || t > far {
		return 0
	}
	away := math.Abs(s)
	angle := r.at(t).sub(axis.mul(s)).len() / (away + 0.4)
	return math.Sqrt(width*math.Pi/sin2) * away / (away + 3) * math.Exp(-away/55-angle*angle/width)
}
