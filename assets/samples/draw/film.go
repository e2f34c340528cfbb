package main

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"sync"
)

// film is what a camera gathered: light in linear RGB, row by row.
type film struct {
	w, h  int
	light []vec
}

// shader gives the light that falls on the film at u, v: v runs from -1 at
// the bottom to 1 at the top, u in the same unit with 0 in the middle.
type shader func(u, v float64, dice *rand.Rand) vec

// develop holds the choices made after the exposure.
type develop struct {
	exposure float64
	bloom    float64 // share of the light that the lens scatters
	grain    float64 // strength of the film grain, in steps of 255
	vignette float64 // share of light lost in the corners
}

// expose gathers side×side samples a pixel. Each row throws its own dice, so
// that the same picture comes out whatever the number of processors.
func expose(w, h, side int, shade shader) film {
	f := film{w, h, make([]vec, w*h)}
	rows := make(chan int, h)
	for y := range h {
		rows <- y
	}
	close(rows)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for y := range rows {
				dice := rand.New(rand.NewPCG(uint64(y), 7))
				for x := range w {
					f.light[y*w+x] = f.sample(x, y, side, shade, dice)
				}
			}
		})
	}
	wg.Wait()
	return f
}

func (f film) sample(x, y, side int, shade shader, dice *rand.Rand) vec {
	var sum vec
	half := float64(f.h) / 2
	for i := range side * side {
		px := float64(x) + (float64(i%side)+dice.Float64())/float64(side)
		py := float64(y) + (float64(i/side)+dice.Float64())/float64(side)
		l := shade((px-float64(f.w)/2)/half, (half-py)/half, dice)
		// One dazzling sample among dull ones would leave a speck.
		sum = sum.add(l.mul(1 / max(1, l.luminance()/12)))
	}
	return sum.mul(1 / float64(side*side))
}

// blur is three box blurs, which come close to a Gaussian of that radius.
func (f film) blur(radius int) film {
	out := film{f.w, f.h, append([]vec(nil), f.light...)}
	for range 3 {
		for y := range f.h {
			smooth(out.light[y*f.w:], f.w, 1, radius)
		}
		for x := range f.w {
			smooth(out.light[x:], f.h, f.w, radius)
		}
	}
	return out
}

// smooth runs a box of 2·radius+1 over n values that lie stride apart.
func smooth(line []vec, n, stride, radius int) {
	src := make([]vec, n)
	for i := range n {
		src[i] = line[i*stride]
	}
	at := func(i int) vec { return src[min(max(i, 0), n-1)] }
	var sum vec
	for i := -radius; i <= radius; i++ {
		sum = sum.add(at(i))
	}
	for i := range n {
		line[i*stride] = sum.mul(1 / float64(2*radius+1))
		sum = sum.add(at(i + radius + 1)).sub(at(i - radius))
	}
}

// print scatters, tones and grains the light into a picture.
func (f film) print(d develop) *image.RGBA {
	glow, veil := f.blur(max(1, f.h/130)), f.blur(max(1, f.h/28))
	img := image.NewRGBA(image.Rect(0, 0, f.w, f.h))
	dice := rand.New(rand.NewPCG(3, 11))
	cx, cy := float64(f.w)/2, float64(f.h)/2
	for i, l := range f.light {
		l = l.mul(1 - d.bloom).add(glow.light[i].mul(0.6 * d.bloom)).add(veil.light[i].mul(0.4 * d.bloom))
		x, y := i%f.w, i/f.w
		dx, dy := (float64(x)-cx)/cx, (float64(y)-cy)/cy
		l = l.mul(d.exposure * (1 - d.vignette*(dx*dx+dy*dy)/2))
		grain := dice.NormFloat64() * d.grain
		img.SetRGBA(x, y, color.RGBA{tone(l.x, grain), tone(l.y, grain), tone(l.z, grain), 255})
	}
	return img
}

// tone is Narkowicz's fit of the ACES film curve, then sRGB.
func tone(l, grain float64) uint8 {
	l = max(l, 0) * 0.8
	l = clamp(l*(2.51*l+0.03)/(l*(2.43*l+0.59)+0.14), 0, 1)
	if l <= 0.0031308 {
		l *= 12.92
	} else {
		l = 1.055*math.Pow(l, 1/2.4) - 0.055
	}
	return uint8(clamp(math.Round(l*255+grain), 0, 255))
}

// save writes img as a JPEG file.
func save(path string, img image.Image, quality int) error {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: quality}); err != nil {
		return err
	}
	return os.WriteFile(path, out.Bytes(), 0o644)
}
