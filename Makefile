# Masthead. `make run` builds and starts it, `make test` lints and tests it; both install
# what is missing first (Debian packages, as root or by sudo, saying what).

# nodynamic: WebP by the decoder that is built in, never by a library that happens to be there.
TAGS    := migrated_fynedo nodynamic
# libjpeg-turbo where it is installed; Go's own JPEG otherwise.
TAGS    += $(shell pkg-config --exists libjpeg 2>/dev/null && echo turbojpeg)
comma   := ,
space   := $(subst ,, )
TAGLIST  = $(subst $(space),$(comma),$(strip $(TAGS)))
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo development)
GO      := go

.PHONY: help run test build check lint fuzz deps test-deps clean

help: ## say what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

run: deps ## build and open the window; ARGS="--sandbox picture.jpg"
	@$(MAKE) --no-print-directory build
	./bin/masthead $(ARGS)

# A second make, so that TAGS is worked out after deps has installed libjpeg.
test: deps test-deps ## lint, and run every test, those on a real desktop too
	@$(MAKE) --no-print-directory lint check

build: ## build bin/masthead
	$(GO) build -trimpath -tags $(TAGLIST),release -ldflags "-s -w -X main.version=$(VERSION)" -o bin/masthead .

check:
	LANG=en_US.UTF-8 $(GO) test -race -tags $(TAGLIST) -timeout 20m ./...

lint: ## gofumpt, vet, staticcheck with doc checks
	@unformatted=$$($(GO) tool gofumpt -l .); if [ -n "$$unformatted" ]; then echo "not gofumpt'd: $$unformatted"; exit 1; fi
	$(GO) vet -tags $(TAGLIST) ./...
	$(GO) tool staticcheck -checks all,-ST1003 -tags $(TAGLIST) ./...

fuzz: deps ## every fuzz target for a minute; FUZZTIME=10s for less
	@.ci/fuzz $(TAGLIST) $(or $(FUZZTIME),60s)

deps:
	@.ci/install gcc:gcc pkg-config:pkg-config libgl1-mesa-dev: xorg-dev: libxkbcommon-dev: libjpeg62-turbo-dev: libgl1-mesa-dri:

test-deps:
	@.ci/install xvfb:Xvfb openbox:openbox xdotool:xdotool imagemagick:import dbus-daemon:dbus-daemon \
		gnome-keyring:gnome-keyring-daemon pcmanfm:pcmanfm

clean: ## remove what was built
	rm -rf bin out
