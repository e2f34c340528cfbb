package raster

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	_ "unsafe" // for linkname

	_ "github.com/gen2brain/avif" // brings libavif and libaom
	_ "github.com/gen2brain/heic" // brings libheif and libde265
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// The decoders are the WebAssembly modules that the two packages embed. They are called
// here and not through the packages because those lose alpha, read pictures narrower
// than 128 pixels from the wrong places, set no limit to memory, take it in doublings
// that the garbage collector has to clear away, and cannot be stopped.
//
//go:linkname heifModule github.com/gen2brain/heic.heifWasm
var heifModule []byte

//go:linkname avifModule github.com/gen2brain/avif.decodeWasm
var avifModule []byte

// The two modules, compiled when they are first needed and kept: that takes most of a
// second.
var (
	hevcDecoder = module{packed: &heifModule}
	av1Decoder  = module{packed: &avifModule}
)

// module is a WebAssembly module and its compiled form.
type module struct {
	packed *[]byte

	once     sync.Once
	runtime  wazero.Runtime
	compiled wazero.CompiledModule
	err      error
}

func (m *module) compile() error {
	m.once.Do(func() {
		ctx := context.Background()
		r, err := gzip.NewReader(bytes.NewReader(*m.packed))
		if err != nil {
			m.err = fmt.Errorf("no decoder: %w", err)
			return
		}
		code, err := io.ReadAll(r)
		if err != nil {
			m.err = fmt.Errorf("no decoder: %w", err)
			return
		}
		m.runtime = wazero.NewRuntime(ctx)
		if _, err := wasi_snapshot_preview1.Instantiate(ctx, m.runtime); err != nil {
			m.err = err
			return
		}
		m.compiled, m.err = m.runtime.CompileModule(ctx, code)
	})
	return m.err
}

// instance is one run of a module, with memory of its own.
type instance struct {
	ctx    context.Context
	module api.Module
}

// errForeign means that a module broke off or had no memory left.
var errForeign = errors.New("the decoder failed")

// run gives a fresh instance to work. Its memory is at first likely bytes, and at most
// the module's own bound of most. It ends with ctx.
func (m *module) run(ctx context.Context, likely, most int, work func(*instance) error) error {
	if err := m.compile(); err != nil {
		return err
	}
	inner := experimental.WithMemoryAllocator(ctx, experimental.MemoryAllocatorFunc(func(uint64, uint64) experimental.LinearMemory {
		return &memory{likely: likely, most: most}
	}))
	// No name, so that several can run; no files, no clock, no output.
	mod, err := m.runtime.InstantiateModule(inner, m.compiled, wazero.NewModuleConfig().WithName(""))
	if err == nil {
		err = work(&instance{ctx: ctx, module: mod})
		mod.Close(context.Background())
	}
	if likely > clearedAtOnce { // else the next picture may find this one's memory still taken
		runtime.GC()
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// clearedAtOnce is the memory in bytes that is not left to the garbage collector's own
// time.
const clearedAtOnce = 64 << 20

// call calls an exported function; its result is a number of 32 bits.
func (i *instance) call(name string, arguments ...uint64) (uint32, error) {
	f := i.module.ExportedFunction(name)
	if f == nil {
		return 0, errForeign
	}
	results, err := f.Call(i.ctx, arguments...)
	if err != nil || len(results) != 1 {
		return 0, fmt.Errorf("%w: %w", errForeign, err)
	}
	return uint32(results[0]), nil
}

// room allocates memory inside.
func (i *instance) room(size int) (uint64, error) {
	at, err := i.call("malloc", uint64(size))
	if err == nil && at == 0 {
		err = errForeign
	}
	return uint64(at), err
}

// put copies data inside.
func (i *instance) put(data []byte) (uint64, error) {
	at, err := i.room(len(data))
	if err == nil && !i.module.Memory().Write(uint32(at), data) {
		err = errForeign
	}
	return at, err
}

// get shows memory inside, until the next call.
func (i *instance) get(at uint64, size int) ([]byte, error) {
	data, ok := i.module.Memory().Read(uint32(at), uint32(size))
	if !ok {
		return nil, errForeign
	}
	return data, nil
}

// memory is an instance's memory. It begins with the room that a picture likely needs, so
// that growing costs no copy, and refuses to grow beyond most.
type memory struct {
	bytes        []byte
	likely, most int
}

// Reallocate is part of experimental.LinearMemory.
func (m *memory) Reallocate(size uint64) []byte {
	if size > uint64(m.most) {
		return nil
	}
	n := int(size)
	if n > cap(m.bytes) {
		grown := make([]byte, n, min(max(m.likely, n+n/4), m.most))
		copy(grown, m.bytes)
		m.bytes = grown
	}
	m.bytes = m.bytes[:n] // beyond the length it is still as made: zero
	return m.bytes
}

// Free is part of experimental.LinearMemory.
func (m *memory) Free() { m.bytes = nil }
