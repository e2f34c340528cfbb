package jpegio

import "masthead/service/picture/internal/header"

// luminance is the IJG's base table (ITU-T T.81 table K.1) in zigzag order.
var luminance = [64]int{
	16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40,
	26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61, 60, 57, 51,
	56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87,
	95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
}

// Quality estimates the quality at which a JPEG was coded, 1 to 100, as the one whose
// scaled IJG luminance table lies nearest to the file's. 0 when the file has no table.
func Quality(data []byte) int {
	table := header.QuantTables(data)[0]
	if table == nil {
		return 0
	}
	best, bestOff := 0, -1
	for q := 1; q <= 100; q++ {
		off := 0
		for i, base := range luminance {
			d := int(table[i]) - scaled(base, q)
			off += d * d
		}
		if bestOff < 0 || off < bestOff {
			best, bestOff = q, off
		}
	}
	return best
}

// scaled is jpeg_quality_scaling and jpeg_add_quant_table of libjpeg.
func scaled(base, quality int) int {
	scale := 200 - 2*quality
	if quality < 50 {
		scale = 5000 / quality
	}
	return min(max((base*scale+50)/100, 1), 255)
}
