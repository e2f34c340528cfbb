package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

// head says what was measured, when, where and against whom.
func head(ctx context.Context, o options) string {
	return fmt.Sprintf(`Masthead's picture engine beside others, %s
Machine: %s, %d processors, %s/%s, %s
Built by %s, tags %s
Beside: %s; %s; %s
Medians of %d interleaved rounds; slow contestants run in one of %d: see "runs".
"In memory" is the work alone, from encoded bytes to pixels; "whole process" is from its start to its end.
A ratio is the median of the ratios within a round, always to the other's whole process: first that of the
work in memory where it is known, then, in brackets, that of the whole process.
`,
		time.Now().Format("2 January 2006"),
		field("/proc/cpuinfo", "model name", ":"), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, field("/etc/os-release", "PRETTY_NAME", "="),
		runtime.Version(), tags(),
		version(ctx, "vipsthumbnail", "--vips-version"), version(ctx, imageMagick(), "-version"), version(ctx, "djpeg", "-version"),
		o.rounds, seldom)
}

// legend says how each row came about, so that anybody can check it.
const legend = `How
  Masthead, all 17 sizes    opened once, then 7 avatars and 10 banners of the centred crops, by Lanczos-3
  Masthead, forecast        both upload files, encoded; then every size as X would serve it, encoded and decoded
  vipsthumbnail, one        vipsthumbnail FILE --size 1500x -o OUT.jpg
  vipsthumbnail, others     for each size: vipsthumbnail FILE --size WxH --smartcrop centre -o OUT.jpg
  ImageMagick, one          convert FILE -resize 1500x OUT.jpg
  ImageMagick, others       one process that decodes once; for each size: +clone -crop -resize -write OUT.jpg
  djpeg -scale 1/8          reading the entropy-coded data, which nobody can avoid, and little else
  Go's naive way            image.Decode of the whole picture, then x/image/draw's CatmullRom for each size
  Fidelity                  PSNR of the whole picture at that size against Lanczos-3 in float64 of its every pixel;
                            libvips' by vipsthumbnail FILE --size 400x400 -o OUT.png. The pixels are this
                            engine's: libvips decodes JPEG and PNG to the same, other formats' colours not quite
  Moving a crop             panned and zoomed in 400 steps, every size drawn at each; "first" includes decoding
  The avatar's upload       SSIM to the 400 × 400 pixels before they were encoded, whoever encoded them
  Peak memory               resident, the most of all runs; under some 12 MiB, this program's own, nothing shows
`

// version is the first line that a program says of itself.
func version(ctx context.Context, command ...string) string {
	said, err := exec.CommandContext(ctx, command[0], command[1:]...).CombinedOutput()
	if err != nil {
		return command[0] + " is not there"
	}
	line, _, _ := strings.Cut(strings.TrimSpace(string(said)), "\n")
	return strings.TrimPrefix(line, "Version: ")
}

// tags are the build tags, which say whether libjpeg-turbo was there.
func tags() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "-tags" {
				return s.Value
			}
		}
	}
	return "none"
}

// field is the value of the first line of a file that begins with a key, or "unknown".
func field(file, key, separator string) string {
	data, err := os.ReadFile(file)
	if err != nil {
		return "unknown"
	}
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		if name, value, ok := strings.Cut(lines.Text(), separator); ok && strings.TrimSpace(name) == key {
			return strings.Trim(value, "\" \t")
		}
	}
	return "unknown"
}
