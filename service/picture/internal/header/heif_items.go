package header

import "bytes"

// heifItem is one item of a HEIF file (ISO/IEC 23008-12): a coded picture, a tile, a
// grid that joins tiles, a picture of another's alpha.
type heifItem struct {
	kind       string
	properties []box
	// extents are the item's bytes, in pieces; nil when any lies outside the file.
	extents [][]byte
	// from are the items that this one is made of, in order (dimg).
	from []int
	// of are the items that this one is an auxiliary picture of (auxl).
	of []int
	// premultipliedBy is the alpha item that colours are multiplied by (prem).
	premultipliedBy int
}

// property finds an item's first property of a kind.
func (it *heifItem) property(kind string) ([]byte, bool) { return child(it.properties, kind) }

// heifMeta is a meta box taken apart.
type heifMeta struct {
	primary int
	items   map[int]*heifItem
	order   []int
}

// readMeta reads a meta box out of the whole file.
func readMeta(file, body []byte) (*heifMeta, error) {
	if len(body) < 4 {
		return nil, ErrShort
	}
	list := boxes(body[4:])
	m := &heifMeta{items: map[int]*heifItem{}}
	if b, ok := child(list, "pitm"); ok {
		r := reader{data: b}
		version, _ := r.full()
		m.primary = r.int(idBytes(version))
	}
	if b, ok := child(list, "iinf"); ok {
		m.readInfo(b)
	}
	if b, ok := child(list, "iref"); ok {
		m.readReferences(b)
	}
	if b, ok := child(list, "iprp"); ok {
		m.readProperties(b)
	}
	idat, _ := child(list, "idat")
	if b, ok := child(list, "iloc"); ok {
		m.readLocations(b, file, idat)
	}
	if m.items[m.primary] == nil {
		return nil, ErrShort
	}
	return m, nil
}

// idBytes is the length of an item's number in boxes that lengthened it later.
func idBytes(version int) int {
	if version == 0 {
		return 2
	}
	return 4
}

func (m *heifMeta) readInfo(body []byte) {
	r := reader{data: body}
	version, _ := r.full()
	r.skip(idBytes(version))
	for _, b := range boxes(r.data) {
		entry := reader{data: b.body}
		version, _ := entry.full()
		if b.kind != "infe" || version < 2 || len(m.items) >= maxItems {
			continue
		}
		id := entry.int(2 * (version - 1))
		entry.skip(2)
		if len(entry.data) < 4 || m.items[id] != nil {
			continue
		}
		m.items[id] = &heifItem{kind: string(entry.data[:4])}
		m.order = append(m.order, id)
	}
}

func (m *heifMeta) readReferences(body []byte) {
	r := reader{data: body}
	version, _ := r.full()
	width := idBytes(version)
	for _, b := range boxes(r.data) {
		ref := reader{data: b.body}
		item := m.items[ref.int(width)]
		if item == nil {
			continue
		}
		for range min(ref.int(2), maxItems) {
			to := ref.int(width)
			if ref.short {
				break
			}
			switch b.kind {
			case "dimg":
				item.from = append(item.from, to)
			case "auxl":
				item.of = append(item.of, to)
			case "prem":
				item.premultipliedBy = to
			}
		}
	}
}

func (m *heifMeta) readProperties(body []byte) {
	list := boxes(body)
	container, _ := child(list, "ipco")
	known := boxes(container)
	for _, b := range list {
		if b.kind != "ipma" {
			continue
		}
		r := reader{data: b.body}
		version, flags := r.full()
		for range min(r.int(4), maxItems) {
			item := m.items[r.int(idBytes(version))]
			for range r.int(1) {
				index := 0
				if flags&1 != 0 {
					index = r.int(2) & 0x7FFF
				} else {
					index = r.int(1) & 0x7F
				}
				if item != nil && index >= 1 && index <= len(known) && len(item.properties) < maxProperties {
					item.properties = append(item.properties, known[index-1])
				}
			}
			if r.short {
				return
			}
		}
	}
}

// maxProperties is the most properties that are looked at of one item.
const maxProperties = 64

// readLocations finds every item's bytes (ISO/IEC 14496-12, section 8.11.3).
func (m *heifMeta) readLocations(body, file, idat []byte) {
	r := reader{data: body}
	version, _ := r.full()
	sizes := r.int(2)
	offsetBytes, lengthBytes, baseBytes, indexBytes := sizes>>12, sizes>>8&15, sizes>>4&15, sizes&15
	if version == 0 {
		indexBytes = 0
	}
	if max(offsetBytes, lengthBytes, baseBytes, indexBytes) > 8 || version > 2 {
		return
	}
	wide := 2
	if version == 2 {
		wide = 4
	}
	pieces := 0
	for range min(r.int(wide), maxItems) {
		item, from := m.items[r.int(wide)], file
		if version > 0 {
			switch r.int(2) & 15 {
			case 0:
			case 1:
				from = idat
			default: // bytes of another item: nobody writes that
				item = nil
			}
		}
		r.skip(2) // which file: this one
		base := r.uint(baseBytes)
		whole := true
		for range r.int(2) {
			r.skip(indexBytes)
			at, length := base+r.uint(offsetBytes), r.uint(lengthBytes)
			if pieces++; r.short || pieces > maxBoxes {
				return
			}
			if lengthBytes == 0 && at <= uint64(len(from)) { // the whole file
				length = uint64(len(from)) - at
			}
			if at > uint64(len(from)) || length > uint64(len(from))-at {
				whole = false
			} else if item != nil {
				item.extents = append(item.extents, from[at:at+length])
			}
		}
		if item != nil && !whole {
			item.extents = nil
		}
	}
}

// alphaOf finds the item that is another's alpha.
func (m *heifMeta) alphaOf(id int) (int, bool) {
	for _, candidate := range m.order {
		item := m.items[candidate]
		if kind, ok := item.property("auxC"); ok && isAlpha(kind) {
			for _, of := range item.of {
				if of == id {
					return candidate, true
				}
			}
		}
	}
	return 0, false
}

// isAlpha reads an auxC property: what an auxiliary picture is of.
func isAlpha(auxC []byte) bool {
	if len(auxC) < 4 {
		return false
	}
	name, _, _ := bytes.Cut(auxC[4:], []byte{0})
	return string(name) == "urn:mpeg:hevc:2015:auxid:1" ||
		string(name) == "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"
}
