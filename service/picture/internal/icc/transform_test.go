package icc

import (
	"encoding/binary"
	"math"
	"sync"
	"testing"
)

func mustTransform(t testing.TB, profile []byte) *Transform {
	t.Helper()
	p, err := Parse(profile)
	if err != nil {
		t.Fatal(err)
	}
	transform, err := p.ToSRGB()
	if err != nil {
		t.Fatal(err)
	}
	return transform
}

// convert8 and convert16 convert one colour given from 0 to 1 and return it so, along with
// the values that really went in.
func convert8(transform *Transform, v [3]float64) (in, out [3]float64) {
	pix := []uint8{0, 0, 0, 77}
	for i := range v {
		pix[i] = uint8(math.Round(v[i] * 255))
		in[i] = float64(pix[i]) / 255
	}
	transform.NRGBA(pix)
	for i := range out {
		out[i] = float64(pix[i]) / 255
	}
	return in, out
}

func convert16(transform *Transform, v [3]float64) (in, out [3]float64) {
	pix := make([]uint8, 8)
	for i := range v {
		value := uint16(math.Round(v[i] * 65535))
		binary.BigEndian.PutUint16(pix[2*i:], value)
		in[i] = float64(value) / 65535
	}
	transform.NRGBA64(pix)
	for i := range out {
		out[i] = float64(binary.BigEndian.Uint16(pix[2*i:])) / 65535
	}
	return in, out
}

// cube calls f for n³ colours from 0 to 1, with the dark ones closer to each other.
func cube(n int, f func([3]float64)) {
	at := func(i int) float64 { v := float64(i) / float64(n-1); return v * (1 + v) / 2 }
	for r := range n {
		for g := range n {
			for b := range n {
				f([3]float64{at(r), at(g), at(b)})
			}
		}
	}
}

// The errors here are against the unrounded result, so half a step is what rounding costs.
func TestAgainstExactFormulas(t *testing.T) {
	for _, r := range references()[1:] {
		t.Run(r.name, func(t *testing.T) {
			transform, exact := mustTransform(t, r.profile()), r.exact()
			for _, depth := range []struct {
				name          string
				convert       func(*Transform, [3]float64) (in, out [3]float64)
				steps         float64
				largest, mean float64 // in steps
			}{
				{"8 bits", convert8, 255, 0.75, 0.26},
				// A profile writes its primaries to 1/65536 and no finer, which is up to
				// a tenth of an 8-bit step.
				{"16 bits", convert16, 65535, 20, 1},
			} {
				largest, sum, count := 0.0, 0.0, 0
				cube(21, func(v [3]float64) {
					in, out := depth.convert(transform, v)
					for i, want := range exact(in) {
						off := math.Abs(out[i]-want) * depth.steps
						largest, sum, count = max(largest, off), sum+off, count+1
					}
				})
				mean := sum / float64(count)
				t.Logf("%s: largest error %.3f steps, mean %.3f", depth.name, largest, mean)
				if largest > depth.largest || mean > depth.mean {
					t.Errorf("%s: largest error %.3f steps (at most %v), mean %.3f (at most %v)",
						depth.name, largest, depth.largest, mean, depth.mean)
				}
			}
		})
	}
}

// What the integers lose against the same conversion in real numbers.
func TestDeepArithmetic(t *testing.T) {
	for _, r := range references()[1:] {
		transform := mustTransform(t, r.profile())
		largest := 0.0
		cube(21, func(v [3]float64) {
			in, out := convert16(transform, v)
			var light [3]float64
			for i := range in {
				light[i] = transform.conversion.curves[i].at(in[i])
			}
			for i, want := range transform.conversion.toLinear.apply(light) {
				largest = max(largest, math.Abs(out[i]-encodedSRGB(want))*65535)
			}
		})
		if largest > 1.5 {
			t.Errorf("%s: off by %.2f of 65535", r.name, largest)
		}
	}
}

// The first four are the same green, #008000, as CSS Color's published conformance tests
// write it in each space; the others are corners of those spaces that sRGB clips.
func TestKnownPatches(t *testing.T) {
	for _, c := range []struct {
		space string
		in    [3]float64
		want  [3]float64 // of 255
	}{
		{"sRGB", [3]float64{0, 128.0 / 255, 0}, [3]float64{0, 128, 0}},
		{"Display P3", [3]float64{0.21604, 0.49418, 0.13151}, [3]float64{0, 128, 0}},
		{"Adobe RGB (1998)", [3]float64{0.281363, 0.498012, 0.116746}, [3]float64{0, 128, 0}},
		{"ProPhoto RGB", [3]float64{0.230479, 0.395789, 0.129968}, [3]float64{0, 128, 0}},
		{"Display P3", [3]float64{1, 0, 0}, [3]float64{255, 0, 0}},
		{"Display P3", [3]float64{0, 1, 0}, [3]float64{0, 255, 0}},
		{"Adobe RGB (1998)", [3]float64{0, 1, 1}, [3]float64{0, 255, 255}},
		{"ProPhoto RGB", [3]float64{0, 0, 1}, [3]float64{0, 0, 255}},
	} {
		transform := mustTransform(t, byName(c.space).profile())
		_, out := convert16(transform, c.in)
		for i := range out {
			if math.Abs(out[i]*255-c.want[i]) > 0.15 {
				t.Errorf("%s %v: got %.2f, want %v of 255", c.space, c.in, out[i]*255, c.want)
				break
			}
		}
	}
}

func TestGreysAndAlphaStay(t *testing.T) {
	for _, r := range references()[1:] {
		transform := mustTransform(t, r.profile())
		for v := range 256 {
			pix := []uint8{uint8(v), uint8(v), uint8(v), uint8(255 - v)}
			transform.NRGBA(pix)
			if pix[0] != pix[1] || pix[1] != pix[2] || pix[3] != uint8(255-v) {
				t.Errorf("%s: %d became %v", r.name, v, pix)
			}
			if (v == 0 || v == 255) && pix[0] != uint8(v) {
				t.Errorf("%s: black or white %d became %v", r.name, v, pix)
			}
			if r.name == "Display P3" && pix[0] != uint8(v) {
				t.Errorf("grey %d became %v where the curves are the same", v, pix)
			}
		}
		for v := range 1 << 16 {
			pix := []uint8{uint8(v >> 8), uint8(v), uint8(v >> 8), uint8(v), uint8(v >> 8), uint8(v), 12, 34}
			transform.NRGBA64(pix)
			if string(pix[:2]) != string(pix[2:4]) || string(pix[:2]) != string(pix[4:6]) || pix[6] != 12 || pix[7] != 34 {
				t.Fatalf("%s: %d became %v", r.name, v, pix)
			}
			if got := int(pix[0])<<8 | int(pix[1]); (v == 0 || v == 65535) && got != v {
				t.Errorf("%s: black or white %d became %d", r.name, v, got)
			}
		}
	}
}

func TestGreyProfiles(t *testing.T) {
	lightness := func(l float64) float64 {
		if l > 8 {
			return math.Pow((l+16)/116, 3)
		}
		return l / 903.2963
	}
	for _, c := range []struct {
		name    string
		profile []byte
		linear  func(float64) float64
	}{
		{"gamma 2.2", greyProfile("XYZ ", samples(563)), gamma(563.0 / 256)},
		{"linear", greyProfile("XYZ ", samples()), gamma(1)},
		{"samples of L*", greyProfile("XYZ ", sampled(4096, func(v float64) float64 { return lightness(100 * v) })), func(v float64) float64 { return lightness(100 * v) }},
		{"L* by Lab", greyProfile("Lab ", samples()), func(v float64) float64 { return lightness(100 * v) }},
		{"darkened by Lab", greyProfile("Lab ", parameters(0, 1.25)), func(v float64) float64 { return lightness(100 * math.Pow(v, 1.25)) }},
	} {
		transform := mustTransform(t, c.profile)
		for v := range 256 {
			device := float64(v) / 255
			want := encodedSRGB(c.linear(device))
			_, shallow := convert8(transform, [3]float64{device, device, device})
			_, deep := convert16(transform, [3]float64{device, device, device})
			for i := range 3 {
				if math.Abs(shallow[i]-want)*255 > 0.75 || math.Abs(deep[i]-want)*65535 > 8 {
					t.Errorf("%s: %d became %.2f and %.3f of 255, want %.3f", c.name, v, shallow[i]*255, deep[i]*255, want*255)
				}
			}
		}
	}
}

func TestDifferentCurves(t *testing.T) {
	r := byName("Adobe RGB (1998)")
	profile := r.profile()
	for i, signature := range []string{"gTRC", "bTRC"} {
		curve := findTag(profile, signature)
		binary.BigEndian.PutUint16(curve[12:], uint16(256*(i+1)))
	}
	transform := mustTransform(t, profile)
	m := product(solved(references()[0].toXYZ()), r.toXYZ())
	in, out := convert8(transform, [3]float64{0.8, 0.4, 0.6})
	_, deep := convert16(transform, in)
	for i, row := range m {
		want := encodedSRGB(row[0]*math.Pow(in[0], 563.0/256) + row[1]*in[1] + row[2]*in[2]*in[2])
		if math.Abs(out[i]-want)*255 > 0.75 || math.Abs(deep[i]-want)*65535 > 8 {
			t.Errorf("channel %d: got %v and %v, want %v", i, out[i], deep[i], want)
		}
	}
}

func TestNilTransformAndShortPixels(t *testing.T) {
	var none *Transform
	pix := []uint8{1, 2, 3, 4, 5, 6, 7, 8}
	none.NRGBA(pix)
	none.NRGBA64(pix)
	if string(pix) != "\x01\x02\x03\x04\x05\x06\x07\x08" {
		t.Errorf("nil changed the pixels to %v", pix)
	}
	transform := mustTransform(t, byName("ProPhoto RGB").profile())
	for n := range 8 {
		transform.NRGBA(make([]uint8, n))
		transform.NRGBA64(make([]uint8, n))
	}
}

func TestConcurrentUse(t *testing.T) {
	transform := mustTransform(t, byName("Display P3").profile())
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			transform.NRGBA(make([]uint8, 400))
			transform.NRGBA64(make([]uint8, 800))
		})
	}
	group.Wait()
}

// noise fills pixels with colours as scattered as no photograph's.
func noise(pix []uint8) {
	state := uint32(1)
	for i := range pix {
		state = state*1664525 + 1013904223
		pix[i] = uint8(state >> 24)
	}
}

// Random colours are the worst case; the gradient is closer to a photograph.
func BenchmarkNRGBA(b *testing.B) {
	for _, name := range []string{"Display P3", "ProPhoto RGB"} {
		transform := mustTransform(b, byName(name).profile())
		source := make([]uint8, 4<<20)
		for _, content := range []string{"gradient", "noise"} {
			noise(source)
			for i := 0; content == "gradient" && i < len(source); i++ {
				source[i] = uint8(i>>14) + source[i]&7
			}
			b.Run(name+", "+content, func(b *testing.B) {
				pix := make([]uint8, len(source))
				for b.Loop() {
					copy(pix, source)
					transform.NRGBA(pix)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(pix)/4), "ns/pixel")
			})
		}
	}
}

func BenchmarkNRGBA64(b *testing.B) {
	transform := mustTransform(b, byName("Display P3").profile())
	for _, content := range []string{"gradient", "noise"} {
		source := make([]uint8, 8<<20)
		noise(source)
		for i := 0; content == "gradient" && i < len(source); i += 2 {
			source[i] = uint8(i>>15) + source[i]&7
		}
		b.Run(content, func(b *testing.B) {
			pix := make([]uint8, len(source))
			for b.Loop() {
				copy(pix, source)
				transform.NRGBA64(pix)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(pix)/8), "ns/pixel")
		})
	}
}

// What one picture pays before its first pixel.
func BenchmarkParseToSRGB(b *testing.B) {
	for _, c := range []struct {
		name    string
		profile []byte
	}{
		{"sRGB of 1024 samples", hewlettPackard()},
		{"Display P3", byName("Display P3").profile()},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				mustTransform(b, c.profile)
			}
		})
	}
}
