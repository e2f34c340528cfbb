package file

import (
	"context"
	"io"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"masthead/service"
)

func TestAFileThatGivesNothingIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		from, to := io.Pipe()
		r := newReader(t.Context(), from, patience)
		go to.Write([]byte("abc"))
		if got, err := io.ReadAll(io.LimitReader(&r, 3)); err != nil || string(got) != "abc" {
			t.Fatalf("%q, %v", got, err)
		}
		began := time.Now()
		buffer := make([]byte, 10)
		if n, err := r.Read(buffer); n != 0 || service.CodeOf(err) != service.Stalled {
			t.Errorf("%d, %v, want stalled", n, err)
		}
		if took := time.Since(began); took != patience {
			t.Errorf("it took %v", took)
		}
		// What comes too late is for nobody.
		if _, err := to.Write([]byte("late")); err != nil {
			t.Error(err)
		}
		if n, err := r.Read(buffer); n != 0 || service.CodeOf(err) != service.Stalled {
			t.Errorf("asked again: %d, %v", n, err)
		}
		if took := time.Since(began); took != patience {
			t.Errorf("asking again took it to %v", took)
		}
	})
}

func TestAFileMayBeSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		from, to := io.Pipe()
		go func() {
			for _, b := range []byte("slow") {
				<-time.After(patience - time.Millisecond)
				to.Write([]byte{b})
			}
			to.Close()
		}()
		r := newReader(t.Context(), from, patience)
		if got, err := io.ReadAll(&r); err != nil || string(got) != "slow" {
			t.Errorf("%q, %v", got, err)
		}
	})
}

func TestInputWaitsWhileItsContextLives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		from, to := io.Pipe()
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Hour)
		defer cancel()
		go func() {
			<-time.After(time.Hour)
			to.Write([]byte("typed"))
		}()
		in := Input(ctx, from)
		if got, err := io.ReadAll(io.LimitReader(in, 5)); err != nil || string(got) != "typed" {
			t.Errorf("%q, %v", got, err)
		}
		began := time.Now()
		if n, err := in.Read(make([]byte, 10)); n != 0 || service.CodeOf(err) != service.Canceled {
			t.Errorf("%d, %v, want canceled", n, err)
		}
		if took := time.Since(began); took != time.Hour {
			t.Errorf("it took %v", took)
		}
		to.Close()
	})
}

func TestInputEnds(t *testing.T) {
	from, to := io.Pipe()
	go func() {
		to.Write([]byte("all"))
		to.Close()
	}()
	if got, err := io.ReadAll(Input(t.Context(), from)); err != nil || string(got) != "all" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestAwaitPutsAwayWhatComesLate(t *testing.T) {
	for name, tt := range map[string]struct {
		patience, life time.Duration
		want           error
	}{
		"impatient": {time.Second, time.Hour, os.ErrDeadlineExceeded},
		"canceled":  {time.Hour, time.Second, context.DeadlineExceeded},
		"for ever":  {0, time.Second, context.DeadlineExceeded},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), tt.life)
				defer cancel()
				began, put := time.Now(), ""
				got, err := Await(ctx, tt.patience, func() (string, error) {
					<-time.After(time.Minute)
					return "late", nil
				}, func(late string) { put = late })
				if got != "" || err != tt.want || time.Since(began) != time.Second {
					t.Errorf("%q, %v after %v", got, err, time.Since(began))
				}
				<-time.After(time.Hour)
				synctest.Wait()
				if put != "late" {
					t.Errorf("%q was put away", put)
				}
			})
		})
	}
}
