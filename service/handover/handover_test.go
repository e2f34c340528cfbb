package handover

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// tempFolder is short enough for a socket in it, whatever the test is called.
func tempFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "handover")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return filepath.Join(dir, "new")
}

// running is a program that runs, and what it was handed.
type running struct {
	stop  func() // returns when it has ended
	paths chan string
}

// first begins a program, which must be the first one, and serves.
func first(t *testing.T, folder string) *running {
	t.Helper()
	post, handedOver := Begin(t.Context(), folder, "program", "")
	if post == nil || handedOver {
		t.Fatalf("Begin = %v, %v: it is not the first", post, handedOver)
	}
	return serve(t, post)
}

func serve(t *testing.T, post *Post) *running {
	ctx, cancel := context.WithCancel(t.Context())
	r := &running{paths: make(chan string, 1000)}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		post.Serve(ctx, func(path string) { r.paths <- path })
	}()
	r.stop = func() {
		cancel()
		<-ended
	}
	t.Cleanup(r.stop)
	return r
}

// hand begins a program, which must hand its path over.
func hand(t *testing.T, folder, path string) {
	t.Helper()
	if post, handedOver := Begin(t.Context(), folder, "program", path); post != nil || !handedOver {
		post.Close()
		t.Errorf("Begin(%.40q) = %v, %v: it was not handed over", path, post, handedOver)
	}
}

// listen stands in for a program that was there before.
func listen(t *testing.T, folder string) *net.UnixListener {
	t.Helper()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", socket(folder, "program"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l.(*net.UnixListener)
}

// A name may hold whatever a file system allows; the service takes no notice.
func TestHandingOver(t *testing.T) {
	folder := tempFolder(t)
	r := first(t, folder)
	for name, path := range map[string]string{
		"nothing but a start": "",
		"a plain name":        "/pictures/a.png",
		"spaces and quotes":   `/my pictures/"a" 'b'.png`,
		"a line's end":        "/pictures/a\nb\r.png",
		"no text":             "/pictures/\xff\xfe\x80.png",
		"other scripts":       "/写真/Bär 🐻.png",
		"the longest":         "/" + strings.Repeat("d/", 2047),
	} {
		t.Run(name, func(t *testing.T) {
			hand(t, folder, path)
			if got := <-r.paths; got != path {
				t.Errorf("%q arrived as %q", path, got)
			}
		})
	}
}

func TestProgramsOfOtherNamesStayApart(t *testing.T) {
	folder := tempFolder(t)
	first(t, folder)
	long := strings.Repeat("a long name ", 500)
	post, handedOver := Begin(t.Context(), folder, long, "/a.png")
	if post == nil || handedOver {
		t.Fatalf("Begin = %v, %v", post, handedOver)
	}
	post.Close()
}

func TestNobodyElseGetsIn(t *testing.T) {
	folder := tempFolder(t)
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	first(t, folder)
	for path, want := range map[string]os.FileMode{folder: 0o700, socket(folder, "program"): 0o600} {
		if at, err := os.Stat(path); err != nil || at.Mode().Perm() != want {
			t.Errorf("%s is %v, %v", path, at.Mode(), err)
		}
	}
}

func TestAfterTheEndAnotherIsFirst(t *testing.T) {
	folder := tempFolder(t)
	r := first(t, folder)
	r.stop()
	if _, err := os.Lstat(socket(folder, "program")); !os.IsNotExist(err) {
		t.Errorf("the socket is still there: %v", err)
	}
	first(t, folder)
	r.stop() // once more: the socket is another program's now
	hand(t, folder, "/a.png")
}

func TestAfterACrashAnotherIsFirst(t *testing.T) {
	folder := tempFolder(t)
	l := listen(t, folder)
	l.SetUnlinkOnClose(false)
	l.Close()
	if _, err := os.Lstat(socket(folder, "program")); err != nil {
		t.Fatalf("nothing stale is there: %v", err)
	}
	r := first(t, folder)
	hand(t, folder, "/a.png")
	if got := <-r.paths; got != "/a.png" {
		t.Errorf("got %q", got)
	}
}

// A program that hangs costs a start its patience and nothing more: it takes no part,
// and leaves the other's socket alone.
func TestTheFirstHangs(t *testing.T) {
	t.Parallel()
	for name, behave := range map[string]func(net.Listener){
		"it accepts nothing": func(net.Listener) {},
		"it answers nothing": func(l net.Listener) {
			if conn, err := l.Accept(); err == nil {
				_, _ = io.Copy(io.Discard, conn)
			}
		},
		"it does not end its answer": func(l net.Listener) {
			if conn, err := l.Accept(); err == nil {
				_, _ = conn.Write([]byte(`{"v":1,`))
				_, _ = io.Copy(io.Discard, conn)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := tempFolder(t)
			l := listen(t, folder)
			go behave(l)
			began := time.Now()
			post, handedOver := Begin(t.Context(), folder, "program", "/a.png")
			if post != nil || handedOver {
				t.Errorf("Begin = %v, %v", post, handedOver)
			}
			if took := time.Since(began); took > 2*patience {
				t.Errorf("it took %v", took)
			}
			if _, err := os.Lstat(socket(folder, "program")); err != nil {
				t.Errorf("the socket: %v", err)
			}
		})
	}
}

func TestTheLockIsHeldForEver(t *testing.T) {
	t.Parallel()
	folder := tempFolder(t)
	if err := private(folder); err != nil {
		t.Fatal(err)
	}
	unlock, ok := lock(t.Context(), filepath.Join(folder, "lock"))
	if !ok {
		t.Fatal("no lock")
	}
	defer unlock()
	if post, handedOver := Begin(t.Context(), folder, "program", "/a.png"); post != nil || handedOver {
		t.Errorf("Begin = %v, %v", post, handedOver)
	}
}

// Whatever the other program says that is not "taken", the start goes on by itself.
func TestOddAnswers(t *testing.T) {
	for name, said := range map[string]string{
		"no":               `{"v":1,"taken":false}`,
		"another version":  `{"v":2,"taken":true}`,
		"no JSON":          "HTTP/1.1 400 Bad Request",
		"nothing":          "",
		"a very long line": strings.Repeat("x", 2*maxLine),
	} {
		t.Run(name, func(t *testing.T) {
			folder := tempFolder(t)
			l := listen(t, folder)
			go func() {
				for {
					conn, err := l.Accept()
					if err != nil {
						return
					}
					_, _ = readLine(conn)
					_, _ = io.WriteString(conn, said+"\n")
					conn.Close()
				}
			}()
			if post, handedOver := Begin(t.Context(), folder, "program", "/a.png"); post != nil || handedOver {
				t.Errorf("Begin = %v, %v", post, handedOver)
			}
		})
	}
}

// A program that ends just as it is met is succeeded.
func TestTheFirstLeaves(t *testing.T) {
	folder := tempFolder(t)
	l := listen(t, folder)
	go func() {
		if conn, err := l.Accept(); err == nil {
			l.Close()
			conn.Close()
		}
	}()
	first(t, folder)
}

func TestJunk(t *testing.T) {
	folder := tempFolder(t)
	r := first(t, folder)
	silent, err := net.Dial("unix", socket(folder, "program"))
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close() // it holds nobody up
	for name, junk := range map[string]string{
		"an empty line":    "\n",
		"no JSON":          "GET / HTTP/1.1\r\n\r\n",
		"no base64":        `{"v":1,"path":"/a.png"}` + "\n",
		"another version":  `{"v":2,"path":"L2EucG5n"}` + "\n",
		"no version":       `{"path":"L2EucG5n"}` + "\n",
		"a relative path":  `{"v":1,"path":"YS5wbmc="}` + "\n",
		"a zero byte":      `{"v":1,"path":"L2EAYg=="}` + "\n",
		"a very long line": `{"v":1,"path":"` + strings.Repeat("L2Ev", maxLine) + `"}` + "\n",
		"a line cut short": `{"v":1,"path":"L2EucG5n"}`,
		"a list":           "[1]\n",
	} {
		t.Run(name, func(t *testing.T) {
			conn, err := net.Dial("unix", socket(folder, "program"))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			go func() {
				_, _ = io.WriteString(conn, junk)
				_ = conn.(*net.UnixConn).CloseWrite()
			}()
			// Of too long a line the rest is not read, and the answer may be cut off with it.
			if line, err := readLine(conn); err == nil && string(line) != "{\"v\":1,\"taken\":false}\n" {
				t.Errorf("the answer is %q", line)
			}
		})
	}
	hand(t, folder, "/after.png")
	if got := <-r.paths; got != "/after.png" {
		t.Errorf("%q was taken from junk", got)
	}
}

func TestTooLongAPathIsNotHandedOver(t *testing.T) {
	folder := tempFolder(t)
	r := first(t, folder)
	if post, handedOver := Begin(t.Context(), folder, "program", "/"+strings.Repeat("d", maxLine)); post != nil || handedOver {
		t.Errorf("Begin = %v, %v", post, handedOver)
	}
	hand(t, folder, "")
	if got := <-r.paths; got != "" {
		t.Errorf("%.40q arrived", got)
	}
}

func TestAFolderThatCannotBeUsed(t *testing.T) {
	dir := filepath.Dir(tempFolder(t))
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, folder := range map[string]string{
		"a file":                 file,
		"below a file":           filepath.Join(file, "folder"),
		"no such place":          "/proc/none",
		"too long for a socket":  filepath.Join(dir, strings.Repeat("long", 40)),
		"with a byte of its own": "a\x00b",
		"with a folder for a lock": func() string {
			at := filepath.Join(dir, "locked")
			_ = os.MkdirAll(filepath.Join(at, "lock"), 0o700)
			return at
		}(),
	} {
		t.Run(name, func(t *testing.T) {
			if post, handedOver := Begin(t.Context(), folder, "program", "/a.png"); post != nil || handedOver {
				t.Errorf("Begin = %v, %v", post, handedOver)
			}
		})
	}
}

func TestTakingNoPart(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	post, handedOver := Begin(ctx, tempFolder(t), "program", "")
	if post != nil || handedOver {
		t.Errorf("Begin = %v, %v after the end", post, handedOver)
	}
	post.Serve(t.Context(), func(string) { t.Error("somebody was served") })
	post.Close()
}

func TestManyStartsAtOnce(t *testing.T) {
	folder := tempFolder(t)
	const n = 60
	var mu sync.Mutex
	var starts sync.WaitGroup
	var posts []*running
	var owns, handed []string
	for i := range n {
		starts.Go(func() {
			path := fmt.Sprintf("/%d.png", i)
			post, handedOver := Begin(t.Context(), folder, "program", path)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case handedOver:
				handed = append(handed, path)
			case post != nil:
				posts, owns = append(posts, serve(t, post)), append(owns, path)
			default:
				t.Errorf("%s took no part", path)
			}
		})
	}
	starts.Wait()
	if len(owns) != 1 || len(handed) != n-1 {
		t.Fatalf("%d became the first, %d handed over", len(owns), len(handed))
	}
	var got []string
	for range handed {
		got = append(got, <-posts[0].paths)
	}
	slices.Sort(got)
	slices.Sort(handed)
	if !slices.Equal(got, handed) {
		t.Errorf("handed over %v, arrived %v", handed, got)
	}
}

// While programs end and others begin, no path is lost: either it was taken, or the
// start goes on with it.
func TestNothingIsLostWhileProgramsEnd(t *testing.T) {
	folder := tempFolder(t)
	var mu sync.Mutex
	var starts sync.WaitGroup
	takenBy := map[string]int{}
	var handed []string
	for i := range 80 {
		starts.Go(func() {
			path := fmt.Sprintf("/%d.png", i)
			post, handedOver := Begin(t.Context(), folder, "program", path)
			if handedOver {
				mu.Lock()
				handed = append(handed, path)
				mu.Unlock()
			}
			ctx, end := context.WithCancel(t.Context())
			defer end()
			served := 0
			post.Serve(ctx, func(path string) {
				mu.Lock()
				takenBy[path]++
				mu.Unlock()
				if served++; served == 3 {
					end()
				}
			})
		})
		if i%20 == 19 { // the last one of these may wait for ever
			hurry(t, folder, &starts)
		}
	}
	for _, path := range handed {
		if takenBy[path] == 0 {
			t.Errorf("%s is lost", path)
		}
	}
	if len(handed) < 20 {
		t.Errorf("only %d were handed over", len(handed))
	}
}

// hurry starts the program until all that are to end have ended.
func hurry(t *testing.T, folder string, starts *sync.WaitGroup) {
	t.Helper()
	ended := make(chan struct{})
	go func() {
		starts.Wait()
		close(ended)
	}()
	for {
		select {
		case <-ended:
			return
		default:
			post, _ := Begin(t.Context(), folder, "program", "")
			post.Close()
		}
	}
}
