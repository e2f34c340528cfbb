# Masthead. `make run` builds and starts it, `make test` lints and tests it, `make install`
# installs it. What is missing to do so (Debian packages) is installed first, as root or by
# sudo, and named.

# nodynamic: WebP by the decoder that is built in, never by a library that happens to be there.
PLAIN   := migrated_fynedo,nodynamic
# libjpeg-turbo where it is installed; Go's own JPEG otherwise.
TAGS    := $(PLAIN)$(shell pkg-config --exists libjpeg 2>/dev/null && echo ,turbojpeg)
VERSION := $(shell .ci/version)
GO      := go
PREFIX  ?= $(HOME)/.local
export PREFIX DESTDIR

.PHONY: help run demo screenshot test build check lint fuzz bench measure install uninstall package packages package-windows deps desktop-deps test-deps clean

help: ## say what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18

# Where deps come first, what is made of them is a second make: by then TAGS knows libjpeg.
run: deps ## build and open the window; ARGS="--sandbox picture.jpg"; without a display, make demo
	@$(MAKE) --no-print-directory build
	@MAKE="$(MAKE)" .ci/window $(ARGS)

demo: deps desktop-deps ## every size of a sample, and the demo account's journey as screenshots, in out/demo
	@$(MAKE) --no-print-directory build
	@rm -rf out/demo
	@./bin/masthead render assets/samples/picture.jpg --out out/demo/sizes
	@find out/demo/sizes -type f | LC_ALL=C sort
	@$(GO) run -buildvcs=false ./app/desktop/tour -out out/demo bin/masthead assets/samples/picture.jpg

screenshot: deps desktop-deps ## draw assets/screenshots/window.png anew, from the real window
	@$(MAKE) --no-print-directory build
	@mkdir -p assets/screenshots
	@$(GO) run -buildvcs=false ./app/desktop/tour -one out/window.png bin/masthead assets/samples/picture.jpg
	convert out/window.png -strip -dither FloydSteinberg -colors 256 -define png:compression-level=9 \
		-define png:compression-filter=0 PNG8:assets/screenshots/window.png

test: deps test-deps ## lint, and run every test, those on a real desktop too
	@$(MAKE) --no-print-directory lint check

build: ## build bin/masthead
	$(call program,bin/masthead,$(TAGS))

define program
$(GO) build -trimpath -buildvcs=false -tags $(2),release -ldflags "-s -w -X main.version=$(VERSION)" -o $(1) .
endef

check: # and the pictures again, by Go's own JPEG and without C
	LANG=en_US.UTF-8 $(GO) test -race -tags $(TAGS) -timeout 20m ./...
	CGO_ENABLED=0 $(GO) test -tags $(PLAIN) -timeout 20m ./service/picture/...

lint: ## gofumpt, vet, staticcheck with doc checks
	@unformatted=$$($(GO) tool gofumpt -l .); if [ -n "$$unformatted" ]; then echo "not gofumpt'd: $$unformatted"; exit 1; fi
	$(GO) vet -tags $(TAGS) ./...
	$(GO) tool staticcheck -checks all,-ST1003 -tags $(TAGS) ./...

fuzz: deps ## every fuzz target for a minute; FUZZTIME=10s for less
	@.ci/fuzz $(TAGS) $(or $(FUZZTIME),60s)

bench: ## the picture engine beside others, half an hour; BENCH_RUNS=3 for a try, BENCH_IMAGE=path for your own
	@.ci/install gcc:gcc pkg-config:pkg-config libjpeg62-turbo-dev: libvips-tools:vipsthumbnail imagemagick:convert \
		libjpeg-turbo-progs:djpeg webp:cwebp libheif-examples:heif-enc
	@$(MAKE) --no-print-directory measure

measure:
	@mkdir -p out
	@$(GO) build -buildvcs=false -tags $(TAGS) -o out/measure ./service/picture/bench
	@out/measure

install: deps ## install it for its user, into ~/.local; PREFIX=/usr/local for everybody
	@$(MAKE) --no-print-directory build
	@.ci/tree out/tree bin/masthead $(TAGS),release
	@out/tree/install.sh

uninstall: ## take it out again, with the same PREFIX
	@assets/linux/install.sh uninstall

package: deps ## a .deb and a .tar.xz for Linux, in out
	@.ci/install dpkg-dev:dpkg-shlibdeps xz-utils:xz
	@$(MAKE) --no-print-directory packages

packages: TAGS := $(TAGS),staticjpeg
packages:
	$(call program,out/masthead,$(TAGS))
	@.ci/package out/masthead $(VERSION) $(TAGS),release

package-windows: ## a .zip for Windows, in out
	@.ci/install gcc-mingw-w64-x86-64:x86_64-w64-mingw32-gcc imagemagick:convert zip:zip
	@.ci/package-windows $(VERSION) $(PLAIN),release

deps:
	@.ci/install gcc:gcc pkg-config:pkg-config libgl1-mesa-dev: xorg-dev: libxkbcommon-dev: libjpeg62-turbo-dev: libgl1-mesa-dri:

desktop-deps:
	@.ci/install xvfb:Xvfb openbox:openbox xdotool:xdotool imagemagick:import dbus-daemon:dbus-daemon

test-deps: desktop-deps
	@.ci/install gnome-keyring:gnome-keyring-daemon pcmanfm:pcmanfm desktop-file-utils:desktop-file-validate libglib2.0-bin:gio

clean: ## remove what was built
	rm -rf bin out
