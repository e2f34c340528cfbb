package tiff

import "math"

// fromLab makes sRGB of a pixel's L*, a* and b* (chapter 23: of light D50), full scale.
func (f *File) fromLab(samples []uint16, full uint16) [4]uint16 {
	scale := float64(full)
	l := float64(samples[0]) / scale * 100
	difference := func(v uint16) float64 {
		switch {
		case f.photometric == iccLab && full == 0xFF:
			return float64(v) - 128
		case f.photometric == iccLab:
			return (float64(v) - 0x8000) / 256
		case full == 0xFF:
			return float64(int8(v))
		}
		return float64(int16(v)) / 256
	}
	root := (l + 16) / 116
	x := 0.96422 * fromLabRoot(root+difference(samples[1])/500)
	y := fromLabRoot(root)
	z := 0.82521 * fromLabRoot(root-difference(samples[2])/200)
	encode := func(light float64) uint16 {
		light = min(max(light, 0), 1)
		if light <= 0.0031308 {
			light *= 12.92
		} else {
			light = 1.055*math.Pow(light, 1/2.4) - 0.055
		}
		return uint16(light*scale + 0.5)
	}
	return [4]uint16{
		encode(3.1338561*x - 1.6168667*y - 0.4906146*z), // sRGB's primaries, adapted to D50
		encode(-0.9787684*x + 1.9161415*y + 0.0334540*z),
		encode(0.0719453*x - 0.2289914*y + 1.4052427*z),
		full,
	}
}

// fromLabRoot undoes the cube root of CIE 1976.
func fromLabRoot(v float64) float64 {
	if v <= 6.0/29 {
		return (v - 16.0/116) * 3 * (6.0 / 29) * (6.0 / 29)
	}
	return v * v * v
}
