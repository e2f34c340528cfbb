package icc

import "math"

// conversion is the way from device values to linear sRGB, in real numbers.
type conversion struct {
	curves   [3]curve
	toLinear matrix
}

// transform prepares a conversion for pixels; nil when there is nothing to convert.
func (c conversion) transform() *Transform {
	var linear [3][256]float64
	for i := range linear {
		if i > 0 && c.curves[i].equal(&c.curves[i-1]) {
			linear[i] = linear[i-1]
			continue
		}
		for v := range 256 {
			linear[i][v] = c.curves[i].at(float64(v) / 255)
		}
	}
	if c.isSRGB(&linear) {
		return nil
	}
	return newTransform(c, &linear)
}

// isSRGB tells whether every 8-bit colour stays within half a step of itself. For each
// value of a channel the other two add most, or take most, where they are 0 or 255: all
// colours between those lie between their results.
func (c conversion) isSRGB(linear *[3][256]float64) bool {
	for out, row := range c.toLinear {
		left, right := (out+1)%3, (out+2)%3
		for v := range 256 {
			own := row[out] * linear[out][v]
			for _, corner := range [...][2]int{{v, v}, {0, 0}, {255, 255}, {0, 255}, {255, 0}} {
				light := own + row[left]*linear[left][corner[0]] + row[right]*linear[right][corner[1]]
				if math.Abs(255*encode(min(max(light, 0), 1))-float64(v)) > 0.5 {
					return false
				}
			}
		}
	}
	return true
}
