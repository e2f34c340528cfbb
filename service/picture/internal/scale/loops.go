package scale

// The two loops in which drawing spends its time. They work in whole numbers, so that
// the same pixels come out on every processor: weights in 1/16384, mixed rows in 1/64 of
// a step.
const (
	weightBits = 14
	mixedBits  = 6
)

// mixRowsPlainly weighs rows, each as long as out and stride bytes after the one before,
// into one.
func mixRowsPlainly(out []int16, rows []uint8, stride int, weights []int16) {
	const drop = weightBits - mixedBits
	var block [64]int32 // some channels at a time, whose sums stay at hand
	for x := 0; x < len(out); x += len(block) {
		sums := block[:min(len(block), len(out)-x)]
		for k := range sums {
			sums[k] = 1 << (drop - 1)
		}
		for i, weight := range weights {
			for k, v := range rows[i*stride+x:][:len(sums)] {
				sums[k] += int32(weight) * int32(v)
			}
		}
		for k, sum := range sums {
			out[x+k] = int16(sum >> drop)
		}
	}
}

// filterRowPlainly makes pixels of a mixed row, rounded and clamped. A premultiplied
// colour never exceeds its alpha: the kernel's overshoot would make it do so beside an
// edge.
func filterRowPlainly(out []uint8, row []int16, across *taps) {
	const drop = weightBits + mixedBits
	for x, first := range across.first {
		const half = 1 << (drop - 1)
		var r, g, b, a int32 = half, half, half, half
		mixed := row[4*first : 4*(int(first)+across.count)]
		for _, weight := range across.of(x) {
			w, p := int32(weight), mixed[:4:4]
			r += w * int32(p[0])
			g += w * int32(p[1])
			b += w * int32(p[2])
			a += w * int32(p[3])
			mixed = mixed[4:]
		}
		alpha := min(max(a>>drop, 0), 255)
		pixel := out[4*x : 4*x+4 : 4*x+4]
		pixel[0] = uint8(min(max(r>>drop, 0), alpha))
		pixel[1] = uint8(min(max(g>>drop, 0), alpha))
		pixel[2] = uint8(min(max(b>>drop, 0), alpha))
		pixel[3] = uint8(alpha)
	}
}
