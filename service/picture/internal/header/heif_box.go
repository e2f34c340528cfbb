package header

import "encoding/binary"

// The bounds of what is read of a HEIF file's structure. Phones write some dozen boxes
// and up to a thousand tiles.
const (
	maxBoxes = 1 << 14
	maxItems = 1 << 12
)

// box is one box of an ISO base media file (ISO/IEC 14496-12, section 4.2).
type box struct {
	kind string
	body []byte
}

// boxes cuts a container's body into its boxes. A box that is cut short is given with
// what is there of it, as the last: media data may end early while the header is whole.
func boxes(body []byte) []box {
	var list []box
	for len(body) >= 8 && len(list) < maxBoxes {
		size, head := uint64(binary.BigEndian.Uint32(body)), uint64(8)
		switch size {
		case 0: // to the end
			size = uint64(len(body))
		case 1: // the size follows in 64 bits
			if len(body) < 16 {
				return list
			}
			size, head = binary.BigEndian.Uint64(body[8:]), 16
		}
		if size < head {
			return list
		}
		end := min(size, uint64(len(body)))
		if head > end {
			return list
		}
		list = append(list, box{kind: string(body[4:8]), body: body[head:end]})
		body = body[end:]
	}
	return list
}

// child finds the first box of a kind.
func child(list []box, kind string) ([]byte, bool) {
	for _, b := range list {
		if b.kind == kind {
			return b.body, true
		}
	}
	return nil, false
}

// descend follows a path of plain containers; nil when there is none.
func descend(body []byte, path ...string) []byte {
	for _, kind := range path {
		body, _ = child(boxes(body), kind)
	}
	return body
}

// reader reads big-endian numbers off a body. Reading past the end gives zeros and sets
// short: a caller looks once, at the end.
type reader struct {
	data  []byte
	short bool
}

// uint reads a number of so many bytes, 0 to 8.
func (r *reader) uint(bytes int) uint64 {
	if len(r.data) < bytes {
		r.data, r.short = nil, true
		return 0
	}
	v := uint64(0)
	for _, b := range r.data[:bytes] {
		v = v<<8 | uint64(b)
	}
	r.data = r.data[bytes:]
	return v
}

func (r *reader) int(bytes int) int { return int(r.uint(bytes)) }

func (r *reader) skip(bytes int) {
	if len(r.data) < bytes {
		r.data, r.short = nil, true
		return
	}
	r.data = r.data[bytes:]
}

// full reads the version and flags that begin a full box.
func (r *reader) full() (version, flags int) {
	v := r.int(4)
	return v >> 24, v & 0xFFFFFF
}
