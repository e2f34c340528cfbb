package jpegio

// fromCMYK turns ink into light in place, plainly: each channel times black. flip is
// 0xFF where 255 means full ink, 0 for Adobe's inverted files, where it means none.
func fromCMYK(pix []uint8, flip uint8) {
	for i := 0; i+3 < len(pix); i += 4 {
		k := uint32(pix[i+3] ^ flip)
		for c := range 3 {
			pix[i+c] = uint8((uint32(pix[i+c]^flip)*k + 127) / 255)
		}
		pix[i+3] = 0xFF
	}
}
